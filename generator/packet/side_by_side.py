"""Turns a list that tells each matter at several numbers into one row for each matter, a column for each number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.figures.figure import Figure
from generator.figures.key import key_of
from generator.figures.schedule import Column, Row, Schedule


def side_by_side(schedule: Schedule, by: str, heading: str) -> Schedule:
    """by: the column of the numbers, which then stand above the others; heading: how they are named there.

    The amount comes first; what there is besides stands in rows of its own.
    """
    columns = schedule.columns[1:]
    place = [column.key for column in columns].index(by)
    matters: dict[str, list[Row]] = {}
    for row in schedule.rows:
        matters.setdefault(key_of(row.key).above, []).append(row)
    heads = [row.cells[place] for row in next(iter(matters.values()))]
    rows = tuple(row for rows in matters.values() for row in _rows(rows, columns, by))
    return Schedule(
        schedule.key,
        (
            schedule.columns[0],
            *(
                Column(heading, columns[0].unit, role="period", period=head)
                for head in heads
                if isinstance(head, Figure)
            ),
        ),
        rows,
        schedule.subject,
        against=schedule.against,
    )


def _rows(rows: Sequence[Row], columns: Sequence[Column], by: str) -> Iterator[Row]:
    """Of one matter the row of its amounts, and those of what else there is of it."""
    label, above = rows[0].label, key_of(rows[0].key).above
    for place, column in enumerate(columns):
        cells = tuple(None if column.key in row.untold else row.cells[place] for row in rows)
        if column.key != by and any(cell is not None for cell in cells):
            key, unit = (above, "") if place == 0 else (above / column.key, column.unit)
            yield Row(key, cells, label, kind="memo", whole=place == 0, unit=unit)
