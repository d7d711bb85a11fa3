"""Turns the ranges of the assumptions into what each alternative costs more at both ends, and where it costs the same.

There the recommendation changes: beyond that value the alternative is the cheaper one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.balance import Balance
from generator.engines.capacity import Capacity
from generator.engines.even_months import Meeting
from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.ranges import HIGH, LOW
from generator.engines.turning import (
    Approach,
    cells_of,
    columns_of,
    driver_row,
    turning_of,
)
from generator.figures.cases import Cases
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column

COLUMNS = (
    label_column("driver"),
    Column("in_use", role="total"),
    Column(LOW),
    Column(HIGH),
    Column("gap_low", "money"),
    Column("gap_high", "money"),
)


@dataclass(frozen=True)
class Choice:
    """The chosen option among all, how their money is rounded, and when it has cost no more than each other one."""

    chosen: OptionCost
    options: Mapping[str, OptionCost]
    ledger: Ledger
    meetings: Mapping[str, Meeting]

    @property
    def others(self) -> list[OptionCost]:
        """The alternatives."""
        return [option for option in self.options.values() if option is not self.chosen]

    def worth(self, net_present_value: Figure) -> Balance:
        """Whether the chosen option is worth its money."""
        own = () if self.chosen.capacity is None else (self.chosen.capacity,)
        return Balance(0, net_present_value, capacities=own)

    def balance(self, other: OptionCost) -> Balance:
        """What an alternative costs more than the chosen option."""
        number = 1 + list(self.options).index(other.id)
        known = tuple(each.capacity for each in (self.chosen, other) if each.capacity is not None)
        return Balance(number, other.tco, self.chosen.tco, known)

    @property
    def capacities(self) -> tuple[Capacity, ...]:
        """Of the options whose machines are known, the chosen one first."""
        options = (self.chosen, *self.others)
        return tuple(option.capacity for option in options if option.capacity is not None)

    @property
    def costs(self) -> list[Figure]:
        """Every option's total cost; none where there is nothing to choose."""
        return [option.tco for option in (self.chosen, *self.others)] if self.others else []


def turning_points(
    choice: Choice,
    other: OptionCost,
    approaches: Sequence[Approach],
    omitted: int,
    cases: Cases,
) -> Iterator[Schedule]:
    """The assumptions that move the distance of an alternative from the chosen option, the nearest turn first.

    omitted: how many others move it too little to be among these.
    """
    turns = columns_of(approaches)
    rows = [_row(choice, other, approach, cases, turns) for approach in approaches]
    if rows:
        rows.sort(key=lambda row: _nearness(row, turns))
        columns = (*COLUMNS, *turns)
        key, names = Key("choice", other.id), (other.name, choice.chosen.name)
        yield Schedule(key, columns, tuple(rows), names[0], omitted, against=names[1])


def _row(
    choice: Choice,
    other: OptionCost,
    approach: Approach,
    cases: Cases,
    turns: Sequence[Column],
) -> Row:
    driver, balance = approach.driver, approach.balance
    key = Key("choice", other.id, driver.input.key, about=driver.input.key)
    gaps = [
        # Both are sums of rounded amounts: without rounding, dust would look like a difference.
        choice.ledger.line(key / f"gap_{end}", "money", balance.in_case(cases, case.id))
        for end, case in zip((LOW, HIGH), driver.cases(), strict=True)
    ]
    found = turning_of(key, approach, gaps, cases)
    own = (driver.input, driver.low, driver.high)
    return driver_row(key, driver, (*own, *gaps, *cells_of(found, turns)))


def _nearness(row: Row, turns: Sequence[Column]) -> float:
    named = zip((*COLUMNS[1:], *turns), row.cells, strict=True)
    room = next(cell for column, cell in named if column.key == "room")
    assert isinstance(room, Figure)
    return math.inf if math.isnan(room.value) else abs(room.value)
