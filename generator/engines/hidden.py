"""Turns hidden and indirect costs into a table beside the headline total, never inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import rounded, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.hidden import HiddenCosts

# What the capital would earn elsewhere.
CAPITAL = "opportunity"
# What goes by the one-time cost of an option.
DEBT = "technical_debt"
# The kinds of option that do not bear a cost.
ONCE_THERE = ("status_quo",)
SPARED = {
    "migration": ONCE_THERE,
    "leaving": ONCE_THERE,
    "late_capacity": ("status_quo", "cloud_api", "rented_gpu"),
}


@dataclass(frozen=True)
class Hidden:
    """The hidden costs of the whole horizon, in money: of the chosen option all together and by kind.

    beside: those of every option; None where there is but one.
    """

    total: Figure
    parts: Mapping[str, Figure]
    schedule: Schedule
    beside: Schedule | None = None


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
        yearly.append((DEBT, investment * costs.technical_debt.share_per_year))
    if costs.opportunity is not None:
        yearly.append((CAPITAL, investment * costs.opportunity.hurdle_rate))
    if costs.late_capacity is not None:
        late = costs.late_capacity
        once.append(("late_capacity", late.months * late.monthly_value))
    for name, amount in (("migration", costs.migration), ("leaving", costs.leaving)):
        if amount is not None and not costs.cash_counted:
            once.append((name, amount))
    if not yearly and not once:
        return None
    return _tabulated(yearly, once, last_year, ledger)


def _tabulated(
    yearly: list[tuple[str, Expression]],
    once: list[tuple[str, Expression]],
    last_year: Figure,
    ledger: Ledger,
) -> Hidden:
    rows: list[Row] = []
    totals: dict[str, Figure] = {}
    for name, amount in yearly:
        per_year = ledger.line(Key("hidden", name, "annual"), "money/year", amount)
        total = figure(Key("hidden", name, "total"), "money", per_year * last_year)
        totals[name] = total
        rows.append(Row(Key("hidden", name), (total, per_year)))
    for name, amount in once:
        total = ledger.line(Key("hidden", name, "total"), "money", amount)
        totals[name] = total
        rows.append(Row(Key("hidden", name), (total, None)))
    sum_total = figure(Key("hidden", "total"), "money", sum_of(list(totals.values())))
    rows.append(Row("total", (sum_total, None), kind="total"))
    columns = (
        label_column(),
        Column("total", "money", role="total"),
        Column("annual", "money/year"),
    )
    return Hidden(sum_total, totals, Schedule("hidden", columns, tuple(rows)))


@dataclass(frozen=True)
class Bearing:
    """What decides how much of the hidden costs an option bears. shares: of its one-time cost a year, by kind."""

    shares: Mapping[str, Figure]
    last_year: Figure
    ledger: Ledger

    def part(self, name: str, hidden: Figure, option: OptionCost, chosen: OptionCost) -> Figure:
        """Of a kind: as the chosen one does, unless it goes by what the option costs once."""
        if option is chosen or name not in self.shares:
            return hidden
        key = Key("options", option.id, "hidden", name)
        per_year = rounded(option.capex * self.shares[name], self.ledger.digits)
        return figure(key, "money", per_year * self.last_year, option.name)


def beside_options(
    hidden: Hidden, bearing: Bearing, options: Mapping[str, OptionCost], chosen: OptionCost
) -> Schedule:
    """The hidden costs of every option, and its total with them.

    What capital would earn is in the discount rate already, so that it is not among them. Doing nothing moves nowhere,
    and only machines of one's own are waited for.
    """
    names = [name for name in hidden.parts if name != CAPITAL]
    rows = []
    for id, option in options.items():
        borne = {
            name: bearing.part(name, hidden.parts[name], option, chosen)
            for name in names
            if option.kind not in SPARED.get(name, ())
        }
        key, parts = Key("options", id), list(borne.values())
        together = sum_of(parts) if parts else Constant(0)
        total = figure(key / "hidden_together", "money", together, option.name)
        with_hidden = figure(key / "with_hidden", "money", option.tco + total, option.name)
        cells = (total, *(borne.get(name) for name in names), with_hidden)
        rows.append(Row(Key("hidden", id), cells, option.name, kind="memo", whole=True))
    columns = (
        label_column("option"),
        Column("hidden_total", "money", role="total"),
        *(Column(name, "money") for name in names),
        Column("with_hidden", "money"),
    )
    return Schedule("hidden_beside", columns, tuple(rows))
