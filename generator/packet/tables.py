"""Turns a schedule into a table of texts as the document prints it, with a note where rounding parts rows and total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.figure import Figure
from generator.figures.rounding import round_half_away
from generator.figures.schedule import Cell, Column, Row, Schedule
from generator.packet.numerals import PLAIN_AMOUNTS, Numerals, digits
from generator.packet.words import Words

WIDEST = 9


@dataclass(frozen=True)
class Table:
    """A table of the document. `numeric` tells for each column whether it is set to the right; `kinds` each row's kind."""

    key: str
    caption: str
    header: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    note: str = ""


def table_of(schedule: Schedule, words: Words, numerals: Numerals) -> Table:
    """A schedule as the document shows it: labels, details, then the total column where a list has one.

    A time axis of many periods is laid down the page instead of across it.
    """
    table = _upright(schedule, words, numerals)
    return _turned(table) if len(schedule.columns) > WIDEST and schedule.periods else table


def _upright(schedule: Schedule, words: Words, numerals: Numerals) -> Table:
    order = _reading_order(schedule)
    columns = [schedule.columns[index] for index in order]
    rows = []
    for row in schedule.rows:
        cells = (words.label(schedule, row), *row.cells)
        shown = [_text(cells[index], numerals) for index in order]
        rows.append(tuple(_with_unit(shown, schedule, row, numerals, words)))
    return Table(
        schedule.key,
        words.caption(schedule),
        tuple(_heading(column, words, numerals) for column in columns),
        tuple(column.role not in ("label", "text") for column in columns),
        tuple(rows),
        tuple(row.kind for row in schedule.rows),
        _rounding_note(schedule, words, numerals),
    )


def _reading_order(schedule: Schedule) -> list[int]:
    """On paper a list's amount stands behind what it is made of, and a time table's total at its end."""
    first = [0]
    total = [index for index, column in enumerate(schedule.columns) if column.role == "total"]
    texts = [index for index, column in enumerate(schedule.columns) if column.role == "text"]
    rest = [
        index
        for index in range(1, len(schedule.columns))
        if index not in total and index not in texts
    ]
    if schedule.key.partition(".")[0] in AMOUNT_FIRST:
        return [*first, *total, *rest, *texts]
    return [*first, *rest, *total, *texts]


AMOUNT_FIRST = ("options",)


def _heading(column: Column, words: Words, numerals: Numerals) -> str:
    heading = words.heading(column)
    if not column.unit or column.unit in ("ratio", "count", "check") or column.role == "period":
        return heading
    money = numerals.money_unit if column.unit in PLAIN_AMOUNTS else ""
    return f"{heading}({words.unit(column.unit, money)})"


def _text(cell: Cell, numerals: Numerals) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else numerals.show(cell)


def _with_unit(
    shown: list[str], schedule: Schedule, row: Row, numerals: Numerals, words: Words
) -> list[str]:
    """Where rows have units of their own, the label carries the unit."""
    if row.unit and not any(column.unit for column in schedule.columns):
        money = numerals.money_unit if row.unit in PLAIN_AMOUNTS else ""
        unit = words.unit(row.unit, money) if row.unit != "ratio" else ""
        if unit:
            shown[0] = f"{shown[0]}({unit})"
    return shown


def _rounding_note(schedule: Schedule, words: Words, numerals: Numerals) -> str:
    """Says by how much the printed rows part from the printed totals, or nothing."""
    gaps = {round_half_away(gap, 6) for gap in _gaps(schedule, numerals) if gap}
    if not gaps:
        return ""
    amounts = words.word("notes", "or").join(
        digits(gap, numerals.shown_decimals) for gap in sorted(gaps)
    )
    return words.word("notes", "rounding").format(amount=amounts, unit=numerals.money_unit)


def _gaps(schedule: Schedule, numerals: Numerals) -> Sequence[float]:
    gaps: list[float] = []
    totals = [row for row in schedule.rows if row.kind == "total"]
    lines = [row for row in schedule.rows if row.kind == "line"]
    for total in totals:
        for index, cell in enumerate(total.cells):
            addends = [row.cells[index] for row in lines]
            gaps.append(_gap(cell, addends, numerals))
    if schedule.periods:
        for row in (*lines, *totals):
            gaps.append(_gap(row.cells[0], row.cells[1:], numerals))
    return gaps


def _gap(total: Cell, addends: Sequence[Cell], numerals: Numerals) -> float:
    """How far the printed addends lie from their printed total."""
    amounts = [cell for cell in addends if isinstance(cell, Figure)]
    if not isinstance(total, Figure) or total.unit not in PLAIN_AMOUNTS or not amounts:
        return 0.0
    added = sum(numerals.shown_value(cell.value) for cell in amounts)
    return abs(round_half_away(added - numerals.shown_value(total.value), 6))


def _turned(table: Table) -> Table:
    """Rows become columns: the first column holds the periods."""
    header = (table.header[0], *(row[0] for row in table.rows))
    rows = tuple(
        (table.header[index], *(row[index] for row in table.rows))
        for index in range(1, len(table.header))
    )
    numeric = (False, *(True for _ in table.rows))
    return Table(table.key, table.caption, header, numeric, rows, ("memo",) * len(rows), table.note)
