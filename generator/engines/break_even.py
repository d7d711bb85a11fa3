"""Turns the chosen option and each alternative into the point at which the two cost the same.

By time: the month from which on the cumulative cost of the chosen option stays no higher than the alternative's. By
volume: the monthly requests at which both cost the same over the horizon. By hours: for how long the alternative has
run by that month, and how long a day a rented machine must be busy before owning is cheaper. With an option that cannot
serve the load there is no such point.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from generator.engines.crossing import Crossing, crossing_of
from generator.engines.load import Load
from generator.engines.options import OptionCost
from generator.engines.ranking import where_feasible
from generator.engines.timeline import (
    DAYS_PER_YEAR,
    HOURS_PER_DAY,
    HOURS_PER_YEAR,
    MONTHS_PER_YEAR,
    period_columns,
)
from generator.engines.timing import MOST_TOGETHER
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    if_error,
    maximum,
    minimum,
    pick,
    rounded_up,
    running_sum,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column

Line = tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """Where the chosen option and alternative `id` cost the same; a figure without value says why there is none.

    in_month: the month that holds the moment `month`. cost: what both have cost by then.
    busy_hours: those of a day, also where a day has fewer.
    """

    id: str
    name: str
    in_month: Figure
    month: Figure
    cost: Figure
    any_requests: Figure
    requests: Figure
    requests_per_hour: Figure
    busy_hours: Figure
    hours_per_day: Figure
    hours: Figure


@dataclass(frozen=True)
class BreakEvens:
    """All alternatives of the chosen option. spent, cumulative: each option's cost by month, and up to then."""

    alternatives: tuple[BreakEven, ...]
    spent: Mapping[str, Line]
    cumulative: Mapping[str, Line]
    schedules: tuple[Schedule, ...]


def compare_all(
    chosen: OptionCost, options: Mapping[str, OptionCost], months: Line, load: Load | None
) -> BreakEvens:
    """The chosen option against every other one."""
    once = {option.id: _once(option, months) for option in options.values()}
    spent = {option.id: _monthly(option, months, once[option.id]) for option in options.values()}
    cumulative = {
        id: tuple(
            figure(
                Key("options", id, "cumulative", month.key.name),
                "money",
                running_sum(line[: i + 1]),
            )
            for i, month in enumerate(months)
        )
        for id, line in spent.items()
    }
    rows: list[Row] = []
    for option in options.values():
        rows += _workings(option, once[option.id])
        for name, line in (("spent", spent[option.id]), ("cumulative", cumulative[option.id])):
            cells = (None, *line)
            rows.append(Row(Key(option.id, name), cells, option.name, kind="memo", unit="money"))
    found = []
    for other in options.values():
        if other.id != chosen.id:
            crossing, workings = _by_month(chosen, other, months, spent, cumulative)
            rows += workings
            own = (spent[chosen.id], cumulative[chosen.id])
            found.append(_against(chosen, other, crossing, own, load))
    timeline = Schedule("cumulative_cost", period_columns(months, "", "month"), tuple(rows))
    schedules = [timeline, *([_summary(found)] if found else [])]
    return BreakEvens(tuple(found), spent, cumulative, tuple(schedules))


def _workings(option: OptionCost, once: Line) -> Iterator[Row]:
    """What runs not all the time, by month; and what is bought, where that is a step."""
    yield from option.course.monthly_rows()
    if once:
        cells = (None, *once)
        yield Row(Key(option.id, "spent_once"), cells, option.name, kind="working", unit="money")
    if option.transition is not None:
        cells = (None, *option.transition.months)
        yield Row(Key(option.id, "transition"), cells, option.name, kind="working", unit="money")


def _row(
    key: Key, months: Line, definition: Callable[[int], Expression], subject: str = ""
) -> Line:
    """One formula for all months."""
    return tuple(
        figure(key / month.key.name, "money", definition(index), subject)
        for index, month in enumerate(months)
    )


