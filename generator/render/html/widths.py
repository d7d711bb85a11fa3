"""The texts of a table's cells -> column widths that keep every number whole.

Widths count half-width characters: a digit is 1, a Chinese character 2.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

ColumnKind = Literal["text", "number", "centre", "after-numbers"]

PADDING = 2.4
PADDING_AFTER_NUMBERS = 2.2
MOST_WANTED = 60.0
HEAD_LINES = 3
LONGEST_WORD = 18.0
LEAST_TEXT = 8.0
LEAST_SENTENCE = 18.0
LONGEST_WHOLE_CELL = 16.0

# What a line of an A4 page holds at the type sizes of the stylesheet, with 5 % in hand.
CAPACITIES = {"": 94.0, "dense": 108.0}

# What a telephone's screen holds of a table in a wide font, and how many columns any has room for.
TELEPHONE = 54.0
FEW_COLUMNS = 4

WIDE_LETTERS = "mwMW@%"
WIDE_LETTER = 1.6

AMOUNT = re.compile(r"[\d\s,.()+\-−–±~≈<>≤≥%‰¥￥$€£×/]+")


@dataclass(frozen=True)
class Column:
    """What a column needs so that nothing is cut, and what keeps each cell on one line."""

    needed: float
    wanted: float


def text_width(text: str) -> float:
    return sum(map(_character_width, text))


@cache
def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 2.0
    return WIDE_LETTER if character in WIDE_LETTERS else 1.0


def stays_whole(text: str) -> bool:
    """Whether a cell of a number column is a number or short answer that must not be broken."""
    return text_width(text) <= LONGEST_WHOLE_CELL or AMOUNT.fullmatch(text) is not None


def measure(texts: Sequence[str], kind: ColumnKind) -> Column:
    """The needs of one column, head first; among numbers only what is plainly a sentence breaks."""
    head, cells = texts[0], texts[1:]
    padding = PADDING + (PADDING_AFTER_NUMBERS if kind == "after-numbers" else 0)
    numbers = kind == "number"
    needed = max(_longest_word(head), *(_needed(cell, numbers=numbers) for cell in cells), 0.0)
    # A heading may take three lines; names beside the numbers need the room more.
    head_wanted = text_width(head) / HEAD_LINES if numbers else text_width(head)
    wanted = min(max(head_wanted, *map(text_width, cells), 0.0), MOST_WANTED)
    return Column(needed + padding, max(needed, wanted) + padding)


def _needed(text: str, *, numbers: bool) -> float:
    return text_width(text) if numbers and stays_whole(text) else _longest_word(text)


def _longest_word(text: str) -> float:
    """The widest piece that must not be broken: a word, and for good looks a few more of a text."""
    words = re.findall(r"[!-.0-~\u00a1-\u024f]+", text)
    longest = max((text_width(word) for word in words), default=0.0)
    width = text_width(text)
    comfortable = LEAST_SENTENCE if width >= 2 * LEAST_SENTENCE else min(width, LEAST_TEXT)
    return max(min(longest, LONGEST_WORD), comfortable)


def fitting_parts(columns: Sequence[Column], scale: float = 1.0) -> list[list[int]]:
    """The columns of each part that fits a page: all in one, else even parts with the first."""
    others = list(range(1, len(columns)))
    for count in range(1, len(others) + 1):
        size = math.ceil(len(others) / count)
        parts = [[0, *others[start : start + size]] for start in range(0, len(others), size)]
        widest = max(sum(columns[index].needed for index in part) for part in parts)
        if widest <= max(CAPACITIES.values()) / scale:
            return parts
    return [[0, index] for index in others] or [[0]]


def stacks(columns: Sequence[Column]) -> bool:
    """Whether the cells of a row stand below each other on a telephone."""
    return len(columns) > FEW_COLUMNS and sum(column.needed for column in columns) > TELEPHONE


def page_layout(columns: Sequence[Column], scale: float = 1.0) -> str:
    """The roomiest class that the table needs: "" or "dense"."""
    needed = sum(column.needed for column in columns)
    return next((name for name in CAPACITIES if needed * scale <= CAPACITIES[name]), "dense")


def shares(columns: Sequence[Column], capacity: float) -> list[float]:
    """Percentages of the table's width: all needs first, then short names whole, then what is wanted besides."""
    basis = [column.needed for column in columns]
    short = [column.wanted <= LONGEST_WHOLE_CELL + PADDING for column in columns]
    for place in sorted(range(len(columns)), key=lambda at: columns[at].wanted):
        lack = columns[place].wanted - basis[place]
        if short[place] and sum(basis) + lack <= capacity:
            basis[place] += lack
    lacks = [column.wanted - width for column, width in zip(columns, basis, strict=True)]
    if sum(lacks):
        share = min(max((capacity - sum(basis)) / sum(lacks), 0.0), 1.0)
        basis = [width + lack * share for width, lack in zip(basis, lacks, strict=True)]
    return [100 * width / sum(basis) for width in basis]
