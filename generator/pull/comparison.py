"""Turns an edited workbook and the input it should follow into what was changed, and what cannot be taken over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.audit.finding import Finding
from generator.audit.twins.alignment import Alignment, align
from generator.audit.twins.cells import At
from generator.audit.twins.differences import alterations, differences
from generator.audit.twins.notation import shown, shown_value
from generator.audit.values import ErrorValue, is_number, place
from generator.audit.xlsx.book import Book, Cell, Sheet
from generator.audit.xlsx.places import coordinate
from generator.audit.xlsx.reading import read_book
from generator.packet.packet import Packet
from generator.proposal.loading import Loaded
from generator.publish import hash_of
from generator.pull.notation import same
from generator.pull.stated import StatedNumber, key_column, solved_cells, stated_numbers
from generator.render.workbook.arranging import arrange
from generator.render.workbook.book import write_workbook
from generator.render.workbook.layout import TOP_ROW, Layout
from generator.wording.saying import said

FINGERPRINT = re.compile(r"[0-9a-f]{64}")
# A number that is shown as a day was typed as one: 1-2 becomes a date in every spreadsheet.
DATE_FORMAT = re.compile(r"y{2}|d.*m|m.*d", re.IGNORECASE)


class WrongWorkbook(ValueError):
    """A workbook of another input, or of another version of the program; the message says so."""


@dataclass(frozen=True)
class Edit:
    """A stated number that the workbook has another value for; `where` is its cell: `假设!C17`."""

    number: StatedNumber
    value: float
    where: str


@dataclass(frozen=True)
class Comparison:
    """What an edited workbook says.

    edits: in the order of the sheet. unusable: cells and rows that hold no number to take. notes: what the reader
    should know besides. alignment: the workbook beside the one that the input makes; typed: its cells, by where we
    have them, that are meant to be changed.
    """

    edits: tuple[Edit, ...]
    unusable: tuple[Finding, ...]
    notes: tuple[str, ...]
    alignment: Alignment
    typed: frozenset[At]

    @cached_property
    def altered(self) -> list[Finding]:
        """What the workbook computes differently, so that its results are not those of the file."""
        return alterations(self.alignment, self.typed)

    @property
    def added_sheets(self) -> list[str]:
        """The titles of sheets that only the workbook has."""
        known = set(self.alignment.titles.values())
        titles = (sheet.title for sheet in self.alignment.theirs.sheets)
        return [title for title in titles if title not in known]

    @cached_property
    def differences(self) -> list[Finding]:
        """All that is different besides what is meant to be changed."""
        return differences(self.alignment, self.typed)


def compare(theirs: Book, loaded: Loaded, packet: Packet) -> Comparison:
    """Compare a workbook with the one that the input gives now. Raises WrongWorkbook."""
    fingerprint = hash_of(loaded.text.encode())
    ours = read_book(write_workbook(packet, fingerprint).data)
    layout = arrange(packet)
    numbers = stated_numbers(layout, loaded.nodes)
    inputs = _Inputs(_sheet(ours, layout.inputs.title), _sheet(theirs, layout.inputs.title), layout)
    read = [inputs.read(number) for number in numbers]
    unusable = dict.fromkeys(finding for finding in read if isinstance(finding, Finding))
    selector = layout.inputs.selector
    typed = {number.cell for number in numbers} | {(selector.sheet, selector.row, selector.column)}
    typed |= {*solved_cells(layout, packet)}
    return Comparison(
        edits=tuple(edit for edit in read if isinstance(edit, Edit)),
        unusable=(*unusable, *inputs.strangers()),
        notes=tuple(_notes(ours, theirs, layout, fingerprint)),
        alignment=align(ours, theirs),
        typed=frozenset(typed),
    )


def _sheet(book: Book, title: str) -> Sheet:
    return next((sheet for sheet in book.sheets if sheet.title == title), Sheet(title, {}))


class _Inputs:
    """The inputs sheet as we write it and as it came back; its rows are found by their keys, wherever they stand."""

    def __init__(self, ours: Sheet, theirs: Sheet, layout: Layout) -> None:
        column = key_column(layout)
        self._sheet = theirs
        self._expected = _rows_by_key(ours, column)
        self._found = _rows_by_key(theirs, column)
        self._key_column = column
        if self._found.keys().isdisjoint(self._expected):
            title = layout.inputs.title
            raise WrongWorkbook(
                said("no input of this file stands on a sheet '{title}' of it", title=title)
            )

    def read(self, number: StatedNumber) -> Edit | Finding | None:
        """What the workbook says of a number; None where it says the same."""
        sheet, _, column = number.cell
        key = number.figure.key
        rows = self._found.get(key, [])
        if len(rows) != 1:
            several, lost = (
                said("{key} stands in several rows", key=key),
                said("{key} has lost its row", key=key),
            )
            return Finding("row_unclear", sheet, several if rows else lost)
        cell = self._sheet.cells.get((rows[0], column))
        where = place((sheet, coordinate(rows[0], column)))
        if cell is None or cell.formula or not is_number(cell.value) or _is_date(cell):
            return Finding(
                "not_a_number",
                where,
                said("{reason} ({path})", reason=_not_a_number(cell), path=number.path),
            )
        if same(float(cell.value), number.value):
            return None
        return Edit(number, float(cell.value), where)

    def strangers(self) -> Iterator[Finding]:
        """Rows whose key the input does not have."""
        for key, rows in self._found.items():
            if key not in self._expected:
                where = place((self._sheet.title, coordinate(rows[0], self._key_column)))
                yield Finding("key_unknown", where, said("the input has no number {key}", key=key))


def _rows_by_key(sheet: Sheet, column: int) -> Mapping[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for (row, at), cell in sheet.cells.items():
        if at == column and row > TOP_ROW and isinstance(cell.value, str):
            rows.setdefault(cell.value.strip(), []).append(row)
    return rows


def _is_date(cell: Cell) -> bool:
    return DATE_FORMAT.search(cell.style.number_format) is not None


def _not_a_number(cell: Cell | None) -> str:
    if cell is None:
        return said("the cell is empty: type a number")
    if cell.formula:
        return said("the cell holds the formula {formula}: type its result", formula=shown(cell))
    if isinstance(cell.value, ErrorValue):
        return said("the cell holds the error {value}: type a number", value=cell.value)
    if is_number(cell.value):
        return said(
            "the cell holds a date (the number {value}): type a number",
            value=shown_value(cell.value),
        )
    return said(
        "the cell holds {value}, which is no number: type a number", value=shown_value(cell.value)
    )


def _notes(ours: Book, theirs: Book, layout: Layout, fingerprint: str) -> Iterator[str]:
    cover = _sheet(theirs, layout.cover)
    stated = {
        cell.value
        for cell in cover.constants
        if isinstance(cell.value, str) and FINGERPRINT.fullmatch(cell.value)
    }
    if stated != {fingerprint}:
        yield said(
            "the workbook was made from another version of the input: a difference may come from "
            "either of the two"
        )
    if layout.inputs.scenarios:
        yield from _scenario_note(ours, theirs, layout)


def _scenario_note(ours: Book, theirs: Book, layout: Layout) -> Iterator[str]:
    place_ = layout.inputs.selector
    chosen = _sheet(theirs, place_.sheet).cells.get((place_.row, place_.column))
    base = _sheet(ours, place_.sheet).cells[place_.row, place_.column]
    if chosen is None or chosen.value != base.value:
        yield (
            said(
                "the workbook shows the scenario {chosen}; what is typed is taken as {base}, which the file states",
                chosen=shown(chosen),
                base=shown(base),
            )
        )
