"""Turns figures and new values for some inputs into arrays: the same tree, read over many cases at once.

Scenarios, ranges, Monte Carlo and searches all come here; none of them codes a formula again. Only what depends on
an overridden figure is computed anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.figures.expression import Call, Expression, Series
from generator.figures.figure import Figure


def in_order(targets: Iterable[Expression]) -> list[Expression]:
    """Every expression below the targets, each once, after all that it depends on."""
    order: list[Expression] = []
    seen: set[int] = set()
    stack: list[tuple[Expression, bool]] = [(target, False) for target in reversed(list(targets))]
    while stack:
        expression, parts_done = stack.pop()
        if parts_done:
            order.append(expression)
        elif id(expression) not in seen:
            seen.add(id(expression))
            stack.append((expression, True))
            parts = [part for part in expression.parts() if id(part) not in seen]
            stack.extend((part, False) for part in reversed(parts))
    return order


def figures_below(targets: Iterable[Expression]) -> dict[str, Figure]:
    """The figures that the targets are computed from (themselves included), by key, in dependency order.

    Raises ValueError when two different figures carry one key.
    """
    figures: dict[str, Figure] = {}
    for expression in in_order(targets):
        if not isinstance(expression, Figure):
            continue
        if figures.setdefault(expression.key, expression) is not expression:
            raise ValueError(f"two figures are called {expression.key}")
    return figures


def evaluate(targets: Sequence[Figure], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The targets' values with some figures replaced: key of a figure → number or array of one number per case.

    Raises KeyError for an override that no target depends on.
    """
    import numpy

    order = in_order(targets)
    readers = Counter(id(part) for expression in order for part in expression.parts())
    readers.update(id(target) for target in targets)
    changed: dict[int, Any] = {}
    unused = set(overrides)
    with numpy.errstate(all="ignore"):
        for expression in order:
            if isinstance(expression, Figure) and expression.key in overrides:
                changed[id(expression)] = numpy.asarray(overrides[expression.key], float)
                unused.discard(expression.key)
            elif any(id(part) in changed for part in expression.parts()):
                changed[id(expression)] = _recomputed(numpy, expression, changed)
            _forget_what_all_have_read(expression, readers, changed)
    if unused:
        raise KeyError(", ".join(sorted(unused)))
    return {target.key: changed.get(id(target), target.value) for target in targets}


def _forget_what_all_have_read(
    expression: Expression, readers: Counter[int], changed: dict[int, Any]
) -> None:
    """Arrays of 100,000 cases for every step of a proposal would not fit a small machine."""
    for part in expression.parts():
        readers[id(part)] -= 1
        if readers[id(part)] == 0:
            changed.pop(id(part), None)


def _recomputed(numpy: Any, expression: Expression, changed: Mapping[int, Any]) -> Any:
    arguments = [
        [changed.get(id(part), part.value) for part in argument]
        if isinstance(argument, Series)
        else changed.get(id(argument), argument.value)
        for argument in expression.arguments
    ]
    if not isinstance(expression, Call):
        return arguments[0]
    result = expression.function.many(numpy, *arguments)
    if expression.function.chooses is not None:
        return result
    missing = ~numpy.isfinite(result)
    for part in expression.parts():
        missing = missing | numpy.isnan(changed.get(id(part), part.value))
    return numpy.where(missing, math.nan, result) if missing.any() else result
