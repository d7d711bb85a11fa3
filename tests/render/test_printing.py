"""What is printed can be read: no text below seven points, no page empty, no chart cut, tables whole."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any
from unittest.mock import Mock

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from generator.render.workbook.layout import AXIS_ROW, FIRST_DETAIL, TOTAL
from generator.render.workbook.page import Page
from generator.render.workbook.paging import PAGE_WIDTH, ends_across, pages_of
from generator.render.workbook.widths import LINE_HEIGHT, text_width
from tests.packets import written

# A4 landscape less margins: characters across, of a font that stands in for a missing one and of Calibri; points down.
OF_WIDE, OF_CALIBRI, DOWN = 123.0, 149.0, 480.0
ACROSS = 784.0
EMU = 12_700
LEGIBLE, CAPTION = 7.0, 12.0
# So many cells a page has at least besides those that it repeats, unless it shows a chart.
FEWEST = 3
TIMING = ("Timing", "起止时间")


@dataclass(frozen=True)
class Paper:
    """A sheet as it is printed. The numbers of its rows and columns count from 1, breaks stand behind them."""

    sheet: Any

    @property
    def area(self) -> tuple[int, int]:
        """The last row and column."""
        _, _, column, row = range_boundaries(self.sheet.print_area.rpartition("!")[2])
        return int(row or 0), int(column or 0)

    @property
    def fitted(self) -> bool:
        return bool(self.sheet.sheet_properties.pageSetUpPr.fitToPage)

    def width(self, first: int, last: int) -> float:
        """In characters."""
        known = self.sheet.column_dimensions
        letters = map(get_column_letter, range(first, last + 1))
        return sum(known[letter].width if letter in known else 8.43 for letter in letters)

    def height(self, first: int, last: int) -> float:
        """In points."""
        known = self.sheet.row_dimensions
        return sum(known[row].height or LINE_HEIGHT for row in range(first, last + 1))

    def columns(self) -> list[tuple[int, int]]:
        """The first and last column of each page, without those that it repeats."""
        ends = [0, *(item.id for item in self.sheet.col_breaks.brk), self.area[1]]
        return [(before + 1, end) for before, end in pairwise(ends)]

    def rows(self) -> list[tuple[int, int]]:
        ends = [0, *(item.id for item in self.sheet.row_breaks.brk), self.area[0]]
        return [(before + 1, end) for before, end in pairwise(ends)]

    def widest(self) -> float:
        """Of its pages, with the columns that they repeat."""
        repeated = self.width(1, TOTAL)
        return max(self.width(a, b) + (repeated if a > TOTAL else 0) for a, b in self.columns())

    def scale(self, characters: float) -> float:
        """characters: of the font across the paper."""
        return (
            min(1.0, characters / self.widest())
            if self.fitted
            else self.sheet.page_setup.scale / 100
        )

    def charts(self) -> list[tuple[range, range]]:
        """The rows and columns on which each stands, in Calibri, of which it covers most."""
        found = []
        for chart in self.sheet._charts:
            start, size = chart.anchor._from, chart.anchor.ext
            rows, columns = start.row + 1, start.col + 1
            while self.height(start.row + 1, rows) < size.height / EMU:
                rows += 1
            while self.width(start.col + 1, columns) * ACROSS / OF_CALIBRI < size.width / EMU:
                columns += 1
            found.append((range(start.row + 1, rows + 1), range(start.col + 1, columns + 1)))
        return found


@cache
def papers(name: str) -> list[Paper]:
    book = openpyxl.load_workbook(io.BytesIO(written(name).data))
    return [Paper(sheet) for sheet in book.worksheets]


def titles(paper: Paper) -> int:
    """The last row that every page repeats."""
    return int(paper.sheet.print_title_rows.rpartition("$")[2])


def test_a_single_detail_wider_than_the_paper_has_no_break() -> None:
    page = Mock(spec=Page, seams=[])
    page.width.side_effect = [0, 40, 50, 110, PAGE_WIDTH + 1].__getitem__
    assert ends_across(page, FIRST_DETAIL, ()) == ()


# One in each language.
def test_a_page_that_gives_rows_to_the_next_cuts_no_chart() -> None:
    """Two tables of 17 and 14 rows, 20 points each; a chart of 22 rows begins beside the first one."""
    page = Mock(starts=[6, 23], charts=[(6, 28)])
    page.heights, page.width = lambda last: last * [20.0], lambda _column: 110.0
    assert pages_of(page, (36, TOTAL), AXIS_ROW + 2, ()).rows == (29,)


@pytest.mark.parametrize("name", ["ollama-platform", "enterprise-h100"])
class TestPages:
    def test_no_text_is_below_seven_points(self, name: str) -> None:
        for paper in papers(name):
            row, column = paper.area
            cells = paper.sheet.iter_rows(max_row=row, max_col=column)
            sizes = {cell.font.sz for line in cells for cell in line if cell.value is not None}
            assert min(sizes) * paper.scale(OF_WIDE) >= LEGIBLE, paper.sheet.title

    def test_what_is_meant_for_a_page_fits_it(self, name: str) -> None:
        for paper in papers(name):
            repeated = paper.height(1, titles(paper))
            scale = paper.scale(OF_CALIBRI)
            assert paper.widest() * paper.scale(OF_WIDE) <= OF_WIDE + 1e-9
            for first, last in paper.rows() if not paper.sheet.page_setup.fitToHeight else ():
                more = repeated if first > 1 else 0
                assert (paper.height(first, last) + more) * scale <= DOWN, (
                    paper.sheet.title,
                    first,
                )

    def test_no_page_is_nearly_empty(self, name: str) -> None:
        for paper in papers(name):
            pages = list(product(paper.rows(), paper.columns()))
            # A short sheet has one page whatever it holds.
            for (top, bottom), (left, right) in pages if len(pages) > 1 else ():
                own = paper.sheet.iter_rows(max(top, titles(paper) + 1), bottom, left, right)
                cells = sum(cell.value is not None for line in own for cell in line)
                drawn = any(
                    top <= rows[0] <= bottom and left <= columns[0] <= right
                    for rows, columns in paper.charts()
                )
                assert drawn or cells >= FEWEST, (paper.sheet.title, top, left)

    def test_no_chart_is_cut(self, name: str) -> None:
        for paper in papers(name):
            for rows, columns in paper.charts():
                assert any(a <= rows[0] and rows[-1] <= b for a, b in paper.rows()), (
                    paper.sheet.title
                )
                assert any(a <= columns[0] and columns[-1] <= b for a, b in paper.columns())

    def test_no_line_of_text_is_cut_at_the_edge_of_a_page(self, name: str) -> None:
        for paper in papers(name):
            folded = {area.min_row for area in paper.sheet.merged_cells.ranges}
            on_first = paper.width(1, paper.columns()[0][1])
            for (cell,) in paper.sheet.iter_rows(max_row=paper.area[0], max_col=1):
                if (
                    cell.data_type == "s"
                    and cell.row not in folded
                    and not cell.alignment.wrap_text
                ):
                    wide = text_width(cell.value) * cell.font.sz / 10
                    assert wide <= on_first, (paper.sheet.title, cell.value)

    def test_months_break_by_year(self, name: str) -> None:
        found = 0
        for paper in papers(name):
            axis = [cell for cell in paper.sheet[AXIS_ROW] if cell.column >= FIRST_DETAIL]
            months = sum(cell.data_type == "f" for cell in axis)
            ends = {last for _, last in paper.columns()}
            if written(name).expected.get((paper.sheet.title, axis[0].coordinate)) != 0:
                continue
            found += 1
            # Month 0 stands in front of the first.
            assert {FIRST_DETAIL + month for month in range(12, months, 12)} <= ends
        # The cumulative cost and the cash flow; the timing where something does not run all the time.
        has_timing = any(paper.sheet.title in TIMING for paper in papers(name))
        assert found == 2 + has_timing

    def test_no_heading_ends_a_page_and_no_total_starts_one(self, name: str) -> None:
        for paper in papers(name):
            for first, _ in paper.rows()[1:]:
                above = [paper.sheet.cell(row, 1) for row in range(first - 4, first)]
                if paper.sheet.cell(first, 1).font.sz == CAPTION or above[-1].value is None:
                    continue
                assert all(cell.font.sz != CAPTION for cell in above), (paper.sheet.title, first)
                total = paper.sheet.cell(first, TOTAL)
                assert not (total.font.b and total.data_type == "f"), (paper.sheet.title, first)
