"""Turns a written sheet into one that prints and protects well: A4 landscape, titles repeated, formulas locked."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from generator.figures.figure import Figure
from generator.render.workbook.conformity import with_codes_escaped
from generator.render.workbook.layout import FIRST_DETAIL, LABEL, TOTAL
from generator.render.workbook.page import Page
from generator.render.workbook.paging import PAGE_WIDTH, ends_across, pages_of

MARGIN = 0.4
# Excel takes 255 characters for header and footer together.
LONGEST_HEADER = 100


def set_up(page: Page, corner: tuple[int, int], body: int, periods: Sequence[Figure] = ()) -> None:
    """Everything about paper and protection; the page is fitted already.

    corner: the last row and column. body: the first row below those that each page repeats.
    """
    sheet = page.sheet
    for column, width in page.columns.fitted().items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    last_row, last_column = corner
    ends = ends_across(page, last_column, periods)
    page.fold(page.width(TOTAL) if ends else max(PAGE_WIDTH, page.width(last_column)))
    if not ends:
        last_column = page.reach(last_column)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    _break(page, (last_row, last_column), body, periods)
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN
    margins.top = margins.bottom = 2 * MARGIN
    margins.header = margins.footer = MARGIN
    sheet.sheet_view.showGridLines = False
    _header_and_footer(page)
    _protect(page)


def _break(page: Page, corner: tuple[int, int], body: int, periods: Sequence[Figure]) -> None:
    """A scale of its own where it needs several pages: programs that fit to pages pass over breaks between them."""
    sheet, pages = page.sheet, pages_of(page, corner, body, periods)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=pages.scale is None)
    if pages.scale is None:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(not pages.rows)
    else:
        sheet.page_setup.scale = round(100 * pages.scale)
    if pages.columns:
        sheet.print_title_cols = f"{get_column_letter(LABEL)}:{get_column_letter(TOTAL)}"
    for column in pages.columns:
        sheet.col_breaks.append(Break(id=column))
    for row in pages.rows:
        sheet.row_breaks.append(Break(id=row))


def freeze(page: Page, row: int, periods: int = 0) -> None:
    """Keep the rows above `row` in sight and on every printed page, beside a time axis the first columns too."""
    column = FIRST_DETAIL if periods else LABEL + 1
    page.sheet.freeze_panes = f"{get_column_letter(column)}{row}"
    page.sheet.print_title_rows = f"1:{row - 1}"


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
