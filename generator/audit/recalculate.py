"""Turns a workbook into the values that a spreadsheet engine we did not write computes for it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.audit.cells import formula_cells
from generator.audit.values import Address, ErrorValue, Value

ERROR_TEXTS = {
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


def recalculate(workbook: bytes | Path) -> dict[Address, Value]:
    """Every formula cell of an xlsx, computed afresh from the constants alone.

    An error is an `ErrorValue`: what spreadsheets show, "#CIRC!" for a circular formula or
    "#ERROR!" for one that cannot be read. A date is its serial number.
    """
    content = workbook.read_bytes() if isinstance(workbook, Path) else workbook
    return compute(content, formula_cells(content))


def compute(workbook: bytes, cells: Iterable[Address]) -> dict[Address, Value]:
    """The values of these cells, computed by formualizer.

    Loading drops all cached values, so nothing that the workbook claims can leak into the result.
    """
    import formualizer
    from openpyxl.utils.cell import coordinate_to_tuple

    engine = formualizer.load_workbook_bytes(workbook)
    engine.set_temporal_egress("serial")
    engine.evaluate_all()
    return {
        (title, coordinate): value_of(engine.get_value(title, *coordinate_to_tuple(coordinate)))
        for title, coordinate in cells
    }


def value_of(answer: Any) -> Value:
    """A cell's value; formualizer gives an error as `{"type": "Error", "kind": "Div"}`."""
    if isinstance(answer, dict):
        kind = answer["kind"]
        return ErrorValue(ERROR_TEXTS.get(kind, f"#{kind.upper()}!"))
    if answer is None or isinstance(answer, int | float | str):
        return answer
    raise TypeError(f"formualizer computed a {type(answer).__name__}")
