"""Turns figures and cases, each with other values for some inputs, into a table: what moves, and to what, case by case.

The one idea behind scenarios, ranges and switching values. Cases that move much the same are a group, which holds what
they move and no more; its rows stand in the order in which they are computed, so that a sheet can hold the table with
the same formulas.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from generator.figures.blocks import Blocks, blocks_of
from generator.figures.evaluation import Below, in_order
from generator.figures.expression import InCase
from generator.figures.figure import Figure
from generator.figures.grouping import kindred
from generator.figures.moving import movers, rows_moved
from generator.figures.substitution import substituted


@dataclass(frozen=True)
class Case:
    """Other values for some inputs, by key; none for the case that is the model itself."""

    id: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class Group:
    """Cases, by their places in the table. changed: the inputs that they change; blocks: what moves with these."""

    places: tuple[int, ...]
    changed: tuple[Figure, ...]
    blocks: Blocks

    @property
    def rows(self) -> Iterator[Figure]:
        """The inputs, then all that follows from them."""
        return chain(self.changed, self.blocks.rows)


@dataclass(frozen=True)
class Cases:
    """A table. targets: what is asked for in every case.

    below: all that these are computed from, by key; values: in every case, of what a case moves and of the targets.
    """

    key: str
    cases: tuple[Case, ...]
    targets: tuple[Figure, ...]
    below: Mapping[str, Figure]
    values: Mapping[str, Sequence[float]]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """What a sheet holds; whoever asks for the targets alone needs none."""
        keys = dict.fromkeys(key for case in self.cases for key in case.values)
        return tuple(_groups(self.targets, self.cases, [self.below[key] for key in keys]))

    def values_of(self, row: Figure) -> Sequence[float]:
        """What a row is in every case."""
        return self.values.get(row.key) or [row.value] * len(self.cases)

    @property
    def alone(self) -> bool:
        """Whether each case moves one input."""
        return _alone(self.cases)

    def place(self, id: str) -> int:
        """Which of the cases it is, counted from 0."""
        return next(place for place, case in enumerate(self.cases) if case.id == id)

    def number(self, key: str, place: int) -> tuple[float, str]:
        """A row's value in a case, counted from 0, and why there is none where it is NaN."""
        value = float(self.values[key][place])
        if not math.isnan(value):
            return value, ""
        return value, substituted(self.below[key], self._known(place)).reason or ""

    def _known(self, place: int) -> dict[str, float]:
        """Every number of a case."""
        known = {key: figure.value for key, figure in self.below.items()}
        known.update((key, float(values[place])) for key, values in self.values.items())
        return {key: value for key, value in known.items() if not math.isnan(value)}

    def in_case(self, figure: Figure, id: str) -> InCase:
        """A target's value in a case as part of a formula."""
        return InCase(figure, self.key, id, *self.number(figure.key, self.place(id)))

    def in_use(self, figure: Figure, id: str) -> InCase:
        """A target's value in the case that a spreadsheet's reader has chosen, which now is `id`."""
        now = self.in_case(figure, id)
        return InCase(figure, self.key, None, now.value, now.reason or "")


def tabulate(key: str, targets: Sequence[Figure], cases: Sequence[Case]) -> Cases:
    """Evaluate the targets, and all that moves on the way to them, in every case at once."""
    import numpy

    everything = Below(targets)
    below = everything.figures
    keys = dict.fromkeys(key for case in cases for key in case.values if key in below)
    known = [
        Case(case.id, {key: value for key, value in case.values.items() if key in keys})
        for case in cases
    ]
    overrides = {
        key: numpy.array([case.values.get(key, below[key].value) for case in known]) for key in keys
    }
    found = everything.evaluate(below.values(), overrides) if overrides else {}
    moved = {key: value for key, value in found.items() if isinstance(value, numpy.ndarray)}
    values: dict[str, list[float]] = {it.key: [it.value] * len(known) for it in targets}
    for name, value in moved.items():
        values[name] = (value if value.ndim else numpy.full(len(known), value)).tolist()
    return Cases(key, tuple(known), tuple(targets), below, values)


def _alone(cases: Sequence[Case]) -> bool:
    return all(len(case.values) == 1 for case in cases)


def _groups(
    targets: Sequence[Figure], cases: Sequence[Case], changed: Sequence[Figure]
) -> Iterator[Group]:
    """Where each case moves one input, those that move much the same; else all cases together, with all targets."""
    order = in_order(targets)
    moved = movers(order, [item.key for item in changed])
    if not _alone(cases):
        moving = [id(expression) for expression in order if moved[id(expression)]]
        yield Group(tuple(range(len(cases))), tuple(changed), blocks_of(targets, moving))
        return
    figures = [item for item in order if isinstance(item, Figure)]
    places = [[at for at, case in enumerate(cases) if item.key in case.values] for item in changed]
    rows = [rows_moved(moved, figures, number) for number in range(len(changed))]
    for group in kindred(rows, list(map(len, places))):
        bits = sum(1 << number for number in group)
        moving = [id(expression) for expression in order if moved[id(expression)] & bits]
        affected = [target for target in targets if moved[id(target)] & bits]
        yield Group(
            tuple(sorted(at for number in group for at in places[number])),
            tuple(changed[number] for number in group),
            blocks_of(affected, moving),
        )
