"""Turns two aligned versions of a workbook into the cells that compute, say or show something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from generator.audit.finding import Finding
from generator.audit.formulas import relative_form
from generator.audit.model_review.recognition import hue
from generator.audit.model_review.spots import Spot, at, findings_of
from generator.audit.twins.alignment import Alignment
from generator.audit.twins.notation import (
    Move,
    became,
    names_the_file,
    normal_format,
    same_formula,
    shown,
)
from generator.audit.values import is_number
from generator.audit.xlsx.book import Cell, Sheet
from generator.wording.saying import said

COLOURS = {
    "white": said("white"),
    "black": said("black"),
    "blue": said("blue"),
    "green": said("green"),
    "other": said("of another colour"),
}
# A cell of ours: sheet, row, column.
At = tuple[str, int, int]


class Pair(NamedTuple):
    """A cell of ours, the one in its place, and where that is."""

    own: Cell | None
    other: Cell | None
    row: int
    column: int


class Sheets(NamedTuple):
    """A sheet of ours, theirs, and the cells that are not equal in all that they hold and look like."""

    ours: Sheet
    theirs: Sheet
    unlike: list[Pair]


def unlike_cells(alignment: Alignment) -> list[Sheets]:
    """Sheet by sheet, in the order of theirs; the cells of added and removed lines are left out."""
    return [
        Sheets(ours, theirs, list(_unlike(alignment, ours, theirs)))
        for ours, theirs in alignment.pairs()
    ]


def _unlike(alignment: Alignment, ours: Sheet, theirs: Sheet) -> Iterator[Pair]:
    """Where cells have moved, equal formulas are none, so that all are candidates."""
    if not alignment.in_place:
        return _pairs(alignment, ours, theirs)
    own, found = ours.cells, theirs.cells
    places = {place for place, cell in own.items() if found.get(place) != cell}
    places |= found.keys() - own.keys()
    return (Pair(own.get(place), found.get(place), *place) for place in sorted(places))


def altered_cells(
    alignment: Alignment, sheets: Iterable[Sheets], typed: Collection[At]
) -> list[Finding]:
    """Every formula and fixed number of ours that theirs does not have, and every formula that only theirs has.

    typed: the cells that are meant to be changed. Texts, and numbers in cells that we leave empty, compute nothing.
    """
    return [
        finding
        for each in sheets
        for finding in findings_of("formula_altered", _altered(alignment, each, typed))
    ]


def _altered(alignment: Alignment, sheets: Sheets, typed: Collection[At]) -> Iterator[Spot]:
    ours, theirs, unlike = sheets
    told: dict[tuple[str, str], str] = {}
    move = alignment.move_from(ours.title)
    unshifted: list[Cell] = []
    for pair in unlike:
        own, other = pair.own, pair.other
        if own is not None and (ours.title, own.row, own.column) in typed:
            continue
        message = _difference(own, other, move)
        if not message:
            continue
        if own and other and move and own.formula and same_formula(own.formula, other.formula):
            unshifted.append(other)
            continue
        yield Spot(told.setdefault(_forms(pair), message), theirs.title, (pair.row, pair.column))
    if unshifted:
        message = said(
            "formulas still read the cells from before rows or columns moved ({place}: {formula}): undo that in "
            "the program where it was done",
            place=unshifted[0].coordinate,
            formula=shown(unshifted[0]),
        )
        yield from (at(theirs, cell, message) for cell in unshifted)


def _forms(pair: Pair) -> tuple[str, str]:
    """What makes differences of neighbours one: the same two formulas, each as it is copied across."""
    own, other = pair.own, pair.other
    before = relative_form(own.formula, own.row, own.column) if own and own.formula else shown(own)
    after = shown(other)
    if other and other.formula:
        after = relative_form(other.formula, other.row, other.column)
    return before, after


def _pairs(alignment: Alignment, ours: Sheet, theirs: Sheet) -> Iterator[Pair]:
    """All cells of both sheets in the order of theirs; those of added and removed lines are left out."""
    rows, columns = alignment.rows[ours.title], alignment.columns[ours.title]
    added_rows, added_columns = set(rows.added), set(columns.added)
    pairs = {
        (row, column): Pair(None, cell, row, column)
        for (row, column), cell in theirs.cells.items()
        if row not in added_rows and column not in added_columns
    }
    for cell in ours.cells.values():
        place = alignment.place(ours.title, cell.row, cell.column)
        if place:
            pairs[place] = Pair(cell, theirs.cells.get(place), *place)
    return (pairs[place] for place in sorted(pairs))


def _difference(own: Cell | None, other: Cell | None, move: Move | None) -> str:
    """What is different about a cell, empty when nothing that computes is."""
    if own is not None and own.formula:
        kept = other is not None and other.formula and own.array == other.array
        if other is not None and kept and same_formula(own.formula, other.formula, move):
            return ""
        return became(own, other)
    if other is not None and other.formula:
        return said("{cell} is no formula of this workbook", cell=shown(other))
    if own is not None and is_number(own.value) and (other is None or other.value != own.value):
        return said("{change}; it is not to be changed", change=became(own, other))
    return ""


def restated_cells(
    alignment: Alignment, sheets: Iterable[Sheets], typed: Collection[At]
) -> list[Finding]:
    """Every text that says something else, and what was written into cells that we leave empty."""
    return [
        finding
        for each in sheets
        for finding in findings_of("text_altered", _restated(alignment, each, typed))
    ]


def _restated(alignment: Alignment, sheets: Sheets, typed: Collection[At]) -> Iterator[Spot]:
    ours, theirs, unlike = sheets
    for own, other, row, column in unlike:
        if own is None:
            # Cells that may be typed into are meant to be filled.
            if other and not other.formula and not _may_be_typed(alignment, ours, row, column):
                yield at(
                    theirs,
                    other,
                    said("{cell} was added; no formula or label is there", cell=shown(other)),
                )
        elif isinstance(own.value, str) and not own.formula:
            is_typed = (ours.title, own.row, own.column) in typed
            if not is_typed and not (other and (other.formula or _says_the_same(own, other))):
                yield Spot(became(own, other), theirs.title, (row, column))


def _may_be_typed(alignment: Alignment, ours: Sheet, row: int, column: int) -> bool:
    place = alignment.place(ours.title, row, column) if alignment.in_place else None
    return place is not None and ours.validated.hold(*place)


def _says_the_same(own: Cell, other: Cell) -> bool:
    texts = [str(cell.value).replace("\r\n", "\n") for cell in (own, other)]
    return texts[0] == texts[1] or all(map(names_the_file, texts))


def redressed_cells(sheets: Iterable[Sheets]) -> list[Finding]:
    """Every cell that looks or acts otherwise: its number format, lock or colour."""
    return [finding for each in sheets for finding in findings_of("look_altered", _redressed(each))]


def _redressed(sheets: Sheets) -> Iterator[Spot]:
    theirs = sheets.theirs
    for own, other, _, _ in sheets.unlike:
        if own is None or other is None:
            continue
        before, after = own.style, other.style
        if (own.formula or is_number(own.value)) and (
            normal_format(before.number_format) != normal_format(after.number_format)
        ):
            message = said(
                "the number format {before} has become {after}",
                before=before.number_format,
                after=after.number_format,
            )
            yield at(theirs, other, message)
        if before.locked != after.locked:
            yield at(
                theirs, other, said("is locked") if after.locked else said("is no longer locked")
            )
        if hue(before.ink) != hue(after.ink) or (after.ink == "FFFFFF" != before.ink):
            message = said(
                "the text was {before} and is {after}",
                before=_colour(before.ink),
                after=_colour(after.ink),
            )
            yield at(theirs, other, message)


def _colour(ink: str | None) -> str:
    return COLOURS["white" if ink == "FFFFFF" else hue(ink)]
