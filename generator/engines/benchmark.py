"""Turns the points of a benchmark into the speed with as many requests at a time as run.

Between two points it lies on the straight line; below the first each request is as fast as there; beyond the last no
more run than were measured. So nothing is told that was not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class Step:
    """A point. each: what every request saw. reached: how far the requests that run have come to it from the one
    before: from nothing to the whole way. adds: what this counts of the speed; waits: of the seconds until an answer
    begins, where all points have them."""

    point: MeasuredPoint
    each: Figure
    reached: Figure
    adds: Figure
    waits: Figure | None


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

    def schedule(self, option_id: str, name: str, keeping: Sequence[Figure] = ()) -> Schedule:
        """The points as a table, without columns that all of them leave empty. keeping: of each, where it is asked."""
        told = [each for each in TOLD if any(getattr(at, each) is not None for at in self.points)]
        columns = (
            label_column("measured_point"),
            Column("tokens_per_second", "token/second", role="total"),
            Column("concurrency", "count"),
            Column("each_request", "token/second"),
            *([Column("keeps", "count")] if keeping else []),
            *(Column(each, TOLD[each]) for each in told),
            Column("reached", "ratio"),
            Column("adds", "token/second"),
            *([Column("waits", "second")] if self.first_token is not None else []),
            Column("origin", role="text"),
        )
        return Schedule(
            Key("benchmark", option_id), columns, tuple(self._rows(told, keeping)), name
        )

    def _rows(self, told: Sequence[str], keeping: Sequence[Figure]) -> Iterator[Row]:
        before = ""
        for number, step in enumerate(self.steps, start=1):
            point = step.point
            source = point.tokens_per_second.source
            origin = (source.note or source.place) if source else ""
            cells = (
                *(point.tokens_per_second, point.concurrency, step.each),
                *keeping[number - 1 : number],
                *(getattr(point, each) for each in told),
                *(step.reached, step.adds),
                *([] if step.waits is None else [step.waits]),
                origin if origin != before else None,
            )
            before = origin
            yield Row(step.reached.key.above, cells, kind="memo", label=str(number))


def benchmark_of(key: Key, name: str, serving: Serving, together: Operand) -> Benchmark | None:
    """Of a unit at a key; None without points. together: how many requests run at a time."""
    if not serving.measured:
        return None
    steps = tuple(_steps(key / "measured", name, serving.measured, together))
    counted = sum_of([step.adds for step in steps])
    speed = figure(key / "measured_speed", "token/second", counted, name)
    waits = [step.waits for step in steps if step.waits is not None]
    first_token = None
    if waits:
        first_token = figure(key / "first_token", "second", sum_of(waits), name)
    return Benchmark(steps, speed, first_token, serving.tokens_per_second is None)


def _steps(
    key: Key, name: str, points: Sequence[MeasuredPoint], together: Operand
) -> Iterator[Step]:
    """Of one the speed and the wait go from those of the one before to its own, as far as it is reached.

    Below the first one the speed goes from nothing; a wait is that of the first at least.
    """
    before: MeasuredPoint | None = None
    known = all(point.first_token is not None for point in points)
    for place, point in enumerate(points):
        way: Expression = together / point.concurrency
        more: Expression = point.tokens_per_second
        if before is not None:
            apart = point.concurrency - before.concurrency
            way = maximum(0, (together - before.concurrency) / apart)
            more = point.tokens_per_second - before.tokens_per_second
        reached = figure(key / place / "reached", "ratio", minimum(1, way), name)
        each = point.tokens_per_second / point.concurrency
        yield Step(
            point=point,
            each=figure(key / place / "each_request", "token/second", each, name),
            reached=reached,
            adds=figure(key / place / "adds", "token/second", reached * more, name),
            waits=_waits(key / place / "waits", name, point, before, reached) if known else None,
        )
        before = point


def _waits(
    key: Key, name: str, point: MeasuredPoint, before: MeasuredPoint | None, reached: Figure
) -> Figure | None:
    if point.first_token is None:
        return None
    if before is None or before.first_token is None:
        return figure(key, "second", point.first_token * 1, name)
    return figure(key, "second", reached * (point.first_token - before.first_token), name)


def keeping_speed(key: Key, name: str, serving: Serving) -> tuple[Figure, ...]:
    """Of each point its requests at a time where each of them has the speed that is asked, else 0; none without one."""
    if serving.least_speed is None:
        return ()
    return tuple(
        figure(
            key / "measured" / place / "keeps",
            "count",
            where(
                point.tokens_per_second >= serving.least_speed * point.concurrency,
                point.concurrency,
                0,
            ),
            name,
        )
        for place, point in enumerate(serving.measured)
    )


def most_measured(serving: Serving, keeping: Sequence[Figure]) -> Expression:
    """The most requests at a time that a point tells of; of those that give each its speed, where one is asked."""
    return maximum(1, greatest_of(keeping)) if keeping else serving.measured[-1].concurrency * 1
