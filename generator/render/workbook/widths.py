"""Turns what cells show into column widths and row heights, so that nothing is cut and no number becomes ###."""

from __future__ import annotations

import math
import re
import unicodedata

# Widths are in characters of the default font. A Chinese character takes two of them.
PADDING = 2.5
NARROWEST = 6.0
DEFAULT_WIDTH = 8.43
# The format knows no wider column.
WIDEST = 255.0
# Texts that may break into lines do so beyond this.
WIDEST_TEXT = 44.0
LINE_HEIGHT = 15.0
HIGHEST_ROW = 409.0
DIGIT_PLACES = re.compile(r"\.([0#]+)")
QUOTED = re.compile(r'"([^"]*)"')


def text_width(text: str) -> float:
    """Its widest line; wide and full-width characters count twice."""
    return max((_line_width(line) for line in text.split("\n")), default=0.0)


def _line_width(line: str) -> float:
    return float(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line))


def number_width(value: float, number_format: str) -> float:
    """How wide a number is in its format, the longer of its words where the format shows words."""
    quoted = QUOTED.findall(number_format.partition(";")[0])
    if quoted:
        return sum(map(text_width, quoted)) + len(f"{value:.0f}")
    if number_format.endswith("General"):
        return float(max(len(f"{value:.10g}"), len(f"{value:,.0f}")))
    places = DIGIT_PLACES.search(number_format)
    decimals = len(places[1]) if places else 0
    percent = "%" in number_format
    shown = f"{value * (100 if percent else 1):,.{decimals}f}"
    if places and "#" in places[1]:
        shown = shown.rstrip("0").ljust(len(shown) - places[1].count("#"), "0")
    return float(len(shown) + percent)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width."""
    room = max(width - PADDING / 2, 1.0)
    return sum(max(1, math.ceil(_line_width(line) / room)) for line in text.split("\n"))


def row_height(lines: int) -> float:
    """In points."""
    return min(lines * LINE_HEIGHT + 3, HIGHEST_ROW)
