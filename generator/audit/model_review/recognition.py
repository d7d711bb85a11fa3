"""Turns the contents of sheets into their parts in a model: where its inputs are, where its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.audit.formulas import tokens
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


def check_sheet_of(book: Book) -> Sheet | None:
    """The checks sheet has most of the formulas that compare two sides within a tolerance: ABS(a-b)<tolerance.

    In a workbook without any, it is the sheet with most formulas that compare two sides by `=`, two at least, along no
    row of copies.
    """
    for checks, least in ((tolerant_checks, 1), (exact_checks, ENOUGH)):
        counts = {sheet.title: len(list(checks(sheet))) for sheet in book.sheets}
        title = max(counts, key=counts.__getitem__, default="")
        if counts.get(title, 0) >= least:
            return next(sheet for sheet in book.sheets if sheet.title == title)
    return None


def tolerant_checks(sheet: Sheet) -> Iterator[Cell]:
    """The cells that compare two sides within a tolerance."""
    return (
        cell
        for cell in sheet.formulas
        if "-" in cell.formula and TOLERANT.search(TEXT.sub('""', cell.formula))
    )


def exact_checks(sheet: Sheet) -> Iterator[Cell]:
    """The cells that compare two sides by `=`: neither is a literal, and no neighbour in the row does the same."""
    for cell in sheet.formulas:
        if "=" in cell.formula[1:] and compares_exactly(cell.formula):
            beside = (sheet.cells.get((cell.row, cell.column + step)) for step in (-1, 1))
            if not any(one and one.formula and compares_exactly(one.formula) for one in beside):
                yield cell


def compares_exactly(formula: str) -> bool:
    """Whether two computed sides are compared by `=`."""
    parts = [
        part for part in tokens(formula) if part.type not in ("WHITE-SPACE", "OPERATOR-PREFIX")
    ]
    return any(
        middle.type == "OPERATOR-INFIX"
        and middle.value == "="
        and not {before.subtype, after.subtype} & LITERALS
        for before, middle, after in zip(parts, parts[1:], parts[2:], strict=False)
    )
