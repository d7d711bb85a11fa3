"""Turns a figure into the inputs by which it is no straight line, and inputs into the products that they are part of.

Both are read off the tree, so they hold whatever the other inputs are. Rounding counts as straight: what it leaves is
dust, as long as it is finer than what is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from generator.figures.evaluation import in_order
from generator.figures.expression import (
    DIVIDE,
    MULTIPLY,
    Argument,
    Call,
    Expression,
    Series,
    in_all,
)
from generator.figures.figure import Figure
from generator.figures.functions import ROUND


def bending(groups: Sequence[Sequence[Figure]]) -> list[frozenset[str]]:
    """Of each group the inputs by which any of it is more than a number plus another times the input."""
    keys: list[str] = []
    # Of every expression the inputs that move it, and those by which it bends; one bit each.
    known: dict[int, tuple[int, int]] = {}
    for expression in in_order(chain.from_iterable(groups)):
        if isinstance(expression, Figure):
            if expression.definition is not None:
                known[id(expression)] = known[id(expression.definition)]
                continue
            known[id(expression)] = (1 << len(keys), 0)
            keys.append(expression.key)
        elif isinstance(expression, Call):
            known[id(expression)] = _bent(expression, known)
        else:
            known[id(expression)] = (0, 0)
    bits = [in_all([known[id(target)][1] for target in group]) for group in groups]
    return [frozenset(key for place, key in enumerate(keys) if each >> place & 1) for each in bits]


def _bent(call: Call, known: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
    moved = [_moving(argument, known) for argument in call.arguments]
    if not (together := in_all(moved)):
        return 0, 0
    return together, in_all([known[id(part)][1] for part in call.parts]) | call.function.bends(
        moved
    )


def _moving(argument: Argument, known: Mapping[int, tuple[int, int]]) -> int:
    if not isinstance(argument, Series):
        return known[id(argument)][0]
    return in_all([known[id(part)][0] for part in argument])


def factors_together(targets: Iterable[Expression]) -> list[tuple[Figure, ...]]:
    """The inputs that reach the targets as factors of one product alone: a per cent of one does what it does of all.

    Each group in the order of its inputs; an input that is no such factor is a group of its own.
    """
    readers: dict[int, dict[int, Expression]] = {}
    order = in_order(targets)
    for expression in order:
        for part in expression.parts:
            readers.setdefault(id(part), {})[id(expression)] = expression
    groups: dict[int, list[Figure]] = {}
    for expression in order:
        if isinstance(expression, Figure) and expression.is_input:
            groups.setdefault(id(_product(expression, readers)), []).append(expression)
    return [tuple(group) for group in groups.values()]


def _product(factor: Expression, readers: Mapping[int, Mapping[int, Expression]]) -> Expression:
    """What the factor is multiplied up to, before anything else is done with it."""
    while len(found := readers.get(id(factor), {})) == 1:
        (reader,) = found.values()
        if not _scales(reader, factor):
            break
        factor = reader
    return factor


def _scales(reader: Expression, factor: Expression) -> bool:
    """Whether what reads the factor is in proportion to it."""
    if isinstance(reader, Figure):
        return True
    if not isinstance(reader, Call):
        return False
    if reader.function is MULTIPLY:
        return reader.arguments[0] is not reader.arguments[1]
    return reader.function in (DIVIDE, ROUND) and reader.arguments[0] is factor
