"""Turns a schedule into a table of texts as the document prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.figures.figure import Figure
from generator.figures.schedule import Cell, Column, Row, Schedule
from generator.packet.numerals import (
    HIGHEST_RATE,
    NOTHING,
    PLAIN_AMOUNTS,
    Numerals,
    is_rate_of_return,
)
from generator.packet.presentation import presentation_of
from generator.packet.side_by_side import side_by_side
from generator.packet.words import Words

# More periods than this, and rows of different units, are laid down the page instead of across it.
MOST_PERIODS = 10
# More rows than this do not become columns.
MOST_TURNED = 6
# Columns of words that the language says, and where it says them.
WORDED = {
    "acquired": "acquired",
    "kind": "line_kinds",
    "quality": "qualities",
    "model_reason": "model_reasons",
    "precision_reason": "precision_reasons",
}
MONTH = "nth_month"
WITHOUT_UNIT = ("", "ratio", "count", "check", "rank", "verdict")
# Columns of numbers of any unit, which the document's decimals would blur.
BESIDE_STATED = ("in_use", "low", "high", "switching")
# Why a measure does not apply to a proposal at all: a column of nothing else is not shown.
INAPPLICABLE = ("no_workload", "not_hourly")


@dataclass(frozen=True)
class Table:
    """A table of the document. numeric: which columns are set to the right; kinds: each row's kind."""

    key: str
    caption: str
    header: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    note: str = ""


