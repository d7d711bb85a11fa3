"""Chart data: what a chart says, before anybody decides where its pixels go."""

from dataclasses import dataclass
from typing import Literal

ChartKind = Literal["lines", "stacked_bars", "bars", "waterfall"]


@dataclass(frozen=True)
class Series:
    """One value for each category of the chart, in the unit that the value axis names."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Mark:
    """A labelled place on the chart.

    The position is a place along the categories of a lines chart (2.63 lies between the third and
    the fourth), or a value on the value axis of a bars chart.
    """

    position: float
    label: str


@dataclass(frozen=True)
class Chart:
    """What one chart shows.

    - lines: each series is a line over the categories.
    - stacked_bars: each category is a column, each series a part of it.
    - bars: each category is a horizontal bar; two series of opposite signs share a row (tornado).
    - waterfall: one series of changes; the last value is the sum of those before it.
    """

    key: str
    kind: ChartKind
    title: str
    x_label: str
    y_label: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        if not self.categories or not self.series:
            raise ValueError(f"chart {self.key}: nothing to draw")
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"chart {self.key}: series {series.name!r} has {len(series.values)} values "
                    f"for {len(self.categories)} categories"
                )
