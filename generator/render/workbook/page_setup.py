"""Turns a written sheet into one that prints and protects well: A4 landscape, titles repeated, formulas locked."""

from __future__ import annotations

import math

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from generator.render.workbook.conformity import with_codes_escaped
from generator.render.workbook.layout import FIRST_DETAIL, LABEL, TOTAL
from generator.render.workbook.page import Page

# Characters of the default font across A4 landscape (where it is a wide one), points down it, and the smallest scale
# that is still easy to read.
CHARACTERS_ACROSS = 115.0
POINTS_DOWN = 470.0
SMALLEST_SCALE = 0.62
MARGIN = 0.4
# Excel takes 255 characters for header and footer together.
LONGEST_HEADER = 100


def set_up(page: Page, last_row: int, last_column: int, periods: int = 0) -> None:
    """Everything about paper and protection; the page is fitted already. A short sheet goes on one page."""
    sheet = page.sheet
    last_column = page.reach(last_column)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = _pages_across(page, last_column) if periods else 1
    sheet.page_setup.fitToHeight = int(page.height(last_row) * SMALLEST_SCALE <= POINTS_DOWN)
    sheet.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN
    margins.top = margins.bottom = 2 * MARGIN
    margins.header = margins.footer = MARGIN
    sheet.sheet_view.showGridLines = False
    _header_and_footer(page)
    _protect(page)


def fitting(page: Page, last_column: int) -> int:
    """The last column that fits one page across."""
    columns = range(last_column, TOTAL, -1)
    return next((column for column in columns if _pages_across(page, column) == 1), TOTAL)


def freeze(page: Page, row: int, periods: int = 0) -> None:
    """Keep the rows above `row` in sight and on every printed page, beside a time axis the first columns too."""
    column = FIRST_DETAIL if periods else LABEL + 1
    page.sheet.freeze_panes = f"{get_column_letter(column)}{row}"
    page.sheet.print_title_rows = f"1:{row - 1}"
    if periods and (page.sheet.page_setup.fitToWidth or 1) > 1:
        page.sheet.print_title_cols = f"{get_column_letter(LABEL)}:{get_column_letter(TOTAL)}"


def _pages_across(page: Page, last_column: int) -> int:
    """One, unless a long time axis would print too small to read."""
    repeated = page.width(TOTAL)
    room = CHARACTERS_ACROSS / SMALLEST_SCALE - repeated
    return max(1, math.ceil((page.width(last_column) - repeated) / room))


def _header_and_footer(page: Page) -> None:
    header = page.packet.proposal.proposal
    date = f" · {page.packet.date.isoformat()}"
    top, bottom = page.sheet.oddHeader, page.sheet.oddFooter
    assert top is not None
    assert bottom is not None
    top.left.text, top.right.text = _coded(header.title), _coded(page.title)
    bottom.left.text = _coded(header.version) + date
    bottom.right.text = page.word("page")


def _coded(text: str) -> str:
    """As a header holds it, short enough for one: an ampersand alone starts a code."""
    coded = _doubled(text)
    if _units(coded) <= LONGEST_HEADER:
        return coded
    while _units(coded) >= LONGEST_HEADER:
        text = text[:-1]
        coded = _doubled(text)
    return coded + "…"


def _doubled(text: str) -> str:
    return with_codes_escaped(text).replace("&", "&&")


def _units(text: str) -> int:
    """In the units that Excel counts: two for a character beyond the first 65,536."""
    return len(text.encode("utf-16-le")) // 2


def _protect(page: Page) -> None:
    """Without a password: it guards against slips, not against people. Widths may be changed."""
    protection = page.sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False
