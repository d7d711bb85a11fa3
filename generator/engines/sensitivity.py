"""Turns the ranges of the assumptions into the results at both ends of each, and the order of their weight.

Each assumption moves alone; the others stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.engines.ranges import HIGH, LOW, Driver
from generator.engines.turning import (
    Approach,
    at_rate_of_return,
    cells_of,
    columns_of,
    driver_row,
    turning_of,
)
from generator.figures.cases import Cases
from generator.figures.expression import Ordinal
from generator.figures.figure import Figure, figure
from generator.figures.functions import absolute, pick, place, position, rounded
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column

RESULTS = {"npv": "return.npv", "payback_months": "return.payback_months", "tco": "tco.total"}
RATE_OF_RETURN = "return.irr"
# A chart that can still be read.
LONGEST_TORNADO = 12
# Decimals beyond which a difference of amounts is what adding in another order leaves.
FINEST = 8


def ranges(
    approaches: Sequence[Approach],
    omitted: int,
    cases: Cases,
    figures: Mapping[str, Figure],
    discount_rate: Figure,
) -> tuple[Schedule, ...]:
    """The results at both ends of each range, and the assumptions in the order of their reach; none without any.

    omitted: how many assumptions are too weak to be among these.
    """
    if not approaches:
        return ()
    drivers = [approach.driver for approach in approaches]
    at_ends = [list(_at_ends(driver, cases, figures)) for driver in drivers]
    swings = [_swing(driver, ends) for driver, ends in zip(drivers, at_ends, strict=True)]
    turns = columns_of(approaches)
    rows = []
    for index, (approach, ends) in enumerate(zip(approaches, at_ends, strict=True)):
        driver, key = approach.driver, _key(approach.driver)
        found = (
            at_rate_of_return(key, driver, figures[RATE_OF_RETURN])
            if driver.input is discount_rate
            else turning_of(key, approach, ends[:2], cases)
        )
        rank = figure(key / "place", "rank", place(swings[index], swings, index))
        ranked = (swings[index], rank, *cells_of(found, turns))
        cells = (driver.input, driver.low, driver.high, *ends, *ranked)
        rows.append(driver_row(key, driver, cells))
    columns = (*_columns(figures), *turns)
    table = Schedule("sensitivity", columns, tuple(rows), omitted=omitted)
    return table, _tornado(drivers, table, figures[RESULTS["npv"]])


def _columns(figures: Mapping[str, Figure]) -> tuple[Column, ...]:
    return (
        label_column("driver"),
        Column("in_use", role="total"),
        Column(LOW),
        Column(HIGH),
        *(
            Column(f"{name}_{end}", figures[key].unit)
            for name, key in RESULTS.items()
            for end in (LOW, HIGH)
        ),
        Column("swing", "money"),
        Column("place", "rank"),
    )


def _key(driver: Driver) -> Key:
    return Key("sensitivity", driver.input.key, about=driver.input.key)


def _at_ends(driver: Driver, cases: Cases, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    for name, key in RESULTS.items():
        target = figures[key]
        for end, case in zip((LOW, HIGH), driver.cases(), strict=True):
            yield figure(
                _key(driver) / f"{name}_{end}",
                target.unit,
                cases.in_case(target, case.id),
            )


def _swing(driver: Driver, ends: Sequence[Figure]) -> Figure:
    """As far as numbers can tell, so that two that move the result alike stand in their order in every program."""
    moved = absolute(ends[1] - ends[0])
    return figure(_key(driver) / "swing", "money", rounded(moved, FINEST))


def _tornado(drivers: Sequence[Driver], table: Schedule, net_present_value: Figure) -> Schedule:
    """What each end adds to the net present value, the widest range on top."""
    names = [column.key for column in table.columns[1:]]

    def column(name: str) -> list[Figure]:
        cells = (row.cells[names.index(name)] for row in table.rows)
        return [cell for cell in cells if isinstance(cell, Figure)]

    lows, highs, places = column("npv_low"), column("npv_high"), column("place")
    rows = []
    for number in range(1, min(len(drivers), LONGEST_TORNADO) + 1):
        key = Key("tornado", number)
        which = figure(key / "number", "count", position(Ordinal(number), places))
        # What adding in another order leaves is nothing: it would show as a number of fifteen decimals.
        low, high = (
            figure(key / end, "money", rounded(pick(ends, which) - net_present_value, FINEST))
            for end, ends in ((LOW, lows), (HIGH, highs))
        )
        named = drivers[int(which.value) - 1]
        row = Row(
            key,
            (which, low, high),
            unit="money",
            kind="ranked",
            named=named.input,
            alike=named.alike,
        )
        rows.append(row)
    columns = (
        label_column("driver"),
        Column("number", "count", role="total"),
        Column("effect_low", "money"),
        Column("effect_high", "money"),
    )
    return Schedule("tornado", columns, tuple(rows))
