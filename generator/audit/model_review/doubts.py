"""Turns formulas with errors or other values than saved into those at fault, and those that nobody can judge."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from generator.audit.formulas import Reference
from generator.audit.values import ErrorValue, Value, agree, is_number
from generator.audit.xlsx.book import Book, Cell, Sheet
from generator.wording.saying import said

Place = tuple[str, int, int]
Reads = Callable[[Sheet, Cell], Iterable[Reference]]

CIRCULAR = "#CIRC!"
# What the engine answers where it does not know how to compute.
GAPS = ("#NAME?", "#SPILL!", "#CALC!", "#ERROR!", "#NIMPL!", "#N/IMPL!", "#GETTING_DATA")
TEXT = re.compile(r'"(?:[^"]|"")*"')
TABLE = re.compile(r"[^\W0-9][\w.]*\[|\[@|\[\[|\[#")
OTHER_FILE = re.compile(r"\[[^\[\]]+\][^\[\]!,()]*!")
NAME_IN_BRACES = re.compile(r"\{[^}]*?(?!TRUE\b|FALSE\b)(?<![\w.#])[A-Za-z_][^}]*\}")
VOLATILE = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|INFO|CELL)\(", re.IGNORECASE)
OF_DATES = re.compile(
    r"\b(?:DATE|DATEVALUE|YEAR|MONTH|DAY|WEEKDAY|EDATE|EOMONTH|TEXT)\(", re.IGNORECASE
)
REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (OTHER_FILE, said("formulas that read another file")),
    (TABLE, said("references to tables by name")),
    (NAME_IN_BRACES, said("names in braces")),
    (VOLATILE, said("values that change whenever anything is calculated")),
)
ARRAYS, RICH = said("array formulas"), said("values of kinds that only their own program knows")
FROM_1904, UNKNOWN = said("dates that count from 1904"), said("what the engine cannot compute")
FOLLOWING = said("what follows from these")
# What doubles leave of the largest number that a formula adds and subtracts.
OF_THE_LARGEST = 1e-14
# Whole columns are not looked through.
LARGEST_AREA = 10_000
# So many causes of a cell are looked at.
MOST = 50


@dataclass(frozen=True)
class Doubts:
    """What the saved and the computed values of a book say about its formulas. computed: of every formula; or nothing.

    `reads` says which cells a formula reads.
    """

    book: Book
    computed: Mapping[tuple[str, str], Value]
    reads: Reads

    @cached_property
    def odd(self) -> dict[Place, tuple[Sheet, Cell]]:
        """The formulas that give an error or other values than those saved."""
        return {
            (sheet.title, cell.row, cell.column): (sheet, cell)
            for sheet in self.book.sheets
            for cell in sheet.formulas
            if self.is_odd(cell, self.value(sheet, cell)) and not self._is_rest(sheet, cell)
        }

    def _is_rest(self, sheet: Sheet, cell: Cell) -> bool:
        """Whether two values differ by no more than sums of what the formula reads, added in another order."""
        sheets = {each.title: each for each in self.book.sheets}
        read = (
            sheets[each.sheet].cells[place].value
            for each in self.reads(sheet, cell)
            if each.area is not None and each.area.size <= LARGEST_AREA and each.sheet in sheets
            for place in each.area.cells()
            if place in sheets[each.sheet].cells
        )
        saved, computed = cell.value, self.value(sheet, cell)
        if not (is_number(saved) and is_number(computed)):
            return False
        largest = max((abs(value) for value in read if is_number(value)), default=0.0)
        return agree(saved, computed, OF_THE_LARGEST * largest)

    def value(self, sheet: Sheet, cell: Cell) -> Value:
        """Computed afresh; as saved where it was not."""
        if not self.computed:
            return cell.value
        return self.computed.get((sheet.title, cell.coordinate))

    @staticmethod
    def is_odd(cell: Cell, value: Value) -> bool:
        """Whether a formula's saved value or its new one is an error, or the two differ."""
        if isinstance(cell.value, ErrorValue) or isinstance(value, ErrorValue):
            return True
        return cell.value is not None and not alike(cell.value, value)

    @cached_property
    def unjudged(self) -> dict[Place, str]:
        """The odd formulas that may be right, and why nobody can say."""
        reasons = {
            place: reason
            for place, (sheet, cell) in self.odd.items()
            if (reason := self._reason(sheet, cell))
        }
        for sheet in self.book.sheets:
            reasons |= {(sheet.title, *place): RICH for place in sheet.foreign}
        causes = self._causes(reasons.keys() | self.odd.keys())
        _spread(reasons, causes)
        # Only now: what follows from these is no gap of the engine's of its own.
        reasons |= {
            place: UNKNOWN
            for place, (sheet, cell) in self.odd.items()
            if place not in reasons and self._is_gap(sheet, cell)
        }
        _spread(reasons, causes)
        return {place: reason for place, reason in reasons.items() if place in self.odd}

    @cached_property
    def at_fault(self) -> set[Place]:
        """The odd formulas that read no other odd one: these follow from none."""
        judged = self.odd.keys() - self.unjudged.keys() - self.circular
        causes = self._causes(judged | self.circular)
        return {place for place in judged if not causes[place]}

    @cached_property
    def circular(self) -> set[Place]:
        """The formulas that depend on themselves, without those that merely read such a one."""
        found = {
            place
            for place, (sheet, cell) in self.odd.items()
            if self.value(sheet, cell) == CIRCULAR
        }
        while True:
            read = {cause for causes in self._causes(found).values() for cause in causes}
            own = {place for place in found if self._reads_itself(place)}
            if not found - read - own:
                return found
            found &= read | own

    def _reads_itself(self, place: Place) -> bool:
        return any(
            read.sheet == place[0] and read.area and read.area.holds(*place[1:])
            for read in self.reads(*self.odd[place])
        )

    def _reason(self, sheet: Sheet, cell: Cell) -> str:
        """Why a formula's value may be right although the engine computes another; empty where it cannot be."""
        if cell.array or sheet.spilled.hold(cell.row, cell.column):
            return ARRAYS
        bare = TEXT.sub('""', cell.formula)
        for pattern, reason in REASONS:
            if pattern.search(bare):
                return reason
        if self.book.from_1904 and OF_DATES.search(bare):
            return FROM_1904
        return ""

    def _is_gap(self, sheet: Sheet, cell: Cell) -> bool:
        """Whether its own program knew a value where the engine knows none."""
        right = cell.value is not None and not isinstance(cell.value, ErrorValue)
        return right and self.value(sheet, cell) in GAPS

    def _causes(self, places: Iterable[Place]) -> dict[Place, list[Place]]:
        """For each formula among places, those of them that it reads."""
        index = _Index(places)
        return {
            place: [cause for cause in self._read_among(place, index) if cause != place]
            for place in index.places
            if place in self.odd
        }

    def _read_among(self, place: Place, index: _Index) -> Iterator[Place]:
        reads = self.reads(*self.odd[place])
        return islice((each for read in reads for each in index.inside(read)), MOST)


