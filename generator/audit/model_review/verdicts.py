"""Turns the checks sheet into its checks and the cells that sum them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.audit.formulas import Reference
from generator.audit.model_review.recognition import exact_checks, tolerant_checks
from generator.audit.model_review.runs import Run
from generator.audit.xlsx.book import Cell, Sheet

Place = tuple[int, int]
Reads = Callable[[Sheet, Cell], Iterable[Reference]]


@dataclass(frozen=True)
class Verdicts:
    """The checks of a sheet.

    checks: the cells that compare two sides; sums: for each cell that sums up any, directly or through others, which.
    """

    sheet: Sheet
    checks: frozenset[Place]
    sums: Mapping[Place, frozenset[Place]]

    @property
    def master(self) -> Cell | None:
        """The first cell that sums up most of them; a lone check is its own."""
        if self.sums:
            return self.sheet.cells[max(self.sums, key=lambda place: len(self.sums[place]))]
        return self.sheet.cells[min(self.checks)] if len(self.checks) == 1 else None

    @property
    def masters(self) -> frozenset[Place]:
        """All cells that say as much as the master: itself and what repeats it."""
        most = max(map(len, self.sums.values()), default=0)
        alike = (place for place, found in self.sums.items() if len(found) == most)
        return frozenset(alike) if self.sums else self.checks


def verdicts_of(sheet: Sheet, runs: Sequence[Run], reads: Reads) -> Verdicts:
    """The checks of the sheet, from its runs; `reads` says which cells a formula reads."""
    found = (*tolerant_checks(runs), *exact_checks(runs))
    checks = frozenset((cell.row, cell.column) for run in found for cell in run.cells)
    inside = {
        (cell.row, cell.column): frozenset(_formulas_read(sheet, cell, reads))
        for cell in sheet.formulas
        if (cell.row, cell.column) not in checks
    }
    sums = {place: read & checks for place, read in inside.items() if read & checks}
    # Those that sum up directly come first, so that the master is one of them and no link to it.
    for place in inside:
        if reached := _reached(place, inside) & checks:
            sums[place] = frozenset(reached)
    return Verdicts(sheet, checks, sums)


def _formulas_read(sheet: Sheet, cell: Cell, reads: Reads) -> Iterator[Place]:
    for read in reads(sheet, cell):
        if read.sheet == sheet.title and read.area is not None:
            area = read.area
            yield from (
                (one.row, one.column) for one in sheet.formulas if area.holds(one.row, one.column)
            )


def _reached(start: Place, inside: Mapping[Place, frozenset[Place]]) -> set[Place]:
    """All cells that a cell depends on within the sheet."""
    reached: set[Place] = set()
    pending = [start]
    while pending:
        fresh = inside.get(pending.pop(), frozenset()) - reached
        reached |= fresh
        pending += fresh
    return reached
