"""Turns rows of the sheets into charts that a spreadsheet draws from the cells, so that they follow every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter

from generator.figures.figure import Figure
from generator.render.workbook.layout import (
    AXIS_ROW,
    FIRST_DETAIL,
    LABEL,
    TOP_ROW,
    UNIT,
    Block,
    SheetPlan,
)
from generator.render.workbook.page import Page
from generator.render.workbook.page_setup import fitting

COLOURS = ("1F4E79", "E08E2B", "2E7D5B", "8C4A87", "6B7280", "B03A2E")
MARK = "B00020"
GRID = "D9DEE5"
WIDTH, HEIGHT, TALL = 15.0, 8.5, 11.5
# Rows and columns of default size that a chart covers: 0.53 cm and 1.7 cm.
ROWS_HIGH, COLUMNS_WIDE = 17, 8
ROW_HEIGHT = 0.53
# What a label of a horizontal bar needs, in cm.
BAR_HEIGHT = 0.75
MONTHS_BETWEEN_LABELS = 6
# The library's own types say less than it does.
Chart = Any


def add_chart(page: Page, plan: SheetPlan) -> tuple[int, int]:
    """Draw the sheet's chart beside its blocks, or under months; returns the last row and column then taken."""
    bottom, right = plan.blocks[-1].bottom, plan.last_column
    drawn = [block for block in plan.blocks if block.schedule.key in BUILDERS]
    if not drawn:
        return bottom, right
    block = drawn[0]
    chart = BUILDERS[block.schedule.key](page, plan, block)
    chart.width, chart.height = WIDTH, max(HEIGHT, chart.height)
    _name(chart, page, block.schedule.key)
    rows_high = round(chart.height / ROW_HEIGHT) + 1
    if block.schedule.key in BESIDE_ITS_BLOCK:
        column = max(block.columns) + 2
        page.sheet.add_chart(chart, f"{get_column_letter(column)}{block.top}")
        return max(bottom, block.top + rows_high), max(right, column + COLUMNS_WIDE)
    beside = right + 2 + COLUMNS_WIDE
    if fitting(page, beside) == beside:
        page.sheet.add_chart(chart, f"{get_column_letter(right + 2)}{TOP_ROW}")
        return max(bottom, TOP_ROW + rows_high), beside
    # Where a sheet takes several pages, each repeats the first columns, and what stands on their edge.
    column = UNIT if fitting(page, right) == right else FIRST_DETAIL + 1
    page.sheet.add_chart(chart, f"{get_column_letter(column)}{bottom + 2}")
    return bottom + 2 + rows_high, right


def _cost_by_year(page: Page, plan: SheetPlan, block: Block) -> Chart:
    return _stacked_by_year(page, plan, block, ("capex", "opex"))


def _flow_by_year(page: Page, plan: SheetPlan, block: Block) -> Chart:
    return _stacked_by_year(page, plan, block, ("investment", "benefits", "opex"))


def _stacked_by_year(page: Page, plan: SheetPlan, block: Block, keys: Iterable[str]) -> Chart:
    chart: Chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 80
    for colour, key in zip(COLOURS, keys, strict=False):
        series = _series(page, plan, block, key)
        series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    chart.set_categories(_axis(page, plan))
    chart.x_axis.title = page.word("year_axis")
    chart.x_axis.tickLblPos = "low"
    return chart


def _cumulative_cash(page: Page, plan: SheetPlan, block: Block) -> Chart:
    chart: Chart = LineChart()
    for colour, key in zip(COLOURS, ("cumulative", "cumulative_present_value"), strict=False):
        chart.series.append(_lined(_series(page, plan, block, key), colour))
    chart.set_categories(_axis(page, plan))
    chart.x_axis.title = page.packet.words.word("charts", "months")
    chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = MONTHS_BETWEEN_LABELS
    chart.x_axis.tickLblPos = "low"
    return chart


def _cumulative_cost(page: Page, plan: SheetPlan, block: Block) -> Chart:
    """A line for each option, and a mark where the chosen one has caught up with another."""
    chart: Chart = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    months = _axis(page, plan)
    for colour, option in zip(COLOURS, page.packet.model.options.values(), strict=False):
        line = _series(page, plan, block, f"{option.id}.cumulative", months)
        chart.series.append(_lined(line, colour))
    for other in page.packet.model.break_evens.alternatives:
        if other.month.reason is None:
            chart.series.append(_mark(page, other.month, other.cost))
    chart.x_axis.title = page.packet.words.word("charts", "months")
    chart.x_axis.majorUnit = MONTHS_BETWEEN_LABELS
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, len(plan.periods) - 1
    chart.height = TALL
    return chart


