"""Turns a running balance into the moment at which it is made up, interpolated within its month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.figures.expression import Constant, Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    greatest_of,
    if_error,
    maximum,
    pick,
    position,
    rounded,
    running_greatest,
    sum_of,
    where,
)
from generator.figures.key import Key

Line = tuple[Figure, ...]
# Decimals behind which nothing is told.
DUST = 8


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """flags: 1 in the months in which the balance is made up; month: the first of these; moment: within it."""

    flags: Line
    month: Figure
    moment: Expression


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """When a balance that starts below zero is made up for good.

    short: in each month in which it is below zero, the number of the next; else 0. lost: 1 where it is below zero
    after it had been above. month: the first of those in which it stays made up; moment: within it. first: the moment
    at which it is made up first, where it is lost again, and lost_month: in which.
    """

    short: Line
    lost: Line
    month: Figure
    moment: Expression
    first: Expression
    lost_month: Figure


def recovery_of(prefix: str, months: Line, step: Line, balance: Line) -> Recovery:
    """Of a running balance over the months 0 … n, to which each adds a step."""

    def row(name: str, definitions: Iterable[Expression]) -> Line:
        key = Key("cash_flow", prefix + name)
        return tuple(
            figure(key / month.key.name, "count", definition)
            for month, definition in zip(months, definitions, strict=True)
        )

    short = row(
        "short",
        (
            where(_told(total) < 0, month + 1, 0)
            for month, total in zip(months, balance, strict=True)
        ),
    )
    lost = row("lost_again", (_loss(balance[: index + 1]) for index in range(len(months))))
    loses = sum_of(lost) > 0
    never = Missing("not_paid_back")
    last = where(greatest_of(short) > months[-1], never, greatest_of(short))
    month = figure(Key("return", f"{prefix}payback_in_month"), "month", last)
    lost_month = figure(
        Key("return", f"{prefix}lost_again_month"),
        "month",
        where(loses, pick(months, position(Constant(1), lost)), Missing("never_lost_again")),
    )
    first = position(Constant(0), short) - 1
    return Recovery(
        short=short,
        lost=lost,
        month=month,
        moment=if_error(where(month > 0, _moment(month, step, balance), 0), month),
        first=where(loses, if_error(_moment(first, step, balance), 0), Missing("never_lost_again")),
        lost_month=lost_month,
    )


def _told(balance: Expression) -> Expression:
    """A balance without the dust that adding leaves, in which spreadsheet programs differ."""
    return rounded(balance, DUST)


def _loss(so_far: Line) -> Expression:
    return where(both(_told(so_far[-1]) < 0, _told(running_greatest(so_far)) > 0), 1, 0)


def _moment(month: Expression, step: Line, balance: Line) -> Expression:
    return month - pick(balance, month + 1) / pick(step, month + 1)


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
            flags_key / month.key.name,
            "count",
            where(both(added > 0, _told(total) >= 0), 1, 0),
            subject,
        )
        for month, added, total in zip(months, step, balance, strict=True)
    )
    none = Missing(never)
    first = where(sum_of(flags) > 0, pick(months, position(Constant(1), flags)), none)
    month = figure(month_key, "month", first, subject)
    surplus = pick(balance, month + 1) / pick(step, month + 1)
    moment = if_error(maximum(month - surplus, 0), none)
    return Crossing(flags=flags, month=month, moment=moment)
