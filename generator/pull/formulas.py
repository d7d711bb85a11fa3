"""Turns two workbooks into the cells in which one computes something else than the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator.audit.finding import Finding
from generator.audit.formulas import tokens
from generator.audit.values import ErrorValue, Value, is_number, place, text
from generator.audit.xlsx.book import Book, Cell, Sheet
from generator.audit.xlsx.places import coordinate

# Marks of age that programs put before functions of theirs.
AGE = re.compile(r"_XL(?:FN|WS|UDF)\.")
LONGEST_SHOWN = 60
At = tuple[str, int, int]


def altered_cells(ours: Book, theirs: Book, typed: Collection[At]) -> Iterator[Finding]:
    """Every formula and fixed number of ours that theirs does not have, and every formula that only theirs has.

    typed: the cells that are meant to be changed, as (sheet, row, column). Texts, and numbers in cells that we leave
    empty, compute nothing and are passed over.
    """
    sheets = {sheet.title: sheet for sheet in theirs.sheets}
    for sheet in ours.sheets:
        if sheet.title not in sheets:
            yield Finding("sheet_missing", sheet.title, "the sheet is missing")
            continue
        yield from _altered(sheet, sheets[sheet.title], typed)


def _altered(ours: Sheet, theirs: Sheet, typed: Collection[At]) -> Iterator[Finding]:
    places = {**dict.fromkeys(ours.cells), **dict.fromkeys(theirs.cells)}
    for row, column in sorted(places):
        if (ours.title, row, column) in typed:
            continue
        own, other = ours.cells.get((row, column)), theirs.cells.get((row, column))
        message = _difference(own, other)
        if message:
            yield Finding("formula_altered", place((ours.title, coordinate(row, column))), message)


def _difference(own: Cell | None, other: Cell | None) -> str:
    """What is different about a cell, empty when nothing that computes is."""
    if own is not None and own.formula:
        if other is not None and _same_formula(own, other):
            return ""
        return f"{shown(own)} has become {shown(other)}"
    if other is not None and other.formula:
        return f"{shown(other)} is no formula of this workbook"
    if own is not None and is_number(own.value) and (other is None or other.value != own.value):
        return f"{shown(own)} has become {shown(other)}; it is not to be changed"
    return ""


def _same_formula(own: Cell, other: Cell) -> bool:
    if own.array != other.array:
        return False
    return own.formula == other.formula or normal(own.formula) == normal(other.formula)


def shown(cell: Cell | None) -> str:
    """What a cell holds, for a message."""
    if cell is None:
        return "nothing"
    if cell.formula:
        braced = f"{{{cell.formula}}}" if cell.array else cell.formula
        return braced if len(braced) <= LONGEST_SHOWN else braced[: LONGEST_SHOWN - 1] + "…"
    return shown_value(cell.value)


def shown_value(value: Value) -> str:
    """A constant, for a message."""
    if is_number(value):
        return f"{value:.15g}"
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        return text(value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…")
    return text(value)


def normal(formula: str) -> str:
    """A formula as no program would write it: without spaces, quotes of sheet names, marks of age, forms of numbers.

    Spreadsheets rewrite formulas when they save; what they compute stays the same.
    """
    try:
        parts = [_normal_part(token) for token in tokens(formula)]
    except IndexError:
        # The library falls over some brackets that match nothing; no program saves those.
        return formula
    joined = "".join(parts) or formula
    return joined.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def _normal_part(token: object) -> str:
    value, kind, subtype = (str(getattr(token, name)) for name in ("value", "type", "subtype"))
    if kind == "WHITE-SPACE":
        return ""
    if kind == "FUNC":
        return AGE.sub("", value.upper())
    if subtype == "NUMBER":
        return repr(float(value))
    if subtype == "RANGE":
        sheet, mark, cells = value.rpartition("!")
        return sheet.strip("'").replace("''", "'") + mark + cells.upper()
    return value.upper() if subtype == "LOGICAL" else value
