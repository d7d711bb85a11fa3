"""Turns the points of a benchmark into the speed with as many requests at a time as run.

Between two points it lies on the straight line; below the first each request is as fast as there; beyond the last no
more run than were measured. So nothing is told that was not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import greatest_of, maximum, minimum, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.measured_points import MeasuredPoint
from generator.proposal.models.serving import Serving

# What a table tells of each point where it is told, and in which unit.
TOLD = {
    "input_tokens": "token",
    "output_tokens": "token",
    "first_token": "second",
    "first_token_high": "second",
    "latency": "second",
    "latency_high": "second",
}


@dataclass(frozen=True)
class Step:
    """A point. each: what every request saw. reached: how far the requests that run have come to it from the one
    before: from nothing to the whole way."""

    point: MeasuredPoint
    each: Figure
    reached: Figure


@dataclass(frozen=True)
class Benchmark:
    """All points, by requests at a time. speed: of a copy of the model, with as many as run. first_token: likewise the
    seconds until an answer begins; None where a point lacks it. decides: whether no other speed is stated."""

    steps: tuple[Step, ...]
    speed: Figure
    first_token: Figure | None
    decides: bool

    @property
    def points(self) -> list[MeasuredPoint]:
        """Without what was worked out of them."""
        return [step.point for step in self.steps]

    @property
    def last(self) -> Figure:
        """The most requests at a time that were measured."""
        return self.points[-1].concurrency

    @property
    def stated(self) -> list[Figure]:
        """All numbers of the points."""
        numbers = (number for point in self.points for _, number in point)
        return [number for number in numbers if isinstance(number, Figure)]

    def line(self, name: str) -> tuple[Figure, ...]:
        """A number of each point; none where one lacks it."""
        found = tuple(getattr(point, name) for point in self.points)
        return found if all(number is not None for number in found) else ()

    def schedule(self, option_id: str, name: str) -> Schedule:
        """The points as a table, without columns that all of them leave empty."""
        told = [each for each in TOLD if any(getattr(at, each) is not None for at in self.points)]
        columns = (
            label_column("measured_point"),
            Column("tokens_per_second", "token/second", role="total"),
            Column("concurrency", "count"),
            Column("each_request", "token/second"),
            *(Column(each, TOLD[each]) for each in told),
            Column("reached", "ratio"),
            Column("origin", role="text"),
        )
        return Schedule(Key("benchmark", option_id), columns, tuple(self._rows(told)), name)

    def _rows(self, told: Sequence[str]) -> Iterator[Row]:
        before = ""
        for number, step in enumerate(self.steps, start=1):
            point = step.point
            source = point.tokens_per_second.source
            origin = (source.note or source.place) if source else ""
            cells = (
                *(point.tokens_per_second, point.concurrency, step.each),
                *(getattr(point, each) for each in told),
                *(step.reached, origin if origin != before else None),
            )
            before = origin
            yield Row(step.reached.key.above, cells, kind="memo", label=str(number))


def benchmark_of(key: Key, name: str, serving: Serving, together: Operand) -> Benchmark | None:
    """Of a unit at a key; None without points. together: how many requests run at a time."""
    if not serving.measured:
        return None
    steps = tuple(_steps(key / "measured", name, serving.measured, together))
    speeds = [step.point.tokens_per_second for step in steps]
    speed = figure(
        key / "measured_speed",
        "token/second",
        _along(steps, speeds, steps[0].reached * speeds[0]),
        name,
    )
    waits = [step.point.first_token for step in steps]
    known = [wait for wait in waits if wait is not None]
    first_token = None
    if len(known) == len(steps):
        seconds = _along(steps, known, known[0])
        first_token = figure(key / "first_token", "second", seconds, name)
    return Benchmark(steps, speed, first_token, serving.tokens_per_second is None)


def _steps(
    key: Key, name: str, points: Sequence[MeasuredPoint], together: Operand
) -> Iterator[Step]:
    before: Figure | None = None
    for place, point in enumerate(points):
        way = together / point.concurrency
        if before is not None:
            way = maximum(0, (together - before) / (point.concurrency - before))
        reached = figure(key / place / "reached", "ratio", minimum(1, way), name)
        each = point.tokens_per_second / point.concurrency
        yield Step(point, figure(key / place / "each_request", "token/second", each, name), reached)
        before = point.concurrency


def _along(steps: Sequence[Step], numbers: Sequence[Figure], first: Expression) -> Expression:
    """From the first by each later step's part of the way to its number."""
    later = zip(steps[1:], pairwise(numbers), strict=True)
    parts = [step.reached * (number - before) for step, (before, number) in later]
    return sum_of([first, *parts])


def most_measured(serving: Serving) -> Expression:
    """The most requests at a time that a point tells of; of those that give each its speed, where one is asked."""
    points = serving.measured
    if serving.least_speed is None:
        return points[-1].concurrency * 1
    kept = [
        where(
            point.tokens_per_second >= serving.least_speed * point.concurrency, point.concurrency, 1
        )
        for point in points
    ]
    return greatest_of(kept)
