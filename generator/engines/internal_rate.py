"""Turns a flow of money into its internal rate of return: the rate at which it is worth nothing, where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.rate_scan import RateScan, scan
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Constant, Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    count,
    if_error,
    internal_rate,
    minimum,
    positive_sum,
    where,
)
from generator.figures.key import Key

# The highest rate a month that every spreadsheet program finds.
HIGHEST = 1_000_000
# Above it some programs search in vain.
STEEP = Constant(1000) * 12


@dataclass(frozen=True, kw_only=True)
class InternalRate:
    """The rate of a month; of a year, as the discount rate is one; and compounded.

    steps: on the way to it; scan: how many rates there are.
    """

    monthly: Figure
    yearly: Figure
    effective: Figure
    steps: tuple[Figure, ...]
    scan: RateScan


def rate_of(
    flow: Sequence[Figure], *, nominal: bool, after: str = "", like: RateScan | None = None
) -> InternalRate:
    """The rate of a monthly flow. nominal: whether a year's is twelve times a month's.

    after: what is taken off the flow, where another one has been looked at before; like: the scan of that one.
    """

    def named(name: str, definition: Expression, unit: str = "ratio") -> Figure:
        return figure(Key("return", f"{name}_{after}" if after else name), unit, definition)

    scanned = scan(flow, after, like)
    first = named("irr_first", _first_step(flow))
    steep = named("irr_steep", _second_step(flow, first))
    found = named("irr_found", _found_rate(flow, steep, scanned.turns))
    reached = named("irr_in_reach", _within_reach(found))
    unique = where(scanned.turns > 1, Missing("irr_not_unique"), reached)
    monthly = named("irr_monthly", unique)
    compounded = (1 + monthly) ** MONTHS_PER_YEAR - 1
    yearly = monthly * MONTHS_PER_YEAR if nominal else compounded
    return InternalRate(
        monthly=monthly,
        yearly=named("irr", if_error(yearly, monthly)),
        effective=named("irr_effective", if_error(compounded, monthly)),
        steps=(scanned.turns, first, steep, found, reached),
        scan=scanned,
    )


def _first_step(flow: Sequence[Figure]) -> Expression:
    """1 + a very high rate, nearly: of a flow f, f₁/−f₀ + f₂/f₁; nothing where that cannot be computed."""
    outlay, first, second = flow[:3]
    return if_error(first / -outlay + second / first, 0)


def _second_step(flow: Sequence[Figure], growth: Figure) -> Expression:
    """The rate r of 1 + r = (f₁ + f₂/(1 + r) + f₃/(1 + r)²)/−f₀, one step further.

    Above STEEP the flows behind the third weigh less than a double can tell.
    """
    outlay, first, second, third = flow[:4]
    return if_error((first + second / growth + third / growth**2) / -outlay - 1, 0)


def _found_rate(flow: Sequence[Figure], steep: Figure, turns: Figure) -> Expression:
    """IRR as a spreadsheet finds it; the guess keeps its search on the road, and beyond STEEP needs no search.

    Of several rates each program finds another, so that none is looked for unless there is one. In its place stands
    what is below −100 % for there being none, beyond HIGHEST for beyond reach.
    """
    guess = (positive_sum(flow) / -flow[0]) ** (2 / count(flow)) - 1
    beyond = 2 * Constant(HIGHEST)
    rate = minimum(internal_rate(flow, guess), beyond)
    searched = where(turns == 1, if_error(rate, beyond), -2)
    return where(steep > STEEP, steep, searched)


def _within_reach(found: Figure) -> Expression:
    """The rate that was found, unless it stands for something else."""
    rate = where(found < -1, Missing("no_irr"), found)
    return where(found > HIGHEST, Missing("irr_beyond"), rate)
