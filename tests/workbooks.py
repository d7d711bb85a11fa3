"""Turns `{sheet title: {coordinate: constant or formula}}` into the bytes that openpyxl saves."""

import datetime
import io
from collections.abc import Mapping
from typing import Any

import openpyxl

from generator.render.workbook import saving
from generator.render.workbook.finish import finish
from generator.render.workbook.rows import Rows, Value, Written

WHEN = datetime.date(2026, 11, 23)
Cells = Mapping[str, Mapping[str, float | str | bool]]


def book_of(cells: Cells) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, contents in cells.items():
        sheet = book.create_sheet(title)
        for coordinate, content in contents.items():
            sheet[coordinate] = content
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook_of(cells: Cells) -> bytes:
    return saved(book_of(cells))


def rows_of(book: Any, values: Mapping[tuple[str, str], Value]) -> dict[str, Rows]:
    """Its cells as the generator has them. values: of each formula, by sheet and coordinate."""
    return {
        sheet.title: Rows(
            {
                (cell.row, cell.column): Written(
                    cell.style_id,
                    cell.value,
                    values[sheet.title, cell.coordinate] if cell.data_type == "f" else None,
                )
                for row in sheet.iter_rows()
                for cell in row
            }
        )
        for sheet in book.worksheets
    }


def finished(cells: Cells | openpyxl.Workbook, values: Mapping[tuple[str, str], Value]) -> bytes:
    """The workbook as the generator finishes it."""
    book = cells if isinstance(cells, openpyxl.Workbook) else book_of(cells)
    sheets = rows_of(book, values)
    return finish(saving.saved(book, sheets), sheets, WHEN)
