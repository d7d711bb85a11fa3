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
from generator.figures.figure import Figure, Order, Steps

# So many of eight bytes fit every machine.
FEW_NUMBERS = 4_000_000


class Below:
    """All that some targets are computed from, themselves included; further targets bring what is new.

    figures: those among it by key, each after all that it depends on.
    Raises ValueError when two different figures carry one key.
    """

    def __init__(self, targets: Iterable[Expression] = ()) -> None:
        self.figures: dict[str, Figure] = {}
        self._order: Order = {}
        self.add(targets)

    def add(self, targets: Iterable[Expression]) -> None:
        """Bring what further targets are computed from."""
        for item in _walk(targets, self._order):
            if self.figures.setdefault(item.key, item) is not item:
                raise ValueError(f"two figures are called {item.key}")

    def copy(self) -> Below:
        """The same, to be added to."""
        other = Below()
        other.figures, other._order = dict(self.figures), dict(self._order)
        return other


def _walk(targets: Iterable[Expression], order: Order) -> list[Figure]:
    """Bring into the order what is not there yet; the figures among it, in order.

    A figure's own steps never change: only the way from figure to figure is walked each time.
    """
    found: list[Figure] = []
    stack = [*targets]
    stack.reverse()
    while stack:
        expression = stack.pop()
        if id(expression) in order:
            continue
        steps, read = _steps_of(expression)
        if waiting := [item for item in read if id(item) not in order]:
            waiting.reverse()
            stack.append(expression)
            stack += waiting
        else:
            order.update(steps)
            if isinstance(expression, Figure):
                found.append(expression)
    return found


def _steps_of(expression: Expression) -> Steps:
    """The expression and what it is made of down to figures, in order; and the figures that it reads."""
    if not isinstance(expression, Figure):
        return _own_steps(expression)
    if expression.steps is None:
        expression.steps = _own_steps(expression)
    return expression.steps


def read_by(figure: Figure) -> tuple[Figure, ...]:
    """The figures that its formula names, each once."""
    return _steps_of(figure)[1]


def _own_steps(top: Expression) -> Steps:
    steps: Order = {}
    read: dict[int, Figure] = {}
    stack: list[Expression | None] = [top]
    while stack:
        expression = stack.pop()
        if expression is None:
            # What lay upon the mark were the parts of the expression below it.
            whole = cast(Expression, stack.pop())
            steps[id(whole)] = whole
        elif isinstance(expression, Figure) and expression is not top:
            read[id(expression)] = expression
        elif id(expression) not in steps:
            stack += (expression, None, *reversed(expression.parts))
    return steps, tuple(read.values())


def in_order(targets: Iterable[Expression]) -> list[Expression]:
    """Every expression below the targets, each once, after all that it depends on."""
    order: Order = {}
    _walk(targets, order)
    return list(order.values())


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

    moved = _moved(_figures_in_order(targets), overrides)
    is_small = max(map(numpy.size, overrides.values()), default=0) * len(moved) < FEW_NUMBERS
    readers = Counter() if is_small else _readers(moved, targets)
    changed: dict[int, Any] = {}
    gaps: set[int] = set()
    unused = set(overrides)
    with numpy.errstate(all="ignore"):
        for expression in moved:
            if isinstance(expression, Figure) and expression.key in overrides:
                changed[id(expression)] = numpy.asarray(overrides[expression.key], float)
                unused.discard(expression.key)
            else:
                changed[id(expression)] = _recomputed(numpy, expression, changed, gaps)
            if not is_small:
                _forget_what_all_have_read(expression, readers, changed)
    if unused:
        raise KeyError(", ".join(sorted(unused)))
    return {target.key: changed.get(id(target), target.value) for target in targets}


def _figures_in_order(targets: Iterable[Figure]) -> Iterable[Figure]:
    """The figures that the targets are computed from, each after those that it reads."""
    found: dict[int, Figure] = {}
    stack = [*targets]
    while stack:
        item = stack.pop()
        if id(item) in found:
            continue
        if waiting := [read for read in _steps_of(item)[1] if id(read) not in found]:
            stack += (item, *waiting)
        else:
            found[id(item)] = item
    return found.values()


def _moved(figures: Iterable[Figure], overrides: Mapping[str, Any]) -> list[Expression]:
    """What is computed anew, in order. Only into figures that read a moved one is looked."""
    moved: dict[int, Expression] = {}
    for item in figures:
        if item.key in overrides:
            moved[id(item)] = item
            continue
        steps, read = _steps_of(item)
        if moved.keys().isdisjoint(map(id, read)):
            continue
        for place, expression in steps.items():
            if not moved.keys().isdisjoint(map(id, expression.parts)):
                moved.setdefault(place, expression)
    return list(moved.values())


def _readers(moved: Sequence[Expression], targets: Sequence[Figure]) -> Counter[int]:
    """How often each expression is read, by its id."""
    readers = Counter(id(part) for expression in moved for part in expression.parts)
    readers.update(id(target) for target in targets)
    return readers


def _forget_what_all_have_read(
    expression: Expression, readers: Counter[int], changed: dict[int, Any]
) -> None:
    """Arrays of 100,000 cases for every step of a proposal would not fit a small machine."""
    for part in expression.parts:
        readers[id(part)] -= 1
        if readers[id(part)] == 0:
            changed.pop(id(part), None)


def _recomputed(
    numpy: Any, expression: Expression, changed: Mapping[int, Any], gaps: set[int]
) -> Any:
    """The array of an expression. gaps: the ids of those that hold no number in some case; it may become one."""
    if not isinstance(expression, Call):
        (definition,) = expression.parts
        if id(definition) in gaps:
            gaps.add(id(expression))
        return changed[id(definition)]
    arguments = [
        [changed.get(id(part), part.value) for part in argument]
        if isinstance(argument, Series)
        else changed.get(id(argument), argument.value)
        for argument in expression.arguments
    ]
    result = expression.function.many(numpy, *arguments)
    known = numpy.isfinite(result)
    if expression.function.chooses is None:
        for part in expression.parts:
            if id(part) in gaps or math.isnan(part.value):
                known = known & ~numpy.isnan(changed.get(id(part), part.value))
    if numpy.count_nonzero(known) == known.size:
        return result
    gaps.add(id(expression))
    return numpy.where(known, result, math.nan)
