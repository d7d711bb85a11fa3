"""What an auditor keeps of an xlsx: its sheets, cells, looks, names, charts and links, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from generator.audit.values import Value
from generator.audit.xlsx.places import Area, Areas, coordinate

# The width that spreadsheets give a column of which nothing is said, in characters.
DEFAULT_WIDTH = 9.14


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. ink: the font's colour as RRGGBB, None for automatic; size: of the font, in points.

    quoted: its text is marked as no formula.
    """

    ink: str | None = None
    size: float = 11.0
    bold: bool = False
    filled: bool = False
    locked: bool = True
    quoted: bool = False
    number_format: str = "General"


class Cell(NamedTuple):
    """A cell that is not empty. value: typed in, or saved beside the formula; formula: with its `=`, else empty."""

    row: int
    column: int
    value: Value
    formula: str
    style: Style
    array: bool = False

    @property
    def coordinate(self) -> str:
        """Such as `C5`."""
        return coordinate(self.row, self.column)


class Columns(NamedTuple):
    """Neighbouring columns of one width, in characters."""

    first: int
    last: int
    width: float
    hidden: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """How a sheet prints. size: 9 is A4. pages_across, pages_down: 0 is as many as it takes. fits: these are obeyed.

    broken: it says itself after which columns a page ends, or at which scale and after which rows. headings: all its
    headers and footers, with their codes. area, titles: whether it has a print area, repeated titles.
    """

    size: int = 1
    landscape: bool = False
    fits: bool = False
    pages_across: int = 1
    pages_down: int = 1
    broken: bool = False
    headings: str = ""
    area: bool = False
    titles: bool = False


class Validation(NamedTuple):
    """What may be typed where. kind: such as `decimal`; bounds: its formulas; refuses: it stops what is wrong."""

    areas: tuple[Area, ...]
    kind: str
    operator: str
    bounds: tuple[str, ...]
    refuses: bool


class Light(NamedTuple):
    """A format that depends on values: where, by which kind of rule, and the formulas that it compares with."""

    areas: tuple[Area, ...]
    kind: str
    operator: str
    bounds: tuple[str, ...]


# A row and its cells, from left to right.
Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Sheet:
    """A worksheet. cells: those not empty, by row and column, in reading order. frozen: how many rows stay in sight.

    spilled: cells that an array formula elsewhere fills. foreign: cells whose content only their program knows.
    validations: what may be typed where. lights: the formats that depend on values.
    """

    title: str
    cells: Mapping[tuple[int, int], Cell]
    spilled: Areas = field(default_factory=Areas)
    foreign: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    frozen: int = 0
    protected: bool = False
    password: bool = False
    columns: tuple[Columns, ...] = ()
    default_width: float = DEFAULT_WIDTH
    hidden_rows: tuple[int, ...] = ()
    validations: tuple[Validation, ...] = ()
    lights: tuple[Light, ...] = ()
    merged: Areas = field(default_factory=Areas)
    paper: Paper = field(default_factory=Paper)

    @cached_property
    def validated(self) -> Areas:
        """Where wrong input is refused."""
        return Areas(area for rule in self.validations if rule.refuses for area in rule.areas)

    @cached_property
    def lit(self) -> Areas:
        """Where formats depend on values."""
        return Areas(area for rule in self.lights for area in rule.areas)

    @cached_property
    def formulas(self) -> list[Cell]:
        """Its formula cells."""
        return [cell for cell in self.cells.values() if cell.formula]

    @cached_property
    def constants(self) -> list[Cell]:
        """What is typed in: numbers, texts, truths."""
        return [
            cell
            for place, cell in self.cells.items()
            if not (cell.formula or place in self.foreign or self.spilled.hold(*place))
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """The rows that hold something."""
        rows = groupby(sorted(self.cells), key=itemgetter(0))
        return [(row, [self.cells[place] for place in places]) for row, places in rows]


class Name(NamedTuple):
    """A defined name and what it stands for. scope: the sheet that alone knows it, or empty."""

    name: str
    target: str
    scope: str


class Link(NamedTuple):
    """A relationship of a part of the file. target: another part, or something outside where it is external."""

    part: str
    key: str
    kind: str
    target: str
    external: bool


class ChartAxis(NamedTuple):
    """Whether an axis is drawn, and how it is named; empty where it is not."""

    deleted: bool
    title: str


class Plotted(NamedTuple):
    """Cells that a chart draws, and what it holds of each, as text; None where it holds nothing."""

    reference: str
    points: tuple[str | None, ...]


class ChartSeries(NamedTuple):
    """A line or a set of bars: what it is called, what its points are, where they lie along the other axis."""

    name: Plotted
    values: Plotted
    along: Plotted


class Chart(NamedTuple):
    """A chart: where it stands, what it is called, its axes.

    description: for who cannot see it. references: the cells that it draws, in its order; uncached: those of them whose
    values it does not hold.
    """

    sheet: str
    title: str
    references: tuple[str, ...]
    uncached: tuple[str, ...]
    axes: tuple[ChartAxis, ...]
    series: tuple[ChartSeries, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook. base_size: the font's size that column widths count in.

    from_1904: its dates count from then. iterates: its program goes round circles until they settle.
    """

    sheets: tuple[Sheet, ...]
    names: tuple[Name, ...]
    links: tuple[Link, ...]
    charts: tuple[Chart, ...]
    base_size: float = 11.0
    from_1904: bool = False
    iterates: bool = False
