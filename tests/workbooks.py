"""Turns `{sheet title: {coordinate: constant or formula}}` into the bytes that openpyxl saves."""

import io
from collections.abc import Mapping

import openpyxl

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
