"""Turns an xlsx of unknown origin into findings: broken rules of modelling, and values that compute to others."""

from __future__ import annotations

from typing import NamedTuple

from generator.audit.archive import check_archive
from generator.audit.finding import Finding
from generator.audit.model_review.registry import review
from generator.audit.recalculate import compute
from generator.audit.values import Address, Value
from generator.audit.xlsx.reading import read_book


class Verified(NamedTuple):
    """findings: none where all is well; formulas: how many were computed afresh and compared."""

    findings: list[Finding]
    formulas: int


def verify_workbook(workbook: bytes) -> Verified:
    """Review a workbook and compute its formulas with an engine that we did not write.

    Raises HostileFile for a file that is dangerous to read and UnreadableWorkbook for one that cannot be read.
    """
    check_archive(workbook)
    book = read_book(workbook)
    cells = [(sheet.title, cell.coordinate) for sheet in book.sheets for cell in sheet.formulas]
    recalculated: dict[Address, Value] | None = None
    failures = []
    try:
        recalculated = compute(workbook, cells)
    except Exception as problem:
        # What the engine does not understand, it says in exceptions of many kinds.
        message = f"it cannot be computed afresh: {problem}"
        failures = [Finding("recalculation_failed", "workbook", message)]
    return Verified([*failures, *review(book, recalculated)], len(recalculated or ()))
