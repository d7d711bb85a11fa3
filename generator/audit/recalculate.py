"""Turns a workbook into the values that a spreadsheet engine we did not write computes for it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from generator.audit.cells import formula_cells
from generator.audit.values import Address, ErrorValue, Value
from generator.audit.xlsx.places import cell_of

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
    """The values of these cells, computed afresh."""
    computed = evaluated(workbook)
    return {(title, at): computed(title, *cell_of(at)) for title, at in cells}


def evaluated(workbook: bytes) -> Callable[[str, int, int], Value]:
    """All of a workbook, computed by formualizer; gives the value of a sheet's row and column.

    Loading drops all cached values, so nothing that the workbook claims can leak into the result.
    """
    import formualizer

    engine = formualizer.load_workbook_bytes(workbook)
    engine.set_temporal_egress("serial")
    engine.evaluate_all()
    return lambda title, row, column: value_of(engine.get_value(title, row, column))


def value_of(answer: Any) -> Value:
    """A cell's value; formualizer gives an error as `{"type": "Error", "kind": "Div"}`."""
    if answer is None or isinstance(answer, (float, str, int)):
        return answer
    if isinstance(answer, dict):
        kind = answer["kind"]
        return ErrorValue(ERROR_TEXTS.get(kind, f"#{kind.upper()}!"))
    raise TypeError(f"formualizer computed a {type(answer).__name__}")
