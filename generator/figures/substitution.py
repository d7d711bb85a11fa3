"""Turns a figure into the same figure with other values or figures below it: its formula stays.

For one case alone, and slower than `evaluation`; but here a missing value keeps its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.figures.expression import Argument, Call, Expression, Series
from generator.figures.figure import Figure
from generator.figures.key import Key


def substituted(figure: Figure, values: Mapping[str, float]) -> Figure:
    """The figure with other figures replaced by plain values: key → number. It is looked no further below those."""
    return substituted_all([figure], values)[0]


def substituted_all(figures: Sequence[Figure], values: Mapping[str, float]) -> list[Figure]:
    """Several figures; what they have in common is made once."""
    substitution = _Substitution(values)
    again = [substitution.of(figure) for figure in figures]
    return [figure for figure in again if isinstance(figure, Figure)]


def replaced(figures: Sequence[Figure], by: Mapping[str, Figure], name: str) -> list[Figure]:
    """The same formulas over other figures, by the keys of those in whose place they stand.

    name: behind the key of each. What else they are computed from stands in their formulas.
    """
    replacement = _Replacement(by, name, [figure.key for figure in figures])
    again = [replacement.of(figure) for figure in figures]
    return [figure for figure in again if isinstance(figure, Figure)]


class _Substitution:
    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = values
        self._made: dict[int, Expression] = {}

    def of(self, expression: Expression) -> Expression:
        """The expression anew; itself where nothing below it is replaced."""
        if id(expression) not in self._made:
            self._made[id(expression)] = self._again(expression)
        return self._made[id(expression)]

    def _again(self, expression: Expression) -> Expression:
        if isinstance(expression, Figure):
            return self._figure(expression)
        if not isinstance(expression, Call) or all(self.of(p) is p for p in expression.parts):
            return expression
        return type(expression)(expression.function, *map(self._argument, expression.arguments))

    def _figure(self, figure: Figure) -> Expression:
        if figure.key in self._values:
            value = self._values[figure.key]
            return Figure(figure.key, figure.unit, None, value=value, source=figure.source)
        if figure.definition is None or self.of(figure.definition) is figure.definition:
            return figure
        return Figure(figure.key, figure.unit, self.of(figure.definition), subject=figure.subject)

    def _argument(self, argument: Argument) -> Argument:
        if not isinstance(argument, Series):
            return self.of(argument)
        items = [self.of(item) for item in argument]
        return Series.up_to_here(items) if argument.running else Series(items)


class _Replacement(_Substitution):
    def __init__(self, by: Mapping[str, Figure], name: str, named: Collection[str]) -> None:
        super().__init__({})
        self._by, self._name, self._named = by, name, named

    def _figure(self, figure: Figure) -> Expression:
        if figure.key in self._by:
            return self._by[figure.key]
        if figure.definition is None or (again := self.of(figure.definition)) is figure.definition:
            return figure
        if figure.key not in self._named:
            return again
        key = Key(figure.key, self._name, about=figure.key)
        return Figure(key, figure.unit, again, subject=figure.subject)
