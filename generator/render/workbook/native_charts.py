"""Turns the packet's charts into ones that a spreadsheet draws from the cells, so that they follow every change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, cycle
from typing import Any

from openpyxl.chart import BarChart, Reference, ScatterChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter

from generator.packet.charts import OUTLINED, WATERFALL, Chart, ChartKind, Mark
from generator.render.workbook.chart_cells import Cells, cell_of, cells_of
from generator.render.workbook.layout import FIRST_DETAIL, TOP_ROW, UNIT, Block, SheetPlan
from generator.render.workbook.page import Page
from generator.render.workbook.paging import (
    NARROW_FONT,
    POINTS_DOWN,
    ends_across,
    fits_across,
    scale_of,
)

COLOURS = ("1F4E79", "E08E2B", "2E7D5B", "8C4A87", "6B7280", "B03A2E")
MARK = "B00020"
GRID = "D9DEE5"
# Of a waterfall: a whole column, what lifts the others and is not seen, a fall, a rise.
FLOATING = dict(zip(WATERFALL, (COLOURS[0], None, COLOURS[2], MARK), strict=True))
WIDTH, WIDE, HEIGHT, TALL = 15.0, 20.0, 8.5, 11.5
# By how much a chart of lines gives way where that saves a page.
TALLER = TALL - HEIGHT
# A chart gives way so far where it would have a page of its own.
SMALLEST_PART = 0.6
# In cm.
POINT = 2.54 / 72
# A character's width in cm: A4 landscape is 27.6 between its margins.
CHARACTER = 27.6 / NARROW_FONT
# What a label of a horizontal bar needs, and a line of the legend beyond the third, in cm.
BAR_HEIGHT, LEGEND_LINE = 0.9, 0.6
# In units of which a point has 12,700.
OUTLINE = 25_400
# Hundredths of a point.
SMALL_TYPE = 800
MONTHS_BETWEEN_LABELS, MOST_YEARS = 6, 12
# The library's own types say less than it does.
Native = Any


def add_charts(page: Page, plan: SheetPlan) -> tuple[int, int]:
    """Draw the charts of the sheet's tables; returns the last row and column then taken."""
    blocks = {block.schedule.key: block for block in plan.blocks}
    bottom, right = plan.blocks[-1].bottom, plan.last_column
    for chart in page.packet.charts:
        if chart.table in blocks:
            drawn = _drawn(page, plan, blocks[chart.table], chart)
            bottom, right = _place(page, drawn, chart, plan, blocks[chart.table], (bottom, right))
    return bottom, right


def _drawn(page: Page, plan: SheetPlan, block: Block, chart: Chart) -> Native:
    native = KINDS[chart.kind](page, chart, cells_of(chart, plan, block))
    native.height = max(HEIGHT, native.height)
    if chart.kind != "lines" and not _goes_below_zero(chart):
        # Bars are compared by their length.
        native.y_axis.scaling.min = 0
    native.title, native.x_axis.title = chart.title, chart.along
    native.y_axis.title = page.packet.words.unit(chart.unit)
    # openpyxl leaves an axis out unless told not to delete it.
    native.x_axis.delete = native.y_axis.delete = False
    native.x_axis.number_format, native.y_axis.number_format = (
        "0",
        "0%" if chart.unit == "ratio" else "#,##0",
    )
    # Labels beside an axis in the middle of the plot would lie on what is drawn.
    native.x_axis.tickLblPos = "low"
    grid = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    native.y_axis.majorGridlines = ChartLines(spPr=grid)
    if len(native.series) > 1:
        native.legend.position = "b"
        native.legend.overlay = False
    else:
        native.legend = None
    # Where nothing is said of these, Excel lays titles over the plot and rounds the corners.
    native.roundedCorners = False
    for part in (native.title, native.x_axis.title, native.y_axis.title):
        part.overlay = False
    return native


def _goes_below_zero(chart: Chart) -> bool:
    figures = chain.from_iterable(series.figures for series in chart.series)
    return any(figure.value < 0 for figure in figures if figure is not None)


