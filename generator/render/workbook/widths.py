"""Turns what cells show into column widths and row heights, so that nothing is cut and no number becomes ###."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache, lru_cache

# Widths are in digits of the default font. A Chinese character takes two of them, another letter as many as in the
# widest of the fonts that may stand in for it.
PADDING = 1.6
INDENT = 1.5
NARROW_LETTERS, NARROW_LETTER = frozenset("Ifijlrt.,:;'|!/()[]·- "), 0.65
WIDE_LETTERS, WIDE_LETTER = frozenset("MWmw%@"), 1.5
CAPITAL = 1.2
# Letters of DejaVu Sans beside those of the default font, less what the padding gives.
WIDER = 1.07
NARROWEST = 6.0
DEFAULT_WIDTH = 8.43
# The format knows no wider column.
WIDEST = 255.0
# Texts that may break into lines do so beyond this.
WIDEST_TEXT = 30.0
# Where a page has room for them, beyond this.
WIDEST_STRETCHED = 60.0
# Remarks stand side by side, and all of a row should fit a page.
WIDEST_REMARK = 26.0
# Headings break earlier, but for a longer word: their numbers are narrower.
WIDEST_HEADING = 12.0
# Where their columns are those of months, earlier still.
WIDEST_AMONG_MONTHS = 7.0
# A heading stands on each page of its sheet.
MOST_LINES = 10
# In points, whole pixels as all heights: programs drop the rest. So high is a row whose height nobody states.
LINE_HEIGHT = 13.5
PIXEL = 0.75
HIGHEST_ROW = 408.75
DIGIT_PLACES = re.compile(r"\.([0#]+)")
WORD = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]\s*")
QUOTED = re.compile(r'"([^"]*)"')


def text_width(text: str) -> float:
    """Its widest line."""
    return max((_line_width(line) for line in text.split("\n")), default=0.0)


@lru_cache(maxsize=4096)
def _line_width(line: str) -> float:
    return sum(map(_letter_width, line))


@cache
def _letter_width(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return NARROW_LETTER
    if letter in WIDE_LETTERS:
        return WIDE_LETTER
    if unicodedata.east_asian_width(letter) in "WFA":
        return 2.0
    return CAPITAL if letter.isupper() else 1.0


def number_width(value: float, number_format: str) -> float:
    """How wide a number is in its format, the longer of its words where the format shows words.

    In the widest of the fonts that may stand in, as a number that does not fit shows as ###.
    """
    return _number_width(value, number_format) * WIDER


def _number_width(value: float, number_format: str) -> float:
    first = number_format.partition(";")[0]
    if quoted := QUOTED.findall(first):
        # The name of a month stands in place of its number, `"Month "0` before it.
        bare = QUOTED.sub("", first)
        in_full = "General" in bare or "." in bare
        number = (
            _number_width(value, bare) if in_full else text_width(f"{value:.0f}") * ("0" in bare)
        )
        return sum(map(text_width, quoted)) + number
    if number_format.endswith("General"):
        return max(text_width(f"{value:.10g}"), text_width(f"{value:,.0f}"))
    places = DIGIT_PLACES.search(number_format)
    decimals = len(places[1]) if places else 0
    percent = "%" in number_format
    shown = f"{value * (100 if percent else 1):,.{decimals}f}"
    if places and "#" in places[1]:
        shown = shown.rstrip("0").ljust(len(shown) - places[1].count("#"), "0")
    return text_width(shown + "%" * percent)


def heading_width(text: str, widest: float = WIDEST_HEADING) -> float:
    """Beyond which a heading breaks into lines: a width, or that of its longest word in the widest font."""
    words = (_line_width(word.rstrip()) * WIDER for word in _words(text))
    return max(in_few_lines(text, widest), *words)


def in_few_lines(text: str, widest: float) -> float:
    """The width, or the one in which a very long text is not so high that nothing else fits its page."""
    return max(widest, _line_width(text) * WIDER / MOST_LINES)


def _words(text: str) -> list[str]:
    """What stays on a line: words of letters with the space behind them, wide characters one by one."""
    return WORD.findall(text) or [""]


@lru_cache(maxsize=4096)
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
    return min(lines * LINE_HEIGHT + PIXEL, HIGHEST_ROW)
