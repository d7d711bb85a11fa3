"""Turns the cells of a sheet into the XML of its rows, each formula with the value that it gives beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from generator.render.workbook.conformity import with_codes_escaped

Value = float | str | bool


class FinishError(ValueError):
    """Something is asked of a workbook that its file cannot hold."""


class Written(NamedTuple):
    """A cell. style: the number of its look; content: a text, a number, a formula with its `=`, or nothing.

    value: what a formula gives; only a formula has one.
    """

    style: int
    content: str | float | None = None
    value: Value | None = None


@dataclass
class Rows:
    """What is written in a sheet. cells: by row and column. heights: of rows for which one is stated, in points."""

    cells: dict[tuple[int, int], Written] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    links: list[Hyperlink] = field(default_factory=list)

    @property
    def last_row(self) -> int:
        """That holds a cell."""
        return max(row for row, _ in self.cells)

    @property
    def dimension(self) -> str:
        """The range of all cells."""
        rows, columns = zip(*self.cells, strict=True)
        first, last = (coordinate(end(rows), end(columns)) for end in (min, max))
        return f"{first}:{last}"

    def shown(self, row: int, column: int) -> Value | None:
        """What a reader sees in a cell, None for a blank one."""
        cell = self.cells.get((row, column))
        if cell is None:
            return None
        return cell.content if cell.value is None else cell.value

    def values(self) -> Iterator[tuple[str, Value]]:
        """Of each formula cell its coordinate and value."""
        for (row, column), cell in self.cells.items():
            if cell.value is not None:
                yield coordinate(row, column), cell.value

    def to_xml(self) -> str:
        """The rows with their cells."""
        rows: dict[int, list[str]] = {row: [] for row in self.heights}
        for row, column in sorted(self.cells):
            cell = _cell(coordinate(row, column), self.cells[row, column])
            rows.setdefault(row, []).append(cell)
        return "".join(self._row(row, cells) for row, cells in sorted(rows.items()))

    def _row(self, row: int, cells: list[str]) -> str:
        height = self.heights.get(row)
        stated = "" if height is None else f' ht="{number_text(height)}" customHeight="1"'
        return f'<row r="{row}"{stated}>{"".join(cells)}</row>'


def coordinate(row: int, column: int) -> str:
    """Such as `C5`."""
    return f"{get_column_letter(column)}{row}"


def text_xml(text: str) -> str:
    """A text as it stands in XML."""
    return escape(with_codes_escaped(text))


def number_text(number: float) -> str:
    """The shortest text that reads back as the same float64: 17 digits where it takes them."""
    if not math.isfinite(number):
        raise FinishError(f"{number} is no number that a cell can hold")
    # Adding zero turns -0.0, which some readers print with its sign, into 0.0.
    return repr(float(number) + 0.0).removesuffix(".0")


def _cell(at: str, cell: Written) -> str:
    style, content, value = cell
    start = f'<c r="{at}" s="{style}"'
    if isinstance(content, str):
        if value is not None:
            kind, shown = _cached(value)
            return f"{start}{kind}><f>{escape(content[1:])}</f><v>{shown}</v></c>"
        # Readers drop the spaces around a text unless they are told not to.
        kept = ' xml:space="preserve"' if content != content.strip() else ""
        return f'{start} t="inlineStr"><is><t{kept}>{text_xml(content)}</t></is></c>'
    return f"{start}/>" if content is None else f"{start}><v>{number_text(content)}</v></c>"


def _cached(value: Value) -> tuple[str, str]:
    """The type attribute of a cell that holds the value, and the text of its `<v>`."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', text_xml(value)
    return "", number_text(value)
