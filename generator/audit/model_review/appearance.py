"""Colours that say what a cell is, and columns that show it"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.audit.model_review.model import Model
from generator.audit.model_review.number_text import widest, width_of
from generator.audit.model_review.recognition import hue
from generator.audit.model_review.spots import Spot, across, at
from generator.audit.values import is_number
from generator.audit.xlsx.book import Cell, Sheet
from generator.wording.saying import said

# A formula that only fetches a cell of another sheet.
FETCH = re.compile(r"=\+?(?:'(?:[^']|'')+'|[^'!=+*/^&(),:<>\s-]+)!\$?[A-Z]+\$?[0-9]+")
# What a column leaves free beside its number, in characters.
PADDING = 0.7


def formula_looks_typed(model: Model) -> Iterator[Spot]:
    """A formula is blue, as only inputs are."""
    for run in model.runs:
        for cell in run.cells if hue(run.style.ink) == "blue" else ():
            if is_number(cell.value):
                yield at(run.sheet, cell, said("the formula is blue, so it looks like an input"))


def formula_looks_fetched(model: Model) -> Iterator[Spot]:
    """A formula is green, as only those that read another sheet are."""
    for run in model.runs:
        if hue(run.style.ink) == "green" and "!" not in run.formula:
            yield from across(run, said("the formula is green, but reads no other sheet"))


def link_not_green(model: Model) -> Iterator[Spot]:
    """A formula that only fetches a number of another sheet is not green.

    Black headings down to the time axis are let be: they look like headings.
    """
    for run in model.runs:
        colour = hue(run.style.ink)
        axis = model.axes.get(run.sheet.title)
        heading = max(run.sheet.frozen, axis.row if axis else 0)
        heads = run.first.row <= heading and colour == "black"
        if colour != "green" and not heads and FETCH.fullmatch(run.formula):
            yield from across(run, said("the number comes from another sheet, but is not green"))


def column_too_narrow(model: Model) -> Iterator[Spot]:
    """A column is too narrow for a number, which then shows as ###."""
    for sheet in model.book.sheets:
        room = _room(sheet)
        # Of one column and one look.
        alike: dict[tuple[int, int], list[tuple[float, Cell]]] = defaultdict(list)
        for cell in (*sheet.formulas, *sheet.constants):
            if is_number(cell.value):
                alike[cell.column, id(cell.style)].append((cell.value, cell))
        for (column, _), numbers in alike.items():
            for cell in _cut_off(numbers, room[column], model.book.base_size):
                if not sheet.merged.hold(cell.row, cell.column):
                    message = said("the column is too narrow for the number, which shows as ###")
                    yield at(sheet, cell, message)


def _cut_off(
    numbers: Sequence[tuple[float, Cell]], room: float, base_size: float
) -> Iterator[Cell]:
    """The cells, all of one style, whose numbers are wider than there is room."""
    style = numbers[0][1].style
    scale = style.size / base_size
    largest = max(abs(number) for number, _ in numbers)
    if widest(largest, style.number_format) * scale > room:
        for number, cell in numbers:
            if width_of(number, style.number_format) * scale > room:
                yield cell


def _room(sheet: Sheet) -> dict[int, float]:
    """The characters for which each column that holds something has room; a hidden one shows no ###."""
    columns = {column for _, column in sheet.cells}
    widths = dict.fromkeys(columns, sheet.default_width)
    for span in sheet.columns:
        for column in columns:
            if span.first <= column <= span.last:
                widths[column] = 0.0 if span.hidden else span.width
    return {column: width - PADDING if width else math.inf for column, width in widths.items()}


RULES = (formula_looks_typed, formula_looks_fetched, link_not_green, column_too_narrow)
