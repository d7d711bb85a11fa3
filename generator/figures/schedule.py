"""Turns figures into a schedule: the accountant's supporting table, drawn once for the document and the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.figures.figure import Figure
from generator.figures.key import Part, key_of

Cell = Figure | str | None
# What a column holds: the row's name, texts, the row's sum or its amount, other numbers, those of one period.
ColumnRole = Literal["label", "text", "total", "detail", "period"]
# What a row is: counted by a total; the sum of the lines since the last one, or of all; counted by none; that and shown
# in the workbook alone; that and a repetition of another schedule's row, which its first number names.
RowKind = Literal["line", "subtotal", "total", "memo", "working", "ranked"]
# Rows that add up those above them, as far as the sum before.
SUMS = ("total", "subtotal")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a schedule.

    key: names its heading (`quantity`); the words stand in the templates of a language.
    unit: of all its numbers, or empty where each row has its own.
    period: for a period column, the figure that numbers it.
    """

    key: str
    unit: str = ""
    role: ColumnRole = "detail"
    period: Figure | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a schedule: one cell for each column after the label.

    key: names its label in the templates of a language, unless the user named the row (`label`).
    unit: of its numbers where the columns leave it open.
    whole: the label is all of the row's name, whatever its key ends with.
    spare: it holds nothing unless an assumption changes; the document leaves it out.
    untold: the columns whose numbers say nothing of it; the document leaves them empty.
    named: the stated number whose name the row bears. alike: others, of which a per cent does what it does of that.
    """

    key: str
    cells: tuple[Cell, ...]
    label: str = ""
    kind: RowKind = "line"
    unit: str = ""
    whole: bool = False
    spare: bool = False
    untold: tuple[str, ...] = ()
    named: Figure | None = None
    alike: tuple[Figure, ...] = ()

    @property
    def name(self) -> Part:
        """The last part of its key."""
        return key_of(self.key).name


@dataclass(frozen=True, slots=True)
class Schedule:
    """A table of figures and texts. `columns[0]` is the label column; `subject` the user's name of its matter.

    against: what that is compared with, by its name. omitted: how many rows it would have besides, which are too small
    to matter.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    subject: str = ""
    omitted: int = 0
    against: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns) - 1:
                raise ValueError(
                    f"{self.key}.{row.key}: {len(row.cells)} cells for {len(self.columns)} columns"
                )

    @property
    def family(self) -> str:
        """The first part of its key: `capex` of the purchases of any option."""
        return key_of(self.key).family

    @property
    def periods(self) -> tuple[Figure, ...]:
        """The numbered periods along the top; empty for a list."""
        return tuple(column.period for column in self.columns if column.period is not None)

    def figures(self) -> Iterator[Figure]:
        """All its figures, row by row, the period numbers first."""
        yield from self.periods
        for row in self.rows:
            for cell in row.cells:
                if isinstance(cell, Figure):
                    yield cell

    def along_time(self) -> Iterator[Figure]:
        """The period numbers and what stands below them."""
        yield from self.periods
        for row in self.rows:
            for column, cell in zip(self.columns[1:], row.cells, strict=True):
                if column.period is not None and isinstance(cell, Figure):
                    yield cell


def label_column(key: str = "item") -> Column:
    """The first column: what each row is about."""
    return Column(key, role="label")


def alone(item: Figure, key: str = "", label: str = "", kind: RowKind = "memo") -> Row:
    """The row of a number that stands by itself, in its own unit; under its own key unless another is given."""
    return Row(key or item.key, (item,), label=label, kind=kind, unit=item.unit)


def list_of(key: str, rows: Iterable[Row], subject: str = "", of: str = "step") -> Schedule:
    """Numbers one below the other, each in the unit of its row: the steps of a computation, or measures."""
    columns = (label_column(of), Column("value", role="total"))
    return Schedule(key, columns, tuple(rows), subject)
