"""Turns a figure into words: the formula, its parts, and theirs, down to what somebody stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.figures.excel import needs_brackets
from generator.figures.expression import (
    Argument,
    Call,
    Constant,
    Expression,
    Function,
    InCase,
    Missing,
    Ordinal,
    Series,
)
from generator.figures.figure import Figure
from generator.wording.saying import ENGLISH, in_words, to_be_said

SHORT_SERIES = 3
NONE = to_be_said("none ({0})")
IN_CASE, IN_THE_CHOSEN = to_be_said("{0} in the case {1}"), to_be_said("{0} in the chosen case")


@dataclass(frozen=True, slots=True)
class Step:
    """One figure on the way down: how deep it stands, its formula in words, and whether it was told before."""

    depth: int
    figure: Figure
    formula: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """How a formula is told: what its figures and the reasons for there being none are called, in which language."""

    name: Callable[[Figure], str] = lambda part: part.key
    reason: Callable[[str], str] = str
    language: str = ENGLISH


PLAINLY = Telling()


def formula_in_words(figure: Figure, told: Telling = PLAINLY) -> str:
    """`capex.total ÷ return.monthly_net`; empty for an input."""
    return "" if figure.definition is None else _words(figure.definition, told)


def steps(figure: Figure, told: Telling = PLAINLY) -> Iterator[Step]:
    """The figure and everything below it, depth first, each told in full only once."""
    seen: set[int] = set()
    stack: list[tuple[int, Figure]] = [(0, figure)]
    while stack:
        depth, current = stack.pop()
        repeated = id(current) in seen and not current.is_input
        seen.add(id(current))
        yield Step(depth, current, formula_in_words(current, told), repeated)
        if not repeated:
            below = list(dict.fromkeys(_nearest_figures(current)))
            stack.extend((depth + 1, part) for part in reversed(below))


def _nearest_figures(expression: Expression) -> Iterator[Figure]:
    for argument in expression.arguments:
        for part in _told(argument):
            if isinstance(part, Figure):
                yield part
            else:
                yield from _nearest_figures(part)


def _told(argument: Argument) -> Sequence[Expression]:
    """Of a long series the first and the last, as its words do: the others are made alike."""
    if not isinstance(argument, Series):
        return (argument,)
    return argument if len(argument) <= SHORT_SERIES else (argument[0], argument[-1])


def _words(expression: Expression, told: Telling) -> str:
    if isinstance(expression, Figure):
        return told.name(expression)
    if isinstance(expression, Constant):
        return f"{expression.value:.15g}"
    if isinstance(expression, Missing):
        return in_words(NONE, told.language, told.reason(expression.reason or ""))
    if isinstance(expression, Ordinal):
        return f"{expression.value:g}"
    if isinstance(expression, InCase):
        template = IN_THE_CHOSEN if expression.case is None else IN_CASE
        figure = _words(expression.figure, told)
        return in_words(template, told.language, figure, expression.case or "")
    assert isinstance(expression, Call)
    return _call(expression, told)


def _call(expression: Call, told: Telling) -> str:
    function = expression.function
    parts = [_argument(function, *each, told) for each in enumerate(expression.arguments)]
    if "{" in function.words:
        return in_words(function.words, told.language, *parts)
    return f"{in_words(function.words, told.language)}({', '.join(parts)})"


def _argument(function: Function, position: int, argument: Argument, told: Telling) -> str:
    if isinstance(argument, Series):
        if len(argument) > SHORT_SERIES:
            return f"{_words(argument[0], told)} … {_words(argument[-1], told)}"
        return ", ".join(_words(item, told) for item in argument)
    text = _words(argument, told)
    return f"({text})" if needs_brackets(function, position, argument) else text
