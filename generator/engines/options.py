"""Turns every option into its investment, its running cost by year, its total and its unit costs over one horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.capacity import Capacity
from generator.engines.hardware import Investment
from generator.engines.kinds import Lines, hybrid_lines, lines_of
from generator.engines.load import Load
from generator.engines.optimisation.relief import relief_of
from generator.engines.optimisation.routing import Routing
from generator.engines.power import PowerUse
from generator.engines.running import Running, Years, name_of
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of, where
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.costs import Hybrid
from generator.proposal.models.proposal import Proposal

MILLION = 1_000_000


@dataclass(frozen=True)
class OptionCost:
    """What an option costs. years: running cost by year; monthly: running cost of a month in the first year.

    comparable: the total that counts beside those of others. power: what its machines draw.
    fixed, by_use: the part of the total that stays, and the part that moves with the requests.
    capacity: whether its machines serve the load; idle_cost: what is paid in a year for their idle time; None where it
    has no machines or does not say which.
    """

    id: str
    name: str
    kind: str
    investments: tuple[Investment, ...]
    running: tuple[Running, ...]
    steps: tuple[Figure, ...]
    capex: Figure
    years: tuple[Figure, ...]
    opex: Figure
    monthly: Figure
    tco: Figure
    comparable: Figure
    by_use: Figure
    fixed: Figure
    cost_per_request: Figure
    cost_per_million_tokens: Figure
    power: tuple[PowerUse, ...] = ()
    capacity: Capacity | None = None
    idle_cost: Figure | None = None


def costs_of(
    proposal: Proposal, years: Years, load: Load | None, routing: Routing | None
) -> dict[str, OptionCost]:
    """Price every option; a hybrid one after the two that it is made of."""
    reliefs = {id: relief_of(id, proposal, routing) for id in proposal.options}
    own = {
        id: lines_of(option, proposal, years, load, reliefs[id])
        for id, option in proposal.options.items()
        if not isinstance(option, Hybrid)
    }
    costs = {}
    for id, option in proposal.options.items():
        lines = (
            hybrid_lines(option, own, years, load, reliefs[id])
            if isinstance(option, Hybrid)
            else own[id]
        )
        costs[id] = _totals(id, option.name, option.kind, lines, years.years, load)
    return costs


def _totals(
    id: str, name: str, kind: str, lines: Lines, years: Sequence[Figure], load: Load | None
) -> OptionCost:
    """TCO = CapEx + Σ OpEx of the years, the cash view."""
    path = f"options.{id}"

    def total(key: str, unit: str, definition: Expression) -> Figure:
        return figure(f"{path}.{key}", unit, definition, name)

    yearly = tuple(
        total(
            f"opex_{name_of(year)}", "money", sum_of([line.years[index] for line in lines.running])
        )
        for index, year in enumerate(years)
    )
    capex = total("capex", "money", sum_of([item.amount for item in lines.investments]))
    opex = total("opex_total", "money", sum_of(yearly))
    tco = total("tco", "money", capex + opex)
    by_use = total("by_use", "money", sum_of([line.total for line in lines.running if line.by_use]))
    return OptionCost(
        id=id,
        name=name,
        kind=kind,
        investments=lines.investments,
        running=lines.running,
        steps=lines.steps,
        capex=capex,
        years=yearly,
        opex=opex,
        monthly=total("monthly_opex", "money/month", yearly[0] / MONTHS_PER_YEAR),
        tco=tco,
        comparable=tco,
        by_use=by_use,
        fixed=total("fixed", "money", tco - by_use),
        cost_per_request=total(
            "cost_per_request", "money/request", _per(tco, None if load is None else load.requests)
        ),
        cost_per_million_tokens=total(
            "cost_per_million_tokens",
            "money/million_token",
            _per(tco, None if load is None else load.tokens, MILLION),
        ),
        power=lines.power,
        capacity=lines.capacity,
        idle_cost=lines.idle_cost,
    )


def _per(amount: Figure, count: Figure | None, size: int = 1) -> Expression:
    """The amount for `size` of what is counted."""
    if count is None:
        return Missing("no_workload")
    unit_cost = amount / count if size == 1 else amount / count * size
    return where(count > 0, unit_cost, Missing("no_workload"))


def capex_schedule(option: OptionCost) -> Schedule:
    """3.1: what is bought once, at which price, and its depreciation."""
    columns = (
        label_column(),
        Column("amount", "money", role="total"),
        Column("quantity", "count"),
        Column("unit_price", "money"),
        Column("life_years", "year"),
        Column("annual_depreciation", "money/year"),
        Column("monthly_depreciation", "money/month"),
        Column("kind", role="text"),
        Column("note", role="text"),
    )
    rows = [
        Row(
            item.key,
            (
                item.amount,
                item.quantity,
                item.unit_price,
                item.life_years,
                item.annual_depreciation,
                item.monthly_depreciation,
                item.kind,
                item.note or None,
            ),
            label=item.label,
        )
        for item in option.investments
    ]
    total = Row("total", (option.capex, *(None for _ in columns[2:])), kind="total")
    return Schedule(f"capex.{option.id}", columns, (*rows, total), option.name)


def labour_schedules(option: OptionCost) -> list[Schedule]:
    """The task list behind each line of first deployment labour, in person-days."""
    return [
        Schedule(
            f"labour.{item.key}",
            (label_column("task"), Column("days", "person_day", role="total")),
            (
                *(Row(task.path, (task.days,), label=task.task) for task in item.tasks),
                Row("total", (item.quantity,), kind="total"),
            ),
            item.label,
        )
        for item in option.investments
        if item.tasks
    ]


def opex_schedule(option: OptionCost) -> Schedule:
    """3.2: what runs, by month and by year at today's prices, and how it grows."""
    columns = (
        label_column(),
        Column("annual", "money/year", role="total"),
        Column("monthly", "money/month"),
        Column("growth", "ratio"),
        Column("note", role="text"),
    )
    rows = [
        Row(
            line.key,
            (line.annual, line.monthly, line.growth, line.note or None),
            label=line.label,
        )
        for line in option.running
    ]
    total = Row("total", (option.years[0], option.monthly, None, None), kind="total")
    return Schedule(f"opex.{option.id}", columns, (*rows, total), option.name)