def _once(option: OptionCost, months: Line) -> Line:
    """What is bought in each month less what comes back, a step where it would be one of many."""
    outlay, portions = option.outlay, len(option.course.portions)
    carried = option.transition is not None
    sells = outlay.resale is not None and portions > 1
    if not sells and (not outlay.purchases or portions + carried <= MOST_TOGETHER):
        return ()
    key = Key("options", option.id, "spent_once")
    return _row(key, months, lambda index: outlay.spent_in_month(months[index]))


def _monthly(option: OptionCost, months: Line, once: Line) -> Line:
    """Purchases when they are paid, and from month 1 on each month's part of its year's running cost."""

    def paid(index: int) -> Expression:
        month = months[index]
        year = maximum(rounded_up(month / MONTHS_PER_YEAR, 0), 1)
        evenly = pick(option.years, year) / MONTHS_PER_YEAR
        carried = [] if option.transition is None else [option.transition.months[index]]
        together = reduce(operator.add, carried, evenly)
        running = option.course.in_month(index, carried) if option.course else together
        outlay = option.outlay
        if not outlay.purchases:
            return where(month == 0, outlay.total, running)
        bought = once[index] if once else outlay.spent_in_month(month)
        return bought + where(month == 0, 0, running)

    return _row(Key("options", option.id, "spent"), months, paid)


def _by_month(
    chosen: OptionCost,
    other: OptionCost,
    months: Line,
    spent: Mapping[str, Line],
    cumulative: Mapping[str, Line],
) -> tuple[Crossing, list[Row]]:
    """The month from which on the chosen option has cost no more, for good, interpolated within the month."""
    key = Key("break_even", other.id)
    lead = _row(
        key / "lead",
        months,
        lambda i: cumulative[other.id][i] - cumulative[chosen.id][i],
        other.name,
    )
    step = _row(
        key / "step", months, lambda i: spent[other.id][i] - spent[chosen.id][i], other.name
    )
    crossing = crossing_of(
        key / "short", key / "in_month", months, step, lead, "never_within_horizon"
    )
    rows = [
        Row(Key(other.id, name), (None, *line), other.name, kind="working", unit=unit)
        for name, line, unit in (
            ("lead", lead, "money"),
            ("step", step, "money"),
            ("short", crossing.short, "count"),
        )
    ]
    return crossing, rows


def _cost_at(month: Figure, other: OptionCost, spent: Line, cumulative: Line) -> Figure:
    """The chosen option's cumulative cost at a moment within a month: by its end, less what was still to pay."""
    end = rounded_up(month, 0)
    cost = pick(cumulative, end + 1) - (end - month) * pick(spent, end + 1)
    return figure(Key("break_even", other.id, "cost"), "money", if_error(cost, month), other.name)


def _against(
    chosen: OptionCost,
    other: OptionCost,
    crossing: Crossing,
    own: tuple[Line, Line],
    load: Load | None,
) -> BreakEven:
    """own: what the chosen option costs in each month, and has cost by then."""

    def point(name: str, unit: str, definition: Expression) -> Figure:
        if not isinstance(definition, Missing):
            definition = where_feasible(definition, chosen, other)
        return figure(Key("break_even", other.id, name), unit, definition, other.name)

    month = point("month", "month", crossing.moment)
    key = Key("break_even", other.id, "any_requests")
    unlimited = figure(key, "request/month", _by_volume(chosen, other, load), other.name)
    requests = point("requests", "request/month", _servable(unlimited, chosen, other))
    busy = figure(
        Key("break_even", other.id, "busy_hours"),
        "hour/day",
        _busy_hours(chosen, other),
        other.name,
    )
    per_hour = if_error(requests * MONTHS_PER_YEAR / HOURS_PER_YEAR, requests)
    return BreakEven(
        id=other.id,
        name=other.name,
        in_month=crossing.month,
        month=month,
        cost=_cost_at(month, other, *own),
        any_requests=unlimited,
        requests=requests,
        requests_per_hour=point("requests_per_hour", "request/hour", per_hour),
        busy_hours=busy,
        hours_per_day=point("hours_per_day", "hour/day", _by_hours_a_day(busy)),
        hours=point("hours", "hour", _by_hours(other, month)),
    )


