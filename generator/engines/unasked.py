"""Turns a computed model into the amounts that our defaults add to a total although nobody asked for them.

Whoever writes two fields of `hosting` may not know that hands on site are paid for as well, or rack units that nobody
counted. A section of one number, `software: {}`, asks for our figure by its name, and a price alone adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.engines.results import Results
from generator.figures.evaluation import figures_below
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.figures.schedule import Row
from generator.proposal.limits import numbers_of, sections_of

AMOUNTS = ("money", "money/month", "money/year")
SETTINGS = "money"


def unasked_amounts(results: Results) -> list[Figure]:
    """Amounts of our defaults that some total contains, and what our defaults count at a price."""
    numbers = [number for number, _ in numbers_of(results.proposal).values()]
    sections = sections_of(results.proposal)
    counts = {count.key for each in sections for count, price in each.priced() if price.value}
    fields = Counter(map(section_of, numbers))
    used = results.result_figures
    return [
        number
        for number in numbers
        if number.source is not None
        and number.source.kind == "default"
        and (number.unit in AMOUNTS or number.key in counts)
        and number.value
        and number.key in used
        and section_of(number) != SETTINGS
        and fields[section_of(number)] > 1
    ]


def section_of(number: Figure) -> Key:
    """The path of the section in which a number of the file stands."""
    return number.key.above


def rows_with(unasked: Iterable[Figure], rows: Iterable[Row]) -> dict[str, list[Figure]]:
    """The rows in which such amounts stand, by the row's key; a row that follows another one does not count."""
    found: dict[str, list[Figure]] = {}
    counted: set[str] = set()
    for row in rows:
        if row.kind != "line":
            continue
        cells = [cell for cell in row.cells if isinstance(cell, Figure)]
        below = figures_below(cells)
        mine = [number for number in unasked if number.key in below]
        if mine and counted.isdisjoint(below):
            found[row.key] = mine
            counted |= _holding(mine, below)
    return found


def _holding(numbers: Iterable[Figure], below: Mapping[str, Figure]) -> set[str]:
    """The computed figures that hold any of the numbers: what reads one of these follows them."""
    keys = {number.key for number in numbers}
    computed = (item for item in below.values() if item.definition is not None)
    return {item.key for item in computed if not keys.isdisjoint(figures_below([item]))}
