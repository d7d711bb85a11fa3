"""Turns the two ends of a range, and a balance at each, into the value at which the balance is nothing."""

from __future__ import annotations

from typing import NamedTuple

from generator.engines.ranges import Driver
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import both, if_error, or_else, where

MILLION = 1_000_000


class Turning(NamedTuple):
    """crossing: on the line, possible or not; switching: where the assumption can be it; room: how far off it is."""

    crossing: Figure
    switching: Figure
    room: Figure


def turning_of(
    key: str, driver: Driver, now: Expression, at_low: Expression, at_high: Expression
) -> Turning:
    """The straight line through both ends, moved to what the balance is now.

    It is exact for whatever enters the balance in proportion, such as an amount or a share. room: as a ratio of the
    assumption; −0.2 says that it must fall by a fifth.
    """
    unit, none = driver.input.unit, Missing("no_switch")
    slope = (driver.high - driver.low) / (at_high - at_low)
    crossing = figure(f"{key}.crossing", unit, if_error(driver.input - now * slope, none))
    switching = figure(f"{key}.switching", unit, _possible(crossing, driver))
    room = figure(f"{key}.room", "ratio", if_error(switching / driver.input - 1, none))
    return Turning(crossing, switching, room)


def _possible(crossing: Figure, driver: Driver) -> Expression:
    """None where an amount would have to be nothing or less, or a share more than all."""
    found = or_else(crossing, -1)
    limits = driver.limits
    lowest = limits.minimum if limits.above is None else limits.above
    if lowest is None or lowest < 0:
        return crossing
    # Nothing itself would be met or missed by the last binary digit.
    is_some = found * MILLION > driver.input
    allowed = both(is_some, found <= 1) if limits.maximum == 1 else is_some
    return where(allowed, crossing, Missing("no_switch"))
