"""Turns a running balance into the moment at which it is made up, interpolated within its month."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.expression import Constant, Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    greatest_of,
    if_error,
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
    """When a balance is made up for good.

    short: in each month in which it is below zero, the number of the next; else 0. month: the first of those in which
    it stays made up, 0 where it never is below zero; moment: within it.
    """

    short: Line
    month: Figure
    moment: Expression


@dataclass(frozen=True, kw_only=True)
class Recovery(Crossing):
    """The same of an outlay, and what happens before.

    lost: 1 where it is below zero after it had been above. first: the moment at which it is made up first, where it is
    lost again, and lost_month: in which.
    """

    lost: Line
    first: Expression
    lost_month: Figure


def recovery_of(prefix: str, months: Line, step: Line, balance: Line) -> Recovery:
    """Of a running balance over the months 0 … n, to which each adds a step."""
    key = Key("cash_flow")
    found = crossing_of(
        key / f"{prefix}short",
        Key("return", f"{prefix}payback_in_month"),
        months,
        step,
        balance,
        "not_paid_back",
    )
    lost = tuple(
        figure(key / f"{prefix}lost_again" / month.key.name, "count", _loss(balance[: index + 1]))
        for index, month in enumerate(months)
    )
    loses = sum_of(lost) > 0
    lost_month = figure(
        Key("return", f"{prefix}lost_again_month"),
        "month",
        where(loses, pick(months, position(Constant(1), lost)), Missing("never_lost_again")),
    )
    first = position(Constant(0), found.short) - 1
    return Recovery(
        short=found.short,
        lost=lost,
        month=found.month,
        moment=found.moment,
        first=where(loses, if_error(_moment(first, step, balance), 0), Missing("never_lost_again")),
        lost_month=lost_month,
    )


def told(balance: Expression) -> Expression:
    """A balance without the dust that adding leaves, in which spreadsheet programs differ."""
    return rounded(balance, DUST)


def _loss(so_far: Line) -> Expression:
    return where(both(told(so_far[-1]) < 0, told(running_greatest(so_far)) > 0), 1, 0)


def _moment(month: Expression, step: Line, balance: Line) -> Expression:
    return month - pick(balance, month + 1) / pick(step, month + 1)


def crossing_of(
    short_key: Key, month_key: Key, months: Line, step: Line, balance: Line, never: str
) -> Crossing:
    """The month behind the last one in which the balance is below zero, and the moment within it.

    months: 0 … n. step: what each month adds to the balance. never: the reason where it is below zero in the end.
    """
    subject = balance[0].subject
    short = tuple(
        figure(short_key / month.key.name, "count", where(told(total) < 0, month + 1, 0), subject)
        for month, total in zip(months, balance, strict=True)
    )
    last = where(greatest_of(short) > months[-1], Missing(never), greatest_of(short))
    month = figure(month_key, "month", last, subject)
    moment = if_error(where(month > 0, _moment(month, step, balance), 0), month)
    return Crossing(short=short, month=month, moment=moment)
