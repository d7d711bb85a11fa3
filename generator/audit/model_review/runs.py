"""Turns the formula cells of a sheet into runs: neighbours in a row that are copies of one formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from generator.audit.formulas import Copier, Facts, Reference, facts_of, kind_of, relative_form
from generator.audit.xlsx.book import Cell, Sheet, Style
from generator.audit.xlsx.places import Area


class Run:
    """Neighbours in a row, from left to right, that look alike and hold copies of the first one's formula.

    Whatever is said of one formula holds for all, but for the columns that they read.
    """

    def __init__(self, sheet: Sheet, first: Cell) -> None:
        self.sheet = sheet
        self.cells = [first]

    @property
    def first(self) -> Cell:
        """The leftmost cell."""
        return self.cells[0]

    @property
    def last(self) -> Cell:
        """The rightmost cell."""
        return self.cells[-1]

    @property
    def ends(self) -> tuple[Cell, ...]:
        """Both of these, once where they are one."""
        return (self.first, self.last) if len(self.cells) > 1 else (self.first,)

    @property
    def formula(self) -> str:
        """As the first cell has it."""
        return self.cells[0].formula

    @property
    def style(self) -> Style:
        """How all cells look."""
        return self.cells[0].style

    @cached_property
    def _copier(self) -> Copier:
        return Copier(self.formula)

    @cached_property
    def kind(self) -> str:
        """The formula whatever cells it reads."""
        return kind_of(self.formula)

    @cached_property
    def facts(self) -> Facts:
        """Numbers, functions and depth of the formula, which do not depend on the cells."""
        return facts_of(self.kind)

    @cached_property
    def form(self) -> str:
        """The formula as all copies have it."""
        return relative_form(self.formula, self.first.row, self.first.column)

    def goes_on(self, cell: Cell) -> bool:
        """Whether the cell is the next one."""
        last = self.cells[-1]
        return (
            cell.column == last.column + 1
            and cell.row == last.row
            and cell.style is last.style
            and cell.array == last.array
            and cell.formula == self._copier.copy(len(self.cells))
        )


class Sweep(NamedTuple):
    """A range that the formulas of a run read. area: of the first; left, right: whether its columns move along."""

    area: Area
    left: bool
    right: bool

    def at(self, step: int) -> Area:
        """As the formula so many columns further right reads it."""
        row, column, last_row, last_column = self.area
        return Area(row, column + self.left * step, last_row, last_column + self.right * step)

    def joined(self, steps: int) -> Area:
        """All that is read up to there; a range that ends before it begins reads nothing."""
        ends = (self.area, self.at(steps))
        filled = [area for area in ends if area.first_column <= area.last_column] or [self.area]
        return self.area._replace(
            first_column=min(area.first_column for area in filled),
            last_column=max(area.last_column for area in filled),
        )


def runs_in(sheet: Sheet) -> list[Run]:
    """All formula cells of a sheet, in its order."""
    runs: list[Run] = []
    for cell in sheet.formulas:
        if runs and runs[-1].goes_on(cell):
            runs[-1].cells.append(cell)
        else:
            runs.append(Run(sheet, cell))
    return runs


def sweeps_of(first: Iterable[Reference], last: Iterable[Reference]) -> Iterator[tuple[str, Sweep]]:
    """The ranges that a run reads, each with its sheet, from what its first and its last formula read."""
    for one, other in zip(first, last, strict=False):
        if one.area and other.area:
            left = one.area.first_column != other.area.first_column
            right = one.area.last_column != other.area.last_column
            yield one.sheet, Sweep(one.area, left, right)