def pricing_schedule(option: OptionCost) -> Schedule | None:
    """How the price of a request or the cloud's share was worked out; None where nothing was."""
    if not option.steps:
        return None
    rows = tuple(Row(step.key, (step,), unit=step.unit, kind="memo") for step in option.steps)
    columns = (label_column("step"), Column("value", role="total"))
    return Schedule(f"pricing.{option.id}", columns, rows, option.name)


def opex_by_year(option: OptionCost, years: tuple[Figure, ...]) -> Schedule:
    """Every running line over the years."""
    columns = period_columns(years, "money", "year")
    rows = [Row(line.key, (line.total, *line.years), label=line.label) for line in option.running]
    total = Row("total", (option.opex, *option.years), kind="total")
    return Schedule(f"opex_by_year.{option.id}", columns, (*rows, total), option.name)


def power_schedule(option: OptionCost) -> Schedule | None:
    """How each power line was worked out; None where no line is computed from watts."""
    uses = [line.power for line in option.running if line.power is not None]
    if not uses:
        return None
    rows = [
        Row(step.key, (step,), label="" if len(uses) == 1 else use.subject, unit=step.unit)
        for use in uses
        for step in use.steps()
    ]
    columns = (label_column("step"), Column("value", role="total"))
    return Schedule(f"power.{option.id}", columns, tuple(rows), option.name)


def derivation_schedule(option: OptionCost) -> Schedule | None:
    """How the month of hosting, of tasks and the like was worked out; None where every line is stated outright."""
    rows = tuple(row for line in option.running for row in line.steps)
    if not rows:
        return None
    columns = (label_column("step"), Column("value", role="total"))
    return Schedule(f"derivation.{option.id}", columns, rows, option.name)


def network_schedule(option: OptionCost, years: tuple[Figure, ...]) -> Schedule | None:
    """GB of each year, for the lines that follow the traffic; None where there is no such line."""
    rows = tuple(
        Row(
            f"{line.key}.volume",
            (_volume(line), *line.volumes),
            label=line.label,
            kind="memo",
            unit="GB",
        )
        for line in option.running
        if line.volumes
    )
    if not rows:
        return None
    return Schedule(f"network.{option.id}", period_columns(years, "GB", "year"), rows, option.name)


def _volume(line: Running) -> Figure:
    """GB of all years."""
    return figure(f"{line.key}.network.volume.total", "GB", sum_of(line.volumes), line.label)