def _place(
    page: Page, drawn: Native, chart: Chart, plan: SheetPlan, block: Block, taken: tuple[int, int]
) -> tuple[int, int]:
    """Beside a list or beside all along time, where the paper is wide enough; else under all.

    Months take several pages; where none has room below them, it has one of its own behind. A list of several pages
    may leave room on the last, beside the shorter lists below it.
    """
    bottom, right = taken
    column, top = (right, TOP_ROW) if chart.periods else (max(block.columns), block.top)
    column += 2
    ends = ends_across(page, right, plan.periods)
    by_month = bool(ends and plan.periods)
    is_behind = not by_month and _is_free(page, plan, block, (ends, right), drawn)
    is_beside = fits_across(page, max(right, _reach(page, column, drawn)))
    is_below = not (is_beside or is_behind) and (
        not by_month or _has_room(page, plan, taken, drawn)
    )
    if is_behind:
        column = ends[-1] + 1
        drawn.width = min(drawn.width, (page.width(right) - page.width(ends[-1])) * CHARACTER)
    if is_below:
        drawn.height -= TALLER if by_month else 0
        column, top = (FIRST_DETAIL + 1 if ends else UNIT), bottom + 3
        # Each page repeats the first columns, and what stands on their edge.
        on_first = page.width(ends[0] if ends else right) - page.width(column - 1)
        drawn.width = min(drawn.width, on_first * CHARACTER) if ends else drawn.width
    page.sheet.add_chart(drawn, f"{get_column_letter(column)}{top}")
    last = top
    while sum(page.heights(last)[top - 1 :]) * POINT < drawn.height:
        last += 1
    page.hold(range(top, last + 1))
    # A page that ended right above it would still show the edge of its frame.
    page.charts.append((top - 1, last))
    reach = right if ends and (is_below or is_behind) else _reach(page, column, drawn)
    return max(bottom, last), max(right, reach)


def _is_free(
    page: Page, plan: SheetPlan, block: Block, pages: tuple[Sequence[int], int], drawn: Native
) -> bool:
    """Whether the last page across has room for a chart from a block on down."""
    ends, right = pages
    below = [each for each in plan.blocks if each.bottom >= block.top]
    if not ends or any(max(each.columns) > ends[-1] for each in below):
        return False
    room = page.width(right) - page.width(ends[-1])
    return room * CHARACTER >= float(drawn.width) * SMALLEST_PART


def _has_room(page: Page, plan: SheetPlan, taken: tuple[int, int], drawn: Native) -> bool:
    """Whether the first page has room for a chart below all that stands there."""
    bottom, right = taken
    scale = scale_of(page, [*ends_across(page, right, plan.periods), right])
    height = float(drawn.height) - TALLER
    return sum(page.heights(bottom + 3)) + height / POINT <= POINTS_DOWN / scale


def _reach(page: Page, column: int, drawn: Native) -> int:
    """The last column over which a chart stands that begins in a column."""
    last = column
    while (page.width(last) - page.width(column - 1)) * CHARACTER < drawn.width:
        last += 1
    return last


def _stacked(_page: Page, _chart: Chart, cells: Sequence[Cells | None]) -> Native:
    return _bars("col", "stacked", 80, zip(cells, cycle(COLOURS), strict=False))


def _level(_page: Page, chart: Chart, cells: Sequence[Cells | None]) -> Native:
    """The first on top: a bar chart counts from below, so its axis is turned round."""
    native = _bars("bar", "clustered", 40, zip(cells, cycle(COLOURS), strict=False))
    for series in native.series[OUTLINED : OUTLINED + 1]:
        look = series.graphicalProperties
        look.line = LineProperties(solidFill=look.solidFill, w=OUTLINE)
        look.solidFill = "FFFFFF"
    native.x_axis.scaling.orientation = "maxMin"
    # The names of what is compared are long.
    native.width, native.x_axis.txPr = WIDE, _small()
    native.y_axis.crosses = "max"
    native.height = len(chart.categories) * BAR_HEIGHT + 3.0
    return native


