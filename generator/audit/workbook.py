"""Turns a workbook and the figures it should hold into findings: each cell that disagrees.

Three readings of every formula cell must agree: the model's figure, the value that an independent
engine computes from the formulas, and the cached value that readers without an engine show.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeGuard

from generator.audit.cells import Address, ErrorValue, FormulaCell, Value, formula_cells
from generator.audit.finding import Finding
from generator.audit.recalculate import compute

# The engine adds, multiplies and raises to powers bit for bit as the model does; only functions
# that iterate or discount (IRR, NPV) come out differently, by 5e-11 of the value at most.
RELATIVE_TOLERANCE = 1e-9

# Where a sum should cancel to zero, nothing is small relative to it. A billionth of a currency
# unit, or of a ratio, is far below the last digit that any table shows.
ABSOLUTE_TOLERANCE = 1e-9


def audit_workbook(
    workbook: bytes, expected: Mapping[Address, float | str | bool]
) -> list[Finding]:
    """Every way in which an xlsx's formula cells differ from the values expected of them.

    `expected` gives each formula cell, as (sheet title, coordinate), the model's figure. An empty
    list means that all agree. A damaged file is a finding too.
    """
    try:
        cells = formula_cells(workbook)
        computed = compute(workbook, cells)
    except Exception as problem:
        # The zip, its XML and two readers can fail in a dozen ways; each means the same here.
        return [Finding("unreadable", "workbook", f"it cannot be read: {problem}")]
    without_formula = [address for address in expected if address not in cells]
    return [
        *(missing_formula(address, expected[address]) for address in without_formula),
        *chain.from_iterable(
            disagreements(place(address), cell, computed[address], expected.get(address))
            for address, cell in cells.items()
        ),
    ]


def missing_formula(address: Address, figure: Value) -> Finding:
    message = f"the model says {text(figure)} where the sheet has no formula"
    return Finding("formula_missing", place(address), message)


def disagreements(
    where: str, cell: FormulaCell, computed: Value, figure: Value
) -> Iterator[Finding]:
    """What is wrong with one formula cell."""
    if figure is None:
        message = f"the model has no figure for the formula {cell.formula}"
        yield Finding("figure_missing", where, message)
        return
    if not agree(computed, figure):
        rule = "error_value" if isinstance(computed, ErrorValue) else "recalculated_differs"
        yield Finding(rule, where, contrast("computes", computed, figure, cell.formula))
    if not agree(cell.cached, figure):
        yield Finding("cached_differs", where, contrast("shows", cell.cached, figure, cell.formula))


def agree(found: Value, figure: Value) -> bool:
    """Numbers within the tolerance, which NaN and infinity never are; all else exactly, by kind."""
    if is_number(found) and is_number(figure):
        return math.isclose(found, figure, rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
    return type(found) is type(figure) and found == figure


def is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def contrast(verb: str, found: Value, figure: Value, formula: str) -> str:
    """Both values with as few decimals as show the difference, two at least."""
    for decimals in (2, 4, 6, 9, 12):
        if text(found, decimals) != text(figure, decimals):
            break
    left, right = text(found, decimals), text(figure, decimals)
    return f"the sheet {verb} {left} where the model says {right} ({formula})"


def text(value: Value, decimals: int = 2) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).upper()
        case ErrorValue():
            return value
        case str():
            return f'"{value}"'
        case _:
            return f"{value:,.{decimals}f}"


def place(address: Address) -> str:
    return "!".join(address)
