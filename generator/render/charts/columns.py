"""Amounts per year -> stacked columns; changes -> a waterfall of floating columns."""

from collections.abc import Callable, Iterator
from itertools import accumulate

from generator.packet.charts import Chart
from generator.render.charts.frame import (
    GAP,
    SWATCH,
    Plot,
    column_labels,
    legend,
    upright_axis,
)
from generator.render.charts.scale import Scale, round_ticks
from generator.render.charts.scene import (
    AXIS,
    FILLS,
    INK,
    LINE_HEIGHT,
    WIDTH,
    Label,
    Line,
    Rectangle,
    Scene,
    Shape,
    widest,
)

HEIGHT = 320.0
WIDEST_COLUMN = 84.0
FOOT = 56.0
TOTAL, RISE, FALL = "#16405b", "#c98a4b", "#7fb0b5"
PALE_FILLS = {"#e3a857", "#cfd9df", "#e9dcc3", "#b9b3c9"}


def stacked_bars(chart: Chart, number_format: Callable[[float], str]) -> Scene:
    stacks = list(zip(*(series.values for series in chart.series), strict=True))
    tops = [sum(value for value in stack if value > 0) for stack in stacks]
    bottoms = [sum(value for value in stack if value < 0) for stack in stacks]
    ticks = round_ticks([*tops, *bottoms])
    names = [series.name for series in chart.series]
    plot = Plot(
        left=widest(number_format(tick) for tick in ticks) + GAP,
        right=WIDTH - widest(names) - SWATCH - 6 - 2 * GAP,
        top=34,
        bottom=HEIGHT - FOOT,
    )
    scale = Scale(ticks, plot.bottom, plot.top)
    shapes: list[Shape] = [
        *upright_axis(plot, scale, chart.y_label, number_format),
        *column_labels(plot, chart.categories, chart.x_label),
        *legend(names, plot.right + 2 * GAP, plot.top + GAP, upward=True),
    ]
    for index, stack in enumerate(stacks):
        left, width = _column(plot, index, len(stacks))
        shapes += _stack(scale, left, width, stack, number_format)
        total = number_format(sum(stack))
        y = scale.place(tops[index]) - 9
        shapes.append(Label(left + width / 2, y, total, "middle", bold=True))
    return Scene(HEIGHT, tuple(shapes))


def _column(plot: Plot, index: int, count: int) -> tuple[float, float]:
    """The left edge and the width of one column."""
    slot = plot.slot(count)
    width = min(slot * 0.58, WIDEST_COLUMN)
    return plot.left + slot * (index + 0.5) - width / 2, width


def _stack(
    scale: Scale,
    left: float,
    width: float,
    stack: tuple[float, ...],
    number_format: Callable[[float], str],
) -> Iterator[Shape]:
    """The parts of one column, upward from zero, credits downward; large ones with their value."""
    above = below = 0.0
    for number, value in enumerate(stack):
        base = above if value >= 0 else below
        high, low = sorted((scale.place(base), scale.place(base + value)))
        above, below = above + max(value, 0.0), below + min(value, 0.0)
        fill = FILLS[number % len(FILLS)]
        if low - high > 1:
            yield Rectangle(left, high, width, low - high - 1, fill)
        if low - high > LINE_HEIGHT:
            colour = INK if fill in PALE_FILLS else "#ffffff"
            text = number_format(value)
            yield Label(left + width / 2, (high + low) / 2, text, "middle", colour)


def waterfall(chart: Chart, number_format: Callable[[float], str]) -> Scene:
    """The first and the last column stand on zero, the changes between them float."""
    values = chart.series[0].values
    levels = list(accumulate(values[:-1]))
    ticks = round_ticks(levels)
    plot = Plot(
        left=widest(number_format(tick) for tick in ticks) + GAP,
        right=WIDTH,
        top=34,
        bottom=HEIGHT - FOOT,
    )
    scale = Scale(ticks, plot.bottom, plot.top)
    starts = [0.0, *levels[:-1], 0.0]
    ends = [*levels, values[-1]]
    shapes: list[Shape] = [
        *upright_axis(plot, scale, chart.y_label, number_format),
        *column_labels(plot, chart.categories, chart.x_label),
    ]
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        left, width = _column(plot, index, len(ends))
        on_zero = index in {0, len(ends) - 1}
        high, low = sorted((scale.place(start), scale.place(end)))
        fill = TOTAL if on_zero else RISE if end > start else FALL
        shapes.append(Rectangle(left, high, width, max(low - high, 1.0), fill))
        text = number_format(values[index])
        sign = "+" if values[index] > 0 and not on_zero else ""
        shapes.append(Label(left + width / 2, high - 9, sign + text, "middle", bold=on_zero))
        if index + 1 < len(ends):
            y = scale.place(end)
            shapes.append(Line(((left + width, y), (left + plot.slot(len(ends)), y)), AXIS))
    return Scene(HEIGHT, tuple(shapes))
