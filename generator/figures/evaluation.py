"""Turns figures and new values for some inputs into arrays: the same tree, read over many cases at once.

Scenarios, ranges, Monte Carlo and searches all come here; none of them codes a formula again. Only what depends on
an overridden figure is computed anew.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from generator.figures.expression import Argument, Call, Expression, Series
from generator.figures.figure import Figure, Order, Steps

# So many of eight bytes fit every machine.
FEW_NUMBERS = 4_000_000
# The last call over a running series, by the function and the series' first item.
SoFar = dict[tuple[int, int], Call]


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
    """What the expression is made of down to figures, in order; and the figures that it reads.

    A figure's own steps never change: only the way from figure to figure is walked each time. It is not among
    them: what holds itself outlives its last user, with a whole model below it, until unused things are looked for.
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
    """What stands below it. No formula is so deep that Python's stack would not hold it."""
    for part in whole.parts:
        place = id(part)
        if isinstance(part, Figure):
            read[place] = part
        elif place not in steps:
            if part.parts:
                _step_down(part, steps, read)
            steps[place] = part


def in_order(targets: Iterable[Expression]) -> list[Expression]:
    """Every expression below the targets, each once, after all that it depends on."""
    order: Order = {}
    for item in _walk(targets, {}):
        order.update(_steps_of(item)[0])
        order[id(item)] = item
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
    so_far: SoFar = {}
    with numpy.errstate(all="call", under="ignore", call=lambda kind, _: alarms.append(kind)):
        for expression in moved:
            place = id(expression)
            if isinstance(expression, Call):
                alarms.clear()
                result = _result(numpy, expression, changed, so_far if is_small else None)
                # To look at every number takes longer than to make it. A part without a value leaves none here.
                is_whole = not gaps or gaps.isdisjoint(map(id, expression.parts))
                is_told = expression.function.sound and not alarms and not _lacks(expression)
                if not (is_whole and is_told):
                    result = _known(numpy, expression, result, changed, gaps)
                changed[place] = result
            elif isinstance(expression, Figure) and expression.key in overrides:
                given: Any = overrides[expression.key]
                changed[place] = numpy.asarray(given, float)
                unused.discard(expression.key)
                if not numpy.isfinite(changed[place]).all():
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
    moving = moved.keys()
    for item in walked:
        if isinstance(item, Figure) and item.key in overrides:
            moved[id(item)] = item
            continue
        steps, read = _steps_of(item)
        if moving.isdisjoint(read):
            continue
        # What reads all of it moves with any of it.
        whole = [*map(id, item.parts)]
        for place, expression in steps.items():
            parts = expression.parts
            if place in whole or (parts and not moving.isdisjoint(map(id, parts))):
                moved[place] = expression
        moved[id(item)] = item
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


def _result(numpy: Any, call: Call, changed: Mapping[int, Any], so_far: SoFar | None) -> Any:
    """The array of a call, which may hold what is no number. so_far: running series, where arrays are kept."""
    function, parts = call.function, call.parts
    if parts is call.arguments:
        return function.many(numpy, *[changed.get(id(part), part.value) for part in parts])
    if so_far is not None and function.onward is not None and _is_running(call.arguments[0]):
        before = so_far.get((id(function), id(parts[0])))
        so_far[id(function), id(parts[0])] = call
        if before is not None and _goes_on(before.parts, parts):
            made = changed.get(id(before), before.value)
            return function.onward(numpy, made, changed.get(id(parts[-1]), parts[-1].value))
    arguments = [
        [changed.get(id(part), part.value) for part in argument]
        if isinstance(argument, Series)
        else changed.get(id(argument), argument.value)
        for argument in call.arguments
    ]
    return function.many(numpy, *arguments)


def _is_running(argument: Argument) -> bool:
    return isinstance(argument, Series) and argument.running


def _goes_on(before: Sequence[Expression], parts: Sequence[Expression]) -> bool:
    """Whether a series is another one and its next item."""
    return len(parts) == len(before) + 1 and all(map(operator.is_, before, parts))


def _known(numpy: Any, call: Call, result: Any, changed: Mapping[int, Any], gaps: set[int]) -> Any:
    """A result without what is no number. gaps: the ids of what holds none in some case; it may become one."""
    # What comes of numbers that are not moved is a plain one, which would raise where an array tells.
    result = numpy.asarray(result)
    known = numpy.isfinite(result)
    if call.function.chooses is None:
        for part in call.parts:
            if id(part) in gaps or math.isnan(part.value):
                known = known & ~numpy.isnan(changed.get(id(part), part.value))
    if numpy.count_nonzero(known) == known.size:
        return result
    gaps.add(id(call))
    return numpy.where(known, result, math.nan)


def _lacks(call: Call) -> bool:
    """Whether a number is missing in the model itself: what chooses may have one although another part has none."""
    if call.function.chooses is None:
        return math.isnan(call.value)
    return any(math.isnan(part.value) for part in call.parts)
