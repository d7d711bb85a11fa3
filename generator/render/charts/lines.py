"""Series over time -> lines, each named at its end, with marked crossings."""

import math
from collections.abc import Callable, Sequence

from generator.render.charts.drawing import Drawing
from generator.render.charts.frame import GAP, Plot, mark_lines, upright_axis
from generator.render.charts.scale import Scale, round_ticks, spread, worded
from generator.render.charts.scene import (
    LINE_COLOURS,
    LINE_DASHES,
    LINE_HEIGHT,
    QUIET,
    WIDTH,
    Dot,
    Label,
    Line,
    Scene,
    Shape,
    widest,
    wrapped,
)

HEIGHT = 320.0
NAME_WIDTH = 130.0
LEAST_ROOM = 36.0
LABEL_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def lines(chart: Drawing, _number_format: Callable[[float], str]) -> Scene:
    ticks = round_ticks(value for series in chart.series for value in series.values)
    names = [wrapped(series.name, NAME_WIDTH) for series in chart.series]
    margin = widest(row for rows in names for row in rows)
    plot = Plot(
        left=widest(worded(ticks)) + GAP,
        right=WIDTH - margin - GAP,
        top=26 + LINE_HEIGHT * len(chart.marks),
        bottom=HEIGHT - 44,
    )
    scale = Scale(ticks, plot.bottom, plot.top)
    shapes: list[Shape] = [
        *upright_axis(plot, scale, chart.y_label),
        *_category_labels(chart, plot),
        *_series_lines(chart, plot, scale),
        *_names(chart, plot, scale, names),
        *_marks(chart, plot, scale),
    ]
    return Scene(HEIGHT, tuple(shapes))


def _x(chart: Drawing, plot: Plot, position: float) -> float:
    return plot.left + (plot.right - plot.left) * position / max(len(chart.categories) - 1, 1)


def _category_labels(chart: Drawing, plot: Plot) -> list[Shape]:
    """As many categories as fit, at an even step."""
    slot = plot.slot(max(len(chart.categories) - 1, 1))
    room = max(widest(chart.categories) + GAP, LEAST_ROOM)
    step = next((step for step in LABEL_STEPS if step * slot >= room), LABEL_STEPS[-1])
    shapes: list[Shape] = []
    for index in range(0, len(chart.categories), step):
        x = _x(chart, plot, index)
        shapes.append(Line(((x, plot.bottom), (x, plot.bottom + 4)), QUIET))
        shapes.append(Label(x, plot.bottom + 14, chart.categories[index], "middle", QUIET))
    middle = (plot.left + plot.right) / 2
    return [*shapes, Label(middle, plot.bottom + 34, chart.x_label, "middle", QUIET)]


def _series_lines(chart: Drawing, plot: Plot, scale: Scale) -> list[Line]:
    return [
        Line(
            tuple(
                (_x(chart, plot, index), scale.place(value))
                for index, value in enumerate(series.values)
            ),
            LINE_COLOURS[number % len(LINE_COLOURS)],
            2.2,
            LINE_DASHES[number % len(LINE_DASHES)],
            number,
        )
        for number, series in enumerate(chart.series)
    ]


def _names(
    chart: Drawing, plot: Plot, scale: Scale, names: Sequence[tuple[str, ...]]
) -> list[Shape]:
    """Each series' name at the end of its line, moved apart where ends are close."""
    ends = [scale.place(series.values[-1]) for series in chart.series]
    rows = max((len(name) for name in names), default=1)
    places = spread(ends, LINE_HEIGHT * rows + 2, plot.top, plot.bottom)
    return [
        Label(
            plot.right + GAP,
            place + LINE_HEIGHT * (row - (len(name) - 1) / 2),
            text,
            colour=LINE_COLOURS[number % len(LINE_COLOURS)],
            bold=True,
        )
        for number, (name, place) in enumerate(zip(names, places, strict=True))
        for row, text in enumerate(name)
    ]


def _marks(chart: Drawing, plot: Plot, scale: Scale) -> list[Shape]:
    """A line at each mark, and a dot where it meets the first series."""
    places = [_x(chart, plot, mark.position) for mark in chart.marks]
    shapes = mark_lines(plot, places, [mark.label for mark in chart.marks])
    for mark, x in zip(chart.marks, places, strict=True):
        shapes.append(Dot(x, scale.place(_between(chart.series[0].values, mark.position))))
    return shapes


def _between(values: Sequence[float], position: float) -> float:
    """The height of a line at a place between two of its points."""
    before = min(math.floor(position), len(values) - 1)
    after = min(before + 1, len(values) - 1)
    return values[before] + (values[after] - values[before]) * (position - before)
