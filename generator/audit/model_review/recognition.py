"""Turns the contents of sheets into their parts in a model: where its inputs are, where its checks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from generator.audit.formulas import tokens
from generator.audit.model_review.runs import Run
from generator.audit.values import is_number
from generator.audit.xlsx.book import Book, Cell, Sheet

TEXT = re.compile(r'"(?:[^"]|"")*"')
TOLERANT = re.compile(r"ABS\(.+-.+\)\s*[<>]|ROUND\(.+-.+\)\s*=\s*0\b")
LITERALS = {"NUMBER", "TEXT", "LOGICAL"}
# Below this, the channels of a colour differ too little to be seen as a colour.
GREYISH = 40
# So many comparisons by `=` make a sheet of checks where none has a tolerance.
ENOUGH = 2


@cache
def hue(ink: str | None) -> str:
    """What a reader calls a font's colour: blue, green, black (and grey, and automatic) or other."""
    if ink is None:
        return "black"
    red, green, blue = (int(ink[place : place + 2], 16) for place in (0, 2, 4))
    if max(red, green, blue) - min(red, green, blue) < GREYISH:
        return "black"
    if blue > max(red, green):
        return "blue"
    return "green" if green > max(red, blue) else "other"


def input_sheets_of(book: Book) -> frozenset[str]:
    """The inputs sheet has most of the numbers that are blue and unlocked.

    Another sheet is one too if it has more of them than formulas.
    """
    counts = {sheet.title: len(list(invited_numbers(sheet))) for sheet in book.sheets}
    most = max(counts.values(), default=0)
    return frozenset(
        sheet.title
        for sheet in book.sheets
        if counts[sheet.title] and counts[sheet.title] >= min(most, len(sheet.formulas) + 1)
    )


def invited_numbers(sheet: Sheet) -> Iterator[Cell]:
    """The numbers that look and act as inputs."""
    return (
        cell
        for cell in sheet.constants
        if is_number(cell.value) and not cell.style.locked and hue(cell.style.ink) == "blue"
    )


def check_sheet_of(runs: Sequence[Run]) -> Sheet | None:
    """The checks sheet has most of the formulas that compare two sides within a tolerance: ABS(a-b)<tolerance.

    In a workbook without any, it is the sheet with most formulas that compare two sides by `=`, two at least, along no
    row of copies.
    """
    for checks, least in ((tolerant_checks, 1), (exact_checks, ENOUGH)):
        counts: Counter[str] = Counter()
        for run in checks(runs):
            counts[run.sheet.title] += len(run.cells)
        for title, count in counts.most_common(1):
            if count >= least:
                return next(run.sheet for run in runs if run.sheet.title == title)
    return None


def tolerant_checks(runs: Iterable[Run]) -> Iterator[Run]:
    """Those that compare two sides within a tolerance."""
    return (
        run for run in runs if "-" in run.formula and TOLERANT.search(TEXT.sub('""', run.formula))
    )


def exact_checks(runs: Iterable[Run]) -> Iterator[Run]:
    """Those of one cell that compare two sides by `=`: neither is a literal, and no neighbour does the same."""
    for run in runs:
        if len(run.cells) == 1 and compares_exactly(run.formula):
            row, column = run.first[:2]
            beside = (run.sheet.cells.get((row, place)) for place in (column - 1, column + 1))
            if not any(cell and compares_exactly(cell.formula) for cell in beside):
                yield run


def compares_exactly(formula: str) -> bool:
    """Whether two computed sides are compared by `=`."""
    if "=" not in formula[1:]:
        return False
    parts = [
        part for part in tokens(formula) if part.type not in ("WHITE-SPACE", "OPERATOR-PREFIX")
    ]
    return any(
        middle.type == "OPERATOR-INFIX"
        and middle.value == "="
        and not {before.subtype, after.subtype} & LITERALS
        for before, middle, after in zip(parts, parts[1:], parts[2:], strict=False)
    )
