"""Turns arithmetic on figures into an expression tree that can be read as a value, an array, a formula or words.

An expression is immutable and knows its value from the moment it is built; nothing here knows money, files or Excel's
grid. Python's own control flow is closed to it on purpose: `if figure > 0` would decide once, for today's value, and
the spreadsheet could never follow. `where(condition, then, otherwise)` decides in every reading.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Union

NAN = math.nan
Argument = Union["Expression", "Series"]
Operand = Union["Expression", float, int]


# For each argument of a function the inputs that move it, one bit each → the inputs in which the result is no line.
Bends = Callable[[Sequence[int]], int]


def in_all(moved: Sequence[int]) -> int:
    """The result may bend with every input: of MAX, POWER, IRR …"""
    bent = 0
    for inputs in moved:
        bent |= inputs
    return bent


def in_none(_moved: Sequence[int]) -> int:
    """A sum is as straight as its parts."""
    return 0


def in_common(moved: Sequence[int]) -> int:
    """A product bends with the inputs that move both factors."""
    return moved[0] & moved[1]


def in_the_first(moved: Sequence[int]) -> int:
    """A choice bends with its condition, a present value with its rate."""
    return moved[0]


def in_the_first_two(moved: Sequence[int]) -> int:
    """A sum of what has a name bends with the names."""
    return moved[0] | moved[1]


def in_the_second(moved: Sequence[int]) -> int:
    """A quotient bends with its divisor, a picked number with its position."""
    return moved[1]


class FigureTruthError(TypeError):
    """Python asked a figure for a plain truth value or number."""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that a formula may do, declared once with all its readings.

    value: floats (a series arrives as a list) → float; an error or an infinity stands for NaN.
        Never called with a NaN.
    many: the numpy module and the same arguments as arrays → array. What it answers for a NaN is
        not used, unless the function chooses.
    excel: the arguments as formula texts → formula text.
    words: a template of the arguments as words; a name alone stands before them in brackets.
    script: a function of JavaScript that does as `value` does; of a choice, what it takes among missing numbers too.
    precedence: how tightly the texts bind (higher binds tighter); None for a call, which never needs brackets.
    chooses: for IF and its kin, instead of `value`: the arguments, NaN among them → the index of the one taken.
    sound: whether `many` makes numbers of numbers, or numpy tells of it: of a division by zero, of too large a number.
    bends: in which of the inputs that move its arguments it is no straight line.
    onward: for one that goes through a series: what it makes of what it has made of all before, and of the next one.
    """

    name: str
    value: Callable[..., float]
    many: Callable[..., Any]
    excel: Callable[..., str]
    words: str
    script: str
    precedence: int | None = None
    chooses: Callable[..., int] | None = None
    sound: bool = False
    bends: Bends = in_all
    onward: Callable[[Any, Any, Any], Any] | None = None


class Series(tuple["Expression", ...]):
    """Figures that stand side by side and are read as one range.

    `running` marks a range that starts at the first period and ends at the present one: SUM($D6:F6).
    """

    running: bool = False

    @classmethod
    def up_to_here(cls, items: Sequence[Expression]) -> Series:
        """A running range over `items`, the last of them being the present period."""
        series = cls(items)
        series.running = True
        return series


