"""Turns coordinates and ranges as spreadsheets write them into numbers, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
COORDINATE = re.compile(r"([A-Z]+)([0-9]+)")
CORNER = re.compile(r"\$?([A-Z]{1,3})?\$?([0-9]+)?")
# Areas of up to so many cells are looked up cell by cell.
SMALL = 2000


class Area(NamedTuple):
    """A rectangle of cells, rows and columns counted from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell is one of the area's."""
        inside_rows = self.first_row <= row <= self.last_row
        return inside_rows and self.first_column <= column <= self.last_column

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    @property
    def size(self) -> int:
        """How many cells it has."""
        rows = self.last_row - self.first_row + 1
        return rows * (self.last_column - self.first_column + 1)

    def cells(self) -> Iterable[tuple[int, int]]:
        """All its cells as (row, column), row by row."""
        return (
            (row, column)
            for row in range(self.first_row, self.last_row + 1)
            for column in range(self.first_column, self.last_column + 1)
        )


class Areas:
    """Many areas that answer quickly whether a cell is in one of them."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self._cells: set[tuple[int, int]] = set()
        self._large: list[Area] = []
        for area in areas:
            if area.size <= SMALL:
                self._cells.update(area.cells())
            else:
                self._large.append(area)

    def hold(self, row: int, column: int) -> bool:
        """Whether any area has the cell."""
        return (row, column) in self._cells or any(area.holds(row, column) for area in self._large)


@cache
def column_number(letters: str) -> int:
    """`AA` is 27."""
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letters)


@cache
def column_letters(number: int) -> str:
    """27 is `AA`."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)


def coordinate(row: int, column: int) -> str:
    """Row 5 of column 3 is `C5`."""
    return f"{column_letters(column)}{row}"


def cell_of(text: str) -> tuple[int, int]:
    """`C5` is row 5, column 3. Raises ValueError."""
    match = COORDINATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no cell")
    return int(match[2]), column_number(match[1])


@lru_cache(maxsize=16_384)
def area_of(text: str) -> Area:
    """`C5`, `$C$5:D9`, `C:D` or `5:9` as an area. Raises ValueError."""
    first, colon, last = text.partition(":")
    start, end = CORNER.fullmatch(first), CORNER.fullmatch(last if colon else first)
    if not (start and end and (colon or (start[1] and start[2]))):
        raise ValueError(f"{text!r} is no range of cells")
    return Area(
        int(start[2] or 1),
        column_number(start[1]) if start[1] else 1,
        int(end[2] or LAST_ROW),
        column_number(end[1]) if end[1] else LAST_COLUMN,
    )


def areas_of(text: str) -> list[Area]:
    """The ranges of a list such as `A1:B2 D4`."""
    return [area_of(part) for part in text.split()]
