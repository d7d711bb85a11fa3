"""Turns a packet into the bytes of tco.xlsx: every number a live formula, every formula with its value beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import absolute_coordinate
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName

from generator.figures.figure import Figure
from generator.figures.precision import uncertainties
from generator.packet.packet import Packet
from generator.render.workbook.arranging import arrange
from generator.render.workbook.cases_sheet import draw_cases
from generator.render.workbook.cover import LAST_COLUMN, draw_cover, headlines
from generator.render.workbook.finish import finish
from generator.render.workbook.inputs_sheet import draw_inputs, last_column
from generator.render.workbook.layout import (
    AXIS_ROW,
    TOP_ROW,
    TOTAL,
    CasesPlan,
    Layout,
    Place,
    SheetPlan,
)
from generator.render.workbook.native_charts import add_charts
from generator.render.workbook.page import Page, Style
from generator.render.workbook.page_setup import freeze, set_up
from generator.render.workbook.paging import fit, fits_across
from generator.render.workbook.rows import Value, coordinate
from generator.render.workbook.saving import saved
from generator.render.workbook.sheets import draw, leave_room
from generator.render.workbook.styles import (
    DEFAULT_FONT,
    INPUT_TAB,
    RESULT_TAB,
    SIZE,
    WORKINGS_TAB,
)

# Inputs of these sections have names of their own, besides the headline results.
NAMED_SECTIONS = ("money", "horizon")
# The family of the default font, as the format numbers it.
SANS_SERIF = 2


@dataclass(frozen=True)
class FinishedWorkbook:
    """The workbook's bytes, and where things stand in it.

    cells: where each figure is at home (`假设!C5`, by key). typed: where each input is typed. expected: what each
    formula cell shows. figures: the figure that it shows.
    """

    data: bytes
    cells: Mapping[str, str]
    typed: Mapping[str, str]
    expected: Mapping[tuple[str, str], Value]
    figures: Mapping[tuple[str, str], Figure]

    def rest_at(self, cell: tuple[str, str]) -> float:
        """What two honest computations of the figure in a cell may leave between them."""
        figure = self.figures.get(cell)
        return 0.0 if figure is None else self._rests[figure.key]

    @cached_property
    def _rests(self) -> Mapping[str, float]:
        return uncertainties(self.figures.values())


def write_workbook(packet: Packet, fingerprint: str = "") -> FinishedWorkbook:
    """Draw all sheets. `fingerprint` identifies the input file on the cover. Raises LayoutError."""
    layout = arrange(packet)
    book = Workbook()
    book.remove(book.worksheets[0])
    # Columns are measured in digits of the first font; the library's types know nothing of it.
    plain: Any = book
    plain._fonts = IndexedList([Font(name=DEFAULT_FONT, size=SIZE, family=SANS_SERIF)])
    book.properties.title = packet.proposal.proposal.title
    book.properties.creator = packet.proposal.proposal.owner.name or ""
    book.properties.language = packet.proposal.proposal.language
    styles: dict[Style, int] = {}

    def page(title: str) -> Page:
        return Page(book.create_sheet(title), packet, layout, styles)

    pages = [_cover(page(layout.cover), fingerprint), _inputs(page(layout.inputs.title))]
    for plan in layout.in_order():
        new = page(plan.title)
        pages.append(_cases(new, plan) if isinstance(plan, CasesPlan) else _sheet(new, plan))
    _colour_tabs(pages, layout)
    _define_names(book, packet, layout)
    sheets = {page.title: page.rows for page in pages}
    data = finish(saved(book, sheets), sheets, packet.date)
    expected = {(title, at): value for title, rows in sheets.items() for at, value in rows.values()}
    cells = {key: _address(home) for key, home in layout.homes.items()}
    typed: dict[str, str] = {
        figure.key: _address(layout.inputs.stated_place(figure.key, row))
        for row, figure in layout.inputs.rows.items()
    }
    figures = {(page.title, at): figure for page in pages for at, figure in page.figures.items()}
    return FinishedWorkbook(data, cells, typed, expected, figures)


def _colour_tabs(pages: Sequence[Page], layout: Layout) -> None:
    """Where to type, where to read and where it is worked out; the first sheet is the one that opens."""
    workings = {plan.title for plan in layout.in_order() if isinstance(plan, CasesPlan)}
    for page in pages:
        typed = page.title == layout.inputs.title
        colour = INPUT_TAB if typed else WORKINGS_TAB if page.title in workings else RESULT_TAB
        page.sheet.sheet_properties.tabColor = colour
        page.sheet.sheet_view.tabSelected = page is pages[0]


def _cover(page: Page, fingerprint: str) -> Page:
    draw_cover(page, fingerprint)
    page.columns.fit()
    page.fit_rows()
    set_up(page, (page.rows.last_row, LAST_COLUMN), body=2)
    page.sheet.print_title_rows = "1:1"
    return page


def _inputs(page: Page) -> Page:
    draw_inputs(page)
    fit(page, last_column(page.layout.inputs))
    set_up(page, (page.rows.last_row, last_column(page.layout.inputs)), TOP_ROW + 1)
    freeze(page, TOP_ROW + 1)
    return page


def _cases(page: Page, plan: CasesPlan) -> Page:
    draw_cases(page, plan)
    page.columns.fit()
    page.fit_rows()
    # Nobody reads dozens of pages of workings on paper: one shows how they go.
    columns = range(plan.last_column, TOTAL, -1)
    last_column = next((column for column in columns if fits_across(page, column)), TOTAL)
    set_up(page, (plan.groups[0].last_input, last_column), AXIS_ROW + 1)
    freeze(page, AXIS_ROW + 1, plan.last_column - TOTAL)
    return page


def _sheet(page: Page, plan: SheetPlan) -> Page:
    draw(page, plan)
    fit(page, plan.last_column, plan.periods)
    if plan.key == "history":
        leave_room(page, plan)
    last_row, last_column = add_charts(page, plan)
    last_row, printed = max(last_row, page.rows.last_row), plan.on_paper
    if printed is not plan:
        last_row, last_column = printed.blocks[-1].bottom, printed.last_column
    set_up(page, (last_row, last_column), TOP_ROW, printed.periods)
    freeze(page, TOP_ROW, len(plan.periods))
    return page


def _define_names(book: Workbook, packet: Packet, layout: Layout) -> None:
    inputs = [
        figure for group in packet.inputs if group.key in NAMED_SECTIONS for figure in group.figures
    ]
    for figure in (*inputs, *(figure for _, figure in headlines(packet))):
        home = layout.homes[figure.key]
        name = figure.key.replace(".", "_").lower()
        at = absolute_coordinate(coordinate(home.row, home.column))
        book.defined_names[name] = DefinedName(name, attr_text=f"'{home.sheet}'!{at}")


def _address(place: Place) -> str:
    return f"{place.sheet}!{coordinate(place.row, place.column)}"
