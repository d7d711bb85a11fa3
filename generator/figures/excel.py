"""Turns an expression into the text of a spreadsheet formula, once somebody says where each figure stands.

Powers and minus signs are always bracketed: a spreadsheet reads =-2^2 as 4 and =2^3^2 as 64.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from generator.figures.expression import (
    NEGATE,
    POWER,
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
from generator.figures.functions import COUNT, SUM
from generator.figures.within import Within

LONGEST_FORMULA = 8192


class Grid(Protocol):
    """What a formula must know of the sheet, as seen from the cell it will stand in."""

    def reference(self, figure: Figure) -> str:
        """The cell of a figure: `$C$5`, `'假设'!$C$5`."""

    def range(self, figures: Sequence[Figure], running: bool) -> str | None:
        """The range of figures that stand side by side, or None where they do not."""

    def ordinal(self, ordinal: Ordinal) -> str:
        """The formula that counts the columns of a time axis up to here."""

    def in_case(self, value: InCase) -> str:
        """The cell that holds a figure as it is in a case."""

    def within(self) -> str:
        """The formula that counts the inputs that keep to the bounds beside them."""

    def words(self, reason: str) -> str:
        """The words for 'there is no such number'."""


def formula(figure: Figure, grid: Grid) -> str:
    """`=…` for a computed figure."""
    if figure.definition is None:
        raise ValueError(f"{figure.key} is an input: it has a value, not a formula")
    text = "=" + _text(figure.definition, grid)
    if len(text) > LONGEST_FORMULA:
        raise ValueError(f"the formula of {figure.key} has {len(text)} characters")
    return text


def link(figure: Figure, grid: Grid) -> str:
    """`=…` for a cell that repeats a figure standing elsewhere."""
    return "=" + grid.reference(figure)


def _text(expression: Expression, grid: Grid) -> str:
    if isinstance(expression, Figure):
        return grid.reference(expression)
    if isinstance(expression, Constant):
        return f"{expression.value:.15g}"
    if isinstance(expression, Missing):
        return '"' + grid.words(expression.reason or "").replace('"', '""') + '"'
    if not isinstance(expression, Call) or isinstance(expression, Within):
        return _by_place(expression, grid)
    function = expression.function
    texts = [
        _argument(function, position, argument, grid)
        for position, argument in enumerate(expression.arguments)
    ]
    return function.excel(*texts)


def _by_place(expression: Expression, grid: Grid) -> str:
    """What depends on where things stand."""
    if isinstance(expression, Ordinal):
        return grid.ordinal(expression)
    if isinstance(expression, InCase):
        return grid.in_case(expression)
    assert isinstance(expression, Within)
    return grid.within()


def _argument(function: Function, position: int, argument: Argument, grid: Grid) -> str:
    if isinstance(argument, Series):
        return _series(function, argument, grid)
    text = _text(argument, grid)
    return f"({text})" if needs_brackets(function, position, argument) else text


def needs_brackets(function: Function, position: int, argument: Expression) -> bool:
    """Whether an operator's operand must stand in brackets to be read as the tree means it."""
    if function.precedence is None:
        return False
    if isinstance(argument, Constant):
        return argument.value < 0
    if not isinstance(argument, Call) or argument.function.precedence is None:
        return isinstance(argument, Ordinal) and argument.start != 1
    if function in (POWER, NEGATE) or argument.function is NEGATE:
        return True
    inner = argument.function.precedence
    return inner < function.precedence or (position == 1 and inner == function.precedence)


def _series(function: Function, series: Series, grid: Grid) -> str:
    figures = [item for item in series if isinstance(item, Figure)]
    if len(figures) == len(series):
        text = grid.range(figures, series.running)
        if text is not None:
            return text
    if function not in (SUM, COUNT):
        names = ", ".join(getattr(item, "key", "?") for item in series)
        raise ValueError(
            f"{function.name} needs a range, but these do not stand side by side: {names}"
        )
    return ",".join(_parts(series, grid))


def _parts(series: Series, grid: Grid) -> Iterator[str]:
    """What a sum adds or a count counts: ranges as long as figures stand side by side, the rest one by one."""
    place = 0
    while place < len(series):
        together: list[Figure] = []
        text = _text(series[place], grid)
        for item in series[place:]:
            if not isinstance(item, Figure):
                break
            longer = grid.range([*together, item], False) if together else text
            if longer is None:
                break
            together, text = [*together, item], longer
        yield text
        place += max(len(together), 1)
