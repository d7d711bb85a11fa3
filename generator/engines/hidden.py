"""Turns hidden and indirect costs into a table beside the headline total, never inside it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.hidden import HiddenCosts


@dataclass(frozen=True)
class Hidden:
    """The hidden costs of the whole horizon, in money."""

    total: Figure
    schedule: Schedule


def hidden_costs(
    costs: HiddenCosts | None, investment: Figure, last_year: Figure, ledger: Ledger
) -> Hidden | None:
    """Outage = hours × loss; debt = share × investment; opportunity = capital × hurdle rate, each for every year;
    late capacity, moving in and moving out once."""
    if costs is None:
        return None
    yearly: list[tuple[str, Expression]] = []
    once: list[tuple[str, Expression]] = []
    if costs.outage is not None:
        yearly.append(("outage", costs.outage.hours_per_year * costs.outage.loss_per_hour))
    if costs.technical_debt is not None:
        yearly.append(("technical_debt", investment * costs.technical_debt.share_per_year))
    if costs.opportunity is not None:
        yearly.append(("opportunity", investment * costs.opportunity.hurdle_rate))
    if costs.late_capacity is not None:
        late = costs.late_capacity
        once.append(("late_capacity", late.months * late.monthly_value))
    for name, amount in (("migration", costs.migration), ("leaving", costs.leaving)):
        if amount is not None:
            once.append((name, amount))
    return _tabulated(yearly, once, last_year, ledger)


def _tabulated(
    yearly: list[tuple[str, Expression]],
    once: list[tuple[str, Expression]],
    last_year: Figure,
    ledger: Ledger,
) -> Hidden:
    rows: list[Row] = []
    totals: list[Figure] = []
    for name, amount in yearly:
        per_year = ledger.line(Key("hidden", name, "annual"), "money/year", amount)
        total = figure(Key("hidden", name, "total"), "money", per_year * last_year)
        totals.append(total)
        rows.append(Row(Key("hidden", name), (total, per_year)))
    for name, amount in once:
        total = ledger.line(Key("hidden", name, "total"), "money", amount)
        totals.append(total)
        rows.append(Row(Key("hidden", name), (total, None)))
    sum_total = figure(Key("hidden", "total"), "money", sum_of(totals))
    rows.append(Row("total", (sum_total, None), kind="total"))
    columns = (
        label_column(),
        Column("total", "money", role="total"),
        Column("annual", "money/year"),
    )
    return Hidden(sum_total, Schedule("hidden", columns, tuple(rows)))
