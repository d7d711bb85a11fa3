"""Turns figures and new values for some inputs into arrays: the same tree, read over many cases at once.

Scenarios, ranges, Monte Carlo and searches all come here; none of them codes a formula again. Only what depends on
an overridden figure is computed anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

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
        self._walked: Order = {}
        self._moved: tuple[frozenset[str], list[Expression]] = (frozenset(), [])
        self.add(targets)

    def add(self, targets: Iterable[Expression]) -> None:
        """Bring what further targets are computed from."""
        self._moved = (frozenset(), [])
        for item in _walk(targets, self._walked):
            if isinstance(item, Figure) and self.figures.setdefault(item.key, item) is not item:
                raise ValueError(f"two figures are called {item.key}")

    def copy(self) -> Below:
        """The same, to be added to."""
        other = Below()
        other.figures, other._walked = dict(self.figures), dict(self._walked)
        return other

    def evaluate(self, targets: Collection[Figure], overrides: Mapping[str, Any]) -> dict[str, Any]:
        """The values of some of them with some figures replaced, as `evaluate` has them.

        What moves is kept for the next time, as searches ask for the same again and again.
        """
        keys = frozenset(overrides)
        if keys != self._moved[0]:
            self._moved = keys, _moved(self._walked.values(), overrides)
        return _values(self._moved[1], targets, overrides)


def _walk(targets: Iterable[Expression], walked: Order) -> list[Expression]:
    """The targets and the figures that they are computed from, each after those that it reads; new ones alone."""
    found: list[Expression] = []
    for target in targets:
        if id(target) in walked:
            continue
        path, ahead = [target], [iter(_steps_of(target)[1].items())]
        while path:
            for place, read in ahead[-1]:
                if place in walked:
                    continue
                if below := _steps_of(read)[1]:
                    path.append(read)
                    ahead.append(iter(below.items()))
                    break
                walked[place] = read
                found.append(read)
            else:
                ahead.pop()
                item = path.pop()
                walked[id(item)] = item
                found.append(item)
    return found


def _steps_of(expression: Expression) -> Steps:
    """The expression and what it is made of down to figures, in order; and the figures that it reads.

    A figure's own steps never change: only the way from figure to figure is walked each time.
    """
    if not isinstance(expression, Figure):
        return _own_steps(expression)
    if expression.steps is None:
        expression.steps = _own_steps(expression)
    return expression.steps


def read_by(figure: Figure) -> tuple[Figure, ...]:
    """The figures that its formula names, each once."""
    return tuple(_steps_of(figure)[1].values())


def _own_steps(top: Expression) -> Steps:
    steps: Order = {}
    read: dict[int, Figure] = {}
    _step_down(top, steps, read)
    return steps, read


def _step_down(whole: Expression, steps: Order, read: dict[int, Figure]) -> None:
    """No formula is so deep that Python's stack would not hold it."""
    for part in whole.parts:
        if isinstance(part, Figure):
            read[id(part)] = part
        elif id(part) not in steps:
            if part.parts:
                _step_down(part, steps, read)
            else:
                steps[id(part)] = part
    steps[id(whole)] = whole


def in_order(targets: Iterable[Expression]) -> list[Expression]:
    """Every expression below the targets, each once, after all that it depends on."""
    order: Order = {}
    for item in _walk(targets, {}):
        order.update(_steps_of(item)[0])
    return list(order.values())


def figures_below(targets: Iterable[Expression]) -> dict[str, Figure]:
    """The figures that the targets are computed from (themselves included), by key, in dependency order.

    Raises ValueError when two different figures carry one key.
    """
    return Below(targets).figures


def evaluate(targets: Collection[Figure], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The targets' values with some figures replaced: key of a figure → number or array of one number per case.

    Raises KeyError for an override that no target depends on.
    """
    return _values(_moved(_walk(targets, {}), overrides), targets, overrides)


def _values(
    moved: Sequence[Expression], targets: Collection[Figure], overrides: Mapping[str, Any]
) -> dict[str, Any]:
    import numpy

    is_small = max(map(numpy.size, overrides.values()), default=0) * len(moved) < FEW_NUMBERS
    readers = Counter() if is_small else _readers(moved, targets)
    changed: dict[int, Any] = {}
    gaps: set[int] = set()
    unused = set(overrides)
    alarms: list[str] = []
    with numpy.errstate(all="call", under="ignore", call=lambda kind, _: alarms.append(kind)):
        for expression in moved:
            place = id(expression)
            if not isinstance(expression, Figure):
                changed[place] = _recomputed(numpy, expression, changed, gaps, alarms)
            elif expression.key in overrides:
                given = numpy.asarray(overrides[expression.key], float)
                changed[place] = given
                unused.discard(expression.key)
                if not numpy.isfinite(given).all():
                    gaps.add(place)
            else:
                (definition,) = expression.parts
                changed[place] = changed[id(definition)]
                if id(definition) in gaps:
                    gaps.add(place)
            if not is_small:
                _forget_what_all_have_read(expression, readers, changed)
    if unused:
        raise KeyError(", ".join(sorted(unused)))
    return {target.key: changed.get(id(target), target.value) for target in targets}


def _moved(walked: Iterable[Expression], overrides: Mapping[str, Any]) -> list[Expression]:
    """What is computed anew, in order. Only into figures that read a moved one is looked."""
    moved: Order = {}
    for item in walked:
        if isinstance(item, Figure) and item.key in overrides:
            moved[id(item)] = item
            continue
        steps, read = _steps_of(item)
        if moved.keys().isdisjoint(read):
            continue
        # What reads all of it moves with any of it.
        whole = (id(item), *map(id, item.parts))
        for place, expression in steps.items():
            if place in whole or not moved.keys().isdisjoint(map(id, expression.parts)):
                moved[place] = expression
    return list(moved.values())


def _readers(moved: Sequence[Expression], targets: Iterable[Figure]) -> Counter[int]:
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
    numpy: Any,
    expression: Expression,
    changed: Mapping[int, Any],
    gaps: set[int],
    alarms: list[str],
) -> Any:
    """The array of an expression. gaps: the ids of those that hold no number in some case; it may become one.

    alarms: what numpy has told of, a division by zero for instance.
    """
    assert isinstance(expression, Call)
    function, parts = expression.function, expression.parts
    arguments: Sequence[Any]
    if parts is expression.arguments:
        arguments = [changed.get(id(part), part.value) for part in parts]
    else:
        arguments = [
            [changed.get(id(part), part.value) for part in argument]
            if isinstance(argument, Series)
            else changed.get(id(argument), argument.value)
            for argument in expression.arguments
        ]
    alarms.clear()
    result = function.many(numpy, *arguments)
    # To look at every number takes longer than to make it. A part without a value leaves none here.
    is_whole = not gaps or gaps.isdisjoint(map(id, parts))
    if is_whole and function.sound and not alarms and not _lacks(expression):
        return result
    # What comes of numbers that are not moved is a plain one, which would raise where an array tells.
    result = numpy.asarray(result)
    known = numpy.isfinite(result)
    if function.chooses is None:
        for part in parts:
            if id(part) in gaps or math.isnan(part.value):
                known = known & ~numpy.isnan(changed.get(id(part), part.value))
    if numpy.count_nonzero(known) == known.size:
        return result
    gaps.add(id(expression))
    return numpy.where(known, result, math.nan)


def _lacks(call: Call) -> bool:
    """Whether a number is missing in the model itself: what chooses may have one although another part has none."""
    if call.function.chooses is None:
        return math.isnan(call.value)
    return any(math.isnan(part.value) for part in call.parts)
