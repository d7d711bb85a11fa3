"""Turns the lines of an option into what each pays in each month: the outflows of its cash flow, line by line.

What comes back of a purchase is taken off, and told besides. Today's bill until the go-live is no part of it: that is
nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engines.booking import Booking
from generator.engines.hardware import Investment
from generator.engines.options import OptionCost
from generator.engines.purchases import Purchase
from generator.engines.running import Running
from generator.engines.timing import Line, Portion
from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.figures.functions import sum_if, where
from generator.figures.key import Key


@dataclass(frozen=True, kw_only=True)
class Payments:
    """What a line pays in each month from 0. once: whether it is a one-time line. sold: what comes back, which is taken
    off already; empty where nothing is sold.
    """

    key: Key
    label: str
    booking: Booking
    once: bool
    months: Sequence[Expression]
    sold: Sequence[Expression] = ()


def payments_of(option: OptionCost, months: Line) -> Iterator[Payments]:
    """Line by line, the one-time ones first."""
    for item in option.investments:
        paid = [_paid(option, item, month) for month in months]
        sold = [_sold(option, item, month) for month in months] if _sells(item) else []
        pairs = zip(paid, sold, strict=True)
        yield Payments(
            key=item.key,
            label=item.label,
            booking=item.booking,
            once=True,
            months=[spent - back for spent, back in pairs] if sold else paid,
            sold=sold,
        )
    for line in option.running:
        yield Payments(
            key=line.key,
            label=line.label,
            booking=line.booking,
            once=False,
            months=_running(line, months),
        )


def _paid(option: OptionCost, item: Investment, month: Figure) -> Expression:
    own = _own(option, item)
    if not own:
        return where(month == 0, item.amount, 0)
    return sum_if([one.month for one in own], month, [one.amount for one in own])


def _sold(option: OptionCost, item: Investment, month: Figure) -> Expression:
    own = _own(option, item)
    return sum_if([one.leaves for one in own], month, [one.sold for one in own])


def _sells(item: Investment) -> bool:
    return item.plan is not None and item.plan.sells


def _own(option: OptionCost, item: Investment) -> list[Purchase]:
    return [purchase for purchase in option.outlay.purchases if purchase.item is item]


def _running(line: Running, months: Line) -> list[Expression]:
    portion = Portion(line.timing, line.years)
    return [portion.in_month(index, month) for index, month in enumerate(months)]
