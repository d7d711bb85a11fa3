"""Turns the model's two-way truths into checks: the same amount reached on two ways, and whether the two agree.

A check's result is 1 when its sides differ by less than half of the smallest sum that somebody pays and a millionth of
a millionth of the total, which is what adding in another order may leave (counts: by less than one), else 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engines.benefits import Benefits
from generator.engines.optimisation.waterfall import Optimisation
from generator.engines.options import OptionCost
from generator.engines.outlook import Outlook
from generator.engines.results import Results
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Constant, Expression, Operand
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import absolute, count, net_present_value, sum_of, where
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal

# By how much the two sides of a check may differ, by their unit, where it is not money.
MILLION = 1_000_000
LIMITS: dict[str, Operand] = {"count": 1, "ratio": Constant(1) / MILLION}


@dataclass(frozen=True)
class Compared:
    """One check: its result and the two amounts that it compares."""

    name: str
    result: Figure
    left: Figure
    right: Figure

    @property
    def passed(self) -> bool:
        """Whether the two sides agree."""
        return self.result.value == 1


@dataclass(frozen=True)
class Checks:
    """All checks: how many failed (0 when the model is sound), each by its name, and their schedule."""

    failed: Figure
    compared: tuple[Compared, ...]
    schedule: Schedule


def check(results: Results, outlook: Outlook) -> Checks:
    """Compare what must be equal."""
    proposal, chosen, ownership = results.proposal, results.chosen, results.ownership
    benefits, flow, returns = results.benefits, results.flow, results.returns
    tolerance = _tolerance(proposal, ownership.total)
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
        ("present_values", "money", returns.npv, flow.present_total),
        ("net_by_year", "money", results.yearly.total, sum_of(flow.net)),
        ("npv_of_case", "money", returns.npv, outlook.present(returns.npv)),
        ("tco_of_case", "money", ownership.total, outlook.present(ownership.total)),
        *_optimised(proposal, results.optimisation),
        *_line_counts(chosen, benefits),
    ]
    compared = tuple(_compared(*side, tolerance) for side in sides)
    verdicts = [check.result for check in compared]
    failed = figure("checks.failed", "count", count(verdicts) - sum_of(verdicts))
    columns = (
        label_column("check"),
        Column("result", "check", role="total"),
        Column("left"),
        Column("right"),
    )
    rows = [
        Row(
            check.name,
            (check.result, check.left, check.right),
            unit=check.left.unit,
            kind="memo",
        )
        for check in compared
    ]
    extra = (
        Row("tolerance", (tolerance, None, None), unit="money", kind="memo"),
        Row("failed", (failed, None, None), unit="count", kind="memo"),
    )
    return Checks(failed, compared, Schedule("checks", columns, (*rows, *extra)))


def _tolerance(proposal: Proposal, size: Figure) -> Figure:
    allowed = proposal.money.rounding / 2 + size / MILLION / MILLION
    return figure("checks.tolerance", "money", allowed)


def _compared(
    name: str, unit: str, left_side: Expression, right_side: Expression, tolerance: Figure
) -> Compared:
    left = figure(f"checks.{name}.left", unit, left_side)
    right = figure(f"checks.{name}.right", unit, right_side)
    agree = where(absolute(left - right) < LIMITS.get(unit, tolerance), 1, 0)
    return Compared(name, figure(f"checks.{name}", "check", agree), left, right)


def _optimised(
    proposal: Proposal, optimisation: Optimisation | None
) -> Iterator[tuple[str, str, Expression, Expression]]:
    """The shares of the mix are a whole; the waterfall ends at the option's total, all its savings below its start."""
    workload = proposal.workload
    if workload is not None and workload.mix:
        shares = sum_of([kind.share for kind in workload.mix.values()])
        yield "mix_shares", "ratio", shares, Constant(1)
    if optimisation is not None:
        saved = optimisation.start - optimisation.saving
        yield "optimisation_end", "money", optimisation.end, optimisation.option.tco
        yield "optimisation_saving", "money", saved, optimisation.option.tco


def _line_counts(
    chosen: OptionCost, benefits: Benefits
) -> list[tuple[str, str, Expression, Expression]]:
    """A row added to or removed from a table of the workbook makes its count differ from the input file's.

    The total is counted as well: a row put in just above it then stands within the range.
    """
    lists: tuple[tuple[str, Sequence[Figure], Figure], ...] = (
        ("capex", [item.amount for item in chosen.investments], chosen.capex),
        ("opex", [line.annual for line in chosen.running], chosen.years[0]),
        ("benefits", benefits.weighted, benefits.monthly),
    )
    return [
        (f"{name}_lines", "count", count([*lines, total]) - 1, _control(name, len(lines)))
        for name, lines, total in lists
        if lines
    ]


def _control(name: str, lines: int) -> Figure:
    return stated(f"checks.control.{name}_lines", "count", lines, Source("control", ""))
