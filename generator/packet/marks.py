"""Turns amounts that our defaults add into a mark in the rows where they stand, and a note below their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.engines.unasked import rows_with
from generator.figures.figure import Figure
from generator.figures.schedule import Schedule
from generator.packet.presentation import presentation_of
from generator.packet.tables import Table
from generator.packet.words import Words

MARK = "†"


def marked(table: Table, schedule: Schedule, unasked: Sequence[Figure], words: Words) -> Table:
    """The table with a mark behind the label of each such row; the amounts stand in the assumptions register."""
    if not unasked or not presentation_of(schedule).marked:
        return table
    found = rows_with(unasked, schedule.rows)
    if not found:
        return table
    shown = [row for row in schedule.rows if row.kind != "working"]
    labels = [
        f"{row[0]} {MARK}" if line.key in found else row[0]
        for row, line in zip(table.rows, shown, strict=True)
    ]
    rows = tuple((label, *row[1:]) for label, row in zip(labels, table.rows, strict=True))
    names = dict.fromkeys(words.name(number) for numbers in found.values() for number in numbers)
    listed = words.word("notes", "comma").join(names)
    note = words.word("notes", "unasked").format(mark=MARK, names=listed)
    both = words.word("notes", "and").join(part for part in (table.note, note) if part)
    return replace(table, rows=rows, note=both)
