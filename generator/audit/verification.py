"""Turns an xlsx of unknown origin into findings: broken rules of modelling, and values that compute to others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.audit.archive import check_archive
from generator.audit.finding import Finding
from generator.audit.model_review.registry import review
from generator.audit.recalculate import compute
from generator.audit.values import Address, Value
from generator.audit.xlsx.book import Book
from generator.audit.xlsx.reading import read_book

# What the workbook of an input says besides its cells, or says wrongly whatever its cells are.
BESIDE_CELLS = frozenset(
    {
        "value_missing",
        "error_value",
        "circular_formula",
        "value_differs",
        "check_failed",
        "column_too_narrow",
        "macro",
    }
)


class Verified(NamedTuple):
    """findings: none where all is well; formulas: how many were computed afresh and compared."""

    findings: list[Finding]
    formulas: int


def opened(workbook: bytes) -> Book:
    """A foreign xlsx. Raises HostileFile and UnreadableWorkbook."""
    check_archive(workbook)
    return read_book(workbook)


def verify_workbook(workbook: bytes) -> Verified:
    """Review a workbook and compute its formulas with an engine that we did not write.

    Raises HostileFile for a file that is dangerous to read and UnreadableWorkbook for one that cannot be read.
    """
    book = opened(workbook)
    recalculated, failures = _recalculated(workbook, book)
    return Verified([*failures, *review(book, recalculated)], len(recalculated or ()))


def verify_against(workbook: bytes, book: Book, differences: Sequence[Finding]) -> Verified:
    """Add to its differences from another workbook, which keeps every rule, what only computing it tells."""
    recalculated, failures = _recalculated(workbook, book)
    rest = [each for each in review(book, recalculated) if each.rule in BESIDE_CELLS]
    if any(each.rule in ("row_removed", "column_removed", "sheet_missing") for each in differences):
        # Errors follow from what is gone.
        rest = [each for each in rest if each.rule != "error_value"]
    return Verified([*differences, *failures, *rest], len(recalculated or ()))


def _recalculated(workbook: bytes, book: Book) -> tuple[dict[Address, Value] | None, list[Finding]]:
    cells = [(sheet.title, cell.coordinate) for sheet in book.sheets for cell in sheet.formulas]
    try:
        return compute(workbook, cells), []
    except (ImportError, MemoryError):
        raise
    except Exception as problem:
        # What the engine does not understand, it says in exceptions of many kinds.
        message = f"it cannot be computed afresh: {problem}"
        return None, [Finding("recalculation_failed", "workbook", message)]
