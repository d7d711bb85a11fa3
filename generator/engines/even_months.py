"""Turns the model at other volumes into the months in which the chosen option has cost no more than another one there.

A workbook would have to hold every month once more at each volume. So they are found on the model itself, and told as
long as what the other one costs more there, and more in money of today, is what it was when they were found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.volumes import There
from generator.figures.evaluation import Below
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import absolute, or_else, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column

KEY = Key("solved")
NEVER, AGAIN = "never_within_horizon", "solve_again"
# A change is more than the dust that adding leaves: more than the total by so many.
MANY = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When the chosen option has cost no more than another one, and when in money of today.

    difference: what the other one costs more in money of today.
    """

    month: Figure
    discounted: Figure
    difference: Figure


@dataclass(frozen=True, kw_only=True)
class EvenMonths:
    """When the chosen option has cost no more than another one at a volume, and when in money of today.

    gap: what the other one costs more in all and in money of today, together, by which a change is seen. stated: the
    numbers that were found on the model.
    """

    there: There
    month: Figure
    discounted: Figure
    gap: Figure
    stated: tuple[Figure, ...]


def even_months(
    found: Sequence[There], chosen: str, meetings: Mapping[str, Meeting]
) -> list[EvenMonths]:
    """Of every alternative at every volume."""
    own = {there.scale.key: there for there in found if there.option.id == chosen}
    targets = [each for it in meetings.values() for each in (it.month, it.discounted)]
    moments = dict(zip(own, _at([there.moved for there in own.values()], targets), strict=True))
    return [
        _told(each, own[each.scale.key], meetings[each.option.id], moments[each.scale.key])
        for each in found
        if each.option.id in meetings
    ]


def months_schedule(found: Sequence[EvenMonths], chosen: str) -> Schedule:
    """chosen: the name of the option."""
    columns = (
        label_column("option"),
        Column("even_month", "month", role="total"),
        Column("even_discounted", "month"),
        Column("even_gap", "money"),
        Column("moved_volume", "request/month"),
    )
    rows = (
        Row(
            Key("even", each.there.key),
            (each.month, each.discounted, each.gap, each.there.again),
            label=each.there.option.name,
            whole=True,
            kind="memo",
            untold=("even_gap",),
        )
        for each in found
    )
    return Schedule("even_months", columns, tuple(rows), against=chosen)


def _at(
    moved: Sequence[Mapping[str, float]], targets: Sequence[Figure]
) -> Iterator[dict[str, float]]:
    """The targets where inputs are moved, each time; those that do not follow are what they are."""
    import numpy

    below = Below(targets)
    keys = dict.fromkeys(key for each in moved for key in each if key in below.figures)
    overrides = {key: numpy.array([each[key] for each in moved]) for key in keys}
    values = below.evaluate(targets, overrides)
    for place in range(len(moved)):
        yield {
            key: float(numpy.broadcast_to(value, len(moved))[place])
            for key, value in values.items()
        }


def _told(there: There, own: There, meeting: Meeting, moments: Mapping[str, float]) -> EvenMonths:
    key, name = there.key, there.option.name
    totals = or_else(there.total, 0), or_else(own.total, 0)
    more = totals[0] - totals[1] + meeting.difference
    gap = figure(key / "even_gap", "money", more, name)
    parts = (*totals, own.option.tco, there.option.tco)
    size = sum_of([absolute(part) for part in parts])
    then = _found(there, "found_gap", "money", gap.value)
    numbers = [then]
    told: list[Figure] = []
    reason = own.total.reason or there.total.reason
    for term, moment in (("month", meeting.month), ("discounted", meeting.discounted)):
        found: Expression = Missing(reason or NEVER)
        if reason is None and not math.isnan(moments[moment.key]):
            found = _found(there, f"found_{term}", "month", moments[moment.key])
            numbers.append(found)
        same = where(absolute(gap - then) * MANY <= size, found, Missing(AGAIN))
        told.append(figure(key / f"even_{term}", "month", same, name))
    month, discounted = told
    return EvenMonths(
        there=there, month=month, discounted=discounted, gap=gap, stated=tuple(numbers)
    )


def _found(there: There, name: str, unit: str, value: float) -> Figure:
    """The first volume's is the first of its name."""
    key = KEY / there.option.id / name / there.scale.key.name
    return stated(key, unit, value, Source("solved", ""), there.option.name)
