"""Turns figures and cases, each with other values for some inputs, into a table: what moves, and to what, case by case.

The one idea behind scenarios, ranges and switching values. Rows stand in the order in which they are computed; figures
that a formula reads as one range stand together, so that a sheet can hold the table with the same formulas.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.figures.evaluation import evaluate, figures_below, in_order
from generator.figures.expression import Call, Expression, InCase, Series
from generator.figures.figure import Figure
from generator.figures.functions import SUM
from generator.figures.substitution import substituted


@dataclass(frozen=True)
class Case:
    """Other values for some inputs, by key; none for the case that is the model itself."""

    id: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class Cases:
    """A table. changed: the inputs that any case changes; blocks: what moves with them, and all targets.

    Figures that are read as one range are a block, which nothing else stands beside.
    """

    key: str
    cases: tuple[Case, ...]
    changed: tuple[Figure, ...]
    blocks: tuple[tuple[Figure, ...], ...]
    values: Mapping[str, Sequence[float]]

    @property
    def rows(self) -> Iterator[Figure]:
        """All that moves with the inputs, in the order of its computation."""
        return chain.from_iterable(self.blocks)

    @property
    def alone(self) -> bool:
        """Whether each case moves one input."""
        return all(len(case.values) == 1 for case in self.cases)

    def number(self, key: str, place: int) -> tuple[float, str]:
        """A row's value in a case, counted from 0, and why there is none where it is NaN."""
        value = float(self.values[key][place])
        if not math.isnan(value):
            return value, ""
        figure = next(row for row in self.rows if row.key == key)
        return value, substituted(figure, self._known(place)).reason or ""

    def _known(self, place: int) -> dict[str, float]:
        """Every number of a case."""
        column = ((key, float(values[place])) for key, values in self.values.items())
        return {key: value for key, value in column if not math.isnan(value)}

    def in_case(self, figure: Figure, id: str) -> InCase:
        """A row's value in a case as part of a formula."""
        place = next(place for place, case in enumerate(self.cases) if case.id == id)
        return InCase(figure, self.key, id, *self.number(figure.key, place))

    def in_use(self, figure: Figure, id: str) -> InCase:
        """A row's value in the case that a spreadsheet's reader has chosen, which now is `id`."""
        now = self.in_case(figure, id)
        return InCase(figure, self.key, None, now.value, now.reason or "")


def tabulate(key: str, targets: Sequence[Figure], cases: Sequence[Case]) -> Cases:
    """Evaluate the targets, and all that moves on the way to them, in every case at once."""
    import numpy

    below = figures_below(targets)
    keys = dict.fromkeys(key for case in cases for key in case.values if key in below)
    changed = tuple(below[key] for key in keys)
    overrides = {
        figure.key: numpy.array([case.values.get(figure.key, figure.value) for case in cases])
        for figure in changed
    }
    blocks = tuple(_Blocks(targets, set(keys)).ordered())
    every = (*changed, *chain.from_iterable(blocks))
    found = evaluate(every, overrides) if overrides else {}
    values = {
        row.key: numpy.broadcast_to(found.get(row.key, row.value), len(cases)).tolist()
        for row in every
    }
    known = [
        Case(case.id, {key: value for key, value in case.values.items() if key in keys})
        for case in cases
    ]
    return Cases(key, tuple(known), changed, blocks, values)


class _Blocks:
    """Orders what moves: a figure after what it is computed from, and beside what is read in one range with it."""

    def __init__(self, targets: Sequence[Figure], changed: set[str]) -> None:
        self._targets = targets
        self._order = in_order(targets)
        self._moved = self._moved_by(changed)
        self._groups: dict[int, Series] = {}
        for series in sorted(self._ranges(), key=len, reverse=True):
            for item in series:
                self._groups.setdefault(id(item), series)
        self._blocks: list[list[Figure]] = [[]]
        self._started: set[int] = set()

    def ordered(self) -> Iterator[tuple[Figure, ...]]:
        """All figures, inputs apart."""
        for target in self._targets:
            self._place(target)
        return (tuple(block) for block in self._blocks if block)

    def _moved_by(self, changed: set[str]) -> set[int]:
        moved: set[int] = set()
        for expression in self._order:
            is_changed = isinstance(expression, Figure) and expression.key in changed
            if is_changed or any(id(part) in moved for part in expression.parts()):
                moved.add(id(expression))
        return moved

    def _ranges(self) -> Iterator[Series]:
        """Series of figures of which any moves. A sum can do with the moved ones beside ranges of the others."""
        for expression in self._order:
            ranges = [part for part in expression.arguments if isinstance(part, Series)]
            if not any(id(item) in self._moved for range in ranges for item in range):
                continue
            if isinstance(expression, Call) and expression.function is not SUM:
                self._moved.update(id(item) for range in ranges for item in range)
            yield from (Series(i for i in range if id(i) in self._moved) for range in ranges)

    def _place(self, figure: Figure) -> None:
        if id(figure) in self._started:
            return
        together = [item for item in self._groups.get(id(figure), ()) if isinstance(item, Figure)]
        members = together or [figure]
        self._started.update(map(id, members))
        for member in members:
            for part in self._figures_in(member):
                if id(part) in self._moved and not part.is_input:
                    self._place(part)
        placed = [member for member in members if not member.is_input]
        if len(placed) > 1:
            self._blocks += [placed, []]
        else:
            self._blocks[-1] += placed

    def _figures_in(self, expression: Expression) -> Iterator[Figure]:
        for part in expression.parts():
            if isinstance(part, Figure):
                yield part
            else:
                yield from self._figures_in(part)
