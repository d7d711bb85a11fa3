"""The functions that formulas may use, each declared once with all its readings: value, array, Excel, words, script.

A function that takes a series (SUM, IRR …) gets a list of floats in its value reading and a list of arrays in its array
reading. `where`, `or_else` and `if_error` are the only ones that look past a number that does not exist.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

from generator.figures import rates, readings, rounding
from generator.figures.expression import (
    Argument,
    Bends,
    Call,
    Condition,
    Constant,
    Expression,
    FigureTruthError,
    Function,
    Operand,
    Series,
    as_expression,
    in_all,
    in_common,
    in_none,
    in_the_first,
    in_the_first_two,
    in_the_second,
)
from generator.wording.saying import to_be_said


def _called(  # noqa: PLR0913  # a function has as many parts as readings
    name: str,
    value: Any,
    many: Any,
    script: str,
    words: str | None = None,
    *,
    sound: bool = False,
    bends: Bends = in_all,
    onward: Any = None,
) -> Function:
    """A function that Excel writes NAME(a,b)."""

    def excel(*arguments: str) -> str:
        return f"{name}({','.join(arguments)})"

    return Function(
        name=name,
        value=value,
        many=many,
        excel=excel,
        words=words or name.lower(),
        script=script,
        sound=sound,
        bends=bends,
        onward=onward,
    )


def _choice(  # noqa: PLR0913  # a function has as many parts as readings
    name: str, chooses: Any, many: Any, excel: Any, words: str, script: str, bends: Bends = in_all
) -> Function:
    value = math.nan.__float__
    return Function(
        name, value, many, excel, words, script, chooses=chooses, sound=True, bends=bends
    )


SUM = _called(
    "SUM",
    readings.added,
    lambda _numpy, items: readings.added(items),
    "sum",
    sound=True,
    bends=in_none,
    onward=lambda _numpy, before, item: before + item,
)
MINIMUM = _called(
    "MIN",
    lambda *items: min(items),
    lambda numpy, *items: functools.reduce(numpy.minimum, items),
    "(...items) => Math.min(...items)",
    sound=True,
)
MAXIMUM = _called(
    "MAX",
    lambda *items: max(items),
    lambda numpy, *items: functools.reduce(numpy.maximum, items),
    "(...items) => Math.max(...items)",
    sound=True,
)
LEAST = _called(
    "MIN",
    min,
    lambda numpy, items: functools.reduce(numpy.minimum, items),
    "items => Math.min(...items)",
    sound=True,
)
GREATEST = _called(
    "MAX",
    max,
    lambda numpy, items: functools.reduce(numpy.maximum, items),
    "items => Math.max(...items)",
    sound=True,
    onward=lambda numpy, before, item: numpy.maximum(before, item),
)
ABSOLUTE = _called(
    "ABS", abs, lambda numpy, number: numpy.abs(number), "a => Math.abs(a)", sound=True
)
LOG10 = _called(
    "LOG10", math.log10, lambda numpy, number: numpy.log10(number), "a => Math.log10(a)"
)
ROUND = _called(
    "ROUND",
    rounding.round_half_away,
    rounding.round_half_away_many,
    "(a, digits) => rounded(a, digits, 5)",
    sound=True,
    bends=in_the_second,
)
ROUND_DOWN = _called(
    "ROUNDDOWN",
    rounding.round_toward_zero,
    rounding.exactly(rounding.round_toward_zero),
    "(a, digits) => rounded(a, digits, 10)",
)
ROUND_UP = _called(
    "ROUNDUP",
    rounding.round_away_from_zero,
    rounding.exactly(rounding.round_away_from_zero),
    "(a, digits) => rounded(a, digits, 0)",
)
PRODUCT_SUM = _called(
    "SUMPRODUCT",
    readings.product_total,
    lambda _numpy, left, right: readings.product_total(left, right),
    "(left, right) => sum(left.map((one, at) => one * right[at]))",
    sound=True,
    bends=in_common,
)
PICK = _called(
    "INDEX",
    readings.picked,
    readings.picked_many,
    "(items, position) => items[Math.trunc(position) - 1]",
    words=to_be_said("pick"),
    bends=in_the_second,
)
RANK = Function(
    "RANK",
    lambda number, items: 1 + sum(item < number for item in items),
    lambda _numpy, number, items: 1 + sum(item < number for item in items),
    lambda number, items: f"RANK({number},{items},1)",
    to_be_said("rank of {0} among {1}"),
    "(number, items) => 1 + items.filter(item => item < number).length",
)
NET_PRESENT_VALUE = _called(
    "NPV",
    rates.net_present_value,
    lambda _numpy, *rest: rates.net_present_value(*rest),
    "(rate, flows) => sum(flows.map((flow, at) => flow / (1 + rate) ** (at + 1)))",
    sound=True,
    bends=in_the_first,
)
INTERNAL_RATE = _called("IRR", rates.internal_rate, rates.internal_rate_many, "internalRate")
POSITIVE_SUM = Function(
    "SUMIF",
    lambda items: readings.added(max(item, 0) for item in items),
    lambda numpy, items: readings.added(
        max(item, 0.0) if isinstance(item, float) else numpy.maximum(item, 0.0) for item in items
    ),
    lambda items: f'SUMIF({items},">0")',
    to_be_said("sum of the inflows({0})"),
    "items => sum(items.map(item => Math.max(item, 0)))",
)
SUM_IF = Function(
    "SUMIF",
    lambda names, name, items: readings.added(
        item for each, item in zip(names, items, strict=True) if each == name
    ),
    readings.sum_if_many,
    lambda names, name, items: f"SUMIF({names},{name},{items})",
    to_be_said("sum of {2} where {0} is {1}"),
    "(names, name, items) => sum(items.filter((item, at) => names[at] === name))",
    bends=in_the_first_two,
)
PLACE = Function(
    "PLACE",
    lambda number, items, so_far: sum(item > number for item in items) + so_far.count(number),
    lambda _numpy, number, items, so_far: (
        sum(item > number for item in items) + sum(item == number for item in so_far)
    ),
    lambda number, items, so_far: f"RANK({number},{items},0)+COUNTIF({so_far},{number})-1",
    to_be_said("place of {0} among {1}, the greatest first"),
    "(number, items, soFar) =>"
    " items.filter(item => item > number).length + soFar.filter(item => item === number).length",
    precedence=3,
)
POSITION = Function(
    "MATCH",
    lambda number, items: 1 + items.index(number),
    lambda numpy, number, items: (
        1 + numpy.argmax(numpy.stack(numpy.broadcast_arrays(*(i == number for i in items))), 0)
    ),
    lambda number, items: f"MATCH({number},{items},0)",
    to_be_said("position of {0} among {1}"),
    "(number, items) => 1 + items.indexOf(number) || NaN",
)
COUNT = _called(
    "COUNT", len, lambda _numpy, items: len(items), "items => items.length", bends=in_none
)
BOTH = _called(
    "AND",
    lambda a, b: a and b,
    lambda numpy, a, b: numpy.logical_and(a, b),
    "(a, b) => a && b",
    to_be_said("and"),
    sound=True,
)
EITHER = _called(
    "OR",
    lambda a, b: a or b,
    lambda numpy, a, b: numpy.logical_or(a, b),
    "(a, b) => a || b",
    to_be_said("or"),
    sound=True,
)
WHERE = _choice(
    "IF",
    lambda condition, _then, _otherwise: 0 if math.isnan(condition) else 1 if condition else 2,
    readings.chosen_many,
    lambda condition, then, otherwise: f"IF({condition},{then},{otherwise})",
    to_be_said("({1} if {0}, otherwise {2})"),
    "(condition, then, otherwise) => isGap(condition) ? condition : condition ? then : otherwise",
    in_the_first,
)
OR_ELSE = _choice(
    "OR_ELSE",
    lambda number, _fallback: int(math.isnan(number)),
    lambda numpy, number, fallback: numpy.where(numpy.isnan(number), fallback, number),
    lambda number, fallback: f"IF(ISNUMBER({number}),{number},{fallback})",
    to_be_said("({0}, or {1} where there is none)"),
    "(number, fallback) => isGap(number) ? fallback : number",
)
IF_ERROR = _choice(
    "IFERROR",
    OR_ELSE.chooses,
    OR_ELSE.many,
    lambda number, fallback: f"IFERROR({number},{fallback})",
    OR_ELSE.words,
    OR_ELSE.script,
)


def sum_of(items: Sequence[Expression]) -> Expression:
    """SUM of a series; the sum of nothing is 0."""
    return Call(SUM, Series(items)) if items else Constant(0)


def running_sum(items: Sequence[Expression]) -> Expression:
    """SUM from the first period to the present one, which is the last of `items`."""
    return Call(SUM, Series.up_to_here(items))


def minimum(*items: Operand) -> Expression:
    """The smallest of the numbers."""
    return Call(MINIMUM, *map(as_expression, items))


def maximum(*items: Operand) -> Expression:
    """The largest of the numbers."""
    return Call(MAXIMUM, *map(as_expression, items))


def least_of(items: Sequence[Expression]) -> Expression:
    """The smallest of a series."""
    return Call(LEAST, Series(items))


def greatest_of(items: Sequence[Expression]) -> Expression:
    """The largest of a series."""
    return Call(GREATEST, Series(items))


def running_greatest(items: Sequence[Expression]) -> Expression:
    """The largest from the first period to the present one, which is the last of `items`."""
    return Call(GREATEST, Series.up_to_here(items))


def absolute(number: Operand) -> Expression:
    """The number without its sign."""
    return Call(ABSOLUTE, as_expression(number))


def log10(number: Operand) -> Expression:
    """The decimal logarithm."""
    return Call(LOG10, as_expression(number))


def rounded(number: Operand, digits: Operand) -> Expression:
    """Half away from zero, at `digits` decimals."""
    return Call(ROUND, as_expression(number), as_expression(digits))


def rounded_down(number: Operand, digits: Operand = 0) -> Expression:
    """Cut toward zero at `digits` decimals."""
    return Call(ROUND_DOWN, as_expression(number), as_expression(digits))


def rounded_up(number: Operand, digits: Operand = 0) -> Expression:
    """Away from zero at `digits` decimals."""
    return Call(ROUND_UP, as_expression(number), as_expression(digits))


def product_sum(left: Sequence[Expression], right: Sequence[Expression]) -> Expression:
    """The sum of the pairwise products of two series of one length."""
    return Call(PRODUCT_SUM, Series(left), Series(right))


def pick(items: Sequence[Expression], position: Operand) -> Expression:
    """The number at a 1-based position of a series."""
    return Call(PICK, Series(items), as_expression(position))


def rank(number: Expression, items: Sequence[Expression]) -> Expression:
    """The place of a number among a series, 1 for the smallest; equal numbers share a place."""
    return Call(RANK, number, Series(items))


def place(number: Expression, items: Sequence[Expression], index: int) -> Expression:
    """The place of the `index`-th item, which is `number`, from the greatest down; equals stand in their order."""
    return Call(PLACE, number, Series(items), Series.up_to_here(items[: index + 1]))


def position(number: Expression, items: Sequence[Expression]) -> Expression:
    """The position, from 1, at which a number stands among items."""
    return Call(POSITION, number, Series(items))


def net_present_value(rate: Operand, flows: Sequence[Expression]) -> Expression:
    """Excel's NPV: the first flow is discounted by one period."""
    return Call(NET_PRESENT_VALUE, as_expression(rate), Series(flows))


