"""Turns the checks sheet into its checks and the cells that sum them up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.audit.formulas import Reference
from generator.audit.model_review.recognition import exact_checks, tolerant_checks
from generator.audit.model_review.runs import Run
from generator.audit.values import Value
from generator.audit.xlsx.book import Cell, Sheet

# What IF gives in both cases, at the end of a formula.
CONSTANT = r'"[^"]*"|-?[0-9.]+'
ENDS = re.compile(rf"^=IF\(.*,(?P<then>{CONSTANT}),(?P<otherwise>{CONSTANT})\)$")
# A comparison that is met where the sides differ.
BEYOND = re.compile(r"ABS\(.+-.+\)\s*>|<>")

Place = tuple[int, int]
Reads = Callable[[Sheet, Cell], Iterable[Reference]]


@dataclass(frozen=True)
class Verdicts:
    """The checks of a sheet.

    checks: the cells that compare two sides; sums: for each cell that sums up any, directly or through others, which;
    summed: the formulas of the sheet that each other cell reads.
    """

    sheet: Sheet
    checks: frozenset[Place]
    sums: Mapping[Place, frozenset[Place]]
    summed: Mapping[Place, frozenset[Place]]

    @property
    def master(self) -> Cell | None:
        """The first cell that sums up most of them; a lone check is its own."""
        if self.sums:
            return self.sheet.cells[max(self.sums, key=lambda place: len(self.sums[place]))]
        return self.sheet.cells[min(self.checks)] if len(self.checks) == 1 else None

    @property
    def results(self) -> frozenset[Place]:
        """The checks, and whatever else the master sums up directly."""
        master = self.master
        return (
            self.checks | self.summed.get((master.row, master.column), frozenset())
            if master
            else self.checks
        )

    @property
    def masters(self) -> frozenset[Place]:
        """All cells that say as much as the master: itself and what repeats it."""
        most = max(map(len, self.sums.values()), default=0)
        alike = (place for place, found in self.sums.items() if len(found) == most)
        return frozenset(alike) if self.sums else self.checks


def passes(formula: str, value: Value) -> bool | None:
    """Whether a check's value says that its sides agree; None where that cannot be told.

    A comparison says so by itself, IF by one of the two constants that it ends with.
    """
    met: bool | None = value if isinstance(value, bool) else None
    ends = ENDS.search(formula)
    if ends and met is None and value is not None:
        met = {_constant(ends["then"]): True, _constant(ends["otherwise"]): False}.get(str(value))
    beyond = BEYOND.search(formula) is not None
    return met if met is None else met != beyond


def _constant(text: str) -> str:
    """As the value of the cell reads."""
    return text.strip('"') if text.startswith('"') else str(float(text))


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
    return Verdicts(sheet, checks, sums, inside)


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
