"""Turns the charts of a workbook into findings: a title, an axis or a cell that is not of the figures behind them.

That a chart holds the values of its cells, and the cells those of their figures, is found by others: here is told which
figures stand in the cells that it draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.audit.finding import Finding
from generator.audit.formulas import references_in
from generator.audit.values import Address, text
from generator.audit.xlsx.book import Book, Chart, ChartSeries, Plotted
from generator.audit.xlsx.places import coordinate
from generator.wording.saying import said

Place = tuple[str, int, int]
# Tells what stands in a cell: the key of a figure, or a text.
Standing = Callable[[Place], str]


@dataclass(frozen=True)
class Line:
    """What stands in the cells of a series and of what is along: keys of figures, or texts; empty for none."""

    values: tuple[str, ...]
    along: tuple[str, ...]


@dataclass(frozen=True)
class Native:
    """What a chart of a workbook must say and draw. axes: what is along, then the unit."""

    title: str
    axes: tuple[str, str]
    lines: tuple[Line, ...]


def audit_native_charts(
    book: Book, expected: Sequence[Native], keys: Mapping[Address, str]
) -> Iterator[Finding]:
    """The charts of a workbook, compared with what they must show. keys: of the figure in each formula cell."""
    cells = {sheet.title: sheet.cells for sheet in book.sheets}

    def standing(place: Place) -> str:
        title, row, column = place
        cell = cells.get(title, {}).get((row, column))
        own = cell.value if cell is not None and isinstance(cell.value, str) else ""
        return keys.get((title, coordinate(row, column))) or own

    drawn, wanted = {chart.title: chart for chart in book.charts}, {it.title: it for it in expected}
    for title in sorted(drawn.keys() ^ wanted.keys()):
        message = said("the chart and its figures do not both exist")
        yield Finding("chart_is_missing", said("workbook, chart “{title}”", title=title), message)
    for title, chart in drawn.items():
        if title in wanted:
            where = said("{sheet}, chart “{title}”", sheet=chart.sheet, title=title)
            for message in _differences(chart, wanted[title], standing):
                yield Finding("chart_differs", where, message)


def _differences(chart: Chart, wanted: Native, standing: Standing) -> Iterator[str]:
    axes = tuple(axis.title for axis in chart.axes)
    if axes != wanted.axes:
        yield said("its axes are called {axes} instead of {wanted}", axes=axes, wanted=wanted.axes)
    if not chart.description.startswith(chart.title):
        yield said("whoever cannot see it is not told what it is")
    if len(chart.series) != len(wanted.lines):
        yield said(
            "it has {count} series instead of {wanted}",
            count=len(chart.series),
            wanted=len(wanted.lines),
        )
    for number, (series, line) in enumerate(zip(chart.series, wanted.lines, strict=False), 1):
        yield from _strangers(number, series.values, line.values, standing)
        yield from _strangers(number, series.along, line.along, standing)
        if not _named_beside(series):
            yield said(
                "series {number} is called by a cell that is not beside its own", number=number
            )


def _strangers(
    number: int, plotted: Plotted, wanted: Sequence[str], standing: Standing
) -> Iterator[str]:
    """Cells in which other figures stand."""
    places = _places(plotted)
    if len(places) != len(wanted):
        yield said(
            "series {number} draws {count} cells for {wanted} places",
            number=number,
            count=len(places),
            wanted=len(wanted),
        )
    for (title, row, column), name in zip(places, wanted, strict=False):
        if (found := standing((title, row, column))) != name:
            at = coordinate(row, column)
            yield said(
                "series {number} draws {found} in {place} instead of {wanted}",
                number=number,
                found=text(found),
                place=at,
                wanted=text(name),
            )


def _named_beside(series: ChartSeries) -> bool:
    """Whether the one cell of its name is in the row or the column of its numbers, or of what is along."""
    names = _places(series.name)
    firsts = [_places(part)[:1] for part in (series.values, series.along)]
    return len(names) == 1 and any(
        names[0][0] == title and (names[0][1] == row or names[0][2] == column)
        for first in firsts
        for title, row, column in first
    )


def _places(plotted: Plotted) -> list[Place]:
    areas = references_in(f"={plotted.reference}", "")
    return [
        (found.sheet, row, column)
        for found in areas
        if found.area is not None
        for row, column in found.area.cells()
    ]
