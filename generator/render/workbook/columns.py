"""Turns how wide the contents of a sheet's columns are into how wide these are and where they end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.render.workbook.widths import (
    DEFAULT_WIDTH,
    NARROWEST,
    PADDING,
    WIDEST,
    WIDEST_STRETCHED,
)


@dataclass
class Columns:
    """widths: how wide the contents of each are. Of the rest nobody says how wide they are.

    _natural: how wide those of its texts would be in one line that may break into several. _across: how wide each of
    some columns side by side is at least, by the first and last. _edges: where columns end, as far as it was asked.
    """

    widths: dict[int, float] = field(default_factory=dict)
    _natural: dict[int, float] = field(default_factory=dict)
    _across: dict[tuple[int, int], float] = field(default_factory=dict)
    _edges: list[float] = field(default_factory=lambda: [0.0])

    def widen(self, column: int, width: float) -> None:
        """Have room for what is so wide."""
        known = self.widths.get(column)
        if known is None or width > known:
            self._set(column, width)

    def widen_all(self, first: int, last: int, width: float) -> None:
        """Have room for it in columns side by side, once they are fitted."""
        self._across[first, last] = max(self._across.get((first, last), 0.0), width)

    def may_want(self, column: int, width: float) -> None:
        """Note how wide a text would be that may break into lines."""
        self._natural[column] = max(self._natural.get(column, 0.0), width)

    def fit(self) -> None:
        """Make all wide enough."""
        for (first, last), width in self._across.items():
            for column in range(first, last + 1):
                self.widen(column, width)

    def fitted(self) -> dict[int, float]:
        """How wide each is for what it shows."""
        return {
            column: min(max(width + PADDING, NARROWEST), WIDEST)
            for column, width in self.widths.items()
        }

    def restore(self, widths: Mapping[int, float]) -> None:
        """Have them as wide as they were."""
        self.widths = dict(widths)
        self._forget_edges()

    def narrow(self, column: int, width: float) -> None:
        """Let the texts of a column break into lines beyond a width."""
        self._set(column, width)

    def stretch(self, columns: Iterable[int], room: float) -> float:
        """Give those whose texts break into lines as much as they want of some room; returns what is left."""
        natural = {column: self._natural.get(column, 0.0) for column in columns}
        wanted = {
            column: min(width, WIDEST_STRETCHED) - self.widths[column]
            for column, width in natural.items()
        }
        wanting = sorted((want, column) for column, want in wanted.items() if want > 0)
        for place, (want, column) in enumerate(wanting):
            more = min(want, max(room, 0.0) / (len(wanting) - place))
            self._set(column, self.widths[column] + more)
            room -= more
        return room

    def up_to(self, last: int) -> float:
        """All up to one together, once fitted."""
        edges = self._edges
        while len(edges) <= last:
            width = self.widths.get(len(edges))
            own = DEFAULT_WIDTH if width is None else max(width + PADDING, NARROWEST)
            edges.append(edges[-1] + own)
        return edges[last]

    def _set(self, column: int, width: float) -> None:
        self.widths[column] = width
        self._forget_edges()

    def _forget_edges(self) -> None:
        del self._edges[1:]
