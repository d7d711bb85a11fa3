"""Turns an assumption and a balance that it moves into the value at which the balance is nothing, if there is one.

A straight balance has its value on the line through both ends of the range. One that bends is solved on the model
itself, and the solution told for as long as the balance there is nothing. What no value brings to nothing, or only one
that nobody would expect, is said in words: a turning value put back into the model gives nothing, or is not told.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.engines.balance import Balance, Weighed
from generator.engines.ranges import HIGH, LOW, PLAIN_LIMITS, Driver
from generator.figures.cases import Case, Cases
from generator.figures.expression import Condition, Constant, Expression, Missing
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import absolute, both, either, if_error, minimum, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row

MILLION = 1_000_000
# What is left of the balance must be less than this part of what the range moves.
CLOSE = 1000
# The search: so many places between the bounds, then between the two of these where the sign turns, and again.
PLACES, ROUNDS = 129, 4


@dataclass(frozen=True)
class Approach:
    """How a turning value is told. straight: on the line; point: as solved; neither: in words alone."""

    driver: Driver
    balance: Balance
    straight: bool
    point: Figure | None = None

    @property
    def loads(self) -> bool:
        """Whether it is for the assumption to say whether the machines serve the load."""
        return self.driver.input.key in self.balance.loading

    @property
    def case(self) -> Case:
        """The model at the solved value."""
        assert self.point is not None
        key = self.driver.input.key
        return Case(f"turn:{self.balance.number}:{key}", {key: self.point.value})


@dataclass(frozen=True, kw_only=True)
class Turning:
    """What is told of a turn.

    serves: whether the machines serve the load at both ends. bearable: as far as they do. switching: where the balance
    is nothing. room: how far off that is. slope: what one more of the assumption adds to the balance. left: what the
    balance is at a solved value.
    """

    switching: Figure
    room: Figure
    serves: tuple[Figure | None, Figure | None] = (None, None)
    bearable: Figure | None = None
    slope: Figure | None = None
    left: Figure | None = None


def columns_of(approaches: Sequence[Approach]) -> list[Column]:
    """The columns of a table's turns: of the load where any assumption decides on it, of solutions where any is one."""
    loads = any(approach.loads for approach in approaches)
    solved = any(approach.point is not None for approach in approaches)
    return [
        *(Column(f"serves_{end}", "check") for end in (LOW, HIGH) if loads),
        *([Column("bearable")] if loads else []),
        Column("switching"),
        Column("room", "ratio"),
        Column("slope", "money"),
        *([Column("left", "money")] if solved else []),
    ]


def cells_of(turning: Turning, columns: Sequence[Column]) -> list[Figure | None]:
    """What stands below them."""
    low, high = turning.serves
    cells = {
        f"serves_{LOW}": low,
        f"serves_{HIGH}": high,
        "bearable": turning.bearable,
        "switching": turning.switching,
        "room": turning.room,
        "slope": turning.slope,
        "left": turning.left,
    }
    return [cells[column.key] for column in columns]


def approaches(
    drivers: Sequence[Driver], weighed: Weighed, bent: Collection[str]
) -> Iterator[Approach]:
    """For each driver the way to its turning value, tried on the model. bent: by which the balance is no line."""
    balance = weighed.balance
    lines = [
        driver
        for driver in drivers
        if not driver.whole and driver.input.key not in bent and balance.is_proportionate(driver)
    ]
    on_line = {driver.input.key for driver in _that_hold(lines, weighed)}
    curves = [driver for driver in drivers if not driver.whole and driver.input.key not in on_line]
    solved = _solve(curves, balance)
    for driver in drivers:
        key = driver.input.key
        point = _point(driver, balance, solved[key]) if key in solved else None
        yield Approach(driver, balance, key in on_line, point)


