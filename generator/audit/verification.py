"""Turns an xlsx of unknown origin into findings: broken rules of modelling, and values that compute to others."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.audit.archive import check_archive
from generator.audit.finding import Finding
from generator.audit.model_review.model import Model
from generator.audit.model_review.registry import review_model
from generator.audit.model_review.spots import Spot, findings_of
from generator.audit.recalculate import compute
from generator.audit.values import Address, Value
from generator.audit.xlsx.book import Book, Sheet
from generator.audit.xlsx.reading import read_book
from generator.wording.saying import joined, said

# What the workbook of an input says besides its cells, or says wrongly whatever its cells are.
BESIDE_CELLS = frozenset(
    {
        "value_missing",
        "error_value",
        "circular_formula",
        "value_differs",
        "chart_value_differs",
        "check_failed",
        "column_too_narrow",
    }
)
ITERATES = re.compile(rb'(?<=<calcPr)([^>]*) iterate="[^"]*"')


class Verified(NamedTuple):
    """findings: none where all is well; formulas: how many were computed afresh and compared; remarks: what was not."""

    findings: list[Finding]
    formulas: int
    remarks: tuple[str, ...] = ()


def opened(workbook: bytes) -> Book:
    """A foreign xlsx. Raises HostileFile and UnreadableWorkbook."""
    check_archive(workbook)
    return read_book(workbook)


def verify_workbook(workbook: bytes) -> Verified:
    """Review a workbook and compute its formulas with an engine that we did not write.

    Raises HostileFile for a file that is dangerous to read and UnreadableWorkbook for one that cannot be read.
    """
    book = opened(workbook)
    model, remarks = _computed(workbook, book)
    return Verified(review_model(model), _judged(model), (*remarks, *unjudged(model)))


def verify_against(workbook: bytes, book: Book, differences: Sequence[Finding]) -> Verified:
    """Add to its differences from another workbook, which keeps every rule, what only computing it tells."""
    model, remarks = _computed(workbook, book)
    rest = [each for each in review_model(model) if each.rule in BESIDE_CELLS]
    if any(each.rule in ("row_removed", "column_removed", "sheet_missing") for each in differences):
        # Errors follow from what is gone.
        rest = [each for each in rest if each.rule != "error_value"]
    return Verified([*differences, *rest], _judged(model), (*remarks, *unjudged(model)))


def _computed(workbook: bytes, book: Book) -> tuple[Model, list[str]]:
    """The workbook with what an engine computes for it, and a remark where that was not possible."""
    recalculated: dict[Address, Value] | None = None
    remarks = []
    try:
        recalculated = _recalculated(workbook, book)
    except (ImportError, MemoryError):
        raise
    except Exception as problem:
        # What the engine does not understand, it says in exceptions of many kinds.
        remarks.append(
            said("not judged: no formula could be computed afresh ({problem})", problem=problem)
        )
    if recalculated and all(cell.value is None for sheet in book.sheets for cell in sheet.formulas):
        remarks.append(
            said(
                "not recalculated: it was saved without any values, so previews show none; "
                "what it computes to was reviewed instead"
            )
        )
        book = _filled(book, recalculated)
    return Model(book, recalculated), remarks


def _recalculated(workbook: bytes, book: Book) -> dict[Address, Value]:
    cells = [(sheet.title, cell.coordinate) for sheet in book.sheets for cell in sheet.formulas]
    try:
        # Going round until it settles, the engine would not tell of a circle.
        return compute(_packed_anew(workbook) if book.iterates else workbook, cells)
    except (ImportError, MemoryError):
        raise
    except Exception:
        # Some zips are sound but of a kind that the engine does not unpack.
        return compute(_packed_anew(workbook), cells)


def _packed_anew(workbook: bytes) -> bytes:
    """The same parts in a plain zip; circles are not gone round."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            after.writestr(name, ITERATES.sub(rb"\1", before.read(name)))
    return packed.getvalue()


def _filled(book: Book, values: Mapping[Address, Value]) -> Book:
    """With the computed values in place of those that were not saved; the charts hold what was before."""
    return replace(
        book,
        sheets=tuple(_filled_sheet(sheet, values) for sheet in book.sheets),
        charts=tuple(chart._replace(series=()) for chart in book.charts),
    )


def _filled_sheet(sheet: Sheet, values: Mapping[Address, Value]) -> Sheet:
    cells = {
        place: cell._replace(value=values.get((sheet.title, cell.coordinate), cell.value))
        for place, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _judged(model: Model) -> int:
    return len(model.recalculated or ()) - len(model.doubts.unjudged)


def unjudged(model: Model) -> list[str]:
    """Which formulas could not be judged, and why: one remark at most."""
    spots: dict[str, list[Spot]] = {}
    for place, reason in model.doubts.unjudged.items():
        spots.setdefault(reason, []).append(Spot(reason, place[0], place[1:]))
    told = [
        said(
            "{reason} ({places})",
            reason=reason,
            places=joined([each.where for each in findings_of("", found)], "; "),
        )
        for reason, found in spots.items()
    ]
    return [said("not judged: {what}", what=joined(told, ", "))] if spots else []
