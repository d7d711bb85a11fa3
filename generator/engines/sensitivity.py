"""Turns the ranges of the assumptions into what the result is at both ends of each, and where it would turn.

Each assumption moves alone between its `low` and its `high`, or by the customary spread; the others stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.figures.cases import Case, Cases
from generator.figures.evaluation import evaluate, figures_below
from generator.figures.expression import Expression, Missing, Ordinal
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import (
    absolute,
    if_error,
    maximum,
    minimum,
    or_else,
    pick,
    place,
    position,
    where,
)
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.limits import Limits

LOW, HIGH = "low", "high"
# A chart and a table that can still be read; and a sheet of cases that opens at once.
FEWEST, MOST, MOST_STATED = 8, 12, 40
MOST_CELLS = 24_000
# Stated numbers that are no assumptions about the world.
SETTLED = ("money.rounding", "sensitivity.", "scenarios.", "checks.")
RESULTS = {"npv": "return.npv", "payback_months": "return.payback_months", "tco": "tco.total"}


@dataclass(frozen=True)
class Driver:
    """An assumption and the two ends of its range. guarded: it cannot be below zero."""

    input: Figure
    low: Figure
    high: Figure
    guarded: bool

    def cases(self) -> tuple[Case, Case]:
        """The model with this assumption at either end."""
        key = self.input.key
        return (
            Case(f"{LOW}:{key}", {key: self.low.value}),
            Case(f"{HIGH}:{key}", {key: self.high.value}),
        )


def drivers_of(
    targets: Sequence[Figure], spread: Figure, limits: Mapping[str, Limits], scenarios: int
) -> tuple[Driver, ...]:
    """The assumptions that move the net present value or the total cost, the strongest first.

    Those with a stated range always belong to them; of the others as many as a sheet of cases can hold.
    """
    below = figures_below(targets)
    inputs = [item for item in below.values() if item.is_input and not _settled(item.key)]
    every = [_driver(item, spread, limits.get(item.key, Limits())) for item in inputs]
    reach = _reaches(every, targets)
    moving = sorted(
        (driver for driver in every if reach[driver.input.key] > (0.0, 0.0)),
        key=lambda driver: reach[driver.input.key],
        reverse=True,
    )
    room = (MOST_CELLS // len(below) - scenarios) // 2
    ranged = [driver for driver in moving if _ranged(driver.input)][:MOST_STATED]
    others = [driver for driver in moving if not _ranged(driver.input)]
    kept = {*ranged, *others[: max(0, min(MOST, max(FEWEST, room)) - len(ranged))]}
    return tuple(driver for driver in moving if driver in kept)


def _settled(key: str) -> bool:
    return key.startswith(SETTLED)


def _ranged(figure: Figure) -> bool:
    return figure.source is not None and None not in (figure.source.low, figure.source.high)


def _driver(item: Figure, spread: Figure, limits: Limits) -> Driver:
    source = item.source
    low = high = None
    if source is not None:
        low, high = source.low, source.high
    ends = (
        _end(item, LOW, low, item * (1 - spread), limits),
        _end(item, HIGH, high, item * (1 + spread), limits),
    )
    return Driver(item, *ends, guarded=limits.minimum is not None and limits.minimum >= 0)


def _end(
    item: Figure, name: str, said: float | None, customary: Expression, limits: Limits
) -> Figure:
    """A stated end, or the customary one, which a share or a factor of one cannot pass."""
    key = f"{item.key}.{name}"
    if said is not None:
        assert item.source is not None
        source = Source(item.source.kind, item.source.place, f"{said:g}", item.source.date)
        return stated(key, item.unit, said, source, item.subject)
    if limits.maximum == 1 and item.value >= 0:
        customary = minimum(customary, 1)
    if limits.minimum == 1:
        customary = maximum(customary, 1)
    return figure(key, item.unit, customary, item.subject)


def _reaches(
    drivers: Sequence[Driver], targets: Sequence[Figure]
) -> dict[str, tuple[float, float]]:
    """How far each assumption moves the net present value, and the total cost."""
    import numpy

    count = len(drivers)
    overrides = {}
    for number, driver in enumerate(drivers):
        values = numpy.full(2 * count, driver.input.value)
        values[number], values[count + number] = driver.low.value, driver.high.value
        overrides[driver.input.key] = values
    wanted = [item for item in targets if item.key in (RESULTS["npv"], RESULTS["tco"])]
    found = evaluate(wanted, overrides) if overrides else {}
    moved = {
        key: numpy.abs(values[count:] - values[:count])
        for key, values in ((key, numpy.broadcast_to(v, 2 * count)) for key, v in found.items())
    }
    return {
        driver.input.key: (
            float(moved[RESULTS["npv"]][number]),
            float(moved[RESULTS["tco"]][number]),
        )
        for number, driver in enumerate(drivers)
    }


def ranges(
    drivers: Sequence[Driver], cases: Cases, figures: Mapping[str, Figure]
) -> tuple[Schedule, ...]:
    """The results at both ends of each range, and the assumptions in the order of their reach; none without any."""
    if not drivers:
        return ()
    net_present_value = figures[RESULTS["npv"]]
    at_ends = [list(_at_ends(driver, cases, figures)) for driver in drivers]
    swings = [_swing(driver, ends) for driver, ends in zip(drivers, at_ends, strict=True)]
    rows = []
    for index, (driver, ends) in enumerate(zip(drivers, at_ends, strict=True)):
        key = f"sensitivity.{driver.input.key}"
        crossing, *turns = _turning_point(driver, ends, net_present_value)
        rank = figure(f"{key}.place", "rank", place(swings[index], swings, index))
        cells = (
            driver.input,
            driver.low,
            driver.high,
            *ends,
            *turns,
            swings[index],
            rank,
            crossing,
        )
        rows.append(Row(key, cells, unit=driver.input.unit, kind="memo", named=driver.input))
    columns = (
        label_column("driver"),
        Column("in_use", role="total"),
        Column(LOW),
        Column(HIGH),
        *(
            Column(f"{name}_{end}", figures[key].unit)
            for name, key in RESULTS.items()
            for end in (LOW, HIGH)
        ),
        Column("switching"),
        Column("room", "ratio"),
        Column("swing", "money"),
        Column("place", "rank"),
        Column("crossing"),
    )
    table = Schedule("sensitivity", columns, tuple(rows))
    return table, _tornado(drivers, table, net_present_value)


def _at_ends(driver: Driver, cases: Cases, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    for name, key in RESULTS.items():
        target = figures[key]
        for end, case in zip((LOW, HIGH), driver.cases(), strict=True):
            yield figure(
                f"sensitivity.{driver.input.key}.{name}_{end}",
                target.unit,
                cases.in_case(target, case.id),
            )


def _swing(driver: Driver, ends: Sequence[Figure]) -> Figure:
    return figure(f"sensitivity.{driver.input.key}.swing", "money", absolute(ends[1] - ends[0]))


def _turning_point(
    driver: Driver, ends: Sequence[Figure], net_present_value: Figure
) -> tuple[Figure, Figure, Figure]:
    """Where the net present value would be nothing on the straight line through both ends; and how far off that is.

    The line is exact for whatever enters the flow in proportion, such as an amount or a share.
    """
    key, unit = f"sensitivity.{driver.input.key}", driver.input.unit
    none = Missing("no_switch")
    slope = (driver.high - driver.low) / (ends[1] - ends[0])
    crossing = figure(
        f"{key}.crossing", unit, if_error(driver.input - net_present_value * slope, none)
    )
    possible: Expression = crossing
    if driver.guarded:
        possible = where(or_else(crossing, -1) >= 0, crossing, none)
    switching = figure(f"{key}.switching", unit, possible)
    room = figure(f"{key}.room", "ratio", if_error(switching / driver.input - 1, none))
    return crossing, switching, room


def _tornado(drivers: Sequence[Driver], table: Schedule, net_present_value: Figure) -> Schedule:
    """What each end adds to the net present value, the widest range on top."""
    names = [column.key for column in table.columns[1:]]

    def column(name: str) -> list[Figure]:
        cells = (row.cells[names.index(name)] for row in table.rows)
        return [cell for cell in cells if isinstance(cell, Figure)]

    lows, highs, places = column("npv_low"), column("npv_high"), column("place")
    rows = []
    for number in range(1, len(drivers) + 1):
        key = f"tornado.{number}"
        which = figure(f"{key}.number", "count", position(Ordinal(number), places))
        low = figure(f"{key}.low", "money", pick(lows, which) - net_present_value)
        high = figure(f"{key}.high", "money", pick(highs, which) - net_present_value)
        named = drivers[int(which.value) - 1].input
        rows.append(Row(key, (which, low, high), unit="money", kind="ranked", named=named))
    columns = (
        label_column("driver"),
        Column("number", "count", role="total"),
        Column("effect_low", "money"),
        Column("effect_high", "money"),
    )
    return Schedule("tornado", columns, tuple(rows))
