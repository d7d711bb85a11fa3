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

SHORT_SERIES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One figure on the way down: how deep it stands, its formula in words, and whether it was told before."""

    depth: int
    figure: Figure
    formula: str
    repeated: bool


def formula_in_words(figure: Figure, name: Callable[[Figure], str] = lambda part: part.key) -> str:
    """`capex.total ÷ return.monthly_net`; empty for an input."""
    return "" if figure.definition is None else _words(figure.definition, name)


def steps(figure: Figure, name: Callable[[Figure], str] = lambda part: part.key) -> Iterator[Step]:
    """The figure and everything below it, depth first, each told in full only once."""
    told: set[int] = set()
    stack: list[tuple[int, Figure]] = [(0, figure)]
    while stack:
        depth, current = stack.pop()
        repeated = id(current) in told and not current.is_input
        told.add(id(current))
        yield Step(depth, current, formula_in_words(current, name), repeated)
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


def _words(expression: Expression, name: Callable[[Figure], str]) -> str:
    if isinstance(expression, Figure):
        return name(expression)
    if isinstance(expression, Constant):
        return f"{expression.value:.15g}"
    if isinstance(expression, Missing):
        return f"none ({expression.reason})"
    if isinstance(expression, Ordinal):
        return f"{expression.value:g}"
    if isinstance(expression, InCase):
        return f"{_words(expression.figure, name)} in the case {expression.case}"
    assert isinstance(expression, Call)
    function = expression.function
    return function.words(
        *(_argument(function, place, part, name) for place, part in enumerate(expression.arguments))
    )


def _argument(
    function: Function, position: int, argument: Argument, name: Callable[[Figure], str]
) -> str:
    if isinstance(argument, Series):
        if len(argument) > SHORT_SERIES:
            return f"{_words(argument[0], name)} … {_words(argument[-1], name)}"
        return ", ".join(_words(item, name) for item in argument)
    text = _words(argument, name)
    return f"({text})" if needs_brackets(function, position, argument) else text
