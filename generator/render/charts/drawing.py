"""A chart's figures -> the numbers that are drawn, in the unit that its axis names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from generator.figures.figure import Figure
from generator.packet.charts import Chart


@dataclass(frozen=True)
class Drawing:
    """A chart with the way in which a document shows amounts.

    unit: what the value axis says. show: an amount in that unit. word: the text of such a number.
    """

    chart: Chart
    unit: str
    show: Callable[[float], float]
    word: Callable[[float], str]

    @cached_property
    def values(self) -> tuple[tuple[float, ...], ...]:
        """Of each series one number for each category; a part that a category does not have is 0."""
        return tuple(tuple(map(self._shown, series.figures)) for series in self.chart.series)

    @property
    def wholes(self) -> list[str]:
        """What the parts of each category come to, in words."""
        return [self.word(self.show(whole)) for whole in self.chart.wholes]

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """At which each mark stands."""
        return tuple(self._shown(mark.height) for mark in self.chart.marks)

    def _shown(self, figure: Figure | None) -> float:
        return 0.0 if figure is None else self.show(figure.value)
