"""Turns the changes between two inputs into causes: one after another in the order of the file, each computed anew.

Each step is an input that is valid by itself. A change that is not valid by itself waits for those that it needs; they
are then one cause together. Changes that move no number are no causes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.compare.alignment import Change
from generator.compare.sameness import Numbers, agree
from generator.compare.states import NOTHING, States
from generator.figures.figure import Figure

MOST_ALONE = 12


@dataclass(frozen=True, eq=False)
class Fact:
    """A number of our data that a packet was made with, and what our data say today. side: that of the packet."""

    figure: Figure
    recorded: float
    date: str
    side: Literal["old", "new"]


@dataclass(frozen=True, eq=False)
class Cause:
    """What moves numbers. changes: more than one where none of them is possible alone, and none where what moves them
    stands outside the inputs; `outside` then says of which side, and `fact` which number of our data it is, if it is
    one. before, after: the numbers of both ends of its step.

    alone: the numbers of the old input in which nothing else is changed that moves numbers; None where that is no valid
    input.
    """

    changes: tuple[Change, ...]
    before: Numbers
    after: Numbers
    alone: Numbers | None
    outside: Literal["", "old", "new"] = ""
    fact: Fact | None = None


def causes_of(changes: Sequence[Change], states: States) -> list[Cause]:
    """The steps from the old input to the new one."""
    walk = _Walk(states)
    walk.take(changes)
    walk.finish()
    # Of many changes nobody reads what each would do alone, and it takes as long as all else.
    few = len(walk.steps) <= MOST_ALONE
    moving = {change for step, _, _ in walk.steps for change in step}
    idle = [change for change in changes if change not in moving]
    return [
        Cause(step, before, after, _alone(step, idle, states) if few else None)
        for step, before, after in walk.steps
    ]


def _alone(step: Sequence[Change], idle: Sequence[Change], states: States) -> Numbers | None:
    """With what moves nothing, which it may need, or else without."""
    return states.numbers([*idle, *step]) or states.numbers(step)


class _Walk:
    """Goes from the old input to the new one. steps: the changes, and the numbers before and after them."""

    def __init__(self, states: States) -> None:
        start = states.numbers(NOTHING)
        assert start is not None, "both inputs were valid"
        self.steps: list[tuple[tuple[Change, ...], Numbers, Numbers]] = []
        self._states = states
        self._made = NOTHING
        self._numbers = start
        self._waiting: list[Change] = []

    def take(self, changes: Sequence[Change]) -> None:
        """Many changes that move nothing together, such as those of texts, need not be tried one by one."""
        if len(changes) == 1:
            self._try_one(changes[0])
        elif changes and self._is_moved_by(self._tried(changes)):
            half = len(changes) // 2
            self.take(changes[:half])
            self.take(changes[half:])
        else:
            self._made |= frozenset(changes)

    def finish(self) -> None:
        """What waited in vain is possible together alone: that is the new input."""
        if self._waiting:
            self._step(self._waiting)

    def _try_one(self, change: Change) -> None:
        for group in [[change], [*self._waiting, change]][: 1 + bool(self._waiting)]:
            if self._tried(group) is not None:
                self._step(group)
                self._try_waiting()
                return
        self._waiting.append(change)

    def _try_waiting(self) -> None:
        """Each change that is made may be what others waited for."""
        ready = next((each for each in self._waiting if self._tried([each]) is not None), None)
        if ready is not None:
            self._step([ready])
            self._try_waiting()

    def _tried(self, changes: Iterable[Change]) -> Numbers | None:
        return self._states.numbers(self._made.union(changes))

    def _is_moved_by(self, found: Numbers | None) -> bool:
        return found is None or not agree(found, self._numbers)

    def _step(self, changes: Sequence[Change]) -> None:
        found = self._tried(changes)
        assert found is not None
        self._made = self._made.union(changes)
        self._waiting = [each for each in self._waiting if each not in changes]
        if self._is_moved_by(found):
            self.steps.append((tuple(changes), self._numbers, found))
        self._numbers = found
