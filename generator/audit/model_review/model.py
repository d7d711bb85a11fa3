"""Turns a workbook into what the rules ask about it: which sheet has which part, and what each formula is like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.audit.formulas import Facts, Reference, facts_of, references_in, relative_form
from generator.audit.model_review.axes import Axis, Line, axis_of, lines_of
from generator.audit.model_review.recognition import check_sheet_of, input_sheets_of
from generator.audit.model_review.verdicts import Verdicts, verdicts_of
from generator.audit.values import Address, Value, is_number
from generator.audit.xlsx.book import Book, Cell, Sheet
from generator.audit.xlsx.places import Areas


@dataclass
class Model:
    """A workbook under review. recalculated: what another engine computes for its formulas; None if nobody asked."""

    book: Book
    recalculated: Mapping[Address, Value] | None = None
    _forms: dict[tuple[str, int, int], str] = field(default_factory=dict)
    _facts: dict[str, Facts] = field(default_factory=dict)

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """All of them by title."""
        return {sheet.title: sheet for sheet in self.book.sheets}

    @cached_property
    def formulas(self) -> list[tuple[Sheet, Cell]]:
        """Every formula cell, sheet by sheet."""
        return [(sheet, cell) for sheet in self.book.sheets for cell in sheet.formulas]

    @cached_property
    def constants(self) -> list[tuple[Sheet, Cell]]:
        """Every cell that is typed in."""
        return [(sheet, cell) for sheet in self.book.sheets for cell in sheet.constants]

    @cached_property
    def lines(self) -> Mapping[str, list[Line]]:
        """The rows of each sheet that hold something, by title."""
        return {sheet.title: list(lines_of(sheet)) for sheet in self.book.sheets}

    @cached_property
    def axes(self) -> Mapping[str, Axis]:
        """The time axis of each sheet that has one, by title."""
        found = ((sheet.title, axis_of(sheet)) for sheet in self.book.sheets)
        return {title: axis for title, axis in found if axis is not None}

    @cached_property
    def units(self) -> Mapping[tuple[str, int], Sequence[Value]]:
        """What stands before the first number of a row, by title and row; rows without a number are left out."""
        return {
            (title, row): texts
            for title, lines in self.lines.items()
            for row, cells in lines
            if (texts := _before_numbers(cells)) is not None
        }

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The titles of the input sheets."""
        return input_sheets_of(self.book)

    @cached_property
    def checks(self) -> Sheet | None:
        """The sheet of checks."""
        return check_sheet_of(self.book)

    @cached_property
    def verdicts(self) -> Verdicts | None:
        """What the sheet of checks says."""
        return None if self.checks is None else verdicts_of(self.checks, self.reads)

    @cached_property
    def inputs_read(self) -> Mapping[str, Areas]:
        """The cells of each input sheet that formulas outside the checks read."""
        reads = [
            read
            for sheet, cell in self.formulas
            if sheet is not self.checks
            and any(title == sheet.title or title in cell.formula for title in self.inputs)
            for read in self.reads(sheet, cell)
        ]
        return {
            title: Areas(read.area for read in reads if read.sheet == title and read.area)
            for title in self.inputs
        }

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {name.name: name.target for name in self.book.names}

    def reads(self, sheet: Sheet, cell: Cell) -> Iterator[Reference]:
        """The cells that a formula reads; a defined name counts as what it stands for."""
        for reference in references_in(cell.formula, sheet.title):
            target = self._names.get(reference.name)
            yield from references_in(f"={target}", sheet.title) if target else [reference]

    def form(self, sheet: Sheet, cell: Cell) -> str:
        """A cell's formula as its copies have it too; empty for a constant."""
        key = (sheet.title, cell.row, cell.column)
        if key not in self._forms:
            self._forms[key] = relative_form(cell.formula, cell.row, cell.column)
        return self._forms[key]

    def facts(self, sheet: Sheet, cell: Cell) -> Facts:
        """Numbers, functions and depth of a formula."""
        form = self.form(sheet, cell)
        if form not in self._facts:
            self._facts[form] = facts_of(cell.formula)
        return self._facts[form]


def _before_numbers(cells: Sequence[Cell]) -> list[Value] | None:
    for place, cell in enumerate(cells):
        if is_number(cell.value):
            return [before.value for before in cells[:place] if before.value]
    return None