def _parts(page: Page, chart: Chart, cells: Sequence[Cells | None]) -> Native:
    """A bar for each category, in pieces."""
    native = _level(page, chart, cells)
    native.grouping = "stacked"
    for series, colour in zip(native.series, cycle(COLOURS), strict=False):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    return native


def _waterfall(_page: Page, _chart: Chart, cells: Sequence[Cells | None]) -> Native:
    """Stacked columns on an invisible one that lifts them."""
    return _bars("col", "stacked", 40, zip(cells, FLOATING.values(), strict=True))


def _bars(
    direction: str, grouping: str, gap: int, parts: Iterator[tuple[Cells | None, str | None]]
) -> Native:
    native: Native = BarChart()
    native.width = WIDTH
    native.type, native.grouping, native.overlap, native.gapWidth = direction, grouping, 100, gap
    native.x_axis.tickLblSkip = 1
    for cells, colour in parts:
        if cells is None:
            continue
        series = _named(SeriesFactory(Reference(range_string=cells.values)), cells.name)
        # The same colour below zero.
        series.invertIfNegative = False
        if colour is None:
            series.graphicalProperties.noFill = True
            series.graphicalProperties.line.noFill = True
        else:
            series.graphicalProperties.solidFill = colour
        native.series.append(series)
        native.set_categories(Reference(range_string=cells.along))
    return native


def _lines(page: Page, chart: Chart, cells: Sequence[Cells | None]) -> Native:
    """A line for each series, and a point for each mark."""
    native: Native = ScatterChart()
    native.style, native.scatterStyle = 13, "lineMarker"
    lines = [line for line in cells if line is not None]
    native.series = [
        *(_line(line, colour) for line, colour in zip(lines, cycle(COLOURS), strict=False)),
        *(_mark(page, mark, lines[0]) for mark in chart.marks),
    ]
    native.x_axis.majorGridlines = None
    numbers = chart.periods or chart.levels
    first, last = numbers[0], numbers[-1]
    by_month = first.unit == "month"
    native.x_axis.majorUnit = (
        MONTHS_BETWEEN_LABELS if by_month else math.ceil(last.value / MOST_YEARS)
    )
    # Of a single year there is no way from the first to the last.
    native.x_axis.scaling.min = first.value if last.value > first.value else 0
    native.x_axis.scaling.max = last.value
    native.width = WIDTH
    native.height = TALL + LEGEND_LINE * max(len(native.series) - 3, 0)
    return native


def _line(cells: Cells, colour: str) -> Native:
    values, along = Reference(range_string=cells.values), Reference(range_string=cells.along)
    series = _named(SeriesFactory(values, along), cells.name)
    series.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.width = 28_000
    series.marker.symbol, series.smooth = "none", False
    return series


def _mark(page: Page, mark: Mark, months: Cells) -> Native:
    """A point, named as its row is."""
    across, name = cell_of(mark.position, page.layout)
    # What stands on the axis has no height of its own; the number of the first month is 0, too.
    height = months.along.partition(":")[0]
    if mark.height is not None:
        height, _ = cell_of(mark.height, page.layout)
    series = _named(SeriesFactory(height, across), name)
    series.marker = Marker(symbol="diamond", size=9)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=MARK)
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    return series


def _small() -> RichText:
    properties = ParagraphProperties(defRPr=CharacterProperties(sz=SMALL_TYPE))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _named(series: Native, cell: str) -> Native:
    """The name of a series is what a cell says, so that it follows every change."""
    series.tx = SeriesLabel(strRef=StrRef(f=cell))
    return series


KINDS: dict[ChartKind, Callable[[Page, Chart, Sequence[Cells | None]], Native]] = {
    "lines": _lines,
    "stacked_bars": _stacked,
    "bars": _level,
    "parts": _parts,
    "waterfall": _waterfall,
}
