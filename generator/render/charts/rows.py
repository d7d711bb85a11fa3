"""The parts of each option's cost -> a bar in pieces; changes from one total to another -> bars one below the other."""

from collections.abc import Callable, Iterator, Sequence

from generator.packet.charts import WATERFALL
from generator.render.charts.drawing import Drawing
from generator.render.charts.frame import (
    GAP,
    Plot,
    legend,
    legend_height,
    level_axis,
    level_ticks,
)
from generator.render.charts.scale import Scale, round_ticks
from generator.render.charts.scene import (
    AXIS,
    FILLS,
    INK,
    PALE_FILLS,
    QUIET,
    WIDTH,
    Label,
    Line,
    Rectangle,
    Scene,
    Shape,
    centred,
    text_width,
    widest,
    wrapped,
)

ROW, BAR = 32.0, 20.0
HEAD, FOOT = 20.0, 44.0
NAME_WIDTH = 132.0
# Good news of a waterfall is cool and dark, bad news warm and pale, so that grey tells them apart as well.
TOTAL, WORSE, BETTER = "#16405b", "#e3a857", "#487e87"


def parts(drawing: Drawing) -> Scene:
    """A bar for each category; the chosen one is framed, and its name bold."""
    chart = drawing.chart
    rows = list(zip(*drawing.values, strict=True))
    names = [series.name for series in chart.series]
    wholes = drawing.wholes
    ends = [(_side(row, -1), _side(row, 1)) for row in rows]
    top = HEAD + legend_height(names, 0)
    plot, scale = _across(drawing, [end for pair in ends for end in pair], wholes, top)
    shapes: list[Shape] = [
        *legend(names, 0, 8),
        Label(0, plot.bottom + 14, chart.along, colour=QUIET),
        *level_axis(plot, scale, drawing.unit),
    ]
    for index, row in enumerate(rows):
        middle, is_chosen = plot.top + ROW * (index + 0.5), index == chart.chosen
        shapes += _name(chart.categories[index], plot, middle, bold=is_chosen)
        shapes += _pieces(scale, middle, index, row, drawing.word)
        low, high = (scale.place(end) for end in ends[index])
        if is_chosen:
            shapes.append(_frame(low, high, middle))
        shapes.append(Label(high + 6, middle, wholes[index], bold=True))
    return Scene(plot.bottom + FOOT, tuple(shapes))


def _frame(low: float, high: float, middle: float) -> Rectangle:
    edge = 2.5
    size = (high - low + 2 * edge, BAR + 2 * edge)
    return Rectangle(low - edge, middle - BAR / 2 - edge, *size, INK, framed=True)


def _side(row: Sequence[float], sign: int) -> float:
    """How far the parts of a bar reach to one side of zero."""
    return sum(value for value in row if value * sign > 0)


def _across(
    drawing: Drawing, values: Sequence[float], words: Sequence[str], top: float
) -> tuple[Plot, Scale]:
    """The plot between the names and the numbers behind the bars."""
    names = [wrapped(category, NAME_WIDTH) for category in drawing.chart.categories]
    left = widest(row for rows in names for row in rows) + 2 * GAP
    right = WIDTH - widest(words) - GAP
    plot = Plot(left, right, top, top + ROW * len(names))
    ticks = round_ticks(values, level_ticks(values, right - left))
    return plot, Scale(ticks, left, right)


def _name(category: str, plot: Plot, middle: float, *, bold: bool = False) -> Iterator[Label]:
    for label in centred(wrapped(category, NAME_WIDTH), plot.left - 2 * GAP, middle, "end"):
        yield Label(label.x, label.y, label.text, label.anchor, bold=bold)


def _pieces(
    scale: Scale,
    middle: float,
    category: int,
    row: Sequence[float],
    word: Callable[[float], str],
) -> Iterator[Shape]:
    """The parts of one bar, from zero to the right, credits to the left; wide ones with their value."""
    right = left = 0.0
    for number, value in enumerate(row):
        base = right if value >= 0 else left
        start, end = sorted((scale.place(base), scale.place(base + value)))
        right, left = right + max(value, 0.0), left + min(value, 0.0)
        fill = FILLS[number % len(FILLS)]
        if end - start > 1:
            yield Rectangle(start, middle - BAR / 2, end - start - 1, BAR, fill, number, category)
        text = word(value)
        if text_width(text) <= end - start - 4:
            colour = INK if fill in PALE_FILLS else "#ffffff"
            yield Label((start + end) / 2, middle, text, "middle", colour)


def waterfall(drawing: Drawing) -> Scene:
    """Whole bars begin at zero, the changes between them float."""
    chart = drawing.chart
    wholes, starts, falls, rises = drawing.values
    steps = list(zip(wholes, starts, falls, rises, strict=True))
    words = [_step_word(step, drawing.word) for step in steps]
    ends = [(whole, start, start + fall + rise) for whole, start, fall, rise in steps]
    plot, scale = _across(drawing, [end for step in ends for end in step], words, HEAD)
    shapes: list[Shape] = [
        Label(0, 8, chart.along, colour=QUIET),
        *level_axis(plot, scale, drawing.unit),
    ]
    for index, (step, text) in enumerate(zip(steps, words, strict=True)):
        middle = plot.top + ROW * (index + 0.5)
        shapes += _name(chart.categories[index], plot, middle, bold=step[0] != 0)
        bar = _floating(scale, middle, index, step, chart.more_is_better)
        shapes += [bar, Label(bar.x + bar.width + 6, middle, text, bold=step[0] != 0)]
        if index + 1 < len(steps):
            x = scale.place(step[0] or step[1] + step[3])
            shapes.append(Line(((x, middle + BAR / 2), (x, middle + ROW - BAR / 2)), AXIS))
    return Scene(plot.bottom + FOOT, tuple(shapes))


def _step_word(step: tuple[float, float, float, float], word: Callable[[float], str]) -> str:
    whole, _, fall, rise = step
    if whole:
        return word(whole)
    return "+" + word(rise) if rise else word(-fall)


def _floating(
    scale: Scale,
    middle: float,
    category: int,
    step: tuple[float, float, float, float],
    more_is_better: bool,
) -> Rectangle:
    whole, start, fall, rise = step
    on_zero = whole != 0
    low, high = (0.0, whole) if on_zero else (start, start + fall + rise)
    left, right = sorted((scale.place(low), scale.place(high)))
    fill = TOTAL if on_zero else BETTER if bool(rise) == more_is_better else WORSE
    series = WATERFALL.index("whole" if on_zero else "rises" if rise else "falls")
    # What is too little to be seen is drawn a little longer, from where it stands.
    width = max(right - left, 1.0)
    return Rectangle(left, middle - BAR / 2, width, BAR, fill, series, category)
