"""Turns a workbook into its formula cells: what each one says and the value it was saved with."""

from typing import NamedTuple

from generator.audit.values import Address, Value
from generator.audit.xlsx.book import Book
from generator.audit.xlsx.reading import read_book


class FormulaCell(NamedTuple):
    """cached: the value that the file was saved with."""

    formula: str
    cached: Value


def formula_cells(workbook: bytes | Book) -> dict[Address, FormulaCell]:
    """Every formula cell of an xlsx, sheet by sheet, row by row. Raises UnreadableWorkbook."""
    book = read_book(workbook) if isinstance(workbook, bytes) else workbook
    return {
        (sheet.title, cell.coordinate): FormulaCell(cell.formula, cell.value)
        for sheet in book.sheets
        for cell in sheet.formulas
    }
