"""Turns benefit lines into monthly money before and after weighting by confidence; a weighted amount stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Benefit, Proposal


@dataclass(frozen=True, kw_only=True)
class Benefits:
    """All benefits together: a month and a year, weighted; and a month before weighting."""

    monthly: Figure
    annual: Figure
    unweighted: Figure
    weighted: tuple[Figure, ...]
    schedule: Schedule


def weigh(proposal: Proposal, ledger: Ledger) -> Benefits:
    """weighted = value × confidence, rounded; a year is twelve months."""
    rows: list[Row] = []
    weighted: list[Figure] = []
    gross: list[Figure] = []
    annual: list[Figure] = []
    for benefit in proposal.benefits:
        value = _monthly(benefit, ledger)
        counted = _weighted(benefit, value, ledger)
        yearly = figure(
            benefit.path / "annual", "money/year", counted * MONTHS_PER_YEAR, benefit.item
        )
        weighted.append(counted)
        gross.append(value)
        annual.append(yearly)
        cells = (counted, value, benefit.confidence, yearly, benefit.kind, benefit.basis)
        rows.append(Row(benefit.path, cells, label=benefit.item))
    monthly = figure(Key("benefits", "monthly"), "money/month", sum_of(weighted))
    unweighted = figure(Key("benefits", "unweighted"), "money/month", sum_of(gross))
    per_year = figure(Key("benefits", "annual"), "money/year", sum_of(annual))
    rows.append(Row("total", (monthly, unweighted, None, per_year, None, None), kind="total"))
    schedule = Schedule("benefits", _columns(), tuple(rows))
    return Benefits(
        monthly=monthly,
        annual=per_year,
        unweighted=unweighted,
        weighted=tuple(weighted),
        schedule=schedule,
    )


def _columns() -> tuple[Column, ...]:
    return (
        label_column("benefit"),
        Column("weighted", "money/month", role="total"),
        Column("gross", "money/month"),
        Column("confidence", "ratio"),
        Column("annual", "money/year"),
        Column("kind", role="text"),
        Column("basis", role="text"),
    )


def _monthly(benefit: Benefit, ledger: Ledger) -> Figure:
    if benefit.monthly is not None:
        return benefit.monthly
    assert benefit.hours is not None
    assert benefit.rate is not None
    worked: Expression = benefit.hours * benefit.rate
    return ledger.line(benefit.path / "value", "money/month", worked, benefit.item)


def _weighted(benefit: Benefit, value: Figure, ledger: Ledger) -> Figure:
    amount: Expression = value if benefit.already_weighted else value * benefit.confidence
    return ledger.line(benefit.path / "weighted", "money/month", amount, benefit.item)
