"""Turns a sheet into its time axis and the rows that run along it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from generator.audit.formulas import relative_form
from generator.audit.values import is_number
from generator.audit.xlsx.book import Cell, Line, Sheet

SHORTEST = 2
YEARS = range(1990, 2200)
# Where an axis is looked for, and of what length, when no frozen row has one.
TOP_ROWS, LONG = 12, 3


class Axis(NamedTuple):
    """The row that heads the columns of a sheet, and its cells; they stand side by side."""

    row: int
    cells: tuple[Cell, ...]

    @property
    def first(self) -> int:
        """Its first column."""
        return self.cells[0].column

    @property
    def last(self) -> int:
        """Its last column."""
        return self.cells[-1].column

    def among(self, cells: Iterable[Cell]) -> list[Cell]:
        """Those that are in one of its columns."""
        first, last = self.first, self.last
        return [cell for cell in cells if first <= cell.column <= last]


def axis_of(sheet: Sheet, *, of_inputs: bool = False) -> Axis | None:
    """The longest run of periods or cases within the frozen rows.

    A period or case is a number, a date or a text with a number in it (“2027”, “Q3”, “Year 2”); a run has at least two
    of one kind side by side. Texts above inputs name scenarios as often as periods, so that there only numbers count.
    Some programs drop what was frozen: then it is a row near the top that counts.
    """
    if not sheet.frozen:
        return loose_axis_of(sheet)
    rows = (line for line in sheet.lines if line[0] <= sheet.frozen)
    runs = [
        Axis(row, tuple(run))
        for row, cells in rows
        for run in runs_of(cells)
        if not (of_inputs and kind_of(run[0]) == "text")
    ]
    return max(runs, key=lambda axis: (len(axis.cells), axis.row), default=None)


def loose_axis_of(sheet: Sheet) -> Axis | None:
    """A row near the top that counts years or periods from 0 or 1, frozen or not."""
    for row, cells in sheet.lines:
        if row > TOP_ROWS:
            break
        for run in runs_of([cell for cell in cells if is_number(cell.value)]):
            if len(run) >= LONG and _counts(run):
                return Axis(row, tuple(run))
    return None


def _counts(run: Sequence[Cell]) -> bool:
    values = [cell.value for cell in run if is_number(cell.value)]
    if any(after - before != 1 for before, after in pairwise(values)):
        return False
    starts = values[0] in (0, 1) or values[0] in YEARS
    # A row of other formulas that happen to give 0, 1, 2 counts nothing.
    forms = {relative_form(cell.formula, cell.row, cell.column) for cell in run[1:] if cell.formula}
    return starts and len(forms) <= 1


def runs_of(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Neighbours in a row that could head columns."""
    placed = groupby(enumerate(cells), lambda each: (kind_of(each[1]), each[1].column - each[0]))
    for (kind, _), neighbours in placed:
        run = [cell for _, cell in neighbours]
        if kind and len(run) >= SHORTEST:
            yield run


def kind_of(cell: Cell) -> str:
    """What a cell could head a column with: a number, a text with a number, or nothing."""
    if is_number(cell.value):
        return "number"
    if isinstance(cell.value, str) and any(map(str.isdigit, cell.value)):
        return "text"
    return ""


def rows_along(sheet: Sheet, axis: Axis) -> Iterator[Line]:
    """The rows whose columns mean what the axis says, each with its cells in these columns; the axis itself too.

    Below headings of its own (a row of texts in the axis's columns) a table's columns mean something else, until an
    empty row ends it.
    """
    along, above = True, axis.row
    for row, cells in sheet.lines:
        if row < axis.row or (row != axis.row and row <= sheet.frozen):
            continue
        inside = axis.among(cells)
        along = along or row > above + 1
        above = row
        if inside and row != axis.row and all(map(is_text, inside)):
            along = False
        elif inside and along:
            yield row, inside


def is_text(cell: Cell) -> bool:
    """Whether a text is typed into it."""
    return isinstance(cell.value, str) and not cell.formula
