"""Turns two aligned versions of a workbook into sheets, rows and columns that came or went, each told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.audit.finding import Finding
from generator.audit.twins.alignment import Alignment
from generator.audit.xlsx.book import Book, Sheet
from generator.audit.xlsx.places import column_letters

ADD = "add the line to the input and build again"
REMOVE = "take the line out of the input and build again"
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
            verb = "a copy of a row was inserted" if copies else "a row was inserted"
            yield Finding("row_added", _rows(theirs, first, last), f"{_told(labels, verb)}: {ADD}")
        for first, last in _spans(rows.removed):
            labels = [_label(ours, row) for row in range(first, last + 1)]
            message = f"{_told(labels, 'a row is gone')}: {REMOVE}"
            yield Finding("row_removed", _rows(theirs, first, last), message)
        for first, last in _spans(columns.added):
            place = f"{theirs.title}!{column_letters(first)}:{column_letters(last)}"
            yield Finding("column_added", place, "a column was inserted: state it in the input")
        for first, last in _spans(columns.removed):
            place = f"{theirs.title}!{column_letters(first)}:{column_letters(last)}"
            yield Finding("column_removed", place, "a column is gone: state it in the input")


def _rows(sheet: Sheet, first: int, last: int) -> str:
    return f"{sheet.title}!{first}" + (f":{last}" if last > first else "")


def _told(labels: Sequence[str], one: str) -> str:
    """`a row was inserted (云主机)`, `3 rows were inserted (…)`."""
    named = ", ".join(filter(None, labels[:NAMED])) + (", …" if len(labels) > NAMED else "")
    many = one.replace("a copy of a row was", f"copies of {len(labels)} rows were")
    many = many.replace("a row was", f"{len(labels)} rows were")
    many = many.replace("a row is", f"{len(labels)} rows are")
    return (many if len(labels) > 1 else one) + (f" ({named})" if named else "")


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
            yield Finding("sheet_missing", sheet.title, "the sheet is missing")
        elif titles[sheet.title] != sheet.title:
            message = f"the sheet was called {sheet.title}: give it its name back"
            yield Finding("sheet_renamed", titles[sheet.title], message)
    known = set(titles.values())
    for sheet in theirs.sheets:
        if sheet.title not in known:
            yield Finding("sheet_added", sheet.title, _added(alignment.ours, sheet))
    wanted = [titles[sheet.title] for sheet in alignment.ours.sheets if sheet.title in titles]
    found = [sheet.title for sheet in theirs.sheets if sheet.title in known]
    if wanted != found:
        order = ", ".join(found)
        yield Finding("sheet_order", "workbook", f"the sheets stand in another order: {order}")
    yield from _guards(alignment)


def _added(ours: Book, sheet: Sheet) -> str:
    same = (own.title for own in ours.sheets if _texts(own) == _texts(sheet) and _texts(own))
    original = next(same, "")
    return f"a copy of the sheet {original} was added" if original else "the sheet was added"


def _texts(sheet: Sheet) -> set[tuple[int, int, object]]:
    return {(*place, cell.value) for place, cell in sheet.cells.items() if not cell.formula}


def _guards(alignment: Alignment) -> Iterator[Finding]:
    for ours, theirs in alignment.pairs():
        if theirs.hidden and not ours.hidden:
            yield Finding("sheet_hidden", theirs.title, "the sheet is hidden")
        if ours.protected and not theirs.protected:
            message = "the sheet is no longer protected: every cell can be typed over"
            yield Finding("sheet_unprotected", theirs.title, message)
        if theirs.password and not ours.password:
            message = "the sheet is protected by a password, so it cannot be reviewed"
            yield Finding("sheet_with_password", theirs.title, message)
        hidden = sorted(set(theirs.hidden_rows) - set(ours.hidden_rows))
        if hidden:
            message = f"hidden rows: {', '.join(map(str, hidden))}"
            yield Finding("row_hidden", theirs.title, message)
        columns = [span for span in theirs.columns if span.hidden]
        if columns and not any(span.hidden for span in ours.columns):
            spans = ", ".join(column_letters(span.first) for span in columns)
            yield Finding("column_hidden", theirs.title, f"hidden columns from {spans}")
