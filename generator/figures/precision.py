"""Turns figures into how far apart two honest computations of each may be: the size of what was added and subtracted.

Two engines add the same numbers in other orders. What they leave is small beside the numbers that were added, but it
may be large beside what is left when these cancel, and whatever is divided by such a rest inherits it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from generator.figures.evaluation import in_order
from generator.figures.expression import (
    ADD,
    DIVIDE,
    MULTIPLY,
    POWER,
    SUBTRACT,
    Call,
    Condition,
    Expression,
    InCase,
    Series,
)
from generator.figures.figure import Figure
from generator.figures.functions import (
    COUNT,
    INTERNAL_RATE,
    NET_PRESENT_VALUE,
    PLACE,
    POSITION,
    PRODUCT_SUM,
    RANK,
    SUM,
    SUM_IF,
)

# Of a double, and how many times the bound: cases are larger than the model itself.
EPSILON = 2.0**-52
STEPS = 16
# What functions that iterate leave is a share of their value; these count, and leave nothing.
ITERATED = 1e-11
COUNTING = (COUNT, PLACE, POSITION, RANK)
BINARY = 2


def uncertainties(figures: Iterable[Figure]) -> dict[str, float]:
    """By key what the value of each figure may be off by."""
    listed = list(figures)
    errors: dict[int, float] = {}
    cases = [item.figure for item in in_order(listed) if isinstance(item, InCase)]
    for expression in in_order([*cases, *listed]):
        errors[id(expression)] = _error(expression, errors)
    return {item.key: STEPS * errors[id(item)] for item in listed}


def _error(expression: Expression, errors: dict[int, float]) -> float:
    """Of one expression, once that of its parts is known."""
    if isinstance(expression, InCase):
        return errors.get(id(expression.figure), 0.0)
    parts = list(expression.parts)
    if not parts:
        return 0.0
    if isinstance(expression, Figure):
        return errors[id(parts[0])]
    if not isinstance(expression, Call):
        return 0.0
    value = 0.0 if math.isnan(expression.value) else abs(expression.value)
    return _passed_on(expression, errors) + EPSILON * value


def _passed_on(call: Call, errors: dict[int, float]) -> float:
    """What a function makes of the errors of its arguments; a comparison and a choice decide as they do here."""
    if isinstance(call, Condition):
        return 0.0
    if call.function is PRODUCT_SUM:
        return _of_products(call, errors)
    if call.function.chooses is not None:
        parts = list(call.parts)
        return errors[id(parts[call.function.chooses(*(part.value for part in parts))])]
    if call.function in COUNTING:
        return 0.0
    if call.function in (INTERNAL_RATE, NET_PRESENT_VALUE):
        return ITERATED * abs(call.value) if math.isfinite(call.value) else 0.0
    return _of_arithmetic(call, errors)


def _of_arithmetic(call: Call, errors: dict[int, float]) -> float:
    parts = [part for part in call.parts if not math.isnan(part.value)]
    known = [errors[id(part)] for part in parts]
    sizes = [abs(part.value) for part in parts]
    if call.function in (ADD, SUBTRACT, SUM, SUM_IF):
        return sum(known) + EPSILON * sum(sizes)
    if call.function is MULTIPLY and len(parts) == BINARY:
        return sizes[0] * known[1] + sizes[1] * known[0]
    if call.function is DIVIDE and len(parts) == BINARY and sizes[1]:
        return (known[0] + sizes[0] / sizes[1] * known[1]) / sizes[1]
    if call.function is POWER and len(parts) == BINARY and sizes[0]:
        return abs(call.value) * sizes[1] * known[0] / sizes[0]
    return max(known, default=0.0)


def _of_products(call: Call, errors: dict[int, float]) -> float:
    left, right = call.arguments
    assert isinstance(left, Series)
    assert isinstance(right, Series)
    pairs = zip(left, right, strict=True)
    return sum(
        abs(one.value) * (errors[id(other)] + EPSILON * abs(other.value))
        + abs(other.value) * errors[id(one)]
        for one, other in pairs
    )
