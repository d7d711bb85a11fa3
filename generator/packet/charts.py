"""Chart statements: which figures a chart shows, before anybody decides where its pixels or cells go."""

from dataclasses import dataclass
from itertools import chain
from math import fsum
from typing import Literal

from generator.figures.figure import Figure

ChartKind = Literal["lines", "stacked_bars", "bars", "parts", "waterfall", "plan", "matrix"]
# What the series of a waterfall are, in their order: each category has a whole column, or one that stands on a height
# and falls or rises by an amount.
WATERFALL = ("whole", "from", "falls", "rises")
# Of horizontal bars the series that is drawn as an outline, so that form tells it from the first one, not colour alone.
OUTLINED = 1


@dataclass(frozen=True)
class Series:
    """One figure for each category of the chart; None where a category has no part of it."""

    name: str
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True)
class Mark:
    """A labelled place on a lines chart: how far along its categories, and how high; None stands for zero."""

    position: Figure
    label: str
    height: Figure | None = None


@dataclass(frozen=True)
class Chart:
    """What one chart shows; the document draws it as a picture, the workbook beside the cells of its figures.

    - lines: each series is a line over the categories.
    - stacked_bars: each category is a column, each series a part of it.
    - bars: each category is a horizontal bar; two series of opposite signs share a row (tornado).
    - parts: each category is a horizontal bar, each series a part of it.
    - waterfall: the series of WATERFALL.
    - plan: each category is a step, the series are its first and its last week.
    - matrix: each category is a risk, the series are how likely and how grave it is.

    title: what it shows. finding: what it says, of the numbers as they are; the caption in the document. table: the key
    of the schedule that holds its figures; empty where no sheet does. along: what the categories are. periods: the
    numbers of the years or months, where the categories are such. chosen: which line or bar is the chosen option's.
    more_is_better: of a waterfall, whether it is good news when a bar rises. levels: other numbers that the categories
    are.
    """

    key: str
    kind: ChartKind
    title: str
    table: str
    along: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    periods: tuple[Figure, ...] = ()
    marks: tuple[Mark, ...] = ()
    finding: str = ""
    chosen: int | None = None
    more_is_better: bool = False
    levels: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        if not self.categories or not self.series:
            raise ValueError(f"chart {self.key}: nothing to draw")
        for series in self.series:
            if len(series.figures) != len(self.categories):
                raise ValueError(
                    f"chart {self.key}: series {series.name!r} has {len(series.figures)} figures "
                    f"for {len(self.categories)} categories"
                )
        if len(units := self._units()) != 1:
            raise ValueError(f"chart {self.key}: one axis for {' and '.join(sorted(units))}")

    @property
    def wholes(self) -> tuple[float, ...]:
        """What the parts of each category come to, of the numbers themselves: rounded ones may come to another."""
        stacks = zip(*(series.figures for series in self.series), strict=True)
        return tuple(fsum(part.value for part in stack if part is not None) for stack in stacks)

    @property
    def unit(self) -> str:
        """That of all its figures."""
        return next(iter(self._units()))

    def _units(self) -> set[str]:
        figures = chain.from_iterable(series.figures for series in self.series)
        return {figure.unit for figure in figures if figure is not None}
