"""Turns every option into its investment, its running cost by year and its total over one horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.hardware import Investment, invest
from generator.engines.ledger import Ledger
from generator.engines.running import Running, name_of, run, run_status_quo
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.costs import OnPremise, StatusQuo
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class OptionCost:
    """What an option costs. years: running cost by year; monthly: running cost of a month in the first year."""

    id: str
    name: str
    kind: str
    investments: tuple[Investment, ...]
    running: tuple[Running, ...]
    capex: Figure
    years: tuple[Figure, ...]
    opex: Figure
    monthly: Figure
    tco: Figure


def cost_of(
    id: str,
    option: OnPremise | StatusQuo,
    proposal: Proposal,
    years: Sequence[Figure],
    ledger: Ledger,
) -> OptionCost:
    """Price one option: TCO = CapEx + Σ OpEx of the years, the cash view."""
    growth = proposal.horizon.opex_growth
    investments: tuple[Investment, ...] = ()
    if isinstance(option, StatusQuo):
        running: tuple[Running, ...] = (run_status_quo(option, growth, years, ledger),)
    else:
        investments = tuple(invest(line, ledger) for line in option.capex)
        running = tuple(run(line, growth, years, ledger) for line in option.opex)
    return _totals(id, option, investments, running, years)


def _totals(
    id: str,
    option: OnPremise | StatusQuo,
    investments: tuple[Investment, ...],
    running: tuple[Running, ...],
    years: Sequence[Figure],
) -> OptionCost:
    path, name = option.path, option.name
    capex = figure(f"{path}.capex", "money", sum_of([item.amount for item in investments]), name)
    yearly = tuple(
        figure(
            f"{path}.opex_{name_of(year)}",
            "money",
            sum_of([line.years[index] for line in running]),
            name,
        )
        for index, year in enumerate(years)
    )
    opex = figure(f"{path}.opex_total", "money", sum_of(yearly), name)
    monthly = figure(f"{path}.monthly_opex", "money/month", yearly[0] / MONTHS_PER_YEAR, name)
    tco = figure(f"{path}.tco", "money", capex + opex, name)
    return OptionCost(
        id, name, option.kind, investments, running, capex, yearly, opex, monthly, tco
    )


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
    )
    rows = [
        Row(
            item.amount.key,
            (
                item.amount,
                item.quantity,
                item.unit_price,
                item.line.life_years,
                item.annual_depreciation,
                item.monthly_depreciation,
            ),
            label=item.line.item,
        )
        for item in option.investments
    ]
    total = Row("total", (option.capex, None, None, None, None, None), kind="total")
    return Schedule(f"capex.{option.id}", columns, (*rows, total), option.name)


def labour_schedules(option: OptionCost) -> list[Schedule]:
    """The task list behind each line of first deployment labour, in person-days."""
    return [
        Schedule(
            f"labour.{investment.line.path}",
            (label_column("task"), Column("days", "person_day", role="total")),
            (
                *(
                    Row(task.path, (task.days,), label=task.task)
                    for task in investment.line.labour.tasks
                ),
                Row("total", (investment.quantity,), kind="total"),
            ),
            investment.line.item,
        )
        for investment in option.investments
        if investment.line.labour is not None
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
            label=line.subject,
        )
        for line in option.running
    ]
    total = Row("total", (option.years[0], option.monthly, None, None), kind="total")
    return Schedule(f"opex.{option.id}", columns, (*rows, total), option.name)


def opex_by_year(option: OptionCost, years: tuple[Figure, ...]) -> Schedule:
    """Every running line over the years."""
    columns = period_columns(years, "money", "year")
    rows = [Row(line.key, (line.total, *line.years), label=line.subject) for line in option.running]
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
