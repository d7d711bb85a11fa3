"""What every program must be able to read"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.audit.formulas import references_in
from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, at
from generator.audit.values import Value, agree, is_number
from generator.audit.xlsx.book import Cell, Chart, Plotted, Sheet
from generator.wording.saying import said

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|[RC]", re.IGNORECASE)
FORMULA_SIGNS = ("=", "+", "-", "@")
# Fewer axes than these leave a chart without a scale.
DRAWN_AXES = 2


def name_form(model: Model) -> Iterator[Spot]:
    """A defined name is not lower-case ASCII words joined by `_`.

    `fy26` or `yr1` is the address of a cell, and names in other scripts break readers.
    """
    for name in model.book.names:
        if ADDRESS.fullmatch(name.name):
            yield Spot(said("the name {name} is also the address of a cell", name=name.name))
        elif not NAME.fullmatch(name.name):
            yield Spot(
                said("the name {name} should be lower-case ASCII words joined by _", name=name.name)
            )


def name_broken(model: Model) -> Iterator[Spot]:
    """A defined name stands for a cell that is not there."""
    for name in model.book.names:
        reads = references_in(f"={name.target}", name.scope)
        lost = any(read.area and read.sheet not in model.sheets for read in reads if read.sheet)
        if "#REF!" in name.target or lost:
            yield Spot(said("the name {name} stands for a cell that is not there", name=name.name))


def text_like_formula(model: Model) -> Iterator[Spot]:
    """A text begins like a formula and is not marked as text.

    Whoever edits the cell turns it into a formula.
    """
    for sheet, cell in model.constants:
        text = cell.value
        begins = isinstance(text, str) and text.startswith(FORMULA_SIGNS) and len(text) > 1
        if begins and not cell.style.quoted:
            yield at(
                sheet, cell, said("the text begins like a formula; mark it as text (quotePrefix)")
            )


def chart_without_values(model: Model) -> Iterator[Spot]:
    """A chart does not hold the values that it draws, so that a preview draws nothing."""
    for chart in model.book.charts:
        if chart.uncached:
            cells = ", ".join(dict.fromkeys(chart.uncached))
            yield Spot(said("the chart holds no values for {cells}", cells=cells), _place(chart))


def chart_value_differs(model: Model) -> Iterator[Spot]:
    """A chart holds other values than the cells that it draws."""
    for chart in model.book.charts:
        for plotted in (part for series in chart.series for part in series):
            for (sheet, cell), point in zip(_drawn(model, plotted), plotted.points, strict=False):
                if cell is not None and point is not None and not _holds(cell.value, point):
                    message = said(
                        "the chart “{chart}” shows another value than the cell", chart=chart.title
                    )
                    yield at(sheet, cell, message)


def _drawn(model: Model, plotted: Plotted) -> Iterator[tuple[Sheet, Cell | None]]:
    """The cells of a reference, in its order; None for an empty one."""
    for reference in references_in(f"={plotted.reference}", ""):
        sheet = model.sheets.get(reference.sheet)
        if sheet is not None and reference.area is not None:
            # What a chart holds no value of needs no look.
            places = islice(reference.area.cells(), len(plotted.points))
            yield from ((sheet, sheet.cells.get(place)) for place in places)


def _holds(value: Value, point: str) -> bool:
    """Whether a point is a cell's value; what one program keeps as a text, another keeps as a number."""
    if not is_number(value):
        return not isinstance(value, str) or value == point
    try:
        return agree(float(point), value)
    except ValueError:
        return True


def chart_axis_missing(model: Model) -> Iterator[Spot]:
    """A chart does not draw both of its axes."""
    for chart in model.book.charts:
        drawn = sum(not axis.deleted for axis in chart.axes)
        if chart.axes and drawn < DRAWN_AXES:
            yield Spot(said("the chart does not draw both of its axes"), _place(chart))


def chart_axis_untitled(model: Model) -> Iterator[Spot]:
    """An axis of a chart does not say what it shows."""
    for chart in model.book.charts:
        if any(not axis.title for axis in chart.axes if not axis.deleted):
            yield Spot(said("an axis of the chart has no title"), _place(chart))


def _place(chart: Chart) -> str:
    if not chart.title:
        return said("{sheet}, chart", sheet=chart.sheet)
    return said("{sheet}, chart “{title}”", sheet=chart.sheet, title=chart.title)


RULES = (
    name_form,
    name_broken,
    text_like_formula,
    chart_without_values,
    chart_value_differs,
    chart_axis_missing,
    chart_axis_untitled,
)
