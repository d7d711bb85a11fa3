"""Values that are there, and right"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.model_review.doubts import CIRCULAR, alike
from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, at
from generator.audit.values import ErrorValue, in_contrast
from generator.audit.xlsx.book import Cell, Sheet
from generator.wording.saying import said


def value_missing(model: Model) -> Iterator[Spot]:
    """A formula was saved without its value.

    Previews, phones and other programs that do not calculate show an empty cell.
    """
    for sheet, cell in model.formulas:
        if cell.value is None:
            yield at(
                sheet, cell, said("the formula was saved without its value; previews show nothing")
            )


def error_value(model: Model) -> Iterator[Spot]:
    """A cell shows an error, or computes to one, of which it is the first.

    What only follows from the errors of other cells is not told.
    """
    for sheet, cell in model.constants:
        if isinstance(cell.value, ErrorValue):
            yield at(sheet, cell, said("the cell shows {value}", value=cell.value))
    for sheet, cell in _at_fault(model):
        error = _error(model, sheet, cell)
        if error:
            yield at(
                sheet,
                cell,
                said("the formula gives {error} ({formula})", error=error, formula=cell.formula),
            )


def circular_formula(model: Model) -> Iterator[Spot]:
    """A formula depends on its own result, whether or not its program goes round until it settles."""
    circular = model.doubts.circular
    for sheet, cell in model.formulas if circular else ():
        if (sheet.title, cell.row, cell.column) in circular:
            yield at(sheet, cell, said("the formula depends on its own result"))


def value_differs(model: Model) -> Iterator[Spot]:
    """The saved value of a formula is not what another engine computes for it.

    What only follows from other cells of which that is true is not told, nor what that engine cannot judge. What
    remains where large amounts cancel is judged by their size.
    """
    for sheet, cell in _at_fault(model):
        computed = model.doubts.value(sheet, cell)
        if cell.value is None or _error(model, sheet, cell) or alike(cell.value, computed):
            continue
        shown, right = in_contrast(cell.value, computed)
        yield at(
            sheet,
            cell,
            said(
                "it shows {shown}, but computes to {right} ({formula})",
                shown=shown,
                right=right,
                formula=cell.formula,
            ),
        )


def _at_fault(model: Model) -> Iterator[tuple[Sheet, Cell]]:
    at_fault = model.doubts.at_fault
    return ((sheet, cell) for place, (sheet, cell) in model.doubts.odd.items() if place in at_fault)


def _error(model: Model, sheet: Sheet, cell: Cell) -> ErrorValue | None:
    """The error that a formula computes to or shows; a circle is told of as such."""
    for value in (model.doubts.value(sheet, cell), cell.value):
        if isinstance(value, ErrorValue) and value != CIRCULAR:
            return value
    return None


RULES = (value_missing, error_value, circular_formula, value_differs)