def _spread(reasons: dict[Place, str], causes: Mapping[Place, Iterable[Place]]) -> None:
    """Whatever reads what nobody can judge cannot be judged either."""
    followers: dict[Place, list[Place]] = defaultdict(list)
    for place, found in causes.items():
        for cause in found:
            followers[cause].append(place)
    pending = list(reasons)
    while pending:
        fresh = [each for each in followers[pending.pop()] if each not in reasons]
        reasons.update(dict.fromkeys(fresh, FOLLOWING))
        pending += fresh


class _Index:
    """Places that say quickly which of them an area holds."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = set(places)
        self._rows: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for title, row, column in sorted(self.places):
            self._rows[title][column].append(row)

    def inside(self, read: Reference) -> Iterator[Place]:
        area, columns = read.area, self._rows.get(read.sheet, {})
        if area is None:
            return
        wide = area.last_column - area.first_column > len(columns)
        span = columns if wide else range(area.first_column, area.last_column + 1)
        for column in span:
            if column in columns and area.first_column <= column <= area.last_column:
                rows = columns[column]
                for row in islice(rows, bisect_left(rows, area.first_row), None):
                    if row > area.last_row:
                        break
                    yield read.sheet, row, column


def alike(saved: Value, computed: Value) -> bool:
    """Whether two programs mean the same: some save a truth as a number, and nothing as 0 or an empty text."""
    if computed is None:
        return saved in (0.0, "")
    if isinstance(saved, bool) != isinstance(computed, bool):
        return {saved, computed} <= {0.0, 1.0}
    return agree(saved, computed)
