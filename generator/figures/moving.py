"""Turns figures and some inputs into what moves with which of these.

A choice that no input decides (month 0 or a later one) moves only with the branch that it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.figures.expression import Call, Expression, InCase
from generator.figures.figure import Figure
from generator.figures.functions import WHERE


def movers(order: Iterable[Expression], keys: Sequence[str]) -> dict[int, int]:
    """By the id of each expression, which come in their order, the inputs that move it: one bit for each key."""
    bits = {key: 1 << place for place, key in enumerate(keys)}
    moved: dict[int, int] = {}
    settled: set[int] = set()
    for expression in order:
        parts: Sequence[Expression] = expression.parts
        if _is_settled(expression, settled):
            settled.add(id(expression))
        if isinstance(expression, Call) and expression.function is WHERE:
            parts = _in_force(parts, settled)
        own = bits.get(expression.key, 0) if isinstance(expression, Figure) else 0
        for part in parts:
            own |= moved[id(part)]
        moved[id(expression)] = own
    return moved


def _is_settled(expression: Expression, settled: set[int]) -> bool:
    """Whether it is the same whatever the inputs are."""
    if isinstance(expression, InCase) or (isinstance(expression, Figure) and expression.is_input):
        return False
    return all(id(part) in settled for part in expression.parts)


def _in_force(parts: Sequence[Expression], settled: set[int]) -> Sequence[Expression]:
    condition, then, otherwise = parts
    if id(condition) not in settled:
        return parts
    return [then if condition.value else otherwise]


def rows_moved(moved: Mapping[int, int], figures: Sequence[Figure], key: int) -> int:
    """The figures that an input moves, one bit each. key: its place among the keys."""
    rows = 0
    for place, figure in enumerate(figures):
        if moved[id(figure)] >> key & 1:
            rows |= 1 << place
    return rows
