"""Colours that say what a cell is, and columns that show it"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.model_review.model import Model
from generator.audit.model_review.number_text import width_of
from generator.audit.model_review.recognition import hue
from generator.audit.model_review.spots import Spot, at
from generator.audit.values import is_number
from generator.audit.xlsx.book import Sheet

# A formula that only fetches a cell of another sheet.
FETCH = re.compile(r"=\+?(?:'(?:[^']|'')+'|[^'!=+*/^&(),:<>\s-]+)!\$?[A-Z]+\$?[0-9]+")
# What a column leaves free beside its number, in characters.
PADDING = 0.7


def formula_looks_typed(model: Model) -> Iterator[Spot]:
    """A formula is blue, as only inputs are."""
    for sheet, cell in model.formulas:
        if hue(cell.style.ink) == "blue" and is_number(cell.value):
            yield at(sheet, cell, "the formula is blue, so it looks like an input")


def formula_looks_fetched(model: Model) -> Iterator[Spot]:
    """A formula is green, as only those that read another sheet are."""
    for sheet, cell in model.formulas:
        if hue(cell.style.ink) == "green" and "!" not in cell.formula:
            yield at(sheet, cell, "the formula is green, but reads no other sheet")


def link_not_green(model: Model) -> Iterator[Spot]:
    """A formula that only fetches a number of another sheet is not green.

    Black headings in the frozen rows are let be: they look like headings.
    """
    for sheet, cell in model.formulas:
        colour = hue(cell.style.ink)
        heads = cell.row <= sheet.frozen and colour == "black"
        fetched = "!" in cell.formula and FETCH.fullmatch(cell.formula)
        if fetched and not heads and colour != "green":
            yield at(sheet, cell, "the number comes from another sheet, but is not green")


def column_too_narrow(model: Model) -> Iterator[Spot]:
    """A column is too narrow for a number, which then shows as ###."""
    for sheet in model.book.sheets:
        widths = _widths(sheet)
        for cell in sheet.cells.values():
            if not is_number(cell.value) or sheet.merged.hold(cell.row, cell.column):
                continue
            needed = width_of(cell.value, cell.style.number_format)
            needed *= cell.style.size / model.book.base_size
            room = widths.get(cell.column, sheet.default_width)
            if room and needed > room - PADDING:
                yield at(sheet, cell, "the column is too narrow for the number, which shows as ###")


def _widths(sheet: Sheet) -> dict[int, float]:
    """Of the columns that hold something and have a width of their own; 0 for a hidden one."""
    return {
        column: 0.0 if span.hidden else span.width
        for column in {column for _, column in sheet.cells}
        for span in sheet.columns
        if span.first <= column <= span.last
    }


RULES = (formula_looks_typed, formula_looks_fetched, link_not_green, column_too_narrow)
