"""A chart's figures -> SVG text: the same chart always gives the same bytes."""

from collections.abc import Callable

from generator.packet.charts import Chart
from generator.packet.numerals import Numerals
from generator.render.charts.bars import bars
from generator.render.charts.columns import stacked_bars, waterfall
from generator.render.charts.drawing import Drawing, drawing_of
from generator.render.charts.lines import lines
from generator.render.charts.scene import Scene, draw

LAYOUTS: dict[str, Callable[[Drawing, Callable[[float], str]], Scene]] = {
    "lines": lines,
    "stacked_bars": stacked_bars,
    "bars": bars,
    "waterfall": waterfall,
}


def svg_of(chart: Chart, numerals: Numerals) -> str:
    """The chart in the document's unit and numerals."""
    return to_svg(drawing_of(chart, numerals), numerals.plain)


def to_svg(chart: Drawing, number_format: Callable[[float], str]) -> str:
    """Draw the chart, 640 units wide, with its values worded by `number_format`.

    The title and every value stand in `<title>` and `<desc>`, so that a screen reader tells the
    same story; the visible title is the caption of the page that holds the chart.
    """
    return draw(chart, description(chart, number_format), LAYOUTS[chart.kind](chart, number_format))


def description(chart: Drawing, number_format: Callable[[float], str]) -> str:
    """The chart in words: each series with its values, then the marks."""
    sentences = [
        f"{series.name}: "
        + "; ".join(
            f"{category} {number_format(value)}"
            for category, value in zip(chart.categories, series.values, strict=True)
            if value or chart.kind != "waterfall"
        )
        for series in chart.series
    ]
    return ". ".join([*sentences, *(mark.label for mark in chart.marks)])
