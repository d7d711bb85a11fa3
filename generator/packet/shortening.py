"""Turns a schedule of very many rows into one that a document can print: the largest, and one row for all others.

The workbook holds every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Cell, Row, Schedule
from generator.packet.words import Words

# More rows in one run than this are shortened, to so many and the row of the others.
MOST, KEPT = 60, 40
REMAINDER = "remainder"


def shortened(schedule: Schedule, words: Words) -> Schedule:
    """The schedule with each long run of lines or memos shortened; the rows that stay keep their order."""
    if len(schedule.rows) <= MOST:
        return schedule
    rows: list[Row] = []
    for kind, run in groupby(schedule.rows, key=lambda row: row.kind):
        members = list(run)
        long = kind in ("line", "memo") and len(members) > MOST
        rows += _largest_and_others(schedule, members, words) if long else members
    return replace(schedule, rows=tuple(rows))


def remainder_label(count: int, words: Words) -> str:
    """What the row of the others is called."""
    return words.word("notes", REMAINDER).format(number=count)


def remainders(schedules: Sequence[Schedule]) -> Iterator[Figure]:
    """The amounts that only such rows show."""
    for schedule in schedules:
        for row in schedule.rows:
            if row.key == REMAINDER:
                yield from (cell for cell in row.cells if isinstance(cell, Figure))


def _largest_and_others(schedule: Schedule, rows: Sequence[Row], words: Words) -> list[Row]:
    place = next(
        (at for at, column in enumerate(schedule.columns[1:]) if column.role == "total"), 0
    )
    by_size = sorted(range(len(rows)), key=lambda at: -_size(rows[at].cells[place]))
    kept = set(by_size[:KEPT])
    others = [row for at, row in enumerate(rows) if at not in kept]
    summed = Row(
        REMAINDER,
        tuple(_sum(schedule, others, at) for at in range(len(schedule.columns) - 1)),
        label=remainder_label(len(others), words),
        kind=rows[0].kind,
        unit=rows[0].unit,
    )
    return [*(row for at, row in enumerate(rows) if at in kept), summed]


def _size(cell: Cell) -> float:
    return abs(cell.value) if isinstance(cell, Figure) and cell.reason is None else 0.0


def _sum(schedule: Schedule, rows: Sequence[Row], at: int) -> Cell:
    """Of the columns that a total row sums up."""
    totals = [row.cells[at] for row in schedule.rows if row.kind == "total"]
    cells = [cell for cell in (row.cells[at] for row in rows) if isinstance(cell, Figure)]
    if not cells or not any(isinstance(total, Figure) for total in totals):
        return None
    key = Key(schedule.key, REMAINDER, f"{schedule.columns[at + 1].key}_{at}")
    return figure(key, cells[0].unit, sum_of(cells))
