"""Turns rows of the sheets into charts that a spreadsheet draws from the cells: cost by year, cumulative cash."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter

from generator.render.workbook.layout import (
    AXIS_ROW,
    FIRST_DETAIL,
    LABEL,
    TOP_ROW,
    Block,
    SheetPlan,
)
from generator.render.workbook.page import Page

COLOURS = ("1F4E79", "E08E2B")
GRID = "D9DEE5"
WIDTH, HEIGHT = 15.0, 8.5
# Rows and columns of default size that a chart covers: 0.53 cm and 1.7 cm.
ROWS_HIGH, COLUMNS_WIDE = 17, 8
MONTHS_BETWEEN_LABELS = 6
YEARS_AT_MOST = 10
# The library's own types say less than it does.
Chart = Any


def add_chart(page: Page, plan: SheetPlan) -> tuple[int, int]:
    """Draw the sheet's chart beside its blocks, or under months; returns the last row and column then taken."""
    bottom, right = plan.blocks[-1].bottom, plan.last_column
    blocks = {block.schedule.key: block for block in plan.blocks}
    if "tco" in blocks:
        chart: Chart = _cost_by_year(page, plan, blocks["tco"])
    elif "cash_flow" in blocks:
        chart = _cumulative_cash(page, plan, blocks["cash_flow"])
    else:
        return bottom, right
    chart.width, chart.height = WIDTH, HEIGHT
    if len(plan.periods) <= YEARS_AT_MOST:
        page.sheet.add_chart(chart, f"{get_column_letter(right + 2)}{TOP_ROW}")
        return max(bottom, TOP_ROW + ROWS_HIGH), right + 2 + COLUMNS_WIDE
    # Not in the first columns: every printed page repeats them.
    page.sheet.add_chart(chart, f"{get_column_letter(FIRST_DETAIL)}{bottom + 2}")
    return bottom + 2 + ROWS_HIGH, right


def _cost_by_year(page: Page, plan: SheetPlan, block: Block) -> Chart:
    chart: Chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 80
    for colour, key in zip(COLOURS, ("capex", "opex"), strict=True):
        series = _series(page, plan, block, key)
        series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    _finish(chart, page, plan, "cost_by_year", page.word("year_axis"))
    return chart


def _cumulative_cash(page: Page, plan: SheetPlan, block: Block) -> Chart:
    chart: Chart = LineChart()
    for colour, key in zip(COLOURS, ("cumulative", "cumulative_present_value"), strict=True):
        series = _series(page, plan, block, key)
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 28_000
        series.marker.symbol, series.smooth = "none", False
        chart.series.append(series)
    _finish(chart, page, plan, "cumulative_cash", page.packet.words.word("charts", "months"))
    chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = MONTHS_BETWEEN_LABELS
    chart.x_axis.tickLblPos = "low"
    return chart


def _series(page: Page, plan: SheetPlan, block: Block, key: str) -> Any:
    """A row of the block, named by its label."""
    row = next(number for number, row in block.rows() if row.key == key)
    last = FIRST_DETAIL + len(plan.periods) - 1
    series: Any = Series(Reference(page.sheet, FIRST_DETAIL, row, last, row))
    label = f"'{plan.title}'!${get_column_letter(LABEL)}${row}"
    series.tx = SeriesLabel(strRef=StrRef(f=label))
    return series


def _finish(chart: Chart, page: Page, plan: SheetPlan, title: str, x_title: str) -> None:
    words = page.packet.words
    last = FIRST_DETAIL + len(plan.periods) - 1
    chart.set_categories(Reference(page.sheet, FIRST_DETAIL, AXIS_ROW, last, AXIS_ROW))
    chart.title = words.word("charts", title)
    chart.x_axis.title, chart.y_axis.title = x_title, words.unit("money")
    # openpyxl leaves an axis out unless told not to delete it.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format, chart.y_axis.number_format = "0", "#,##0"
    grid = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    chart.y_axis.majorGridlines = ChartLines(spPr=grid)
    chart.legend.position = "b"