def _mark(page: Page, across: Figure, up: Figure) -> Chart:
    """A point, named as its row is."""
    series: Chart = Series(_cell(page, up), _cell(page, across))
    home = page.layout.homes[across.key]
    series.tx = _named_by(home.sheet, LABEL, home.row)
    series.marker = Marker(symbol="diamond", size=9)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=MARK)
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    return series


def _tornado(page: Page, _plan: SheetPlan, block: Block) -> Chart:
    """The widest range on top: a bar chart counts from below, so its axis is turned round."""
    chart: Chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "clustered", 100, 40
    first, last = block.header + 1, block.bottom
    for colour, column in zip(COLOURS, block.columns[2:4], strict=False):
        series: Chart = Series(Reference(page.sheet, column, first, column, last))
        series.tx = _named_by(page.title, column, block.header)
        series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    chart.set_categories(Reference(page.sheet, LABEL, first, LABEL, last))
    chart.x_axis.title = page.packet.words.word("columns", "driver")
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.title = page.layout.inputs.title
    chart.x_axis.tickLblPos, chart.x_axis.tickLblSkip = "low", 1
    chart.height = (last - first + 1) * BAR_HEIGHT + 3.0
    return chart


def _waterfall(page: Page, _plan: SheetPlan, block: Block) -> Chart:
    """Stacked columns on an invisible one that lifts them."""
    chart: Chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 40
    first, last = block.header + 1, block.bottom
    fills = {"bar_from": None, "bar_whole": COLOURS[0], "bar_falls": COLOURS[2], "bar_rises": MARK}
    columns = {column.key: place for place, column in block.shown_columns()}
    for key, colour in fills.items():
        column = columns[key]
        series: Chart = Series(Reference(page.sheet, column, first, column, last))
        series.tx = _named_by(page.title, column, block.header)
        if colour is None:
            series.graphicalProperties.noFill = True
            series.graphicalProperties.line.noFill = True
        else:
            series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    chart.set_categories(Reference(page.sheet, LABEL, first, LABEL, last))
    chart.x_axis.title = page.packet.words.word("columns", "measure_taken")
    chart.x_axis.tickLblPos, chart.x_axis.tickLblSkip = "low", 1
    return chart


def _lined(series: Chart, colour: str) -> Chart:
    series.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.width = 28_000
    series.marker.symbol, series.smooth = "none", False
    return series


def _axis(page: Page, plan: SheetPlan) -> Reference:
    last = FIRST_DETAIL + len(plan.periods) - 1
    return Reference(page.sheet, FIRST_DETAIL, AXIS_ROW, last, AXIS_ROW)


def _cell(page: Page, figure: Figure) -> str:
    """Where a figure is at home; that sheet may not be drawn yet."""
    home = page.layout.homes[figure.key]
    return f"'{home.sheet}'!${get_column_letter(home.column)}${home.row}"


def _series(
    page: Page, plan: SheetPlan, block: Block, key: str, across: Reference | None = None
) -> Chart:
    """A row of the block, named by its label. across: what stands along the other axis of a scatter chart."""
    row = next(number for number, row in block.rows() if row.key == key)
    last = FIRST_DETAIL + len(plan.periods) - 1
    series: Chart = Series(Reference(page.sheet, FIRST_DETAIL, row, last, row), across)
    series.tx = _named_by(plan.title, LABEL, row)
    return series


def _named_by(title: str, column: int, row: int) -> SeriesLabel:
    """The name of a series is what a cell says, so that it follows every change."""
    return SeriesLabel(strRef=StrRef(f=f"'{title}'!${get_column_letter(column)}${row}"))


def _name(chart: Chart, page: Page, title: str) -> None:
    words = page.packet.words
    chart.title = words.word("charts", TITLES.get(title, title))
    chart.y_axis.title = words.unit("money")
    # openpyxl leaves an axis out unless told not to delete it.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format, chart.y_axis.number_format = "0", "#,##0"
    grid = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    chart.y_axis.majorGridlines = ChartLines(spPr=grid)
    chart.legend.position = "b"
    # Where nothing is said of these, Excel lays titles over the plot and rounds the corners.
    chart.roundedCorners = False
    for part in (chart.title, chart.x_axis.title, chart.y_axis.title, chart.legend):
        part.overlay = False


# Which schedules have a chart on their sheet, at most one each.
BUILDERS: dict[str, Callable[[Page, SheetPlan, Block], Chart]] = {
    "tco": _cost_by_year,
    "cash_flow": _cumulative_cash,
    "cash_flow_by_year": _flow_by_year,
    "cumulative_cost": _cumulative_cost,
    "optimisation.bars": _waterfall,
    "tornado": _tornado,
}
TITLES = {
    "tco": "cost_by_year",
    "cash_flow": "cumulative_cash",
    "optimisation.bars": "optimisation",
}
# Their sheet is wide above them, and empty beside them.
BESIDE_ITS_BLOCK = ("tornado", "optimisation.bars")
