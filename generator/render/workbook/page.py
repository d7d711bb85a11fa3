"""Turns figures and texts into the cells of one sheet, and keeps what each formula cell must show."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from generator.figures.excel import formula, link
from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.render.workbook.columns import Columns
from generator.render.workbook.layout import LABEL, Layout, LayoutError, Place
from generator.render.workbook.references import View
from generator.render.workbook.rows import Rows, Value, Written, coordinate
from generator.render.workbook.styles import GENERAL, HEIGHTS, Look, dress, number_format
from generator.render.workbook.widths import (
    DEFAULT_WIDTH,
    INDENT,
    LINE_HEIGHT,
    WIDER,
    WIDEST_TEXT,
    heading_width,
    lines_of,
    number_width,
    row_height,
    text_width,
)

LONGEST_TEXT = 32_767
FORMULA_SIGNS = ("=", "+", "-", "@")
# A formula that only fetches a cell of another sheet.
FETCHED = re.compile(r"='[^']+'!\$?[A-Z]+\$?\d+")
# Stands in a formula for the letters of the column that it is copied into.
HERE = "\0"
# A look, the format of its numbers, and whether its text is marked as no formula.
Style = tuple[Look, str, bool]


class Spilled(NamedTuple):
    """A text that runs over the empty cells on its right. width: in digits."""

    row: int
    column: int
    width: float
    look: Look


class Wrapped(NamedTuple):
    """A text that breaks into lines. scale: how much wider than plain it runs; indent: what stands before it."""

    row: int
    column: int
    text: str
    scale: float
    indent: float


@dataclass
class Page:
    """A sheet being written: its cells are kept apart from all else that it has.

    styles: the numbers of those that the workbook knows already. figures: what formula cells show, by coordinate.
    typed: the cells that are there to be typed into. starts: rows in which a table or section begins; charts: the
    first and last row of each. seams: columns after which a printed page rather ends.
    """

    sheet: Worksheet
    packet: Packet
    layout: Layout
    styles: dict[Style, int] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    figures: dict[str, Figure] = field(default_factory=dict)
    typed: set[tuple[int, int]] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    charts: list[tuple[int, int]] = field(default_factory=list)
    seams: list[int] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    _wrapped: list[Wrapped] = field(default_factory=list)
    _spilled: list[Spilled] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The sheet's own."""
        return str(self.sheet.title)

    def word(self, key: str) -> str:
        """One of the workbook's own words."""
        return self.packet.words.word("workbook", key)

    def unit(self, unit: str) -> str:
        """A unit in words; here also of what the document shows as a bare number."""
        plain = self.packet.words.entry("workbook", "plain_units")
        return self.packet.words.unit(unit) or plain.get(unit, "")

    def text(
        self,
        row: int,
        column: int,
        text: str,
        look: Look,
        spills: bool = False,
        widest: float = WIDEST_TEXT,
    ) -> None:
        """Write a text as data, never as a formula.

        spills: it may run over the empty cells on its right. widest: beyond this a text that wraps breaks into lines.
        """
        if len(text) > LONGEST_TEXT:
            raise LayoutError(
                f"a text of {len(text)} characters is too long for a cell: {text[:40]}…"
            )
        self._put(row, column, look, GENERAL, text or None)
        if look.role == "caption":
            self.starts.append(row)
        if look.role in HEIGHTS:
            self.rows.heights[row] = HEIGHTS[look.role]
        if spills:
            self._spilled.append(Spilled(row, column, text_width(text) * look.scale, look))
        else:
            self._make_room(row, column, text, look, widest)

    def link(self, row: int, column: int, title: str) -> None:
        """Have a cell lead to a sheet."""
        at, target = coordinate(row, column), f"'{title}'!A1"
        self.rows.links.append(Hyperlink(ref=at, location=target, display=title))

    def _make_room(self, row: int, column: int, text: str, look: Look, widest: float) -> None:
        # Labels have room for the widest of the fonts that may stand in: theirs are rows of one line.
        scale = look.scale * (WIDER if column == LABEL else 1)
        width = text_width(text) * scale
        indent = look.indent * INDENT
        if look.wrap:
            self._wrapped.append(Wrapped(row, column, text, scale, indent))
            if scale <= WIDER:
                self.columns.may_want(column, width + indent)
            width = min(width, widest * scale)
        self.columns.widen(column, width + indent)

    def paragraph(self, row: int, last_column: int, text: str, look: Look) -> None:
        """Write a text that breaks into lines across several columns. Call it once these have their contents."""
        self.text(row, 1, text, look._replace(wrap=True), spills=True)
        self._spilled.pop()
        self._merge(row, last_column)
        lines = lines_of(text, self.width(last_column) / look.scale)
        self.rows.heights[row] = row_height(lines)

    def number(self, row: int, column: int, figure: Figure, look: Look) -> None:
        """Write a stated number: the only kind of constant."""
        self.constant(row, column, figure.value, look, number_format(figure, self.packet))

    def constant(self, row: int, column: int, value: float, look: Look, shown_as: str) -> None:
        """Write a plain number in a format."""
        self._put(row, column, look, shown_as, value)
        self.columns.widen(column, number_width(value, shown_as) * look.scale)

    def figure(
        self,
        place: Place,
        figure: Figure,
        look: Look | None = None,
        shown_as: str | None = None,
    ) -> None:
        """Write a figure's formula where it is at home, else a link to its home."""
        view = self.view(place)
        at_home = self.layout.homes[figure.key] == place
        content = formula(figure, view) if at_home else link(figure, view)
        self.write_formula(place, figure, content, look or Look("formula", right=True), shown_as)

    def view(self, place: Place) -> View:
        """The workbook as seen from a cell of this sheet."""
        return View(self.layout, place, self.packet.words.reason)

    def write_formula(
        self, place: Place, figure: Figure, content: str, look: Look, shown_as: str | None = None
    ) -> None:
        """Write a formula that gives a figure's value."""
        if look.role == "formula" and FETCHED.fullmatch(content):
            look = look._replace(role="link")
        shown_as = shown_as or number_format(figure, self.packet)
        reason = figure.reason
        value = figure.value if reason is None else self.packet.words.reason(reason)
        self.formula_of(place.row, place.column, content, value, look, shown_as)
        self.figures[coordinate(place.row, place.column)] = figure

    def formula_of(
        self, row: int, column: int, content: str, value: float | str, look: Look, shown_as: str
    ) -> None:
        """Write a formula and keep the value that it gives."""
        widest = WIDEST_TEXT
        if isinstance(value, str) and not look.wrap:
            # Among numbers a text is to take no more room than a heading.
            look, widest = look._replace(wrap=True), heading_width(value)
        self._put(row, column, look, shown_as, content, value)
        if isinstance(value, str):
            self._make_room(row, column, value, look, widest)
        else:
            self.columns.widen(column, number_width(value, shown_as) * look.scale)

    def formulas_across(
        self,
        row: int,
        columns: Sequence[int],
        content: str,
        values: Sequence[float | str],
        look: Look,
        shown_as: str,
    ) -> None:
        """Write one formula, HERE for its own column, side by side."""
        own = content.replace(HERE, get_column_letter(columns[0]))
        self.formula_of(row, columns[0], own, values[0], look, shown_as)
        style = self.rows.cells[row, columns[0]].style
        for column, value in zip(columns[1:], values[1:], strict=True):
            own = content.replace(HERE, get_column_letter(column))
            self.rows.cells[row, column] = Written(style, own, value)
        numbers = [value for value in values if not isinstance(value, str)]
        ends = {min(numbers), max(numbers)} if numbers else set()
        widths = [text_width(value) for value in values if isinstance(value, str)]
        widths += [number_width(value, shown_as) * look.scale for value in ends]
        self.columns.widen_all(columns[0], columns[-1], max(widths))

    def blank(self, row: int, column: int, look: Look) -> None:
        """Dress an empty cell, so that a row's lines and fills run through."""
        self._put(row, column, look, GENERAL)

    def lines(self) -> dict[int, int]:
        """How many lines each row takes that has texts which may break, the columns being fitted."""
        widths = self.columns.fitted()
        lines: dict[int, int] = {}
        for item in self._wrapped:
            count = lines_of(item.text, (widths[item.column] - item.indent) / item.scale)
            lines[item.row] = max(lines.get(item.row, 1), count)
        return lines

    def fit_rows(self) -> None:
        """Set how high the rows are whose texts break into lines, the columns being fitted."""
        self.sheet.sheet_format.defaultRowHeight = LINE_HEIGHT
        self.sheet.sheet_format.customHeight = True
        self.sheet.sheet_format.defaultColWidth = DEFAULT_WIDTH
        for row, count in self.lines().items():
            if count > 1:
                self.rows.heights[row] = row_height(count)
            else:
                self.rows.heights.pop(row, None)

    def hold(self, rows: Iterable[int]) -> None:
        """Say how high rows are that nothing stands in: not all programs take the height that is stated for all."""
        for row in rows:
            self.rows.heights.setdefault(row, LINE_HEIGHT)

    def width(self, last_column: int) -> float:
        """All columns up to one together, once fitted."""
        return self.columns.up_to(last_column)

    def fold(self, room: float) -> None:
        """Break into lines what runs from the first column beyond a width."""
        last_column = 1
        while self.width(last_column + 1) <= room:
            last_column += 1
        for row, column, width, look in self._spilled:
            if column == 1 and width > room:
                text = self.rows.cells[row, column].content
                self._put(row, column, look._replace(wrap=True), GENERAL, text)
                self._merge(row, last_column)
                line = self.rows.heights.get(row, LINE_HEIGHT)
                self.rows.heights[row] = line * math.ceil(width / room)
        self._spilled = [item for item in self._spilled if item.column > 1 or item.width <= room]

    def _merge(self, row: int, last_column: int) -> None:
        """One cell of all that stand in a row up to a column: the others are empty."""
        self.sheet.merged_cells.add(f"{coordinate(row, 1)}:{coordinate(row, last_column)}")

    def reach(self, last_column: int) -> int:
        """The last column over which any text runs, at least `last_column`: to print less would cut it."""
        for _, column, width, _ in self._spilled:
            before = self.width(column - 1)
            while self.width(last_column) - before < width:
                last_column += 1
        return last_column

    def heights(self, last_row: int) -> list[float]:
        """Of all rows down to one, in points, once fitted."""
        return [self.rows.heights.get(row, LINE_HEIGHT) for row in range(1, last_row + 1)]

    def _put(
        self,
        row: int,
        column: int,
        look: Look,
        shown_as: str,
        content: str | float | None = None,
        value: Value | None = None,
    ) -> None:
        """Write a cell; value: what a formula gives."""
        marked = value is None and isinstance(content, str) and content.startswith(FORMULA_SIGNS)
        style = look, shown_as, marked
        number = self.styles.get(style)
        if number is None:
            number = self.styles[style] = self._number_of(style)
        self.rows.cells[row, column] = Written(number, content, value)
        if look.role == "input" and not look.sample:
            self.typed.add((row, column))

    def _number_of(self, style: Style) -> int:
        """That the workbook gives to a style: found out by dressing a cell that stands on no sheet."""
        look, shown_as, marked = style
        cell = Cell(self.sheet, row=1, column=1)
        dress(cell, look, self.word("font"), shown_as)
        cell.quotePrefix = marked
        return cell.style_id
