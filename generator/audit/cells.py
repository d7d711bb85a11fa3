"""Turns a workbook into its formula cells: what each one says and the value it was saved with."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# (sheet title, coordinate), for example ("OpEx", "C5").
Address = tuple[str, str]


class ErrorValue(str):
    """The error that a cell shows instead of a value, as its text: "#DIV/0!"."""

    __slots__ = ()


# None is a formula cell that holds no value at all; an empty text is "".
Value = float | str | bool | None


@dataclass(frozen=True)
class FormulaCell:
    formula: str
    cached: Value


def formula_cells(workbook: bytes) -> dict[Address, FormulaCell]:
    """Every formula cell of an xlsx, sheet by sheet, row by row."""
    import openpyxl

    with_formulas = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    with_values = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
    return {
        (sheet.title, cell.coordinate): FormulaCell(str(cell.value), cached_value(saved))
        for sheet in with_formulas.worksheets
        for cell, saved in zip(cells_of(sheet), cells_of(with_values[sheet.title]), strict=True)
        if cell.data_type == "f"
    }


def cells_of(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row)


def cached_value(cell: Any) -> Value:
    """The value in a cell that openpyxl has read; a date is its serial number."""
    from openpyxl.utils.datetime import to_excel

    match cell.value:
        case None:
            return "" if cell.data_type == "str" else None
        case str() as text:
            return ErrorValue(text) if cell.data_type == "e" else text
        case bool() | int() | float() as value:
            return value
        case moment:
            return float(to_excel(moment))  # type: ignore[no-untyped-call]