class Tables(Mapping[str, Table]):
    """Tables by their keys, each made when it is first asked for: a document asks for half of them."""

    def __init__(
        self, makers: Mapping[str, Callable[[], Table]], ready: Iterable[Table] = ()
    ) -> None:
        self._ready = {table.key: table for table in ready}
        self._makers = makers
        self._keys = dict.fromkeys((*makers, *self._ready))

    def __getitem__(self, key: str) -> Table:
        if key not in self._ready:
            self._ready[key] = self._makers[key]()
        return self._ready[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys


def spreads(schedule: Schedule) -> bool:
    """Whether a table of low and high ends says more than one number of anything; others say what they say."""
    keys = [column.key for column in schedule.columns[1:]]
    if not {"span_low", "span_high"} <= set(keys):
        return True
    ends = (
        (row.cells[keys.index(end)] for end in ("span_low", "span_high")) for row in schedule.rows
    )
    return any(
        isinstance(low, Figure) and isinstance(high, Figure) and low.value != high.value
        for low, high in ends
    )


def in_lines(table: Table) -> Iterator[str]:
    """A table for a terminal: its caption, and each row with what its numbers are."""
    yield f"  {table.caption}"
    for label, *cells in table.rows:
        told = zip(table.header[1:], cells, strict=True)
        yield f"    {label}: " + ", ".join(
            f"{head} {cell}" for head, cell in told if cell not in ("", NOTHING)
        )


def table_of(
    schedule: Schedule, words: Words, numerals: Numerals, fill: Callable[[str], str] = str
) -> Table:
    """A schedule as the document shows it. `fill` puts figures into the users' own texts that quote them."""
    shown = _selected(schedule)
    unit = _common_unit(shown, words, numerals)
    rows = tuple(_row(shown, row, words, numerals, fill) for row in shown.rows)
    table = Table(
        shown.key,
        words.with_unit("caption", words.caption(shown), unit),
        tuple(_heading(shown, column, words, numerals, common=unit) for column in shown.columns),
        tuple(column.role not in ("label", "text") for column in shown.columns),
        rows,
        tuple(row.kind for row in shown.rows),
        _note(schedule, shown, words),
    )
    if presentation_of(schedule).turned and len(rows) <= MOST_TURNED:
        return _turned(table, words.word("columns", "measure"), last="line")
    across = len(shown.periods) <= MOST_PERIODS and _has_units(shown)
    if across or not shown.periods:
        return table
    last = "total" if shown.columns[-1].role == "total" else "line"
    return _turned(table, words.word("columns", "period"), last)


def laid_out(schedule: Schedule) -> Schedule:
    """A list that tells each matter at several numbers with a column for each of these; any other as it is."""
    across = presentation_of(schedule).across
    return side_by_side(schedule, *across) if across else schedule


def in_words(schedule: Schedule, words: Words) -> Schedule:
    """The schedule with kinds of lines, qualities and reasons as words of the language."""
    groups = [WORDED.get(column.key, "") for column in schedule.columns[1:]]
    if not any(groups):
        return schedule

    def worded(row: Row) -> Row:
        cells = (
            words.word(group, cell) if group and isinstance(cell, str) else cell
            for group, cell in zip(groups, row.cells, strict=True)
        )
        return replace(row, cells=tuple(cells))

    return replace(schedule, rows=tuple(map(worded, schedule.rows)))


def _selected(schedule: Schedule) -> Schedule:
    """The schedule with the columns and rows that the document shows, in its order."""
    shown = presentation_of(schedule)
    told = [
        row
        for row in schedule.rows
        if row.kind != "working" and not row.spare and not _says_nothing(row.cells)
    ]
    rows = [row for row in told if shown.rows is None or row.key in shown.rows][: shown.first]
    order = _places(replace(schedule, rows=tuple(rows)), shown.columns)
    return replace(
        schedule,
        columns=tuple(schedule.columns[place] for place in order),
        rows=tuple(
            replace(
                row,
                cells=tuple(
                    None if schedule.columns[place].key in row.untold else row.cells[place - 1]
                    for place in order[1:]
                ),
            )
            for row in rows
        ),
    )


def _says_nothing(cells: Iterable[Cell]) -> bool:
    """Internal rates of return above the highest that means anything."""
    figures = [cell for cell in cells if isinstance(cell, Figure)]
    return bool(figures) and all(
        is_rate_of_return(it) and it.reason is None and it.value > HIGHEST_RATE for it in figures
    )


def _places(schedule: Schedule, wanted: Sequence[str] | None) -> list[int]:
    """Where the shown columns stand in the schedule; those that say nothing are left out."""
    keys = [column.key for column in schedule.columns]
    if wanted is not None:
        places = [keys.index(key) for key in wanted if key in keys]
    else:
        totals = [place for place, column in enumerate(schedule.columns) if column.role == "total"]
        places = [place for place in range(len(keys)) if place not in totals] + totals
    return [place for place in places if place == 0 or _says_something(schedule, place)]


def _says_something(schedule: Schedule, place: int) -> bool:
    """Whether a column holds a text, or a number that applies to this proposal."""
    cells = [row.cells[place - 1] for row in schedule.rows]
    if schedule.columns[place].role == "text":
        return any(cell is not None for cell in cells)
    figures = [cell for cell in cells if isinstance(cell, Figure)]
    return not _says_nothing(figures) and any(
        figure.reason not in INAPPLICABLE for figure in figures
    )


def _common_unit(schedule: Schedule, words: Words, numerals: Numerals) -> str:
    """The unit of all numbers, said once in the caption; empty where columns or rows have their own."""
    units = {column.unit or "mixed" for column in schedule.columns if _is_number(column)}
    if units == {"mixed"}:
        units = {row.unit for row in schedule.rows}
    return _unit(units.pop(), words, numerals) if len(units) == 1 else ""


def _is_number(column: Column) -> bool:
    return column.role not in ("label", "text") and (
        not column.unit or column.unit not in WITHOUT_UNIT
    )


def _unit(unit: str, words: Words, numerals: Numerals) -> str:
    if unit in WITHOUT_UNIT:
        return ""
    return words.unit(unit, numerals.money_unit if unit in PLAIN_AMOUNTS else "")


def _heading(
    schedule: Schedule, column: Column, words: Words, numerals: Numerals, common: str
) -> str:
    heading = words.heading(column, schedule.family)
    if common or column.role == "period":
        return heading
    return words.with_unit("name", heading, _unit(column.unit, words, numerals))


def _row(
    schedule: Schedule, row: Row, words: Words, numerals: Numerals, fill: Callable[[str], str]
) -> tuple[str, ...]:
    """The label, with the unit where rows have units of their own, and the cells as they are shown."""
    own_unit = row.unit if _differ(schedule) else ""
    label = words.with_unit(
        "name", _label(schedule, row, words, numerals), _unit(own_unit, words, numerals)
    )
    cells = zip(schedule.columns[1:], row.cells, strict=True)
    still = words.word("document", "open") if presentation_of(schedule).left_open else ""
    return (
        label,
        *(
            _month(column, cell, words)
            or _text(row, column, cell, numerals, fill)
            or still
            or _blank(row, column)
            for column, cell in cells
        ),
    )


def _label(schedule: Schedule, row: Row, words: Words, numerals: Numerals) -> str:
    labelled = presentation_of(schedule).labelled
    if not labelled or row.named is None:
        return words.label(schedule, row)
    return words.word("notes", labelled).format(number=numerals.with_unit(row.named))


def _month(column: Column, cell: Cell, words: Words) -> str:
    """A month by its name, where it has one."""
    if column.unit != MONTH or not isinstance(cell, Figure):
        return ""
    return words.month_name(cell)


def _blank(row: Row, column: Column) -> str:
    """Where a line has no number a dash says so; a total and a remark may simply be absent."""
    return "" if row.kind == "total" or column.role == "text" else NOTHING


def _has_units(schedule: Schedule) -> bool:
    """Whether columns have units, or all rows share one that the caption says."""
    units = {row.unit for row in schedule.rows}
    return len(units) == 1 or any(column.unit for column in schedule.columns)


def _differ(schedule: Schedule) -> bool:
    """Whether numbers of one column have the unit of their row, and rows have several."""
    open_columns = any(
        not column.unit and column.role not in ("label", "text") for column in schedule.columns
    )
    return open_columns and len({row.unit for row in schedule.rows}) > 1


def _text(
    row: Row, column: Column, cell: Cell, numerals: Numerals, fill: Callable[[str], str]
) -> str:
    """A rate among amounts (a day rate as unit price) is shown as an amount, in the document's unit."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return fill(cell)
    if column.key in BESIDE_STATED:
        return numerals.near(cell)
    among = not row.unit and column.unit in PLAIN_AMOUNTS
    is_rate = among and cell.unit not in PLAIN_AMOUNTS
    return (
        numerals.amount(cell.value) if is_rate and cell.reason is None else numerals.in_cell(cell)
    )


def _note(schedule: Schedule, shown: Schedule, words: Words) -> str:
    """What is to be known of the rows that are not shown."""
    more = len(schedule.rows) - len(shown.rows) if presentation_of(schedule).first else 0
    notes = (
        words.word("notes", "more").format(number=more) if more else "",
        words.omitted(schedule),
    )
    return words.word("notes", "and").join(filter(None, notes))


def _turned(table: Table, corner: str, last: str) -> Table:
    """Rows become columns: the first column holds what headed them. last: the kind of the last row."""
    header = (corner, *(row[0] for row in table.rows))
    rows = tuple(
        (table.header[place], *(row[place] for row in table.rows))
        for place in range(1, len(table.header))
    )
    kinds = (*("line" for _ in rows[1:]), last)
    return replace(
        table, header=header, numeric=(False, *(True for _ in table.rows)), rows=rows, kinds=kinds
    )
