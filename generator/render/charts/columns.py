"""Amounts per year -> stacked columns; changes -> a waterfall of floating columns."""

from collections.abc import Callable, Iterator

from generator.packet.charts import WATERFALL
from generator.render.charts.drawing import Drawing
from generator.render.charts.frame import (
    GAP,
    SWATCH,
    Plot,
    column_labels,
    legend,
    upright_axis,
)
from generator.render.charts.scale import Scale, round_ticks, worded
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
    text_width,
    widest,
)

HEIGHT = 320.0
WIDEST_COLUMN = 84.0
FOOT = 56.0
TOTAL, RISE, FALL = "#16405b", "#c98a4b", "#7fb0b5"
PALE_FILLS = {"#e3a857", "#cfd9df", "#e9dcc3", "#b9b3c9"}


def stacked_bars(drawing: Drawing) -> Scene:
    chart = drawing.chart
    stacks = list(zip(*drawing.values, strict=True))
    tops = [sum(value for value in stack if value > 0) for stack in stacks]
    bottoms = [sum(value for value in stack if value < 0) for stack in stacks]
    ticks = round_ticks([*tops, *bottoms])
    names = [series.name for series in chart.series]
    plot = Plot(
        left=widest(worded(ticks)) + GAP,
        right=WIDTH - widest(names) - SWATCH - 6 - 2 * GAP,
        top=34,
        bottom=HEIGHT - FOOT,
    )
    scale = Scale(ticks, plot.bottom, plot.top)
    shapes: list[Shape] = [
        *upright_axis(plot, scale, drawing.unit),
        *column_labels(plot, chart.categories, chart.along),
        *legend(names, plot.right + 2 * GAP, plot.top + GAP, upward=True),
    ]
    for index, stack in enumerate(stacks):
        left, width = _column(plot, index, len(stacks))
        shapes += _stack(scale, (left, width), index, stack, drawing.word)
        total = drawing.word(sum(stack))
        y = scale.place(tops[index]) - 9
        shapes.append(Label(left + width / 2, y, total, "middle", bold=True))
    return Scene(HEIGHT, tuple(shapes))


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


def waterfall(drawing: Drawing) -> Scene:
    """Whole columns stand on zero, the changes between them float."""
    chart = drawing.chart
    wholes, starts, falls, rises = drawing.values
    parts = list(zip(wholes, starts, falls, rises, strict=True))
    ticks = round_ticks(max(whole, start + fall + rise) for whole, start, fall, rise in parts)
    plot = Plot(
        left=widest(worded(ticks)) + GAP,
        right=WIDTH,
        top=34,
        bottom=HEIGHT - FOOT,
    )
    scale = Scale(ticks, plot.bottom, plot.top)
    shapes: list[Shape] = [
        *upright_axis(plot, scale, drawing.unit),
        *column_labels(plot, chart.categories, chart.along),
    ]
    for index, part in enumerate(parts):
        column = _column(plot, index, len(parts))
        shapes += _floating(scale, column, index, part, drawing.word)
        if index + 1 < len(parts):
            y = scale.place(part[0] or part[1] + part[3])
            left, width = column
            shapes.append(Line(((left + width, y), (left + plot.slot(len(parts)), y)), AXIS))
    return Scene(HEIGHT, tuple(shapes))


def _floating(
    scale: Scale,
    column: tuple[float, float],
    category: int,
    part: tuple[float, float, float, float],
    word: Callable[[float], str],
) -> Iterator[Shape]:
    """A column of a waterfall, and its value above it."""
    whole, start, fall, rise = part
    left, width = column
    on_zero = whole != 0
    bottom, top = (0.0, whole) if on_zero else (start, start + fall + rise)
    high, low = sorted((scale.place(bottom), scale.place(top)))
    fill = TOTAL if on_zero else RISE if rise else FALL
    series = WATERFALL.index("whole" if on_zero else "rises" if rise else "falls")
    # What is too little to be seen is drawn a little higher, never lower than it stands.
    height = max(low - high, 1.0)
    yield Rectangle(left, low - height, width, height, fill, series, category)
    text = word(whole if on_zero else rise or -fall)
    sign = "+" if rise and not on_zero else ""
    yield Label(left + width / 2, high - 9, sign + text, "middle", bold=on_zero)
