"""Turns two versions of a workbook into which sheet, row and column of the one is which of the other."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from generator.audit.twins.lines import NOTHING_MOVED, Lines, candidates
from generator.audit.twins.notation import GONE, Move, names_the_file, same_formula
from generator.audit.xlsx.book import Book, Cell, Sheet
from generator.audit.xlsx.places import column_letters, column_number

# So many cells of a sheet show how it moved.
ENOUGH = 1000
# What a changed label counts beside a changed formula, which counts two.
A_LABEL = 20
CORNER = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


@dataclass(frozen=True)
class Alignment:
    """titles: what theirs calls each sheet of ours; lost ones are left out. rows, columns: of sheets, by our titles."""

    ours: Book
    theirs: Book
    titles: Mapping[str, str]
    rows: Mapping[str, Lines]
    columns: Mapping[str, Lines]

    def pairs(self) -> Iterator[tuple[Sheet, Sheet]]:
        """The sheets that both have."""
        found = {sheet.title: sheet for sheet in self.theirs.sheets}
        for sheet in self.ours.sheets:
            if sheet.title in self.titles:
                yield sheet, found[self.titles[sheet.title]]

    @property
    def in_place(self) -> bool:
        """Whether every cell of ours stands where it stood."""
        lines = (*self.rows.values(), *self.columns.values())
        renamed = any(title != own for own, title in self.titles.items())
        return not (renamed or any(each.moved for each in lines))

    def place(self, title: str, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell of ours stands in theirs; None where its row or column is gone."""
        at = self.rows[title].place(row), self.columns[title].place(column)
        return None if at[0] is None or at[1] is None else (at[0], at[1])

    def move_from(self, here: str) -> Move | None:
        """What becomes of the references in a formula of a sheet; None where nothing has moved."""
        if self.in_place:
            return None

        def move(title: str, cells: str) -> tuple[str, str]:
            own = title or here
            if own not in self.titles:
                return title, GONE if title else cells
            new_title = self.titles[own] if title else ""
            return new_title, moved(cells, self.rows[own], self.columns[own])

        return move


def moved(cells: str, rows: Lines, columns: Lines) -> str:
    """`$C$8:F9` as it reads once lines have come and gone; a name or whole columns stay as they are."""
    corners = [CORNER.fullmatch(corner) for corner in cells.split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        return cells
    down = rows.span(int(first[4]), int(last[4]))
    across = columns.span(column_number(first[2]), column_number(last[2]))
    if down is None or across is None:
        return GONE
    ends = (
        zip(corners, across, down, strict=False)
        if len(corners) > 1
        else [(first, across[0], down[0])]
    )
    return ":".join(
        f"{corner[1]}{column_letters(column)}{corner[3]}{row}"
        for corner, column, row in ends
        if corner
    )


def align(ours: Book, theirs: Book) -> Alignment:
    """Of all ways in which lines may have moved, the one that leaves most cells as they were."""
    titles = dict(_titles(ours, theirs))
    still = dict.fromkeys(titles, NOTHING_MOVED)
    alignment = Alignment(ours, theirs, titles, still, still)
    for one, other in list(alignment.pairs()):
        if one.cells == other.cells:
            continue
        ways = [
            replace(
                alignment,
                rows={**alignment.rows, one.title: rows},
                columns={**alignment.columns, one.title: columns},
            )
            for rows, columns in product(
                candidates(_rows(one), _rows(other)), candidates(_columns(one), _columns(other))
            )
        ]
        alignment = ways[0] if len(ways) == 1 else min(ways, key=lambda way: _cost(way, one.title))
    return alignment


def _titles(ours: Book, theirs: Book) -> Iterator[tuple[str, str]]:
    """A sheet that is missing is the one of another name that has the same headings."""
    own, found = ({sheet.title: sheet for sheet in book.sheets} for book in (ours, theirs))
    unknown = {tuple(_rows(sheet)): title for title, sheet in found.items() if title not in own}
    for title, sheet in own.items():
        new = title if title in found else unknown.get(tuple(_rows(sheet)))
        if new is not None:
            yield title, new


def _rows(sheet: Sheet) -> Sequence[Hashable]:
    """For each row, the texts in it."""
    texts: dict[int, list[str]] = {}
    for (row, _), cell in sheet.cells.items():
        texts.setdefault(row, []).extend(_text(cell))
    last = max((row for row, found in texts.items() if found), default=0)
    return [tuple(texts.get(row, ())) for row in range(1, last + 1)]


def _columns(sheet: Sheet) -> Sequence[Hashable]:
    """For each column, the texts in it, and whether anything is computed there."""
    texts: dict[int, list[str]] = {}
    computing = set()
    for (_, column), cell in sheet.cells.items():
        texts.setdefault(column, []).extend(_text(cell))
        computing |= {column} if cell.formula else set()
    last = max(texts, default=0)
    return [(tuple(texts.get(each, ())), each in computing) for each in range(1, last + 1)]


def _text(cell: Cell) -> list[str]:
    """The text that is typed into a cell, if it is one that does not depend on where the input file lies."""
    text = cell.value
    typed = isinstance(text, str) and not cell.formula
    return [text] if typed and isinstance(text, str) and not names_the_file(text) else []


def _cost(alignment: Alignment, title: str) -> int:
    """How many lines came or went, labels changed and formulas read other cells than they should."""
    lines = alignment.rows[title], alignment.columns[title]
    cost = sum(len(each.added) + len(each.removed) for each in lines)
    for ours, theirs in alignment.pairs():
        move = alignment.move_from(ours.title)
        concerned = [
            cell for cell in ours.cells.values() if ours.title == title or title in cell.formula
        ]
        for cell in concerned[:ENOUGH]:
            at = alignment.place(ours.title, cell.row, cell.column)
            cost += _strangeness(cell, theirs.cells.get(at) if at else None, move)
    return cost


def _strangeness(own: Cell, other: Cell | None, move: Move | None) -> int:
    """Labels tell more than formulas; one that some program has moved without its references is still the same."""
    if not own.formula:
        same = not _text(own) or (other is not None and own.value == other.value)
        return 0 if same else A_LABEL
    if other is None or not same_formula(own.formula, other.formula, move):
        return 1 if other is not None and own.formula == other.formula else 2
    return 0
