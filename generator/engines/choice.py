"""Turns the ranges of the assumptions into what each alternative costs more at both ends, and where it costs the same.

There the recommendation changes: beyond that value the alternative is the cheaper one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.ranges import HIGH, LOW, Driver
from generator.engines.turning import turning_of
from generator.figures.cases import Cases
from generator.figures.figure import Figure
from generator.figures.schedule import Column, Row, Schedule, label_column


@dataclass(frozen=True)
class Choice:
    """The chosen option among all, and how their money is rounded."""

    chosen: OptionCost
    options: Mapping[str, OptionCost]
    ledger: Ledger

    @property
    def others(self) -> list[OptionCost]:
        """The alternatives."""
        return [option for option in self.options.values() if option is not self.chosen]

    @property
    def costs(self) -> list[Figure]:
        """Every option's total cost; none where there is nothing to choose."""
        return [option.tco for option in (self.chosen, *self.others)] if self.others else []


def turning_points(choice: Choice, drivers: Sequence[Driver], cases: Cases) -> Iterator[Schedule]:
    """For each alternative the assumptions that move its distance from the chosen option, the nearest turn first."""
    for other in choice.others:
        rows = [_row(choice, other, driver, cases) for driver in drivers]
        moving = [row for row in rows if _moves(row)]
        moving.sort(key=_nearness)
        if moving:
            yield Schedule(f"choice.{other.id}", _columns(), tuple(moving), other.name)


def _columns() -> tuple[Column, ...]:
    return (
        label_column("driver"),
        Column("in_use", role="total"),
        Column(LOW),
        Column(HIGH),
        Column("gap_low", "money"),
        Column("gap_high", "money"),
        Column("switching"),
        Column("room", "ratio"),
        Column("crossing"),
    )


def _row(choice: Choice, other: OptionCost, driver: Driver, cases: Cases) -> Row:
    key, chosen = f"choice.{other.id}.{driver.input.key}", choice.chosen
    gaps = [
        # Both are sums of rounded amounts: without rounding, dust would look like a difference.
        choice.ledger.line(
            f"{key}.gap_{end}",
            "money",
            cases.in_case(other.tco, case.id) - cases.in_case(chosen.tco, case.id),
        )
        for end, case in zip((LOW, HIGH), driver.cases(), strict=True)
    ]
    turning = turning_of(key, driver, other.tco - chosen.tco, *gaps)
    cells = (
        *(driver.input, driver.low, driver.high),
        *gaps,
        *(turning.switching, turning.room, turning.crossing),
    )
    return Row(key, cells, unit=driver.input.unit, kind="memo", named=driver.input)


def _figures(row: Row) -> dict[str, Figure]:
    named = zip(_columns()[1:], row.cells, strict=True)
    return {column.key: cell for column, cell in named if isinstance(cell, Figure)}


def _moves(row: Row) -> bool:
    cells = _figures(row)
    return cells["gap_low"].value != cells["gap_high"].value


def _nearness(row: Row) -> float:
    room = _figures(row)["room"].value
    return math.inf if math.isnan(room) else abs(room)