class Expression:
    """A number with a history. `value` is a float64; NaN where the number does not exist (see `reason`).

    arguments: what this expression is computed from; empty for a leaf. parts: the expressions directly below this one,
    series opened.
    """

    __slots__ = ("value",)
    value: float
    arguments: tuple[Argument, ...] = ()
    parts: tuple[Expression, ...] = ()
    _cause = "undefined"

    @property
    def reason(self) -> str | None:
        """Why there is no value (a word's key), or None when there is one."""
        if not math.isnan(self.value):
            return None
        origin = self
        while (part := origin._missing_part()) is not None:
            origin = part
        return origin._cause

    def _missing_part(self) -> Expression | None:
        """The part for want of which there is no value; None where the want arises here."""
        return next((part for part in self.parts if math.isnan(part.value)), None)

    def __add__(self, other: Operand) -> Expression:
        return _operation(ADD, self, other)

    def __radd__(self, other: Operand) -> Expression:
        return _operation(ADD, other, self)

    def __sub__(self, other: Operand) -> Expression:
        return _operation(SUBTRACT, self, other)

    def __rsub__(self, other: Operand) -> Expression:
        return _operation(SUBTRACT, other, self)

    def __mul__(self, other: Operand) -> Expression:
        return _operation(MULTIPLY, self, other)

    def __rmul__(self, other: Operand) -> Expression:
        return _operation(MULTIPLY, other, self)

    def __truediv__(self, other: Operand) -> Expression:
        return _operation(DIVIDE, self, other)

    def __rtruediv__(self, other: Operand) -> Expression:
        return _operation(DIVIDE, other, self)

    def __pow__(self, other: Operand) -> Expression:
        return _operation(POWER, self, other)

    def __rpow__(self, other: Operand) -> Expression:
        return _operation(POWER, other, self)

    def __neg__(self) -> Expression:
        return _operation(NEGATE, self)

    def __lt__(self, other: Operand) -> Condition:
        return _comparison(LESS, self, other)

    def __le__(self, other: Operand) -> Condition:
        return _comparison(LESS_OR_EQUAL, self, other)

    def __gt__(self, other: Operand) -> Condition:
        return _comparison(GREATER, self, other)

    def __ge__(self, other: Operand) -> Condition:
        return _comparison(GREATER_OR_EQUAL, self, other)

    def __eq__(self, other: object) -> Condition:  # type: ignore[override]
        return _comparison(EQUAL, self, other)

    def __ne__(self, other: object) -> Condition:  # type: ignore[override]
        return _comparison(NOT_EQUAL, self, other)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise FigureTruthError(
            "a figure cannot steer Python's control flow: write where(condition, then, otherwise)"
        )

    def __float__(self) -> float:
        raise FigureTruthError("a figure leaves the model only through .value")


class Constant(Expression):
    """A universal constant of a formula: 12, 8760, 1000 … Anything that could change is an input instead."""

    __slots__ = ()

    def __init__(self, value: float) -> None:
        self.value = float(value)


class Missing(Expression):
    """The answer 'there is none', with the reason's key: a spreadsheet shows it as words, JSON as null."""

    __slots__ = ("_cause",)

    def __init__(self, reason: str) -> None:
        self.value = NAN
        self._cause = reason


class Ordinal(Expression):
    """The number of a column on a time axis, counted from `start` at the first period."""

    __slots__ = ("start",)

    def __init__(self, number: int, start: int = 1) -> None:
        self.value = float(number)
        self.start = start


class InCase(Expression):
    """What a figure is in a case: with other values for some inputs.

    A leaf: its value was found by `evaluation` over all cases at once, and a spreadsheet finds it in the case's column.
    table: which of several tables of cases holds it. case: None for the one that a reader has chosen, which is the
    model itself. reason: why there is none, where the value is NaN.
    """

    __slots__ = ("_cause", "case", "figure", "table")

    def __init__(
        self, figure: Expression, table: str, case: str | None, value: float, reason: str = ""
    ) -> None:
        self.figure = figure
        self.table = table
        self.case = case
        self.value = value
        self._cause = reason


class Call(Expression):
    """A function applied to expressions; its value is computed as it is built."""

    __slots__ = ("arguments", "function", "parts")

    def __init__(self, function: Function, *arguments: Argument) -> None:
        self.function = function
        self.arguments = arguments
        self.parts = parts = _opened(arguments)
        numbers = [part.value for part in parts]
        choose = function.chooses
        self.value = self._computed(numbers) if choose is None else numbers[choose(*numbers)]

    def _missing_part(self) -> Expression | None:
        """A choice (IF, IFERROR) misses what the branch it took misses."""
        chosen = self._chosen()
        return super()._missing_part() if chosen is None else chosen

    def _chosen(self) -> Expression | None:
        if self.function.chooses is None:
            return None
        options = self.parts
        return options[self.function.chooses(*(part.value for part in options))]

    def _computed(self, numbers: list[float]) -> float:
        """numbers: the values of all parts."""
        # One that is missing makes the sum of all missing, and nothing else does.
        if math.isnan(sum(numbers)):
            return NAN
        values: Sequence[Any] = numbers
        if self.parts is not self.arguments:
            values = [
                [part.value for part in argument]
                if isinstance(argument, Series)
                else argument.value
                for argument in self.arguments
            ]
        try:
            number = float(self.function.value(*values))
        except (ZeroDivisionError, OverflowError, ValueError):
            return NAN
        return number if math.isfinite(number) else NAN


