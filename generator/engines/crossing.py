"""Turns a running balance into the moment at which it is made up, interpolated within its month."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.expression import Constant, Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    if_error,
    maximum,
    pick,
    position,
    running_sum,
    sum_of,
    where,
)
from generator.figures.key import Key

Line = tuple[Figure, ...]


@dataclass(frozen=True)
class Crossing:
    """flags: 1 in the months in which the balance is made up; month: the first of these; moment: within it."""

    flags: Line
    month: Figure
    moment: Expression


def lost_again(
    flags_key: Key, month_key: Key, months: Line, balance: Line, recovered: Line
) -> tuple[Line, Figure]:
    """The months in which a balance that had been made up is below zero, 1 each, and the first of them.

    recovered: 1 in the months in which it is made up.
    """
    flags = tuple(
        figure(
            flags_key / month.key.name,
            "count",
            where(both(total < 0, running_sum(recovered[: index + 1]) > 0), 1, 0),
        )
        for index, (month, total) in enumerate(zip(months, balance, strict=True))
    )
    first = pick(months, position(Constant(1), flags))
    definition = where(sum_of(flags) > 0, first, Missing("never_lost_again"))
    return flags, figure(month_key, "month", definition)


def crossing_of(
    flags_key: Key, month_key: Key, months: Line, step: Line, balance: Line, never: str
) -> Crossing:
    """The first month m with step > 0 and balance ≥ 0, and m − balance / step, at least 0.

    months: 0 … n. step: what each month adds to the balance, which starts below zero. never: the reason where there is
    no such month.
    """
    subject = balance[0].subject
    flags = tuple(
        figure(
            flags_key / month.key.name, "count", where(both(added > 0, total >= 0), 1, 0), subject
        )
        for month, added, total in zip(months, step, balance, strict=True)
    )
    none = Missing(never)
    first = where(sum_of(flags) > 0, pick(months, position(Constant(1), flags)), none)
    month = figure(month_key, "month", first, subject)
    surplus = pick(balance, month + 1) / pick(step, month + 1)
    return Crossing(flags, month, if_error(maximum(month - surplus, 0), none))