def _by_volume(chosen: OptionCost, other: OptionCost, load: Load | None) -> Expression:
    """fixed + volume × price is the same for both: volume = (fixed − fixed') / (price' − price)."""
    if load is None:
        return Missing("no_workload")
    if not (chosen.is_proportionate and other.is_proportionate):
        return Missing("in_intervals")
    monthly = load.workload.volume
    cheaper_by = (other.by_use - chosen.by_use) / monthly
    volume = (chosen.fixed - other.fixed) / cheaper_by
    return where(other.by_use > chosen.by_use, maximum(volume, 0), Missing("never_at_any_volume"))


def _servable(volume: Figure, *options: OptionCost) -> Expression:
    """A volume that the machines of all options at hand can serve."""
    if isinstance(volume.definition, Missing):
        return volume.definition
    most = [each.capacity.throughput.largest_volume for each in options if each.capacity]
    if not most:
        return if_error(volume * 1, volume)
    number = if_error(volume * 1, 0)
    limit = minimum(*(if_error(served * 1, number) for served in most))
    return where(number > limit, Missing("beyond_capacity"), volume)


def _busy_hours(chosen: OptionCost, other: OptionCost) -> Expression:
    """Busy hours a day at which renting by the hour costs as much as the chosen option around the clock."""
    rent = next((line for line in other.running if line.hours_per_day is not None), None)
    if rent is None or rent.hours_per_day is None:
        return Missing("not_hourly")
    if rent.for_each_unit:
        return Missing("hours_move_machines")
    besides = other.tco - rent.total
    hours = (chosen.tco - besides) * rent.hours_per_day / rent.total
    return if_error(hours, Missing("more_than_a_day"))


def _by_hours_a_day(busy: Figure) -> Expression:
    """The same, where a day has as many."""
    if isinstance(busy.definition, Missing):
        return busy.definition
    never = Missing("more_than_a_day")
    return if_error(where(busy <= HOURS_PER_DAY, maximum(busy, 0), never), never)


def _by_hours(other: OptionCost, month: Figure) -> Expression:
    """The hours for which the alternative has run, and been paid by the hour, when the month comes."""
    hourly = next((line for line in other.running if line.hourly is not None), None)
    if hourly is None:
        return Missing("not_hourly")
    a_day = HOURS_PER_DAY if hourly.hours_per_day is None else hourly.hours_per_day
    run: Expression = month
    if other.fleet is not None and other.fleet.begins is not None:
        since = other.fleet.since_first(month)
        run = where(since > 0, since, 0)
    return if_error(run * (a_day * DAYS_PER_YEAR) / MONTHS_PER_YEAR, month)


def _summary(found: list[BreakEven]) -> Schedule:
    columns = (
        label_column("option"),
        Column("break_even_month", "month", role="total"),
        Column("break_even_in_month", "month"),
        Column("break_even_cost", "money"),
        Column("break_even_any_requests", "request/month"),
        Column("break_even_requests", "request/month"),
        Column("break_even_requests_per_hour", "request/hour"),
        Column("break_even_busy_hours", "hour/day"),
        Column("break_even_hours_per_day", "hour/day"),
        Column("break_even_hours", "hour"),
    )
    rows = tuple(
        Row(
            Key("break_even", item.id),
            (
                item.month,
                item.in_month,
                item.cost,
                item.any_requests,
                item.requests,
                item.requests_per_hour,
                item.busy_hours,
                item.hours_per_day,
                item.hours,
            ),
            item.name,
            kind="memo",
            whole=True,
        )
        for item in found
    )
    return Schedule("break_even", columns, rows)
