"""Turns the model at many volumes into those at which the chosen option costs no more than another.

Where machines follow the load or traffic comes in packages no line tells them: they are intervals, whose ends are
sought on the model itself. Each is told for as long as the model there says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.engines.choice import Choice
from generator.engines.options import OptionCost
from generator.engines.volumes import volume_input
from generator.figures.cases import Case, Cases
from generator.figures.evaluation import evaluate
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.workload import Workload

KEY = Key("even_volumes")
# They are sought up to so many times the volume, in so many steps, so many at once; so many intervals are told.
TIMES, STEPS, AT_ONCE, MOST = 10, 1000, 500, 5
# Of so many heights of the load the steps are tried one by one.
FEW = 12
# What adding the same numbers in another order leaves.
DUST = 1e-6


@dataclass(frozen=True, kw_only=True)
class Bound:
    """An end of an interval. workload: the number of the file that says how many requests there are.

    found: what that is there; requests: how many a month these are.
    """

    workload: Figure
    found: Figure
    requests: Expression

    @property
    def case(self) -> Case:
        """The model there."""
        return Case(f"even:{self.found.key}", {self.workload.key: self.found.value})


@dataclass(frozen=True)
class Interval:
    """From which volume to which the chosen option costs no more than another one; None to as many as were tried."""

    other: OptionCost
    number: int
    first: Bound
    last: Bound | None


@dataclass(frozen=True)
class EvenVolumes:
    """The intervals of each alternative of which no line tells them; none of one that is cheaper everywhere."""

    others: tuple[OptionCost, ...] = ()
    intervals: tuple[Interval, ...] = ()

    @property
    def bounds(self) -> list[Bound]:
        """All ends."""
        ends = chain.from_iterable((each.first, each.last) for each in self.intervals)
        return [end for end in ends if end is not None]


@dataclass(frozen=True)
class _Load:
    """The requests of a month. input: the number of the file from which they follow; size: of a request in it."""

    volume: Figure
    input: Figure
    size: Expression | None

    @property
    def each(self) -> float:
        """How much of that a request is."""
        return 1 if self.size is None else self.size.value

    def bound(self, other: OptionCost, number: int, end: str, requests: int) -> Bound:
        """An end that was found."""
        key, source = KEY / other.id / number / f"found_{end}", Source("solved", "")
        found = stated(key, self.input.unit, requests * self.each, source, other.name)
        return Bound(
            workload=self.input,
            found=found,
            requests=found if self.size is None else found / self.size,
        )


def even_volumes(choice: Choice, workload: Workload | None) -> EvenVolumes:
    """Sought for every alternative."""
    if workload is None:
        return EvenVolumes()
    load = _Load(workload.volume, *volume_input(workload))
    chosen = choice.chosen
    others = tuple(
        other for other in choice.others if not (chosen.is_proportionate and other.is_proportionate)
    )
    found = chain.from_iterable(_intervals(chosen, other, load) for other in others)
    return EvenVolumes(others, tuple(found))


def _intervals(chosen: OptionCost, other: OptionCost, load: _Load) -> Iterator[Interval]:
    places = _places((chosen, other), load.volume)
    good = _is_even(chosen, other, load, places)
    starts = [at for at, is_good in enumerate(good) if is_good and not (at and good[at - 1])]
    # The last one says from where on it stays so.
    told = starts if len(starts) <= MOST else [*starts[: MOST - 1], starts[-1]]
    for number, start in enumerate(told):
        stop = next((at for at in range(start, len(good)) if not good[at]), len(good))
        at, last = places[start], None
        if start:
            at = _edge(chosen, other, load, (places[start - 1], at))
        if stop < len(good):
            end = _edge(chosen, other, load, (places[stop], places[stop - 1]))
            last = load.bound(other, number, "last", end)
        yield Interval(other, number, load.bound(other, number, "first", at), last)


def _places(options: Sequence[OptionCost], volume: Figure) -> list[int]:
    """Whole requests up to so many times the volume, and the last ones before machines are added."""
    most = max(int(volume.value * TIMES), STEPS)
    places = {1, *range(max(1, most // STEPS), most + 1, most // STEPS)}
    asked = {
        units.value
        for option in options
        if option.fleet is not None
        for units in option.fleet.asked
        if units.value > 0
    }
    for units in asked if len(asked) <= FEW else [max(asked)]:
        each = volume.value / units
        last = (int(each * number) for number in range(1, min(int(most / each), STEPS) + 1))
        places.update(chain.from_iterable((end, end + 1) for end in last if 1 <= end < most))
    return sorted(places)


def _is_even(
    chosen: OptionCost, other: OptionCost, load: _Load, places: Sequence[int]
) -> list[bool]:
    """Whether the chosen option costs no more at each, and both serve it."""
    import numpy

    able = [each.capacity.feasible for each in (chosen, other) if each.capacity is not None]
    good: list[bool] = []
    for start in range(0, len(places), AT_ONCE):
        at = numpy.array(places[start : start + AT_ONCE], dtype=float) * load.each
        found = evaluate([chosen.tco, other.tco, *able], {load.input.key: at})
        here = numpy.broadcast_to(found[chosen.tco.key] <= found[other.tco.key] + DUST, at.shape)
        for feasible in able:
            here = here & (found[feasible.key] == 1)
        good += here.tolist()
    return good


def _edge(chosen: OptionCost, other: OptionCost, load: _Load, between: tuple[int, int]) -> int:
    """The last good one on the way to a bad one. between: the bad one and the good one."""
    bad, good = between
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        (is_good,) = _is_even(chosen, other, load, [middle])
        good, bad = (middle, bad) if is_good else (good, middle)
    return good


def even_schedule(found: EvenVolumes, choice: Choice, cases: Cases) -> Schedule:
    """From which volume to which, and what the alternative costs more there."""
    columns = (
        label_column("option"),
        Column("first_volume", "request/month"),
        Column("last_volume", "request/month"),
        Column("gap_first", "money"),
        Column("gap_last", "money"),
    )
    rows = [_row(interval, choice, cases) for interval in found.intervals]
    with_any = {interval.other.id for interval in found.intervals}
    for other in found.others:
        if other.id not in with_any:
            key = KEY / other.id / "none"
            none = figure(
                key / "first_volume", "request/month", Missing("nowhere_sought"), other.name
            )
            rows.append(Row(key, (none, None, None, None), other.name, kind="memo", whole=True))
    return Schedule(KEY, columns, tuple(rows), against=choice.chosen.name)


def _row(interval: Interval, choice: Choice, cases: Cases) -> Row:
    chosen, other, key = choice.chosen, interval.other, KEY / interval.other.id / interval.number
    cells: list[Figure] = []
    gaps: list[Figure | None] = []
    for end, bound in (("first", interval.first), ("last", interval.last)):
        told: Expression = Missing("beyond_sought")
        gap = None
        if bound is not None:
            at = bound.case.id
            more = cases.in_case(other.tco, at) - cases.in_case(chosen.tco, at)
            # Both are sums of rounded amounts: without rounding, dust would look like a difference.
            gap = choice.ledger.line(key / f"gap_{end}", "money", more, other.name)
            told = where(gap >= 0, bound.requests, Missing("solve_again"))
        cells.append(figure(key / f"{end}_volume", "request/month", told, other.name))
        gaps.append(gap)
    return Row(key, (*cells, *gaps), other.name, kind="memo", whole=True)
