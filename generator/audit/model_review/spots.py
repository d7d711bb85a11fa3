"""Turns the places where one rule is broken into findings, neighbouring cells of one message into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.audit.finding import Finding
from generator.audit.model_review.runs import Run
from generator.audit.xlsx.book import Cell, Sheet
from generator.audit.xlsx.places import Area, coordinate
from generator.wording.saying import first_of, said

WORKBOOK = said("workbook")
# A finding names so many ranges or sheets and counts the rest.
NAMED = 4


class Spot(NamedTuple):
    """Where a rule is broken, and how. place: a sheet or another part; cell: row and column, where it is a cell."""

    message: str
    place: str = WORKBOOK
    cell: tuple[int, int] | None = None


def at(sheet: Sheet, cell: Cell, message: str) -> Spot:
    """A spot in a cell."""
    return Spot(message, sheet.title, (cell.row, cell.column))


def across(run: Run, message: str) -> Iterator[Spot]:
    """A spot in each cell of a run."""
    return (at(run.sheet, cell, message) for cell in run.cells)


def findings_of(rule: str, spots: Iterable[Spot]) -> list[Finding]:
    """One finding for all cells of a sheet of which the same is said, and one for all sheets, in order of the first."""
    cells: dict[tuple[str, str], list[tuple[int, int]]] = {}
    places: dict[tuple[str, str], list[str]] = {}
    for spot in spots:
        # Whole sheets of which the same is said share a key; cells share one with those of their own sheet.
        key = (spot.place if spot.cell else "", spot.message)
        cells.setdefault(key, []).extend([spot.cell] if spot.cell else [])
        places.setdefault(key, []).append(spot.place)
    return [
        Finding(rule, _within(key[0], found) if found else _joined(places[key]), key[1])
        for key, found in cells.items()
    ]


def _joined(places: Iterable[str]) -> str:
    """`Budget, Return and 3 more`."""
    names = list(dict.fromkeys(places))
    return first_of(names, NAMED) if len(names) > 1 else names[0]


def _within(sheet: str, cells: Iterable[tuple[int, int]]) -> str:
    """`Budget!C5:F9, C11 and 3 more cells`."""
    areas = list(merged(cells))
    names = f"{sheet}!{', '.join(map(named, areas[:NAMED]))}"
    rest = sum(area.size for area in areas[NAMED:])
    if rest == 1:
        return said("{names} and 1 more cell", names=names)
    return said("{names} and {count} more cells", names=names, count=rest) if rest else names


def named(area: Area) -> str:
    """`C5:F9`, or `C5` for a single cell."""
    first = coordinate(area.first_row, area.first_column)
    last = coordinate(area.last_row, area.last_column)
    return first if first == last else f"{first}:{last}"


def merged(cells: Iterable[tuple[int, int]]) -> Iterator[Area]:
    """Neighbours in a row become runs, and runs of the same columns below each other become areas."""
    open_areas: dict[tuple[int, int], Area] = {}
    done: list[Area] = []
    for row, first, last in _runs(sorted(set(cells))):
        above = open_areas.get((first, last))
        if above and above.last_row == row - 1:
            open_areas[first, last] = above._replace(last_row=row)
        else:
            done += [above] if above else []
            open_areas[first, last] = Area(row, first, row, last)
    yield from sorted([*done, *open_areas.values()])


def _runs(cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(row, first column, last column) of neighbours."""
    start = 0
    for place, (row, column) in enumerate(cells):
        ends = place + 1 == len(cells) or cells[place + 1] != (row, column + 1)
        if ends:
            yield row, cells[start][1], column
            start = place + 1
