"""Turns a chart's statement into the cells of its sheet: of each series its numbers and name, and what is along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from generator.figures.figure import Figure
from generator.packet.charts import Chart, Series
from generator.render.workbook.layout import (
    AXIS_ROW,
    LABEL,
    Block,
    Layout,
    LayoutError,
    Place,
    SheetPlan,
)


@dataclass(frozen=True)
class Cells:
    """References as a chart has them. name: of the cell that says what the numbers are."""

    values: str
    along: str
    name: str


def cells_of(chart: Chart, plan: SheetPlan, block: Block) -> list[Cells | None]:
    """The cells of each series; None for one that no category has a part of.

    Numbers of periods lie along a row, under the periods' own; all others down a column, beside the labels or levels.
    """
    places: dict[str, Place] = {figure.key: place for place, figure in plan.shown(block)}
    return [_cells(chart, series, block, places) for series in chart.series]


def cell_of(figure: Figure, layout: Layout) -> tuple[str, str]:
    """Where a figure is at home, and the label there; that sheet may not be drawn yet."""
    home = layout.homes[figure.key]
    return _range(home, home), _cell(home.sheet, home.row, LABEL)


def _cells(chart: Chart, series: Series, block: Block, places: Mapping[str, Place]) -> Cells | None:
    stands = {
        at: places[figure.key] for at, figure in enumerate(series.figures) if figure is not None
    }
    if not stands:
        return None
    at, place = next(iter(stands.items()))
    down, right = (0, 1) if chart.periods else (1, 0)
    line = [
        Place(place.sheet, place.row + down * step, place.column + right * step)
        for step in range(-at, len(series.figures) - at)
    ]
    if any(line[at].cell != place.cell for at, place in stands.items()):
        raise LayoutError(f"chart {chart.key}: {series.name} does not stand in one line of cells")
    first, last = line[0], line[-1]
    if chart.periods:
        along = [Place(place.sheet, AXIS_ROW, end.column) for end in (first, last)]
        name = _cell(place.sheet, place.row, LABEL)
    else:
        column = places[chart.levels[0].key].column if chart.levels else LABEL
        along = [Place(place.sheet, end.row, column) for end in (first, last)]
        name = _cell(place.sheet, block.header, place.column)
    return Cells(_range(first, last), _range(*along), name)


def _range(first: Place, last: Place) -> str:
    start, end = (f"${get_column_letter(at.column)}${at.row}" for at in (first, last))
    return f"'{first.sheet}'!{start}" + (f":{end}" if end != start else "")


def _cell(sheet: str, row: int, column: int) -> str:
    place = Place(sheet, row, column)
    return _range(place, place)
