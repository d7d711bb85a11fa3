"""A ranking -> horizontal bars; low and high outcomes -> a tornado."""

from generator.packet.charts import OUTLINED
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
    FILLS,
    QUIET,
    WIDTH,
    Label,
    Rectangle,
    Scene,
    Shape,
    centred,
    widest,
    wrapped,
)

ROW = 34.0
HEAD = 20.0
FOOT = 44.0
NAME_WIDTH = 132.0


def bars(drawing: Drawing) -> Scene:
    chart = drawing.chart
    values = [value for line in drawing.values for value in line]
    names = [wrapped(category, NAME_WIDTH) for category in chart.categories]
    series_names = [series.name for series in chart.series] if len(chart.series) > 1 else []
    room_for_value = widest(map(drawing.word, values)) + GAP
    top = HEAD + legend_height(series_names, 0)
    left_room = room_for_value if min(values) < 0 else 0.0
    plot = Plot(
        left=widest(row for rows in names for row in rows) + GAP + left_room,
        right=WIDTH - room_for_value,
        top=top,
        bottom=top + ROW * len(chart.categories),
    )
    ticks = round_ticks(values, level_ticks(values, plot.right - plot.left))
    scale = Scale(ticks, plot.left, plot.right)
    shapes: list[Shape] = [
        *legend(series_names, 0, 8, outlined=OUTLINED),
        Label(0, plot.bottom + 14, chart.along, colour=QUIET),
        *level_axis(plot, scale, drawing.unit),
    ]
    for row, name in enumerate(names):
        shapes += centred(name, plot.left - left_room - GAP, plot.top + ROW * (row + 0.5), "end")
        shapes += _bars_of_row(drawing, scale, plot.top + ROW * row, row)
    return Scene(plot.bottom + FOOT, tuple(shapes))


def _bars_of_row(drawing: Drawing, scale: Scale, top: float, row: int) -> list[Shape]:
    """The bars of one category: on one line where they point to opposite sides of zero."""
    values = [line[row] for line in drawing.values]
    shared = len(values) == 1 or (len(values) == 2 and values[0] * values[1] <= 0)
    height = (ROW - 12) / (1 if shared else len(values))
    zero = scale.place(0.0)
    shapes: list[Shape] = []
    for number, value in enumerate(values):
        y = top + 6 + (0 if shared else height * number)
        left, right = sorted((zero, scale.place(value)))
        width = max(right - left, 1.0)
        is_outline = number == OUTLINED
        shapes.append(Rectangle(left, y, width, height - 1, FILLS[number], number, row, is_outline))
        text, middle = drawing.word(value), y + height / 2
        beyond = (
            Label(right + 5, middle, text) if value >= 0 else Label(left - 5, middle, text, "end")
        )
        shapes.append(beyond)
    return shapes
