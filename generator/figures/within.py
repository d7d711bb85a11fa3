"""Turns stated numbers, and the least and the most that each may be, into how many of them keep to that."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.figures.expression import Call, Expression, Function, Series
from generator.wording.saying import to_be_said

# What is not bound, as a script may write it.
LARGEST = sys.float_info.max


class Bounds(NamedTuple):
    """What a number may be. whole: it has no fraction."""

    least: float
    most: float
    whole: bool = False


WORDS = to_be_said("how many are within their limits({0})")


class Within(Call):
    """How many of the numbers are within their bounds.

    A spreadsheet reads the bounds from cells beside the numbers, where a text or nothing at all is not within any.
    """

    __slots__ = ()

    def __init__(self, numbers: Sequence[Expression], bounds: Sequence[Bounds]) -> None:
        def value(items: Sequence[float]) -> float:
            pairs = zip(items, bounds, strict=True)
            return sum(
                least <= item <= most and (not whole or math.floor(item) == item)
                for item, (least, most, whole) in pairs
            )

        def many(numpy: Any, items: Sequence[Any]) -> Any:
            pairs = zip(items, bounds, strict=True)
            return sum(
                numpy.less_equal(least, item)
                & (item <= most)
                & (not whole or numpy.floor(item) == item)
                for item, (least, most, whole) in pairs
            )

        def excel(*_: str) -> str:
            raise NotImplementedError("the grid knows where the bounds stand")

        told = json.dumps([(max(b.least, -LARGEST), min(b.most, LARGEST), b.whole) for b in bounds])
        script = f"items => countWithin(items, {told})"
        super().__init__(Function("WITHIN", value, many, excel, WORDS, script), Series(numbers))