def _opened(arguments: tuple[Any, ...]) -> tuple[Expression, ...]:
    """Without a series the arguments themselves."""
    for argument in arguments:
        if type(argument) is Series:
            break
    else:
        return arguments
    parts: list[Expression] = []
    for argument in arguments:
        if isinstance(argument, Series):
            parts.extend(argument)
        else:
            parts.append(argument)
    return tuple(parts)


class Condition(Call):
    """A comparison: 1 when it holds, 0 when not. Only `where`, `both` and `either` accept it."""

    __slots__ = ()


def as_expression(operand: object) -> Expression:
    """A plain number becomes a constant; a condition is refused, as arithmetic with truth differs between engines."""
    if type(operand) is Call:
        return operand
    if isinstance(operand, Expression):
        if isinstance(operand, Condition):
            raise FigureTruthError("a condition is not a number: wrap it as where(condition, 1, 0)")
        return operand
    if isinstance(operand, bool) or not isinstance(operand, int | float):
        raise TypeError(f"{operand!r} cannot stand in a formula")
    if isinstance(operand, int):
        return _whole(operand)
    if not math.isfinite(operand):
        raise ValueError(f"{operand} cannot stand in a formula: write Missing(reason)")
    return Constant(operand)


@lru_cache(1000)
def _whole(number: int) -> Constant:
    """Formulas share 1, 12, 1000 …: a model has thousands of them."""
    return Constant(number)


def _operation(function: Function, *operands: object) -> Call:
    return Call(function, *map(as_expression, operands))


def _comparison(function: Function, *operands: object) -> Condition:
    return Condition(function, *map(as_expression, operands))


def _infix(  # noqa: PLR0913  # a function has as many parts as readings
    sign: str,
    value: Callable[[Any, Any], Any],
    precedence: int,
    excel_sign: str | None = None,
    script_sign: str | None = None,
    many: Callable[..., Any] | None = None,
    bends: Bends = in_all,
) -> Function:
    return Function(
        name=sign,
        value=value,
        many=many or (lambda _numpy, left, right: value(left, right)),
        excel=lambda left, right: f"{left}{excel_sign or sign}{right}",
        words=f"{{0}} {sign} {{1}}",
        script=f"(a, b) => a {script_sign or excel_sign or sign} b",
        precedence=precedence,
        sound=True,
        bends=bends,
    )


ADD = _infix("+", operator.add, 3, bends=in_none)
SUBTRACT = _infix("−", operator.sub, 3, excel_sign="-", bends=in_none)
MULTIPLY = _infix("×", operator.mul, 4, excel_sign="*", bends=in_common)
DIVIDE = _infix(
    "÷",
    operator.truediv,
    4,
    excel_sign="/",
    many=lambda numpy, left, right: numpy.true_divide(left, right),
    bends=in_the_second,
)
POWER = _infix(
    "^", math.pow, 5, script_sign="**", many=lambda numpy, base, power: numpy.power(base, power)
)
NEGATE = Function(
    name="−",
    value=operator.neg,
    many=lambda _numpy, operand: -operand,
    excel=lambda operand: f"-{operand}",
    words="−{0}",
    script="a => -a",
    precedence=6,
    sound=True,
    bends=in_none,
)
LESS = _infix("<", operator.lt, 1)
LESS_OR_EQUAL = _infix("≤", operator.le, 1, excel_sign="<=")
GREATER = _infix(">", operator.gt, 1)
GREATER_OR_EQUAL = _infix("≥", operator.ge, 1, excel_sign=">=")
EQUAL = _infix("=", operator.eq, 1, script_sign="===")
NOT_EQUAL = _infix("≠", operator.ne, 1, excel_sign="<>", script_sign="!==")
