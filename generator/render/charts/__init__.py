"""A chart's figures -> SVG text: the same chart always gives the same bytes."""

from collections.abc import Callable

from generator.packet.charts import Chart, ChartKind
from generator.packet.numerals import Numerals
from generator.render.charts.bars import bars
from generator.render.charts.columns import stacked_bars
from generator.render.charts.drawing import Drawing
from generator.render.charts.greys import in_grey
from generator.render.charts.lines import lines
from generator.render.charts.plans import matrix, plan
from generator.render.charts.rows import parts, waterfall
from generator.render.charts.scene import Scene, draw

LAYOUTS: dict[ChartKind, Callable[[Drawing], Scene]] = {
    "lines": lines,
    "stacked_bars": stacked_bars,
    "bars": bars,
    "parts": parts,
    "waterfall": waterfall,
    "plan": plan,
    "matrix": matrix,
}


def svg_of(chart: Chart, numerals: Numerals, *, grey: bool = False) -> str:
    """The chart in the document's unit and numerals; grey: without colours."""
    unit = numerals.words.unit(chart.unit, numerals.money_unit)
    return to_svg(
        Drawing(
            chart,
            unit,
            lambda value: numerals.drawn(chart.unit, value),
            lambda value: numerals.beside(chart.unit, value),
        ),
        grey=grey,
    )


def to_svg(drawing: Drawing, *, grey: bool = False) -> str:
    """Draw the chart, as wide as all.

    The title and every value stand in `<title>` and `<desc>`, so that a screen reader tells the
    same story; the visible title is the caption of the page that holds the chart.
    """
    chart = drawing.chart
    scene = LAYOUTS[chart.kind](drawing)
    return draw(chart.key, chart.title, description(drawing), in_grey(scene) if grey else scene)


def description(drawing: Drawing) -> str:
    """The chart in words: what it says, then each series with its values, then the marks."""
    chart = drawing.chart
    told = [chart.finding] if chart.finding else []
    sentences = [
        f"{series.name}: "
        + "; ".join(
            f"{category} {drawing.word(value)}"
            for category, value in zip(chart.categories, values, strict=True)
            if value or chart.kind != "waterfall"
        )
        for series, values in zip(chart.series, drawing.values, strict=True)
    ]
    return ". ".join([*told, *sentences, *(mark.label for mark in chart.marks)])
