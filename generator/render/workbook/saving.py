"""Turns an openpyxl workbook without cells, and the cells of its sheets, into the bytes of an xlsx.

openpyxl makes several objects of each cell, and a file of each sheet: that takes most of the time of saving. Here it
writes all that stands around the cells.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.hyperlink import HyperlinkList
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from generator.render.workbook.rows import Rows

PLACE = "rows"


def saved(book: Workbook, sheets: Mapping[str, Rows]) -> bytes:
    """sheets: by title. Not compressed, as `finish` reads every part again."""
    stream = io.BytesIO()
    _BookWriter(book, ZipFile(stream, "w"), sheets).save()
    return stream.getvalue()


class _BookWriter(ExcelWriter):
    """Writes sheets without a file of each."""

    def __init__(self, book: Workbook, archive: ZipFile, sheets: Mapping[str, Rows]) -> None:
        super().__init__(book, archive)
        self._file, self._sheets = archive, sheets

    def write_worksheet(self, ws: Worksheet) -> None:
        """As it is in openpyxl, which has no public names for what a sheet hands to the writer of its charts."""
        sheet: Any = ws
        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts = sheet._charts
        writer: Any = _SheetWriter(ws, self._sheets[ws.title])
        writer.write()
        sheet._rels = writer._rels
        self._file.writestr(sheet.path[1:], writer.read())
        self.manifest.append(sheet)


class _SheetWriter(WorksheetWriter):
    """Writes a sheet with other rows than openpyxl knows of."""

    def __init__(self, sheet: Worksheet, rows: Rows) -> None:
        super().__init__(sheet, io.BytesIO())
        self._rows = rows

    def write_dimensions(self) -> None:
        """The range of the cells."""
        self.xf.send(SheetDimension(self._rows.dimension).to_tree())

    def write_rows(self) -> None:
        """A place for them."""
        xf: Any = self.xf.send(True)
        with xf.element("sheetData"):
            xf.write(PLACE)
        self.xf.send(None)

    def write_hyperlinks(self) -> None:
        """All within the workbook."""
        if self._rows.links:
            self.xf.send(HyperlinkList(self._rows.links).to_tree())

    def read(self) -> bytes:
        """The sheet's XML, the rows in their place."""
        start, end = b"<sheetData>", b"</sheetData>"
        before, after = super().read().split(start + PLACE.encode() + end)
        return before + start + self._rows.to_xml().encode() + end + after