def turning_of(key: Key, approach: Approach, ends: Sequence[Figure], cases: Cases) -> Turning:
    """ends: the balance at both ends of the range. cases: the model at these, and at the solved value."""
    driver, balance = approach.driver, approach.balance
    steady = "steady_in_range" if driver.is_ranged else "no_switch"
    none = Missing("steady_while_served" if approach.loads else steady)
    per_unit = (ends[1] - ends[0]) / (driver.high - driver.low)
    slope = figure(key / "slope", "money", if_error(per_unit, none))
    serves, bearable = _serves_at_ends(key, approach, cases), _bearable(key, approach)
    left = None
    if approach.straight:
        found = driver.input - balance.now / slope
        told = if_error(where(_is_plausible(found, driver, bearable), found, none), none)
    elif approach.point is not None:
        left = figure(key / "left", "money", balance.in_case(cases, approach.case.id))
        close = absolute(left) * CLOSE <= absolute(ends[1] - ends[0])
        if approach.loads:
            close = both(close, balance.is_served(cases, approach.case.id))
        told = where(close, approach.point, Missing("solve_again"))
    else:
        told = _around(balance.now, ends, serves, approach)
    switching = figure(key / "switching", driver.input.unit, told)
    return Turning(
        switching=switching,
        room=_room(key, switching, driver),
        serves=serves,
        bearable=bearable,
        slope=slope,
        left=left,
    )


def _serves_at_ends(
    key: Key, approach: Approach, cases: Cases
) -> tuple[Figure | None, Figure | None]:
    if not approach.loads:
        return None, None
    low, high = (approach.balance.serves(cases, case.id) for case in approach.driver.cases())
    return (
        figure(key / f"serves_{LOW}", "check", low),
        figure(key / f"serves_{HIGH}", "check", high),
    )


def _bearable(key: Key, approach: Approach) -> Figure | None:
    """The most of an assumption that the machines serve, where the load is in proportion to it."""
    most = approach.balance.bearable(approach.driver)
    if most is None:
        return None
    return figure(key / "bearable", approach.driver.input.unit, most)


def driver_row(key: Key, driver: Driver, cells: Sequence[Figure | None]) -> Row:
    """The row of an assumption in a table of many."""
    named, alike = driver.input, driver.alike
    return Row(key, tuple(cells), unit=named.unit, kind="memo", named=named, alike=alike)


def at_rate_of_return(key: Key, driver: Driver, rate: Figure) -> Turning:
    """The discount rate at which the net present value is nothing is the internal rate of return, by definition."""
    switching = figure(key / "switching", driver.input.unit, rate)
    return Turning(switching=switching, room=figure(key / "room", "ratio", Missing("no_room")))


def _room(key: Key, switching: Figure, driver: Driver) -> Figure:
    """How far the assumption may move, as a ratio of it; −0.2 says that it must fall by a fifth."""
    distance = (switching - driver.input) / absolute(driver.input)
    return figure(key / "room", "ratio", if_error(distance, Missing("no_room")))


def _around(
    now: Expression, ends: Sequence[Figure], serves: Sequence[Figure | None], approach: Approach
) -> Expression:
    """In words whether the range holds a turn; where the machines do not serve is none."""
    stays = [
        now * end > 0 if served is None else either(now * end > 0, served == 0)
        for end, served in zip(ends, serves, strict=True)
    ]
    steady = "steady_while_served" if approach.loads else "steady_in_range"
    return where(both(*stays), Missing(steady), Missing("turns_in_range"))


def _is_plausible(value: Expression, driver: Driver, bearable: Expression | None) -> Condition:
    """Within the file's own range; where it states none, from nothing to twice of what it is, as far as allowed.

    And as far as the machines serve the load.
    """
    # A hair's breadth, so that no last binary digit decides whether an end counts.
    hair = (driver.input if driver.lowest >= 0 else absolute(driver.input)) / MILLION
    return both(value > _least(driver) + hair, value <= _most(driver, bearable) + hair)


def _least(driver: Driver) -> Expression:
    item = driver.input
    if driver.low.is_input:
        return driver.low
    if driver.lowest >= 0:
        return Constant(driver.lowest if driver.lowest in PLAIN_LIMITS else 0)
    return item - absolute(item)


