"""Turns the options' costs into the comparison table and the headline figures of the chosen option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.ownership import Ownership
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.schedule import Column, Row, Schedule, label_column


@dataclass(frozen=True)
class Summary:
    """Headline figures of the chosen option, and the schedule in which they stand."""

    annual_kwh: Figure
    annual_power_cost: Figure
    saving_vs_do_nothing: Figure
    schedule: Schedule


def comparison(options: Mapping[str, OptionCost]) -> Schedule:
    """All options over one horizon."""
    columns = (
        label_column("option"),
        Column("tco", "money", role="total"),
        Column("capex", "money"),
        Column("opex_total", "money"),
        Column("monthly_opex", "money/month"),
    )
    rows = tuple(
        Row(
            f"options.{option.id}",
            (option.tco, option.capex, option.opex, option.monthly),
            label=option.name,
            kind="memo",
        )
        for option in options.values()
    )
    return Schedule("options", columns, rows)


def summarise(
    chosen: OptionCost,
    options: Mapping[str, OptionCost],
    ownership: Ownership,
    ledger: Ledger,
) -> Summary:
    """Name the headline figures that no other schedule holds."""
    uses = [line.power for line in chosen.running if line.power is not None]
    energy: Expression = Missing("no_power_line")
    cost: Expression = Missing("no_power_line")
    if uses:
        energy = sum_of([use.annual_kwh for use in uses])
        cost = sum_of([use.annual_cost for use in uses])
    kwh = figure("power.annual_kwh", "kWh/year", energy)
    power_cost = figure("power.annual_cost", "money/year", cost)
    saving = figure("savings.vs_do_nothing", "money", _saving(options, ownership))
    shown = (ownership.capex_total, kwh, power_cost, saving)
    rows = [Row(item.key, (item,), unit=item.unit, kind="memo") for item in shown]
    rows.append(Row("rounding", (ledger.digits,), unit=ledger.digits.unit, kind="working"))
    columns = (label_column("measure"), Column("value", role="total"))
    return Summary(kwh, power_cost, saving, Schedule("summary", columns, tuple(rows)))


def _saving(options: Mapping[str, OptionCost], ownership: Ownership) -> Expression:
    idle = [option for option in options.values() if option.kind == "status_quo"]
    return idle[0].tco - ownership.total if idle else Missing("no_do_nothing_option")
