"""Turns one model and the numbers that change in it into the results of many states, read off its tree at once.

To compute a model anew takes tenths of a second, to read its tree for one more state a thousandth. What the tree says
where all numbers are changed must be what the model of that input says; else nothing is read off it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from generator.compare.alignment import STATED, Change, Pair, new_key
from generator.compare.sameness import Numbers
from generator.engines.asking import asked_of
from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.limits import numbers_of
from generator.proposal.models.proposal import Proposal
from generator.proposal.nodes import Scalar

# What is said of a number besides, which no result depends on.
BESIDE = ("low", "high", "source", "note", "date")
Some = frozenset[Change]


class Overridden:
    """The numbers among some changes, and what they are in the old and the new input.

    numbers: their changes. changes: these, and those of what is said of a number besides.
    """

    def __init__(self, changes: Sequence[Change], old: Proposal, new: Proposal) -> None:
        before, after = numbers_of(old), numbers_of(new)
        self._ends: dict[Change, tuple[Key, float, float]] = {}
        beside = set()
        for change in changes:
            if not isinstance(change.old, Scalar) or not isinstance(change.new, Scalar):
                continue
            keys = [_key_of(node) for node in (change.old, change.new)]
            if keys[0] in before and keys[1] in after:
                values = before[keys[0]][0].value, after[keys[1]][0].value
                self._ends[change] = (keys[0], *values)
            elif change.path.name in BESIDE:
                beside.add(change)
        self.numbers: Some = frozenset(self._ends)
        self.changes: Some = self.numbers | beside

    def read(self, model: Model, pair: Pair, states: Sequence[Some], ask: Key) -> list[Numbers]:
        """The results of a model in each state, in which some of the changes are made.

        pair: of the old input and that of the model. ask: stands in the place of the key of what is asked for.
        """
        results = model.result_figures
        overrides = {}
        for change, (key, old, new) in self._ends.items():
            here = new_key(pair, key)
            if here in results:
                overrides[str(here)] = [new if change in made else old for made in states]
        return results_of(model, overrides, len(states), ask)


def results_of(
    model: Model, overrides: Mapping[str, Sequence[float]], count: int, ask: Key
) -> list[Numbers]:
    """The results of a model in so many states, in which some of its figures are others."""
    results, asked = model.result_figures, asked_of(model)
    found = evaluate([*results.values(), asked], overrides)
    columns = {key: _column(each, found[key], count) for key, each in results.items()}
    columns[ask] = _column(asked, found[asked.key], count)
    return [{key: column[at] for key, column in columns.items()} for at in range(count)]


def _column(target: Figure, values: object, count: int) -> list[float | None]:
    """Of a figure that nothing moves its own value; a number that is none is None."""
    import numpy

    if isinstance(values, float):
        return [None if target.reason is not None else target.value] * count
    listed = numpy.broadcast_to(numpy.asarray(values, float), (count,)).tolist()
    return [None if math.isnan(value) else value for value in listed]


def _key_of(node: Scalar) -> Key:
    return node.path.above if node.path.name == STATED else node.path