def _most(driver: Driver, bearable: Expression | None) -> Expression:
    item = driver.input
    most: Expression = driver.high
    if not driver.high.is_input:
        most = item + (item if driver.lowest >= 0 else absolute(item))
        most = minimum(most, driver.highest) if driver.highest in PLAIN_LIMITS else most
    # Times one, so that a cell that tells in words why there is none is no number.
    return most if bearable is None else minimum(most, bearable * 1)


def _span(driver: Driver, balance: Balance) -> tuple[float, float]:
    """The same as numbers, within all limits."""
    least = max(_least(driver).value, driver.lowest)
    most = min(_most(driver, balance.bearable(driver)).value, driver.highest)
    return least + abs(driver.input.value) / MILLION, most


def _that_hold(drivers: Sequence[Driver], weighed: Weighed) -> Iterator[Driver]:
    """Those whose value on the line brings the balance to nothing, or is none that anybody would expect.

    Coarse rounding makes steps of a straight line.
    """
    balance = weighed.balance
    ends = [weighed.ends[driver.input.key] for driver in drivers]
    found = [
        _on_line(driver, balance.now.value, *at) for driver, at in zip(drivers, ends, strict=True)
    ]
    there = balance.alone(drivers, [(value,) for value in found])
    for driver, value, at, (left,) in zip(drivers, found, ends, there, strict=True):
        is_told = (
            _is_plausible(Constant(value), driver, balance.bearable(driver)).value
            if math.isfinite(value)
            else 0
        )
        is_possible = driver.lowest <= value <= driver.highest
        if not is_told or (is_possible and _is_close(left, at)):
            yield driver


def _on_line(driver: Driver, now: float, at_low: float, at_high: float) -> float:
    moved = at_high - at_low
    if not moved or math.isnan(moved):
        return math.nan
    return driver.input.value - now * (driver.high.value - driver.low.value) / moved


def _is_close(left: float, ends: Sequence[float]) -> bool:
    return abs(left) * CLOSE <= abs(ends[1] - ends[0])


def _solve(drivers: Sequence[Driver], balance: Balance) -> dict[str, float]:
    """By the assumption's key the nearest value that brings the balance to nothing; all are sought at once."""
    import numpy

    brackets = {driver.input.key: _span(driver, balance) for driver in drivers}
    for _ in range(ROUNDS):
        drivers = [driver for driver in drivers if driver.input.key in brackets]
        places = [
            numpy.linspace(*brackets[driver.input.key], PLACES).tolist() for driver in drivers
        ]
        found = [
            [at.left if at.is_served else math.nan for at in of_driver]
            for of_driver in balance.standing(drivers, places)
        ]
        brackets = {
            driver.input.key: bracket
            for driver, at, values in zip(drivers, places, found, strict=True)
            if (bracket := _nearest_turn(at, values, driver.input.value)) is not None
        }
    solved = [driver for driver in drivers if driver.input.key in brackets]
    middles = [sum(brackets[driver.input.key]) / 2 for driver in solved]
    ends = [(driver.low.value, driver.high.value) for driver in solved]
    there = balance.alone(
        solved, [(*pair, middle) for pair, middle in zip(ends, middles, strict=True)]
    )
    return {
        driver.input.key: middle
        for driver, middle, (*at_ends, left) in zip(solved, middles, there, strict=True)
        if _is_close(left, at_ends)
    }


def _nearest_turn(
    places: Sequence[float], values: Sequence[float], to: float
) -> tuple[float, float] | None:
    """The two neighbours nearest to a place between which the sign turns."""
    pairs = zip(pairwise(places), pairwise(values), strict=True)
    turns = [between for between, (one, other) in pairs if one * other <= 0]
    return min(turns, key=lambda between: abs(sum(between) / 2 - to), default=None)


def _point(driver: Driver, balance: Balance, value: float) -> Figure:
    """The solution as a number of the workbook's, which a reader may solve anew."""
    key = driver.input.key / "turning" / balance.number
    return stated(key, driver.input.unit, value, Source("solved", ""), driver.input.subject)
