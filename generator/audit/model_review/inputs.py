"""Cells that may be typed into, and no others"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.recognition import hue
from generator.audit.model_review.spots import Spot, across, at
from generator.audit.values import is_number
from generator.audit.xlsx.book import Cell, Sheet
from generator.wording.saying import said


def formula_unlocked(model: Model) -> Iterator[Spot]:
    """A formula cell is unlocked.

    A slip of the hand could replace it by a number.
    """
    for run in model.runs:
        if not run.style.locked:
            yield from across(run, said("the formula is not locked, so it can be typed over"))


def sheet_unprotected(model: Model) -> Iterator[Spot]:
    """A sheet is not protected, so that its locks do nothing."""
    for sheet in model.book.sheets:
        if not sheet.protected:
            yield Spot(
                said("the sheet is not protected, so every cell can be typed over"), sheet.title
            )


def sheet_with_password(model: Model) -> Iterator[Spot]:
    """A sheet is protected by a password.

    Protection guards against slips; reviewers must be able to lift it.
    """
    for sheet in model.book.sheets:
        if sheet.password:
            yield Spot(
                said("the sheet is protected by a password, so it cannot be reviewed"), sheet.title
            )


def input_locked(model: Model) -> Iterator[Spot]:
    """A number of an inputs sheet is locked.

    A locked number in black is a control number if only the checks and its own sheet read it: it says what
    the workbook was made from, or what an input may be.
    """
    for sheet, cell in model.constants:
        if sheet.title not in model.inputs or not is_number(cell.value) or not cell.style.locked:
            continue
        read = model.inputs_read[sheet.title].hold(cell.row, cell.column)
        if read or hue(cell.style.ink) == "blue":
            yield at(sheet, cell, said("the input is locked, so it cannot be changed"))


def _invited(model: Model) -> Iterator[tuple[Sheet, Cell]]:
    """The constants that may be typed over."""
    return ((sheet, cell) for sheet, cell in model.constants if not cell.style.locked)


def input_unvalidated(model: Model) -> Iterator[Spot]:
    """A cell that may be typed into accepts anything.

    Data validation refuses wrong input only where it shows its error message and stops.
    """
    for sheet, cell in _invited(model):
        if not sheet.validated.hold(cell.row, cell.column):
            yield at(
                sheet, cell, said("nothing refuses a wrong input here (data validation that stops)")
            )


def input_not_blue(model: Model) -> Iterator[Spot]:
    """A number that may be typed over is not blue."""
    for sheet, cell in _invited(model):
        if is_number(cell.value) and hue(cell.style.ink) != "blue":
            yield at(sheet, cell, said("the input is not blue, so it looks like a result"))


def input_not_shaded(model: Model) -> Iterator[Spot]:
    """A cell that may be typed into has no fill."""
    for sheet, cell in _invited(model):
        if not cell.style.filled:
            yield at(sheet, cell, said("the input is not shaded, so nobody sees where to type"))


RULES = (
    formula_unlocked,
    sheet_unprotected,
    sheet_with_password,
    input_locked,
    input_unvalidated,
    input_not_blue,
    input_not_shaded,
)
