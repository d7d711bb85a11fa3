"""Turns the running lines of which each unit needs one into what all of them pay, month by month as they are there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.engines.capacity import Capacity, Machines
from generator.engines.fleet import Fleet
from generator.engines.levies import Levy, counted
from generator.engines.load import Load
from generator.engines.power import Draw, power_of_units
from generator.engines.recurring import Surroundings, month_of
from generator.engines.running import Running, Years, levy_on, stated
from generator.engines.timeline import DAYS_PER_YEAR, HOURS_PER_DAY, MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.schedule import Row
from generator.proposal.models.costs import OpexLine


@dataclass(frozen=True, kw_only=True)
class Site:
    """The units of an option that follow the load, what they are and what is asked of them."""

    machines: Machines
    capacity: Capacity
    load: Load
    fleet: Fleet


def run_for_each(line: OpexLine, years: Years, around: Surroundings, site: Site) -> Running:
    """A line that each unit needs: its year × how many months of a unit there are, growing like any other."""
    levy = levy_on(line, years)
    power = None
    steps: tuple[Row, ...] = ()
    if line.power is not None:
        power = power_of_units(line.power, line.item, years.ledger, _draw(site), levy)
        whole: list[Expression] = list(power.by_year)
        annual = power.annual_cost
    else:
        each, steps = _of_each(line, around, levy)
        whole = [each * 1 for _ in years.years]
        annual = years.ledger.line(
            line.path / "annual_amount", "money/year", each * site.fleet.first, line.item
        )
    growth = years.growth if line.growth is None else line.growth
    grown = [
        amount * (1 + growth) ** (year - 1) for year, amount in zip(years.years, whole, strict=True)
    ]
    # What draws current goes by the year's own load.
    timing = site.fleet.timing
    paid, total = years.paid(line.path, grown, line.item, None if power is not None else timing)
    monthly = figure(
        line.path / "monthly_amount", "money/month", annual / MONTHS_PER_YEAR, line.item
    )
    return replace(
        stated(line, monthly, annual, (paid, total), levy),
        growth=growth,
        power=power,
        steps=steps,
        timing=timing,
        for_each_unit=True,
    )


def _draw(site: Site) -> Draw:
    found, course, served = site.capacity.throughput, site.load.course, site.fleet.served
    assert found.busy is not None
    if served is None:
        busy = [course.of_year(found.busy, year, i) for i, year in enumerate(site.load.years)]
    else:
        busy = [
            served.part_of(course.by_steps(found.busy, year, index), index)
            for index, year in enumerate(site.load.years)
        ]
    return Draw(
        fleet=site.fleet,
        cards=site.machines.serving.gpus_per_unit,
        utilisation=found.utilisation,
        busy=tuple(busy),
    )


def _of_each(
    line: OpexLine, around: Surroundings, levy: Levy | None
) -> tuple[Figure, tuple[Row, ...]]:
    """What a year of one of them costs, and the steps to it."""
    month = month_of(line, around, levy)
    steps: tuple[Row, ...] = ()
    if month is not None:
        year, steps = month.amount * MONTHS_PER_YEAR, month.steps
        if not month.amount.is_input:
            own = Row(month.amount.key, (month.amount,), line.item, unit=month.amount.unit)
            steps = (*steps, own)
    elif line.hourly is not None:
        year = counted(levy, line.hourly * HOURS_PER_DAY * DAYS_PER_YEAR)
    else:
        assert line.annual is not None
        year = counted(levy, line.annual * 1)
    each = figure(line.path / "of_each", "money/year", year, line.item)
    return each, (*steps, Row(each.key, (each,), line.item, unit=each.unit))
