"""Steps in weeks -> a bar for each with the go-live across them; risks -> a field of likelihood and impact."""

from collections import Counter
from math import ceil

from generator.render.charts.drawing import Drawing
from generator.render.charts.frame import GAP, Plot, level_axis, mark_lines
from generator.render.charts.scale import Scale, round_ticks, worded
from generator.render.charts.scene import (
    FILLS,
    INK,
    LINE_HEIGHT,
    QUIET,
    WIDTH,
    Dot,
    Label,
    Rectangle,
    Scene,
    Shape,
    centred,
    widest,
    wrapped,
)

ROW, BAR, FOOT = 22.0, 12.0, 44.0
NAME_WIDTH = 120.0
CELL = (62.0, 40.0)
LEVELS = 3
NUMBER, STEP = 16.0, 19.0
# By likelihood plus impact, from the corner of little concern to that of much.
SHADES = ("#f1f4f6", "#f1f4f6", "#e1e7eb", "#c9d1d8", "#aab6bf")


def plan(drawing: Drawing) -> Scene:
    chart = drawing.chart
    firsts, lasts = drawing.values
    names = [wrapped(category, NAME_WIDTH) for category in chart.categories]
    weeks = [mark.position.value for mark in chart.marks]
    top = 10 + LINE_HEIGHT * len(chart.marks)
    ticks = round_ticks([*lasts, *weeks], 6, whole=True)
    plot = Plot(
        left=widest(row for rows in names for row in rows) + 2 * GAP,
        right=WIDTH - max(GAP, widest(worded(ticks)) / 2),
        top=top,
        bottom=top + ROW * len(names),
    )
    scale = Scale(ticks, plot.left, plot.right)
    shapes: list[Shape] = level_axis(plot, scale, drawing.unit)
    for row, (name, first, last) in enumerate(zip(names, firsts, lasts, strict=True)):
        middle = plot.top + ROW * (row + 0.5)
        shapes += centred(name, plot.left - 2 * GAP, middle, "end")
        # A step begins when the week before its first one is over.
        left, right = scale.place(first - 1), scale.place(last)
        shapes.append(
            Rectangle(left, middle - BAR / 2, right - left, BAR, FILLS[0], series=0, category=row)
        )
    places = [scale.place(week) for week in weeks]
    shapes += mark_lines(plot, places, [mark.label for mark in chart.marks])
    shapes += [Dot(x, plot.bottom) for x in places]
    return Scene(plot.bottom + FOOT, tuple(shapes))


def matrix(drawing: Drawing) -> Scene:
    """The risks by number, in the cell of their likelihood and impact; their names stand beside it."""
    chart = drawing.chart
    likely, grave = chart.series
    words = [drawing.word(level) for level in (1.0, 2.0, 3.0)]
    levels = list(zip(*drawing.values, strict=True))
    most = max(Counter(levels).values())
    width, height = CELL[0], max(CELL[1], 8 + STEP * ceil(most / LEVELS))
    left, top = widest(words) + GAP, 26.0
    shapes: list[Shape] = [
        Label(0, 8, grave.name, colour=QUIET),
        *_field(left, top, height, words, likely.name),
    ]
    taken: Counter[tuple[float, ...]] = Counter()
    for index, level in enumerate(levels):
        row, column = divmod(taken[level], LEVELS)
        taken[level] += 1
        x = left + width * (level[0] - 1) + 4 + STEP * column
        y = top + height * (LEVELS - level[1]) + 4 + STEP * row
        shapes.append(Rectangle(x, y, NUMBER, NUMBER, FILLS[0], 0, index))
        middle = (x + NUMBER / 2, y + NUMBER / 2)
        shapes.append(Label(*middle, str(index + 1), "middle", "#ffffff", bold=True))
    beside = left + width * LEVELS + 2 * GAP
    y = top
    for index, category in enumerate(chart.categories):
        rows = wrapped(f"{index + 1}  {category}", WIDTH - beside)
        shapes += [Label(beside, y + LINE_HEIGHT * row, text) for row, text in enumerate(rows)]
        y += LINE_HEIGHT * len(rows) + 3
    return Scene(max(top + height * LEVELS + FOOT, y), tuple(shapes))


def _field(left: float, top: float, height: float, words: list[str], along: str) -> list[Shape]:
    """Nine cells, darker where more is at stake, and the levels at their edges."""
    width = CELL[0]
    shapes: list[Shape] = []
    for row in range(LEVELS):
        for column in range(LEVELS):
            shade = SHADES[column + LEVELS - 1 - row]
            place = (left + width * column, top + height * row)
            shapes.append(Rectangle(*place, width - 1, height - 1, shade))
    for level, word in enumerate(words):
        y = top + height * (LEVELS - 1 - level + 0.5)
        shapes.append(Label(left - GAP, y, word, "end", QUIET))
        x = left + width * (level + 0.5)
        shapes.append(Label(x, top + height * LEVELS + 12, word, "middle", QUIET))
    middle = left + width * LEVELS / 2
    return [*shapes, Label(middle, top + height * LEVELS + 30, along, "middle", INK)]
