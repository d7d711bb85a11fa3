"""Amounts per year -> stacked columns."""

from collections.abc import Callable, Iterator

from generator.render.charts.drawing import Drawing
from generator.render.charts.frame import (
    GAP,
    LEGEND_ROW,
    Plot,
    column_labels,
    legend,
    legend_height,
    upright_axis,
)
from generator.render.charts.scale import Scale, round_ticks, worded
from generator.render.charts.scene import (
    FILLS,
    INK,
    LINE_HEIGHT,
    PALE_FILLS,
    WIDTH,
    Label,
    Rectangle,
    Scene,
    Shape,
    text_width,
    widest,
)

# The height of the plot, and what stands above and below it.
PLOT = 160.0
HEAD, FOOT = 34.0, 46.0
WIDEST_COLUMN = 72.0


def stacked_bars(drawing: Drawing) -> Scene:
    chart = drawing.chart
    stacks = list(zip(*drawing.values, strict=True))
    tops = [sum(value for value in stack if value > 0) for stack in stacks]
    bottoms = [sum(value for value in stack if value < 0) for stack in stacks]
    ticks = round_ticks([*tops, *bottoms], 4)
    names = [series.name for series in chart.series]
    top = HEAD + legend_height(names, 0)
    plot = Plot(left=widest(worded(ticks)) + GAP, right=WIDTH, top=top, bottom=top + PLOT)
    scale = Scale(ticks, plot.bottom, plot.top)
    shapes: list[Shape] = [
        *legend(names, 0, 8 + LEGEND_ROW),
        *upright_axis(plot, scale, drawing.unit),
        *column_labels(plot, chart.categories, chart.along),
    ]
    totals = drawing.wholes
    has_room = widest(totals) <= plot.slot(len(stacks))
    for index, stack in enumerate(stacks):
        left, width = _column(plot, index, len(stacks))
        shapes += _stack(scale, (left, width), index, stack, drawing.word)
        if has_room:
            y = scale.place(tops[index]) - 9
            shapes.append(Label(left + width / 2, y, totals[index], "middle", bold=True))
    return Scene(plot.bottom + FOOT, tuple(shapes))


def _column(plot: Plot, index: int, count: int) -> tuple[float, float]:
    """The left edge and the width of one column."""
    slot = plot.slot(count)
    width = min(slot * 0.72, WIDEST_COLUMN)
    return plot.left + slot * (index + 0.5) - width / 2, width


def _stack(
    scale: Scale,
    column: tuple[float, float],
    category: int,
    stack: tuple[float, ...],
    word: Callable[[float], str],
) -> Iterator[Shape]:
    """The parts of one column, upward from zero, credits downward; large ones with their value."""
    above = below = 0.0
    left, width = column
    for number, value in enumerate(stack):
        base = above if value >= 0 else below
        high, low = sorted((scale.place(base), scale.place(base + value)))
        above, below = above + max(value, 0.0), below + min(value, 0.0)
        fill = FILLS[number % len(FILLS)]
        if low - high > 1:
            yield Rectangle(left, high, width, low - high - 1, fill, number, category)
        text = word(value)
        if low - high > LINE_HEIGHT and text_width(text) <= width:
            colour = INK if fill in PALE_FILLS else "#ffffff"
            yield Label(left + width / 2, (high + low) / 2, text, "middle", colour)
