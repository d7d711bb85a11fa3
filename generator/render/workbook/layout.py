"""What `arranging` turns a packet into: plans of sheets, and the places of figures on them.

Columns mean the same on every sheet: label, unit, total, then details or time, then remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from generator.figures.cases import Cases, Group
from generator.figures.figure import Figure
from generator.figures.schedule import Column, Row, Schedule
from generator.packet.inputs import InputGroup
from generator.packet.presentation import presentation_of

LABEL, UNIT, TOTAL, FIRST_DETAIL = 1, 2, 3, 4
AXIS_ROW = 4
TOP_ROW = 6
# On the sheet of inputs, above the scenarios' names: a mark over the one that is chosen.
CHOSEN_ROW = 5
CHOSEN, NOT_CHOSEN = "✓", "–"
# On a sheet of cases, of each group: rows that say what each case is and an empty one; two more between the groups.
CASE_HEADINGS, CASES_APART = 4, 3
# Before these, which show what follows from the cases.
BEHIND_CASES = ("scenarios", "sensitivity", "choice", "volumes", "sources", "checks")
# The group of inputs below which the number of decimals stands that follows from it.
MONEY, DECIMALS = "money", "money.rounding_digits"
# What the sheet of inputs says of each, behind its values.
ENDS = ("low", "high")
BOUNDS = ("least", "most", "odd")
DESCRIBED = ("kind", "place", "date", "note", "key", "number", *BOUNDS)
# Behind it stands what is for `budget pull`, `--set` and the sheets of cases.
LAST_PRINTED = "note"
# A block: its caption, its headings, its rows, an empty row.
ROWS_ABOVE, ROWS_BELOW = 2, 1
MOST_NAMED = 12
# The column of a remark that no row makes.
HIDDEN = 0
Cell = tuple[str, int, int]


Item = TypeVar("Item")


def in_steps(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """As many at a time as one formula can name and still be read."""
    yield from (items[start : start + MOST_NAMED] for start in range(0, len(items), MOST_NAMED))


class LayoutError(ValueError):
    """A model and the sheets meant for it do not belong together."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell. period: the key of the period that its column stands for; line: of its row; both may be empty."""

    sheet: str
    row: int
    column: int
    period: str = ""
    line: str = ""

    @property
    def cell(self) -> Cell:
        """Where it is, without what it means."""
        return self.sheet, self.row, self.column


