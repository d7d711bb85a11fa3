"""What charts share: value axes with grid lines, legends, and the labels of marks above the plot."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from generator.render.charts.scale import Scale, worded
from generator.render.charts.scene import (
    AXIS,
    FILLS,
    GRID,
    INK,
    LINE_HEIGHT,
    QUIET,
    WIDTH,
    Label,
    Line,
    Rectangle,
    Shape,
    text_width,
    wrapped,
)

GAP = 8.0
SWATCH = 10.0
LEGEND_ROW = 18.0
# What a label under a column needs at least.
NARROWEST = 36.0


@dataclass(frozen=True)
class Plot:
    """The rectangle in which the data stand."""

    left: float
    right: float
    top: float
    bottom: float

    def slot(self, count: int) -> float:
        """The width that each of `count` categories has."""
        return (self.right - self.left) / count


def upright_axis(plot: Plot, scale: Scale, label: str) -> list[Shape]:
    """Ticks at the left with grid lines across the plot; the label stands above the axis."""
    shapes: list[Shape] = [Label(0, 8, label, colour=QUIET)]
    for tick, text in zip(scale.ticks, worded(scale.ticks), strict=True):
        y = scale.place(tick)
        colour = AXIS if tick == 0 else GRID
        shapes.append(Line(((plot.left, y), (plot.right, y)), colour, is_tick=True))
        shapes.append(Label(plot.left - GAP, y, text, "end", QUIET, is_tick=True))
    return shapes


def level_axis(plot: Plot, scale: Scale, label: str) -> list[Shape]:
    """Ticks below with grid lines up the plot; the label stands under the ticks."""
    middle = (plot.left + plot.right) / 2
    shapes: list[Shape] = [Label(middle, plot.bottom + 32, label, "middle", QUIET)]
    for tick, text in zip(scale.ticks, worded(scale.ticks), strict=True):
        x = scale.place(tick)
        colour = AXIS if tick == 0 else GRID
        shapes.append(Line(((x, plot.top), (x, plot.bottom)), colour, is_tick=True))
        shapes.append(Label(x, plot.bottom + 14, text, "middle", QUIET, is_tick=True))
    return shapes


def level_ticks(values: Sequence[float], room: float) -> int:
    """How many numbers have room beside each other under a level axis."""
    widest_number = max(text_width(f"{value:,.0f}") for value in (*values, 0.0))
    return max(min(5, int(room / (widest_number + 2 * GAP))), 2)


def column_labels(plot: Plot, categories: Sequence[str], label: str) -> list[Shape]:
    """A wrapped label under each column, of many narrow ones under some, and the name of the axis below them."""
    slot = plot.slot(len(categories))
    every = ceil(NARROWEST / slot)
    names = [wrapped(category, slot * every - 6) for category in categories[::every]]
    shapes: list[Shape] = []
    for index, rows in enumerate(names):
        for row, text in enumerate(rows):
            x = plot.left + slot * (index * every + 0.5)
            shapes.append(Label(x, plot.bottom + 14 + LINE_HEIGHT * row, text, "middle"))
    middle = (plot.left + plot.right) / 2
    foot = plot.bottom + 20 + LINE_HEIGHT * max(len(rows) for rows in names)
    return [*shapes, Label(middle, foot, label, "middle", QUIET)]


def mark_rows(places: Sequence[float], labels: Sequence[str]) -> list[int]:
    """The row above the plot in which each mark's label stands without touching another."""
    ends: list[float] = []
    rows: list[int] = []
    for place, label in zip(places, labels, strict=True):
        start = mark_start(place, label)
        row = next((row for row, end in enumerate(ends) if end + GAP < start), len(ends))
        ends[row : row + 1] = [start + text_width(label)]
        rows.append(row)
    return rows


def mark_start(place: float, label: str) -> float:
    """Where a label begins that is centred on its mark and stays on the sheet."""
    width = text_width(label)
    return min(max(place - width / 2, 0.0), WIDTH - width)


def mark_lines(plot: Plot, places: Sequence[float], labels: Sequence[str]) -> list[Shape]:
    """A dashed line through the plot for each mark, its label above."""
    shapes: list[Shape] = []
    names = [wrapped(label, WIDTH, 1)[0] for label in labels]
    rows = mark_rows(places, names)
    for place, label, row in zip(places, names, rows, strict=True):
        # Clear of the topmost number of the axis, which stands half above the plot.
        y = plot.top - LINE_HEIGHT * (row + 1)
        # From a higher row the line would run through the labels below.
        top = plot.top if row else y + 7
        shapes.append(Line(((place, top), (place, plot.bottom)), QUIET, 1.0, "3 3"))
        shapes.append(Label(mark_start(place, label), y, label, colour=INK, bold=True))
    return shapes


def legend_rows(names: Sequence[str], left: float) -> list[tuple[float, int]]:
    """Where each name of a legend begins, and in which row: side by side as far as the sheet is wide."""
    at, row = left, 0
    places: list[tuple[float, int]] = []
    for name in names:
        width = SWATCH + 6 + text_width(name)
        if places and at + width > WIDTH:
            at, row = left, row + 1
        places.append((at, row))
        at += width + 2 * GAP
    return places


def legend_height(names: Sequence[str], left: float) -> float:
    """What the rows of a legend take."""
    return LEGEND_ROW * max((row + 1 for _, row in legend_rows(names, left)), default=0)


def legend(
    names: Sequence[str], left: float, top: float, *, outlined: int | None = None
) -> list[Shape]:
    """A swatch and a name for each fill, side by side; one may be an outline."""
    shapes: list[Shape] = []
    for number, (name, (x, row)) in enumerate(zip(names, legend_rows(names, left), strict=True)):
        y = top + LEGEND_ROW * row
        fill = FILLS[number % len(FILLS)]
        swatch = Rectangle(x, y - SWATCH / 2, SWATCH, SWATCH, fill, outlined=number == outlined)
        shapes.append(swatch)
        shapes.append(Label(x + SWATCH + 6, y, name))
    return shapes
