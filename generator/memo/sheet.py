"""Turns a comparison into the form of a budget adjustment as a workbook of one sheet, its sums live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from generator.compare.adjustment import Adjusted, Group, adjustment_of, causes_of_adjustment
from generator.contents import ADJUSTMENT_FORM
from generator.memo.markdown import label_of, note_of, signers_of
from generator.packet.wording import Wording
from generator.render.workbook.finish import finish
from generator.render.workbook.rows import Rows, Written
from generator.render.workbook.saving import saved
from generator.render.workbook.styles import (
    BLACK,
    BLUE,
    DEFAULT_FONT,
    HEADER_FILL,
    NAVY,
    SIZE,
    WITH_CENTS,
)

ITEM, APPROVED, BY, TO, NOTE = range(1, 6)
WIDTHS = {"A": 44, "B": 18, "C": 18, "D": 20, "E": 16}
HEADER, FIRST = 4, 5
SIGNED = "+#,##0.00;[Red]-#,##0.00;0.00"
TALL = 30
EDGE = Side(style="thin", color="FFB8C2CF")


def to_sheet(wording: Wording, default_date: date) -> bytes:
    """default_date: where the proposal gives none. The same comparison gives the same bytes."""
    book = Workbook()
    form = _Form(book.worksheets[0], wording)
    form.draw()
    header = wording.comparison.after.proposal.proposal
    book.properties.title = form.title
    book.properties.creator = header.owner.name or ""
    book.properties.language = header.language
    book.properties.category = ADJUSTMENT_FORM
    sheets = {form.sheet.title: form.rows}
    return finish(saved(book, sheets), sheets, header.date or default_date)


class _Form:
    def __init__(self, sheet: Any, wording: Wording) -> None:
        self.sheet, self._wording = sheet, wording
        self.rows = Rows()
        self._row = FIRST

    @property
    def title(self) -> str:
        """What stands on top."""
        told, say = self._wording.comparison, self._wording.say
        return say("adjustment", title=told.after.proposal.proposal.title)

    def draw(self) -> None:
        """Title, table, reasons, signatures."""
        told, say = self._wording.comparison, self._wording.say
        self.sheet.title = say("adjustment_sheet")
        self._text(1, ITEM, self.title, bold=True, colour=NAVY, size=SIZE + 4)
        unit = self._wording.words.unit("money")
        self._text(2, ITEM, say("adjustment_unit", unit=unit))
        self._header(HEADER, [f"adjustment_{each}" for each in ("item", "approved", "by", "to")])
        self._text(HEADER, NOTE, say("adjustment_note"), bold=True, fill=True)
        totals = [self._group(group) for group in adjustment_of(told) if group.lines]
        both = [group for group in adjustment_of(told) if not group.lines]
        for group in both:
            self._total(group, "+".join(f"{{column}}{row}" for row in totals))
        self._text(self._row, ITEM, say("adjustment_rule"), edged=False)
        self._reasons([self._wording.cause(cause) for cause in causes_of_adjustment(told)])
        self._signatures()
        self._set_up()

    def _group(self, group: Group) -> int:
        """The row of its total."""
        first = self._row
        for line in group.lines:
            self._line(line)
        self._total(group, f"SUM({{column}}{first}:{{column}}{self._row - 1})")
        return self._row - 1

    def _line(self, line: Adjusted) -> None:
        self._text(self._row, ITEM, label_of(self._wording, line))
        for column, amount in ((APPROVED, line.approved), (BY, line.change)):
            style = self._style(self._row, column, colour=BLUE)
            self.rows.cells[self._row, column] = Written(style, _plain(amount))
        self._formula(TO, f"B{self._row}+C{self._row}", _plain(line.approved) + _plain(line.change))
        self._text(self._row, NOTE, note_of(self._wording, line))
        self._row += 1

    def _total(self, group: Group, formula: str) -> None:
        """formula: of the first two columns, with `{column}`."""
        say = self._wording.say(f"adjustment_{group.key}")
        self._text(self._row, ITEM, say, bold=True, fill=True)
        amounts = _plain(group.total.approved), _plain(group.total.change)
        for column, letter, amount in zip((APPROVED, BY), "BC", amounts, strict=True):
            self._formula(column, formula.format(column=letter), amount, bold=True)
        self._formula(TO, f"B{self._row}+C{self._row}", sum(amounts), bold=True)
        self._text(self._row, NOTE, "", fill=True)
        self._row += 1

    def _reasons(self, reasons: Sequence[str]) -> None:
        if not reasons:
            return
        self._row += 2
        self._text(self._row, ITEM, self._wording.say("adjustment_reasons"), bold=True, edged=False)
        for reason in reasons:
            self._row += 1
            self._text(self._row, ITEM, reason, edged=False)

    def _signatures(self) -> None:
        self._row += 2
        self._header(self._row, ("sign_who", "sign_opinion", "sign_signature", "sign_date"))
        for name in signers_of(self._wording):
            self._row += 1
            self.rows.heights[self._row] = TALL
            for column in (ITEM, APPROVED, BY, TO):
                self._text(self._row, column, name if column == ITEM else "")

    def _header(self, row: int, keys: Sequence[str]) -> None:
        for column, key in enumerate(keys, start=ITEM):
            self._text(row, column, self._wording.say(key), bold=True, fill=True)

    def _formula(self, column: int, content: str, value: float, *, bold: bool = False) -> None:
        style = self._style(self._row, column, bold=bold, fill=bold)
        self.rows.cells[self._row, column] = Written(style, f"={content}", value)

    def _text(self, row: int, column: int, text: str, **look: Any) -> None:
        """As data, never as a formula."""
        self.rows.cells[row, column] = Written(self._style(row, column, **look), text or None)

    def _style(self, row: int, column: int, **look: Any) -> int:
        """The number of a cell's look, found by dressing one that stands on no sheet."""
        cell: Any = Cell(self.sheet, row=1, column=1)
        colour, size = look.get("colour", BLACK), look.get("size", SIZE)
        cell.font = Font(name=DEFAULT_FONT, size=size, bold=look.get("bold", False), color=colour)
        if look.get("fill"):
            cell.fill = PatternFill("solid", fgColor=HEADER_FILL)
        if row >= HEADER and look.get("edged", True):
            cell.border = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
            cell.alignment = Alignment(vertical="center", wrap_text=column in (ITEM, NOTE))
        if column in (APPROVED, BY, TO):
            cell.number_format = SIGNED if column == BY else WITH_CENTS
        return int(cell.style_id)

    def _set_up(self) -> None:
        for letter, width in WIDTHS.items():
            self.sheet.column_dimensions[letter].width = width
        self.sheet.sheet_view.showGridLines = False
        setup = self.sheet.page_setup
        setup.orientation, setup.paperSize = "landscape", self.sheet.PAPERSIZE_A4
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.sheet.print_area = f"A1:E{self._row}"
        self.sheet.print_title_rows = f"{HEADER}:{HEADER}"
        self.sheet.oddFooter.center.text = "&P / &N"
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _plain(amount: float) -> float:
    """Without what adding left behind the cents."""
    return float(f"{amount:.12g}")
