"""Values that are there, and right"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, at
from generator.audit.values import ErrorValue, Value, agree, in_contrast
from generator.audit.xlsx.book import Cell, Sheet

CIRCULAR = "#CIRC!"
# What readers show for a formula whose value is an empty cell's.
EMPTY = (0.0, "")


def value_missing(model: Model) -> Iterator[Spot]:
    """A formula was saved without its value.

    Previews, phones and other programs that do not calculate show an empty cell.
    """
    for sheet, cell in model.formulas:
        if cell.value is None:
            yield at(sheet, cell, "the formula was saved without its value; previews show nothing")


def error_value(model: Model) -> Iterator[Spot]:
    """A cell shows an error, or computes to one."""
    for sheet, cell in model.constants:
        if isinstance(cell.value, ErrorValue):
            yield at(sheet, cell, f"the cell shows {cell.value}")
    for sheet, cell in model.formulas:
        computed = _computed(model, sheet, cell)
        error = computed if isinstance(computed, ErrorValue) else cell.value
        if isinstance(error, ErrorValue) and error != CIRCULAR:
            yield at(sheet, cell, f"the formula gives {error} ({cell.formula})")


def circular_formula(model: Model) -> Iterator[Spot]:
    """A formula depends on its own result."""
    for sheet, cell in model.formulas if model.recalculated is not None else ():
        if _computed(model, sheet, cell) == CIRCULAR:
            yield at(sheet, cell, "the formula depends on its own result")


def value_differs(model: Model) -> Iterator[Spot]:
    """The saved value of a formula is not what another engine computes for it."""
    for sheet, cell in model.formulas if model.recalculated is not None else ():
        computed = _computed(model, sheet, cell)
        told_elsewhere = cell.value is None or isinstance(computed, ErrorValue)
        if told_elsewhere or _agree(cell.value, computed):
            continue
        shown, right = in_contrast(cell.value, computed)
        yield at(sheet, cell, f"it shows {shown}, but computes to {right} ({cell.formula})")


def _computed(model: Model, sheet: Sheet, cell: Cell) -> Value:
    if model.recalculated is None:
        return None
    return model.recalculated.get((sheet.title, cell.coordinate))


def _agree(shown: Value, computed: Value) -> bool:
    return agree(shown, computed) or (computed is None and shown in EMPTY)


RULES = (value_missing, error_value, circular_formula, value_differs)
