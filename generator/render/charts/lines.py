"""Series over time -> lines, each named at its end, with marked crossings."""

from collections.abc import Sequence

from generator.packet.charts import Chart
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

# Of a drawing whose names need no more, and of what stands below the plot.
HEIGHT, FOOT = 240.0, 44.0
NAME_WIDTH = 96.0
LEAST_ROOM = 36.0
USUAL, HEAVY, LIGHT = 2.2, 3.4, 1.6
LABEL_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def lines(drawing: Drawing) -> Scene:
    chart = drawing.chart
    ticks = round_ticks((value for values in drawing.values for value in values), 4)
    names = [wrapped(series.name, NAME_WIDTH) for series in chart.series]
    margin = widest(row for rows in names for row in rows)
    top = 26 + LINE_HEIGHT * len(chart.marks)
    plot = Plot(
        left=widest(worded(ticks)) + GAP,
        right=WIDTH - margin - GAP,
        top=top,
        bottom=max(HEIGHT - FOOT, top + _name_height(names) * len(names)),
    )
    scale = Scale(ticks, plot.bottom, plot.top)
    shapes: list[Shape] = [
        *upright_axis(plot, scale, drawing.unit),
        *_category_labels(chart, plot),
        *_series_lines(drawing, plot, scale),
        *_names(drawing, plot, scale, names),
        *_marks(drawing, plot, scale),
    ]
    return Scene(plot.bottom + FOOT, tuple(shapes))


def _name_height(names: Sequence[tuple[str, ...]]) -> float:
    """What each name takes beside the next."""
    return LINE_HEIGHT * max(map(len, names), default=1) + 2


def _x(chart: Chart, plot: Plot, position: float) -> float:
    return plot.left + (plot.right - plot.left) * position / max(len(chart.categories) - 1, 1)


def _category_labels(chart: Chart, plot: Plot) -> list[Shape]:
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
    return [*shapes, Label(middle, plot.bottom + 34, chart.along, "middle", QUIET)]


def _series_lines(drawing: Drawing, plot: Plot, scale: Scale) -> list[Line]:
    return [
        Line(
            tuple(
                (_x(drawing.chart, plot, index), scale.place(value))
                for index, value in enumerate(values)
            ),
            LINE_COLOURS[number % len(LINE_COLOURS)],
            _weight(drawing.chart, number),
            LINE_DASHES[number % len(LINE_DASHES)],
            number,
        )
        for number, values in enumerate(drawing.values)
    ]


def _weight(chart: Chart, number: int) -> float:
    """The chosen option's line is the heaviest."""
    if chart.chosen is None:
        return USUAL
    return HEAVY if number == chart.chosen else LIGHT


def _names(
    drawing: Drawing, plot: Plot, scale: Scale, names: Sequence[tuple[str, ...]]
) -> list[Shape]:
    """Each series' name at the end of its line, moved apart where ends are close."""
    ends = [scale.place(values[-1]) for values in drawing.values]
    places = spread(ends, _name_height(names), plot.top, plot.bottom)
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


def _marks(drawing: Drawing, plot: Plot, scale: Scale) -> list[Shape]:
    """A line at each mark, and a dot at its height."""
    marks = drawing.chart.marks
    places = [_x(drawing.chart, plot, mark.position.value) for mark in marks]
    shapes = mark_lines(plot, places, [mark.label for mark in marks])
    dots = zip(places, drawing.heights, strict=True)
    return [*shapes, *(Dot(x, scale.place(height)) for x, height in dots)]
