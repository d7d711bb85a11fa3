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
WIDEST_TEXT = 36.0
# Remarks stand side by side, and all of a row should fit a page.
WIDEST_REMARK = 26.0
# Headings break earlier, but for a longer word: their numbers are narrower.
WIDEST_HEADING = 12.0
LINE_HEIGHT = 15.0
HIGHEST_ROW = 409.0
DIGIT_PLACES = re.compile(r"\.([0#]+)")
WORD = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]\s*")
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


def heading_width(text: str) -> float:
    """Beyond which a heading breaks into lines."""
    return max(WIDEST_HEADING, *map(_line_width, _words(text)))


def _words(text: str) -> list[str]:
    """What stays on a line: words of letters with the space behind them, wide characters one by one."""
    return WORD.findall(text) or [""]


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width."""
    room = max(width - PADDING / 2, 1.0)
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(line: str, room: float) -> int:
    if _line_width(line) <= room:
        return 1
    count, taken = 1, 0.0
    for word in _words(line):
        wide = _line_width(word.rstrip())
        if taken and taken + wide > room:
            count, taken = count + 1, 0.0
        count += max(0, math.ceil(wide / room) - 1)
        taken += _line_width(word)
    return count


def row_height(lines: int) -> float:
    """In points."""
    return min(lines * LINE_HEIGHT + 3, HIGHEST_ROW)
