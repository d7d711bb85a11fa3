"""Turns floats, or arrays of one number per case, into what functions of formulas make of them, where that is long."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterable, Sequence
from typing import Any


def added(items: Iterable[Any]) -> Any:
    """The sum from left to right, as spreadsheets add; Python's own `sum` compensates from 3.12 on."""
    return functools.reduce(operator.add, items, 0.0)


def product_total(left: Sequence[Any], right: Sequence[Any]) -> Any:
    """The sum of the pairwise products."""
    return added(one * other for one, other in zip(left, right, strict=True))


def shape_of(numpy: Any, items: Iterable[Any]) -> tuple[int, ...]:
    """Of arrays of one number per case and of plain numbers together."""
    # NumPy itself makes an array of each number to tell that it has no shape.
    shapes = {item.shape for item in items if not isinstance(item, float)}
    found: tuple[int, ...] = shapes.pop() if len(shapes) == 1 else numpy.broadcast_shapes(*shapes)
    return found


def stacked(numpy: Any, items: Sequence[Any], shape: tuple[int, ...]) -> Any:
    """The items one above the other; a plain number stands in all cases."""
    lanes = numpy.empty((len(items), *shape))
    for place, item in enumerate(items):
        lanes[place] = item
    return lanes


def picked(items: Sequence[float], position: float) -> float:
    """The number at a 1-based position. Raises ValueError where there is none."""
    if not 1 <= int(position) <= len(items):
        raise ValueError(f"position {position} lies outside 1 … {len(items)}")
    return items[int(position) - 1]


def picked_many(numpy: Any, items: Sequence[Any], position: Any) -> Any:
    """NaN where there is none."""
    if isinstance(position, float):
        return items[int(position) - 1] if 1 <= position < len(items) + 1 else math.nan
    shape = shape_of(numpy, (position, *items))
    position = numpy.broadcast_to(numpy.trunc(position), shape)
    lanes = stacked(numpy, items, shape)
    inside = (position >= 1) & (position <= len(items))
    index = numpy.where(inside, position, 1).astype(int) - 1
    picked = numpy.take_along_axis(lanes, index[numpy.newaxis], axis=0)[0]
    return numpy.where(inside, picked, math.nan)


def sum_if_many(numpy: Any, names: Sequence[Any], name: Any, items: Sequence[Any]) -> Any:
    """The sum of the items that have a name; names are rarely moved."""
    same = [each == name for each in names]
    return added(
        item if each is True else numpy.where(each, item, 0.0)
        for each, item in zip(same, items, strict=True)
        if each is not False
    )


def chosen_many(numpy: Any, condition: Any, then: Any, otherwise: Any) -> Any:
    """One of two numbers; NaN where it is not known which."""
    if isinstance(condition, float):
        # Where it takes what is not moved, a plain number would make plain truths of comparisons.
        taken = math.nan if math.isnan(condition) else then if condition else otherwise
        return numpy.asarray(taken)
    chosen = numpy.where(condition, then, otherwise)
    # A comparison without gaps is no number.
    if condition.dtype == bool:
        return chosen
    return numpy.where(numpy.isnan(condition), math.nan, chosen)
