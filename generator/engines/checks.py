"""Turns the model's two-way truths into checks: the same amount reached on two ways, and whether the two agree.

A check's result is 1 when its sides differ by less than half of the smallest sum that somebody pays (counts: by less
than one), else 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.benefits import Benefits
from generator.engines.cash_flow import CashFlow
from generator.engines.options import OptionCost
from generator.engines.ownership import Ownership
from generator.engines.returns import Returns
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import absolute, count, net_present_value, sum_of, where
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Checks:
    """All checks: how many failed (0 when the model is sound), and their schedule."""

    failed: Figure
    schedule: Schedule


def check(
    proposal: Proposal,
    chosen: OptionCost,
    ownership: Ownership,
    benefits: Benefits,
    flow: CashFlow,
    returns: Returns,
) -> Checks:
    """Compare what must be equal."""
    tolerance = figure("checks.tolerance", "money", proposal.money.rounding / 2)
    line_totals = [line.total for line in chosen.running]
    monthly_rate = proposal.horizon.discount_rate / MONTHS_PER_YEAR
    discounted = net_present_value(monthly_rate, flow.net[1:]) + flow.net[0]
    sides: list[tuple[str, str, Expression, Expression]] = [
        ("opex_cross_foot", "money", ownership.opex_total, sum_of(line_totals)),
        ("tco_of_option", "money", ownership.total, chosen.tco),
        (
            "cash_and_accrual",
            "money",
            ownership.total,
            ownership.accrual_total + ownership.book_value,
        ),
        ("benefits_annual", "money/year", benefits.annual, benefits.monthly * MONTHS_PER_YEAR),
        ("opex_by_month", "money", -flow.opex_total, ownership.opex_total),
        ("npv", "money", returns.npv, discounted),
        *_line_counts(chosen, benefits),
    ]
    rows, results = _rows(sides, tolerance)
    failed = figure("checks.failed", "count", count(results) - sum_of(results))
    columns = (
        label_column("check"),
        Column("result", "check", role="total"),
        Column("left"),
        Column("right"),
    )
    extra = (
        Row("tolerance", (tolerance, None, None), unit="money", kind="memo"),
        Row("failed", (failed, None, None), unit="count", kind="memo"),
    )
    return Checks(failed, Schedule("checks", columns, (*rows, *extra)))


def _rows(
    sides: Sequence[tuple[str, str, Expression, Expression]], tolerance: Figure
) -> tuple[list[Row], list[Figure]]:
    rows: list[Row] = []
    results: list[Figure] = []
    for name, unit, left_side, right_side in sides:
        left = figure(f"checks.{name}.left", unit, left_side)
        right = figure(f"checks.{name}.right", unit, right_side)
        limit = 1 if unit == "count" else tolerance
        agree = where(absolute(left - right) < limit, 1, 0)
        result = figure(f"checks.{name}", "check", agree)
        results.append(result)
        rows.append(Row(name, (result, left, right), unit=unit, kind="memo"))
    return rows, results


def _line_counts(
    chosen: OptionCost, benefits: Benefits
) -> list[tuple[str, str, Expression, Expression]]:
    """A row added to or removed from a table of the workbook makes its count differ from the input file's."""
    lists = (
        ("capex", [item.amount for item in chosen.investments]),
        ("opex", [line.annual for line in chosen.running]),
        ("benefits", benefits.weighted),
    )
    return [
        (f"{name}_lines", "count", count(lines), _control(name, len(lines)))
        for name, lines in lists
        if lines
    ]


def _control(name: str, lines: int) -> Figure:
    return stated(f"checks.control.{name}_lines", "count", lines, Source("control", ""))
