"""A chart's figures -> the numbers that are drawn, in the unit that its axis names."""

from __future__ import annotations

from dataclasses import dataclass

from generator.packet.charts import Chart, ChartKind
from generator.packet.numerals import Numerals


@dataclass(frozen=True)
class Values:
    """One number for each category; a part that a category does not have is 0."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Point:
    """A labelled place along the categories: 2.63 lies between the third and the fourth."""

    position: float
    label: str


@dataclass(frozen=True)
class Drawing:
    """A chart in numbers; the words are the chart's own."""

    key: str
    kind: ChartKind
    title: str
    x_label: str
    y_label: str
    categories: tuple[str, ...]
    series: tuple[Values, ...]
    marks: tuple[Point, ...] = ()


def drawing_of(chart: Chart, numerals: Numerals) -> Drawing:
    """Every figure of the chart as the document shows amounts."""
    return Drawing(
        key=chart.key,
        kind=chart.kind,
        title=chart.title,
        x_label=chart.x_label,
        y_label=chart.y_label,
        categories=chart.categories,
        series=tuple(
            Values(
                series.name,
                tuple(
                    0.0 if figure is None else numerals.shown_value(figure.value)
                    for figure in series.figures
                ),
            )
            for series in chart.series
        ),
        marks=tuple(Point(mark.position.value, mark.label) for mark in chart.marks),
    )
