"""Turns a flow of money into its net present value at a rate, and into the rate at which that value is zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

# The search runs over log(1 + rate), from a loss of 99.9 % to a millionfold gain in one period.
LOWEST_LOG = math.log(1e-3)
HIGHEST_LOG = math.log(1e6)
# Each step halves the bracket of width 21: after 58 it is narrower than a double can tell apart.
BISECTIONS = 58


def net_present_value(rate: Any, flows: Sequence[Any]) -> Any:
    """Σ flow / (1 + rate)^k, k = 1 for the first flow, as a spreadsheet's NPV; floats or arrays."""
    worth: Any = 0.0
    for period, flow in enumerate(flows, 1):
        worth = worth + flow / (1 + rate) ** period
    return worth


def internal_rate(flows: Sequence[float], _guess: float) -> float:
    """The rate per period at which the flows are worth nothing; NaN where the flows never change sign.

    A first outlay followed by later receipts has one such rate, which bisection cannot miss, so the guess that
    spreadsheets need is not used. Where several rates exist, the one found lies in the widest bracket.
    """
    if min(flows) >= 0 or max(flows) <= 0:
        return math.nan
    low, high = LOWEST_LOG, HIGHEST_LOG
    low_sign = _worth(flows, math.exp(low)) > 0
    if low_sign == (_worth(flows, math.exp(high)) > 0):
        return math.nan
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if (_worth(flows, math.exp(middle)) > 0) == low_sign:
            low = middle
        else:
            high = middle
    return math.expm1((low + high) / 2)


def _worth(flows: Any, growth: Any) -> Any:
    worth = 0.0
    for flow in reversed(flows):
        worth = worth / growth + flow
    return worth


def internal_rate_many(numpy: Any, flows: Sequence[Any], _guess: Any) -> Any:
    """internal_rate over arrays, all lanes bisected together."""
    lanes = numpy.stack(numpy.broadcast_arrays(*flows)).astype(float)
    low = numpy.full(lanes.shape[1:], LOWEST_LOG)
    high = numpy.full(lanes.shape[1:], HIGHEST_LOG)
    low_sign = _worth(lanes, numpy.exp(low)) > 0
    exists = (lanes.min(axis=0) < 0) & (lanes.max(axis=0) > 0)
    exists &= low_sign != (_worth(lanes, numpy.exp(high)) > 0)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = (_worth(lanes, numpy.exp(middle)) > 0) == low_sign
        low, high = numpy.where(below, middle, low), numpy.where(below, high, middle)
    return numpy.where(exists, numpy.expm1((low + high) / 2), math.nan)
