"""Turns a workbook into what the rules ask about it: which sheet has which part, and what each formula is like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from generator.audit.formulas import Reference, references_in
from generator.audit.model_review.axes import Axis, axis_of
from generator.audit.model_review.doubts import Doubts
from generator.audit.model_review.recognition import check_sheet_of, input_sheets_of
from generator.audit.model_review.runs import Run, runs_in, sweeps_of
from generator.audit.model_review.verdicts import Verdicts, verdicts_of
from generator.audit.values import Address, Value, is_number
from generator.audit.xlsx.book import Book, Cell, Sheet
from generator.audit.xlsx.places import Area, Areas


@dataclass
class Model:
    """A workbook under review. recalculated: what another engine computes for its formulas; None if nobody asked."""

    book: Book
    recalculated: Mapping[Address, Value] | None = None

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """All of them by title."""
        return {sheet.title: sheet for sheet in self.book.sheets}

    @property
    def formulas(self) -> Iterator[tuple[Sheet, Cell]]:
        """Every formula cell, sheet by sheet."""
        return ((sheet, cell) for sheet in self.book.sheets for cell in sheet.formulas)

    @cached_property
    def runs(self) -> list[Run]:
        """The formula cells in runs, sheet by sheet."""
        return [run for sheet in self.book.sheets for run in runs_in(sheet)]

    @cached_property
    def _runs(self) -> Mapping[str, list[Run]]:
        return {
            title: list(runs) for title, runs in groupby(self.runs, lambda run: run.sheet.title)
        }

    def runs_on(self, sheet: Sheet | None) -> Sequence[Run]:
        """Those of one sheet; none where there is no such sheet."""
        return () if sheet is None else self._runs.get(sheet.title, ())

    @cached_property
    def runs_by_row(self) -> Mapping[tuple[str, int], list[Run]]:
        """The runs of each row that has any, from left to right, by title and row."""
        rows: dict[tuple[str, int], list[Run]] = defaultdict(list)
        for run in sorted(self.runs, key=lambda run: run.first.column):
            rows[run.sheet.title, run.first.row].append(run)
        return rows

    @cached_property
    def constants(self) -> list[tuple[Sheet, Cell]]:
        """Every cell that is typed in."""
        return [(sheet, cell) for sheet in self.book.sheets for cell in sheet.constants]

    @cached_property
    def axes(self) -> Mapping[str, Axis]:
        """The time axis of each sheet that has one, by title."""
        found = (
            (sheet.title, axis_of(sheet, of_inputs=sheet.title in self.inputs))
            for sheet in self.book.sheets
        )
        return {title: axis for title, axis in found if axis is not None}

    @cached_property
    def units(self) -> Mapping[tuple[str, int], Sequence[Value]]:
        """What stands before the first number of a row, by title and row; rows without a number are left out."""
        return {
            (sheet.title, row): texts
            for sheet in self.book.sheets
            for row, cells in sheet.lines
            if (texts := _before_numbers(cells)) is not None
        }

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The titles of the input sheets."""
        return input_sheets_of(self.book)

    @cached_property
    def checks(self) -> Sheet | None:
        """The sheet of checks."""
        return check_sheet_of(self.runs)

    @cached_property
    def verdicts(self) -> Verdicts | None:
        """What the sheet of checks says."""
        sheet = self.checks
        return None if sheet is None else verdicts_of(sheet, self.runs_on(sheet), self.reads)

    @cached_property
    def doubts(self) -> Doubts:
        """Which values are odd, and from which others that follows."""
        return Doubts(self.book, self.recalculated or {}, self.reads)

    @cached_property
    def inputs_read(self) -> Mapping[str, Areas]:
        """The cells of each input sheet that formulas of other sheets than that and the checks read."""
        areas: dict[str, list[Area]] = defaultdict(list)
        for run in self.runs:
            near = any(title == run.sheet.title or title in run.formula for title in self.inputs)
            if near and run.sheet is not self.checks:
                reads = [list(self.reads(run.sheet, cell)) for cell in run.ends]
                for title, sweep in sweeps_of(reads[0], reads[-1]):
                    if title != run.sheet.title:
                        areas[title].append(sweep.joined(len(run.cells) - 1))
        return {title: Areas(areas[title]) for title in self.inputs}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {name.name: name.target for name in self.book.names}

    def reads(self, sheet: Sheet, cell: Cell) -> Iterator[Reference]:
        """The cells that a formula reads; a defined name counts as what it stands for."""
        for reference in references_in(cell.formula, sheet.title):
            target = self._names.get(reference.name)
            yield from references_in(f"={target}", sheet.title) if target else [reference]

    def value(self, sheet: Sheet, cell: Cell) -> Value:
        """What a formula gives: computed afresh where that was done, else as it was saved."""
        computed = (self.recalculated or {}).get((sheet.title, cell.coordinate))
        return cell.value if computed is None else computed

    def label(self, sheet: Sheet, row: int) -> str:
        """The first text of a row."""
        cells = next((cells for number, cells in sheet.lines if number == row), ())
        return next((cell.value for cell in cells if isinstance(cell.value, str)), "")


def _before_numbers(cells: Sequence[Cell]) -> list[Value] | None:
    for place, cell in enumerate(cells):
        if is_number(cell.value):
            return [before.value for before in cells[:place] if before.value]
    return None
