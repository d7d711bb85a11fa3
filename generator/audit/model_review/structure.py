"""Inputs, workings and results apart"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, at
from generator.audit.values import is_number
from generator.audit.xlsx.book import Cell
from generator.audit.xlsx.places import column_letters
from generator.wording.saying import said

# Label and unit stand before a row's numbers.
TEXTS_BEFORE_NUMBERS = 2


def no_inputs_sheet(model: Model) -> Iterator[Spot]:
    """No sheet is recognised as the one of inputs.

    It is the sheet with most numbers that are blue and unlocked: a reader must see where to type.
    """
    if not model.inputs:
        yield Spot(said("no sheet holds the inputs: numbers in blue, in cells that are unlocked"))


def number_outside_inputs(model: Model) -> Iterator[Spot]:
    """A number is typed into a sheet that is not one of inputs.

    It looks like a result, and nobody who changes the inputs would know of it.
    """
    for sheet, cell in model.constants:
        if sheet.title not in model.inputs and is_value(cell):
            yield at(
                sheet,
                cell,
                said("a number is typed in here; it belongs on the inputs sheet, in blue"),
            )


def is_value(cell: Cell) -> bool:
    """Whether a number, a date or a truth is typed in."""
    return isinstance(cell.value, bool) or is_number(cell.value)


def unit_missing(model: Model) -> Iterator[Spot]:
    """A row of numbers does not say its unit.

    Two texts, label and unit, stand before the first number of a row below the frozen ones; a number format alone does
    not count.
    """
    for sheet in model.book.sheets:
        for row, cells in sheet.lines:
            texts = model.units.get((sheet.title, row))
            if texts is not None and len(texts) < TEXTS_BEFORE_NUMBERS and row > sheet.frozen:
                first = next(cell for cell in cells if is_number(cell.value))
                yield at(sheet, first, said("the row's numbers have no unit beside their label"))


def hidden_sheet(model: Model) -> Iterator[Spot]:
    """A sheet is hidden.

    Nobody can review what does not show.
    """
    for sheet in model.book.sheets:
        if sheet.hidden:
            yield Spot(said("the sheet is hidden"), sheet.title)


def hidden_row(model: Model) -> Iterator[Spot]:
    """A row is hidden."""
    for sheet in model.book.sheets:
        if sheet.hidden_rows:
            rows = ", ".join(map(str, sheet.hidden_rows))
            yield Spot(said("hidden rows: {rows}", rows=rows), sheet.title)


def hidden_column(model: Model) -> Iterator[Spot]:
    """A column is hidden or has no width."""
    for sheet in model.book.sheets:
        spans = [(each.first, each.last) for each in sheet.columns if each.hidden]
        taken = sorted({column for _, column in sheet.cells}) if spans else ()
        hidden = [
            column for column in taken if any(first <= column <= last for first, last in spans)
        ]
        if hidden:
            letters = ", ".join(map(column_letters, hidden))
            yield Spot(said("hidden columns: {columns}", columns=letters), sheet.title)


RULES = (
    no_inputs_sheet,
    number_outside_inputs,
    unit_missing,
    hidden_sheet,
    hidden_row,
    hidden_column,
)
