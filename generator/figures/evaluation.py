"""Turns figures and new values for some inputs into arrays: the same tree, read over many cases at once.

Scenarios, ranges, Monte Carlo and searches all come here; none of them codes a formula again. Only what depends on
an overridden figure is computed anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from generator.figures.expression import Call, Expression, Series
from generator.figures.figure import Figure


class Below:
    """All that some targets are computed from, themselves included; further targets bring what is new.

    order: every expression once, after all that it depends on. figures: those among them by key, in that order.
    Raises ValueError when two different figures carry one key.
    """

    def __init__(self, targets: Iterable[Expression] = ()) -> None:
        self.order: list[Expression] = []
        self.figures: dict[str, Figure] = {}
        self._seen: set[int] = set()
        self.add(targets)

    def add(self, targets: Iterable[Expression]) -> None:
        """Bring what further targets are computed from."""
        known = len(self.order)
        _walk(targets, self.order, self._seen)
        for expression in self.order[known:]:
            if not isinstance(expression, Figure):
                continue
            if self.figures.setdefault(expression.key, expression) is not expression:
                raise ValueError(f"two figures are called {expression.key}")

    def copy(self) -> Below:
        """The same, to be added to."""
        other = Below()
        other.order, other.figures = list(self.order), dict(self.figures)
        other._seen = set(self._seen)
        return other


def _walk(targets: Iterable[Expression], order: list[Expression], seen: set[int]) -> None:
    stack: list[Expression | None] = [*targets]
    stack.reverse()
    while stack:
        expression = stack.pop()
        if expression is None:
            # What lay upon the mark were the parts of the expression below it.
            order.append(cast(Expression, stack.pop()))
        elif id(expression) not in seen:
            seen.add(id(expression))
            if parts := expression.parts:
                stack += (expression, None, *reversed(parts))
            else:
                order.append(expression)


def in_order(targets: Iterable[Expression]) -> list[Expression]:
    """Every expression below the targets, each once, after all that it depends on."""
    order: list[Expression] = []
    _walk(targets, order, set())
    return order


def figures_below(targets: Iterable[Expression]) -> dict[str, Figure]:
    """The figures that the targets are computed from (themselves included), by key, in dependency order.

    Raises ValueError when two different figures carry one key.
    """
    return Below(targets).figures


def evaluate(targets: Sequence[Figure], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The targets' values with some figures replaced: key of a figure → number or array of one number per case.

    Raises KeyError for an override that no target depends on.
    """
    import numpy

    moved = _moved(in_order(targets), overrides)
    readers = Counter(id(part) for expression in moved for part in expression.parts)
    readers.update(id(target) for target in targets)
    changed: dict[int, Any] = {}
    unused = set(overrides)
    with numpy.errstate(all="ignore"):
        for expression in moved:
            if isinstance(expression, Figure) and expression.key in overrides:
                changed[id(expression)] = numpy.asarray(overrides[expression.key], float)
                unused.discard(expression.key)
            else:
                changed[id(expression)] = _recomputed(numpy, expression, changed)
            _forget_what_all_have_read(expression, readers, changed)
    if unused:
        raise KeyError(", ".join(sorted(unused)))
    return {target.key: changed.get(id(target), target.value) for target in targets}


def _moved(order: Sequence[Expression], overrides: Mapping[str, Any]) -> list[Expression]:
    moved: set[int] = set()
    for expression in order:
        is_replaced = isinstance(expression, Figure) and expression.key in overrides
        if is_replaced or not moved.isdisjoint(map(id, expression.parts)):
            moved.add(id(expression))
    return [expression for expression in order if id(expression) in moved]


def _forget_what_all_have_read(
    expression: Expression, readers: Counter[int], changed: dict[int, Any]
) -> None:
    """Arrays of 100,000 cases for every step of a proposal would not fit a small machine."""
    for part in expression.parts:
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
    for part in expression.parts:
        missing = missing | numpy.isnan(changed.get(id(part), part.value))
    return numpy.where(missing, math.nan, result) if missing.any() else result