def internal_rate(flows: Sequence[Expression], guess: Operand) -> Expression:
    """Excel's IRR per period; no number where no rate makes the present value zero."""
    return Call(INTERNAL_RATE, Series(flows), as_expression(guess))


def positive_sum(items: Sequence[Expression]) -> Expression:
    """The sum of the positive numbers of a series."""
    return Call(POSITIVE_SUM, Series(items))


def sum_if(names: Sequence[Expression], name: Operand, items: Sequence[Expression]) -> Expression:
    """The sum of those items whose names, numbers of a series as long, are the one that is given."""
    return Call(SUM_IF, Series(names), as_expression(name), Series(items))


def count(items: Sequence[Expression]) -> Expression:
    """How many numbers a series holds."""
    return Call(COUNT, Series(items))


def both(left: Condition, right: Condition) -> Condition:
    """True where both conditions hold."""
    return Condition(BOTH, _condition(left), _condition(right))


def either(left: Condition, right: Condition) -> Condition:
    """True where at least one condition holds."""
    return Condition(EITHER, _condition(left), _condition(right))


def where(condition: Condition, then: Operand, otherwise: Operand) -> Expression:
    """One of two numbers, by a condition that every reading evaluates for itself."""
    arguments: tuple[Argument, ...] = (as_expression(then), as_expression(otherwise))
    return Call(WHERE, _condition(condition), *arguments)


def or_else(number: Expression, fallback: Operand) -> Expression:
    """`number`, or `fallback` where the number's cell shows a reason instead."""
    return Call(OR_ELSE, number, as_expression(fallback))


def if_error(number: Expression, fallback: Operand) -> Expression:
    """`number`, or `fallback` where computing it fails in a spreadsheet (IRR of a flow that has none)."""
    return Call(IF_ERROR, number, as_expression(fallback))


def _condition(condition: Expression) -> Condition:
    if not isinstance(condition, Condition):
        raise FigureTruthError("a comparison of figures is needed here, such as a > b")
    return condition
