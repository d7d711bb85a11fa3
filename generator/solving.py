"""Turns a goal for one figure into the value of one input that reaches it, found on the model itself.

Each trial is the whole input computed anew, so the value put back with --set gives the goal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.engines.model import Model, compute
from generator.figures.figure import Figure
from generator.proposal.in_scenario import with_number
from generator.proposal.limits import Limits, numbers_of
from generator.proposal.loading import FactsFor, Loaded, keeping_bills, proposal_of
from generator.proposal.problems import ProblemList

# A search looks as far as so many doublings and halvings of what is stated, and closes in by so many trials.
DOUBLINGS = 20
CLOSING = 60
# The largest number that an input may state.
LARGEST = 1e15
# So many digits are tried for a number that people type.
DIGITS = (2, 4, 6, 8, 10, 12)
Gap = Callable[[float], float | None]


@dataclass(frozen=True)
class Solution:
    """The first value that reaches the goal, and what the figure is there; beside it the last that does not.

    is_exact: whether the figure is the goal there, but for rounding; else it jumps over it, or whole numbers do.
    obstacle: why the chosen option cannot serve the load there; empty where it does.
    """

    value: float
    reached: float
    beside: float
    missed: float
    is_exact: bool
    obstacle: str = ""


@dataclass(frozen=True)
class NoSolution:
    """Between which values was looked, and between which the figure stays there; None where it has none."""

    least: float
    most: float
    lowest: float | None
    highest: float | None


def solve(
    loaded: Loaded, goal: str, target: float, by: str, facts_for: FactsFor
) -> Solution | NoSolution:
    """The value of the input `by`, nearest to the stated one, at which the figure `goal` is the target."""
    number, limits = numbers_of(loaded.proposal)[by]
    trial = _Trial(loaded, goal, target, number, facts_for)
    if trial.gap(number.value) is None and goal not in compute(loaded.proposal).result_figures:
        raise KeyError(goal)
    brackets = _brackets(trial.gap, number.value, limits)
    found = next(brackets, None)
    if found is None:
        return trial.nothing(target)
    return _narrowed(trial, found, target, limits)


class _Trial:
    """Computes the model with one input changed. seen: the gap to the target by the value tried."""

    def __init__(
        self, loaded: Loaded, goal: str, target: float, by: Figure, facts_for: FactsFor
    ) -> None:
        self._goal, self._target, self._by = goal, target, by
        self._facts_for = facts_for
        self._own = None if loaded.own is None else loaded.own.nodes
        self._nodes = keeping_bills(loaded.nodes, self._own, facts_for, [by.key])
        self.seen: dict[float, float | None] = {}

    def gap(self, value: float) -> float | None:
        """How far the figure is above the target; None where it has no value or the input is not valid."""
        if value not in self.seen:
            self.seen[value] = self._computed(value)
        return self.seen[value]

    def nothing(self, target: float) -> NoSolution:
        """What was seen on the way."""
        gaps = [gap + target for gap in self.seen.values() if gap is not None]
        tried = [value for value, gap in self.seen.items() if gap is not None] or list(self.seen)
        ends = (min(gaps), max(gaps)) if gaps else (None, None)
        return NoSolution(min(tried), max(tried), *ends)

    def _computed(self, value: float) -> float | None:
        try:
            figure = self.model(value).result_figures.get(self._goal)
        except ProblemList:
            return None
        if figure is None or figure.reason is not None:
            return None
        return figure.value - self._target

    def model(self, value: float) -> Model:
        """The whole model there. Raises ProblemList."""
        nodes = with_number(self._nodes, self._by, value)
        return compute(proposal_of(nodes, self._own, self._facts_for))


def _brackets(gap: Gap, start: float, limits: Limits) -> Iterator[tuple[float, float]]:
    """Pairs of values, the first nearer to the start, between which the figure passes its target."""
    ways = [_steps(start, 1, limits), _steps(start, -1, limits)]
    last = {id(way): start for way in ways}
    if gap(start) == 0:
        yield start, start
    while ways:
        for way in list(ways):
            value = next(way, None)
            if value is None:
                ways.remove(way)
                continue
            before, after = gap(last[id(way)]), gap(value)
            if before is not None and after is not None and before * after <= 0:
                yield last[id(way)], value
            last[id(way)] = value


def _steps(start: float, way: int, limits: Limits) -> Iterator[float]:
    """Values further and further up or down, to the limit of the field; what is positive stays so."""
    if limits.choices:
        others = [each for each in limits.choices if (each - start) * way > 0]
        yield from sorted(others, reverse=way < 0)
        return
    end = limits.most if way > 0 else max(limits.least, 0.0) if start >= 0 else limits.least
    before = start
    for step in range(-2, DOUBLINGS, 2):
        far = start + way * (abs(start) or 1.0) * 2.0**step
        near = end + (start - end) / 2.0 ** (step + 3)
        value = far if (end - far) * way > 0 and way > 0 else near
        value = round(value) if limits.whole else float(f"{value:.15g}")
        if value not in (before, end):
            yield value
        before = value
    if end != start and abs(end) < LARGEST:
        yield end


def _narrowed(
    trial: _Trial, bracket: tuple[float, float], target: float, limits: Limits
) -> Solution:
    """Close in on where the figure passes its target, and say what lies on either side."""
    near, far = _closed_in(trial.gap, bracket, limits)
    if not limits.whole and not limits.choices:
        far = _shortest(trial.gap, far)
    reached, missed = trial.gap(far), trial.gap(near)
    assert reached is not None
    assert missed is not None
    model = trial.model(far)
    return Solution(
        value=far,
        reached=reached + target,
        beside=near,
        missed=missed + target,
        is_exact=abs(reached) <= _rounding_of(model),
        obstacle=model.chosen.obstacle,
    )


def _rounding_of(model: Model) -> float:
    """What rounding every line of every month may leave."""
    return model.proposal.money.rounding.value * max(len(model.timings.months), 1)


def _closed_in(gap: Gap, bracket: tuple[float, float], limits: Limits) -> tuple[float, float]:
    """Halves, and the straight line through both ends, in turn: until nothing lies between, or the target is met."""
    near, far = bracket
    for step in range(0 if limits.choices else CLOSING):
        first, last = gap(near), gap(far)
        if not first or not last:
            break
        share = first / (first - last) if step % 3 else 0.5
        middle = near + (far - near) * share
        middle = math.floor(middle) if limits.whole else float(f"{middle:.15g}")
        middle = _between(middle, near, far) if limits.whole else middle
        found = gap(middle)
        if middle in (near, far) or found is None:
            break
        if found == 0 or found * first < 0:
            far = middle
        else:
            near = middle
    return near, far


def _between(middle: float, near: float, far: float) -> float:
    """A whole number that is neither end, where there is one."""
    low, high = sorted((near, far))
    return min(max(middle, low + 1), high - 1) if high - low > 1 else near


def _shortest(gap: Gap, value: float) -> float:
    """The number with the fewest digits that is as good: amounts are rounded, so that many are."""
    best = abs(gap(value) or 0.0)
    for digits in DIGITS:
        shorter = float(f"{value:.{digits}g}")
        found = gap(shorter)
        if found is not None and abs(found) <= best:
            return shorter
    return value
