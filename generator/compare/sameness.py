"""Turns two numbers, or two sets of results, into whether they are the same."""

from __future__ import annotations

from collections.abc import Mapping

Numbers = Mapping[str, float | None]
# Adding in another order leaves this much of a number.
DUST = 1e-11


def is_same(one: float | None, other: float | None) -> bool:
    """Whether two numbers are one, but for the order in which they were added."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= DUST * max(abs(one), abs(other), 1)


def agree(one: Numbers, other: Numbers) -> bool:
    """Whether the same results have the same values."""
    return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