@dataclass(frozen=True, slots=True)
class Block:
    """A schedule on its sheet.

    top: the row of its caption. columns: for each of its own the column on the sheet, HIDDEN for empty remarks.
    """

    schedule: Schedule
    top: int
    columns: tuple[int, ...]

    @property
    def header(self) -> int:
        """The row of its headings."""
        return self.top + 1

    @property
    def bottom(self) -> int:
        """Its last row."""
        return self.top + ROWS_ABOVE + len(self.schedule.rows) - 1

    def shown_columns(self) -> Iterator[tuple[int, Column]]:
        """The columns on the sheet and what stands in each."""
        pairs = zip(self.columns, self.schedule.columns, strict=True)
        return ((place, column) for place, column in pairs if place != HIDDEN)

    def gaps(self) -> Iterator[int]:
        """Columns between its own that it leaves empty."""
        taken = {UNIT, *self.columns}
        return (column for column in range(LABEL, max(taken)) if column not in taken)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Its rows, each with its number on the sheet."""
        return enumerate(self.schedule.rows, self.top + ROWS_ABOVE)


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet of schedules, one below the other. `periods` is its time axis, empty where it has none."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    periods: tuple[Figure, ...]

    @property
    def last_column(self) -> int:
        """The rightmost column that holds something."""
        return max(TOTAL + len(self.periods), *(max(block.columns) for block in self.blocks))

    @property
    def on_paper(self) -> SheetPlan:
        """What of it prints: without what stands at its end for the screen alone."""
        told = tuple(
            block for block in self.blocks if not presentation_of(block.schedule).on_screen
        )
        if told == self.blocks or not told:
            return self
        along_time = any(block.schedule.periods for block in told)
        return replace(self, blocks=told, periods=self.periods if along_time else ())

    def axis(self) -> Iterator[tuple[Place, Figure]]:
        """The cells of the time axis."""
        for column, period in enumerate(self.periods, FIRST_DETAIL):
            yield Place(self.title, AXIS_ROW, column, period.key, "axis"), period

    def shown(self, block: Block) -> Iterator[tuple[Place, Figure]]:
        """The figures of a block and their cells."""
        for number, row in block.rows():
            described = zip(block.schedule.columns[1:], block.columns[1:], row.cells, strict=True)
            for column, sheet_column, content in described:
                if isinstance(content, Figure):
                    period = column.period.key if column.period is not None else ""
                    yield Place(self.title, number, sheet_column, period, row.key), content


@dataclass(frozen=True, slots=True)
class InputsPlan:
    """The sheet of stated numbers: for each group the row of its heading, for each figure its row.

    scenarios: their ids, base first, each with a column behind the value in use; none where there is base alone.
    changed: the row of each input that a scenario changes, by its key. derived: rows of what follows from an input at
    once, and all sheets read. points: how many solved turning values an input has at most, each in a column behind
    all that is printed. asides: how many later go-lives and other volumes are tried, in columns behind these.
    """

    title: str
    headings: Mapping[int, InputGroup]
    rows: Mapping[int, Figure]
    derived: Mapping[int, Figure] = field(default_factory=dict)
    scenarios: tuple[str, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    points: int = 0
    asides: int = 0

    def column(self, name: str) -> int:
        """The column of one of the ENDS or of the DESCRIBED."""
        first = TOTAL + len(self.scenarios) + 1
        names = (*ENDS, *DESCRIBED)
        sought = 0 if name in names[: names.index(LAST_PRINTED) + 1] else self.points + self.asides
        return first + names.index(name) + sought

    def point_column(self, number: int) -> int:
        """The column of an input's solved turning value, counted from 0."""
        return self.column(LAST_PRINTED) + 1 + number

    def aside_column(self, number: int) -> int:
        """The column of a later go-live or another volume, counted from 0."""
        return self.point_column(self.points) + number

    @property
    def steps(self) -> int:
        """How many columns hold a part of the fractions of a number in all scenarios; none where one formula does."""
        parts = len(list(in_steps(range(1 + len(self.scenarios)))))
        return parts if parts > 1 else 0

    def step_column(self, number: int) -> int:
        """The column of such a part, counted from 0, behind all others."""
        return self.column(DESCRIBED[-1]) + 1 + number

    def scenario_place(self, id: str, row: int) -> Place:
        """Where an input's value in a scenario stands."""
        return Place(self.title, row, FIRST_DETAIL + self.scenarios.index(id))

    def stated_place(self, key: str, row: int) -> Place:
        """Where a number is typed: an input that scenarios change is typed for base, and shown beside."""
        if key in self.changed:
            return self.scenario_place(self.scenarios[0], row)
        return Place(self.title, row, TOTAL)

    @property
    def selector(self) -> Place:
        """The cell in which a scenario is chosen."""
        return Place(self.title, AXIS_ROW, TOTAL)


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """Cases side by side with headings of their own. top: the first of these; rows: of each figure, by key."""

    group: Group
    top: int
    alone: bool
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def caption(self) -> int:
        """The row below the headings, over the inputs."""
        return self.top + CASE_HEADINGS

    @property
    def moved_to(self) -> int:
        """The row that says to what a case moves its input, above the inputs, where it moves one alone."""
        return self.caption + self.alone

    @property
    def last_input(self) -> int:
        """The row of the last input, above all that follows from them."""
        return self.moved_to + len(self.group.changed)

    @property
    def bottom(self) -> int:
        """Its last row."""
        return max(self.rows.values(), default=self.last_input)

    def rests(self, figure: Figure) -> bool:
        """Whether its row says what the model has and no more, as no case moves it."""
        return figure.key in self.group.blocks.resting

    @property
    def columns(self) -> range:
        """Those of its cases."""
        return range(FIRST_DETAIL, FIRST_DETAIL + len(self.group.places))


@dataclass(frozen=True, slots=True)
class CasesPlan:
    """A sheet that holds the model once more, a case in each column, one group of cases below the other."""

    title: str
    cases: Cases
    groups: tuple[GroupPlan, ...]

    @property
    def key(self) -> str:
        """That of its table."""
        return self.cases.key

    @property
    def last_column(self) -> int:
        """The rightmost that holds a case."""
        return max(TOTAL, *(plan.columns.stop - 1 for plan in self.groups))

    def place(self, key: str, id: str) -> Place | None:
        """Where a figure stands as it is in a case; None where that case leaves it as the model has it."""
        number = self.cases.place(id)
        plan = next(plan for plan in self.groups if number in plan.group.places)
        if key not in plan.rows:
            return None
        return Place(self.title, plan.rows[key], plan.columns[plan.group.places.index(number)])


@dataclass
class Layout:
    """Where everything stands. `places` lists a figure's cells, its home apart; `standing` is the other way round.

    cases: the sheets of cases, by the keys of their tables.
    """

    cover: str
    inputs: InputsPlan
    sheets: tuple[SheetPlan, ...]
    cases: Mapping[str, CasesPlan]
    homes: dict[str, Place] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    standing: dict[Cell, str] = field(default_factory=dict)

    def in_order(self) -> Iterator[SheetPlan | CasesPlan]:
        """The sheets behind the one of inputs: each reads those before it."""
        cases = list(self.cases.values())
        for plan in self.sheets:
            if plan.key in BEHIND_CASES:
                yield from cases
                cases.clear()
            yield plan

    def put(self, figure: Figure, place: Place) -> None:
        """Note that a figure stands in a cell."""
        self.places.setdefault(figure.key, []).append(place)
        self.standing[place.cell] = figure.key
