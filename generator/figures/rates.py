"""Turns a flow of money into its net present value at a rate, and into the rate at which that value is zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from generator.figures.readings import shape_of, stacked

# The search runs over log(1 + rate), from the loss of all but a billionth to a gain of a hundred millions in
# one period: further than a model asks, so that a spreadsheet that stops earlier is told from no rate at all.
LOWEST_LOG = math.log(1e-9)
ZERO_LOG = 0.0
# A quarter lost in one period. Below it nobody looks for a rate: an outlay at the very end makes one there.
QUARTER_LOST_LOG = -0.25
HIGHEST_LOG = math.log(1e8)
# Each step halves the bracket of width 40: after 59 it is narrower than a double can tell apart.
BISECTIONS = 59
# Of so many cases each is searched by itself before arrays are quicker.
FEW = 40


def net_present_value(rate: Any, flows: Sequence[Any]) -> Any:
    """Σ flow / (1 + rate)^k, k = 1 for the first flow, as a spreadsheet's NPV; floats or arrays."""
    worth: Any = 0.0
    for period, flow in enumerate(flows, 1):
        worth = worth + flow / (1 + rate) ** period
    return worth


def internal_rate(flows: Sequence[float], _guess: float) -> float:
    """The rate per period at which the flows are worth nothing; NaN where there is none.

    An outlay followed by receipts has one such rate, which bisection cannot miss, so the guess that
    spreadsheets need is not used. Where a later outlay makes it two, it is the only one above the loss of
    a quarter, or else the one above zero, which spreadsheets find as well; two rates below zero count as none.
    """
    if min(flows) >= 0 or max(flows) <= 0:
        return math.nan

    def gains(log_growth: float) -> bool:
        return bool(_worth(flows, math.exp(log_growth)) > 0)

    high, high_gains = HIGHEST_LOG, gains(HIGHEST_LOG)
    lows = (QUARTER_LOST_LOG, LOWEST_LOG)
    low = next((low for low in lows if gains(low) != high_gains), ZERO_LOG)
    if gains(low) == high_gains:
        return math.nan
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if gains(middle) == high_gains:
            high = middle
        else:
            low = middle
    return math.expm1((low + high) / 2)


def _worth(flows: Any, growth: Any) -> Any:
    worth = 0.0
    for flow in reversed(flows):
        worth = worth / growth + flow
    return worth


def internal_rate_many(numpy: Any, flows: Sequence[Any], _guess: Any) -> Any:
    """internal_rate over arrays, all lanes bisected together."""
    lanes = stacked(numpy, flows, shape_of(numpy, flows))
    if lanes.ndim > 1 and lanes[0].size <= FEW:
        found = [internal_rate(lane, _guess) for lane in lanes.reshape(len(flows), -1).T.tolist()]
        return numpy.array(found).reshape(lanes.shape[1:])

    def gains(log_growth: Any) -> Any:
        return _worth(lanes, numpy.exp(log_growth)) > 0

    high, high_gains = numpy.full(lanes.shape[1:], HIGHEST_LOG), gains(HIGHEST_LOG)
    low = numpy.where(gains(LOWEST_LOG) == high_gains, ZERO_LOG, LOWEST_LOG)
    low = numpy.where(gains(QUARTER_LOST_LOG) == high_gains, low, QUARTER_LOST_LOG)
    exists = (lanes.min(axis=0) < 0) & (lanes.max(axis=0) > 0) & (gains(low) != high_gains)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        above = gains(middle) == high_gains
        low, high = numpy.where(above, low, middle), numpy.where(above, middle, high)
    return numpy.where(exists, numpy.expm1((low + high) / 2), math.nan)
