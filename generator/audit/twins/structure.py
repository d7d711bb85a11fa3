"""Turns two aligned versions of a workbook into sheets, rows and columns that came or went, each told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.audit.finding import Finding
from generator.audit.twins.alignment import Alignment
from generator.audit.xlsx.book import Book, Sheet
from generator.audit.xlsx.places import column_letters
from generator.wording.saying import said

ADD = said("add the line to the input and build again")
REMOVE = said("take the line out of the input and build again")
# Labels that one finding names.
NAMED = 3


def moved_lines(alignment: Alignment) -> Iterator[Finding]:
    """Rows and columns; whatever stands below them follows from that."""
    for ours, theirs in alignment.pairs():
        rows, columns = alignment.rows[ours.title], alignment.columns[ours.title]
        known = {label for row in range(1, len(rows.places) + 1) if (label := _label(ours, row))}
        for first, last in _spans(rows.added):
            labels = [_label(theirs, row) for row in range(first, last + 1)]
            copies = all(label in known for label in labels)
            what = _copied(len(labels)) if copies else _inserted(len(labels))
            message = said("{what}: {remedy}", what=_named(what, labels), remedy=ADD)
            yield Finding("row_added", _rows(theirs, first, last), message)
        for first, last in _spans(rows.removed):
            labels = [_label(ours, row) for row in range(first, last + 1)]
            what = _named(_gone(len(labels)), labels)
            message = said("{what}: {remedy}", what=what, remedy=REMOVE)
            yield Finding("row_removed", _rows(theirs, first, last), message)
        for first, last in _spans(columns.added):
            place = f"{theirs.title}!{column_letters(first)}:{column_letters(last)}"
            yield Finding(
                "column_added", place, said("a column was inserted: state it in the input")
            )
        for first, last in _spans(columns.removed):
            place = f"{theirs.title}!{column_letters(first)}:{column_letters(last)}"
            yield Finding("column_removed", place, said("a column is gone: state it in the input"))


def _rows(sheet: Sheet, first: int, last: int) -> str:
    return f"{sheet.title}!{first}" + (f":{last}" if last > first else "")


def _inserted(count: int) -> str:
    many = said("{count} rows were inserted", count=count)
    return many if count > 1 else said("a row was inserted")


def _copied(count: int) -> str:
    many = said("copies of {count} rows were inserted", count=count)
    return many if count > 1 else said("a copy of a row was inserted")


def _gone(count: int) -> str:
    return said("{count} rows are gone", count=count) if count > 1 else said("a row is gone")


def _named(what: str, labels: Sequence[str]) -> str:
    """`a row was inserted (云主机)`, `4 rows were inserted (…, …)`."""
    names = ", ".join(filter(None, labels[:NAMED])) + (", …" if len(labels) > NAMED else "")
    return said("{what} ({names})", what=what, names=names) if names else what


def _label(sheet: Sheet, row: int) -> str:
    """The first text of a row."""
    cells = sorted(cell for place, cell in sheet.cells.items() if place[0] == row)
    return next((cell.value for cell in cells if isinstance(cell.value, str) and cell.value), "")


def _spans(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring lines together."""
    first = None
    for place, number in enumerate(numbers):
        first = first or number
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield first, number
            first = None


def changed_sheets(alignment: Alignment) -> Iterator[Finding]:
    """Sheets that came, went, have other names, are hidden, unprotected or in another order."""
    titles, theirs = alignment.titles, alignment.theirs
    for sheet in alignment.ours.sheets:
        if sheet.title not in titles:
            yield Finding("sheet_missing", sheet.title, said("the sheet is missing"))
        elif titles[sheet.title] != sheet.title:
            message = said("the sheet was called {sheet}: give it its name back", sheet=sheet.title)
            yield Finding("sheet_renamed", titles[sheet.title], message)
    known = set(titles.values())
    for sheet in theirs.sheets:
        if sheet.title not in known:
            yield Finding("sheet_added", sheet.title, _added(alignment.ours, sheet))
    wanted = [titles[sheet.title] for sheet in alignment.ours.sheets if sheet.title in titles]
    found = [sheet.title for sheet in theirs.sheets if sheet.title in known]
    if wanted != found:
        order = ", ".join(found)
        yield Finding(
            "sheet_order",
            said("workbook"),
            said("the sheets stand in another order: {order}", order=order),
        )
    yield from _guards(alignment)


def _added(ours: Book, sheet: Sheet) -> str:
    same = (own.title for own in ours.sheets if _texts(own) == _texts(sheet) and _texts(own))
    original = next(same, "")
    return (
        said("a copy of the sheet {sheet} was added", sheet=original)
        if original
        else said("the sheet was added")
    )


def _texts(sheet: Sheet) -> set[tuple[int, int, object]]:
    return {(*place, cell.value) for place, cell in sheet.cells.items() if not cell.formula}


def _guards(alignment: Alignment) -> Iterator[Finding]:
    for ours, theirs in alignment.pairs():
        if theirs.hidden and not ours.hidden:
            yield Finding("sheet_hidden", theirs.title, said("the sheet is hidden"))
        if ours.protected and not theirs.protected:
            message = said("the sheet is no longer protected: every cell can be typed over")
            yield Finding("sheet_unprotected", theirs.title, message)
        if theirs.password and not ours.password:
            message = said("the sheet is protected by a password, so it cannot be reviewed")
            yield Finding("sheet_with_password", theirs.title, message)
        hidden = sorted(set(theirs.hidden_rows) - set(ours.hidden_rows))
        if hidden:
            message = said("hidden rows: {rows}", rows=", ".join(map(str, hidden)))
            yield Finding("row_hidden", theirs.title, message)
        columns = [span for span in theirs.columns if span.hidden]
        if columns and not any(span.hidden for span in ours.columns):
            spans = ", ".join(column_letters(span.first) for span in columns)
            yield Finding(
                "column_hidden", theirs.title, said("hidden columns from {spans}", spans=spans)
            )
