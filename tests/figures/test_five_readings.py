"""Random formulas: the value, the values over many cases, JavaScript and two engines' recalculation are one.

The fifth reading, words, is held against the value in test_words.py.

The formulas stay clear of what no two floating-point engines need agree on (`is_steady`): where the
sixteenth digit of an intermediate result decides between two answers, or is all that remains of it.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.figures import expression, functions
from generator.figures.evaluation import evaluate, figures_below, in_order
from generator.figures.expression import Call, Constant, Expression, Function, Missing, Ordinal
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    absolute,
    both,
    count,
    either,
    greatest_of,
    if_error,
    internal_rate,
    least_of,
    log10,
    maximum,
    minimum,
    net_present_value,
    or_else,
    pick,
    place,
    position,
    positive_sum,
    product_sum,
    rank,
    rounded,
    rounded_down,
    rounded_up,
    running_sum,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from tests.figures import sheet
from tests.scripts import answer_of, script_of

Row = Callable[..., list[Figure]]
Recipe = tuple[Any, ...]
Case = tuple[float, ...]

INPUTS_PER_CASE = 6
TREES_PER_SHEET = 12


def between(low: float, number: Expression, high: float) -> Expression:
    return minimum(maximum(number, low), high)


def rate_of_return(row: Row, *amounts: Expression) -> Expression:
    """The IRR of an outlay and receipts, from the guess that has all engines converge on rates below a thousand."""
    outlay, *receipts = (between(1, absolute(amount), 1000) for amount in amounts)
    flows = row(-outlay, *receipts)
    guess = (positive_sum(flows) / -flows[0]) ** (2 / count(flows)) - 1
    return internal_rate(flows, guess)


def rank_of_first(items: list[Figure]) -> Expression:
    return rank(items[0], items)


def place_of_second(row: Row, *numbers: Expression) -> Expression:
    items = row(*numbers)
    return place(items[1], items, 1)


def position_of_second(row: Row, *numbers: Expression) -> Expression:
    items = row(*numbers)
    return position(items[1], items)


# How many numbers each formula takes, and the formula. `row` makes figures that stand side by side.
FORMULAS: dict[str, tuple[int, Callable[..., Expression]]] = {
    "a+b": (2, lambda _row, a, b: a + b),
    "a-b": (2, lambda _row, a, b: a - b),
    "a*b": (2, lambda _row, a, b: a * b),
    "a/b": (2, lambda _row, a, b: a / b),
    "a^b": (2, lambda _row, a, b: between(0.5, a, 2) ** between(-12, b, 12)),
    "(1+a)^(b/2)": (2, lambda _row, a, b: (1 + between(-0.5, a, 1)) ** (between(-12, b, 12) / 2)),
    "(a^2)^b": (2, lambda _row, a, b: (between(0.5, a, 2) ** 2) ** between(-3, b, 3)),
    "a^(2^b)": (2, lambda _row, a, b: between(0.5, a, 2) ** (2 ** between(-3, b, 3))),
    "-a": (1, lambda _row, a: -a),
    "named": (1, lambda row, a: row(a)[0]),
    "MIN": (3, lambda _row, *numbers: minimum(*numbers)),
    "MAX": (3, lambda _row, *numbers: maximum(*numbers)),
    "ABS": (1, lambda _row, a: absolute(a)),
    "LOG10": (1, lambda _row, a: log10(a)),
    "ROUND": (1, lambda _row, a: rounded(a, 2)),
    "ROUND to thousands": (1, lambda _row, a: rounded(a, -3)),
    "ROUNDDOWN": (1, lambda _row, a: rounded_down(a, 1)),
    "ROUNDUP": (1, lambda _row, a: rounded_up(a)),
    "IF <": (4, lambda _row, a, b, c, d: where(a < b, c, d)),
    "IF <=": (4, lambda _row, a, b, c, d: where(a <= b, c, d)),
    "IF >": (4, lambda _row, a, b, c, d: where(a > b, c, d)),
    "IF >=": (4, lambda _row, a, b, c, d: where(a >= b, c, d)),
    "IF =": (4, lambda _row, a, b, c, d: where(a == b, c, d)),
    "IF <>": (4, lambda _row, a, b, c, d: where(a != b, c, d)),
    "AND": (4, lambda _row, a, b, c, d: where(both(a < b, c > 0), c, d)),
    "OR": (4, lambda _row, a, b, c, d: where(either(a < b, c > 0), c, d)),
    "a reason": (3, lambda _row, a, b, c: or_else(where(a > 0, b, Missing("loss")), c)),
    "OR_ELSE": (3, lambda _row, a, b, c: or_else(a / b, c)),
    "IFERROR": (3, lambda _row, a, b, c: if_error(a / b, c)),
    "SUM": (3, lambda row, *items: sum_of(row(*items))),
    "SUM so far": (3, lambda row, *items: running_sum(row(*items)[:2])),
    "SUMPRODUCT": (4, lambda row, a, b, c, d: product_sum(row(a, b), row(c, d))),
    "MIN of a range": (3, lambda row, *items: least_of(row(*items))),
    "MAX of a range": (3, lambda row, *items: greatest_of(row(*items))),
    "SUMIF": (3, lambda row, *items: positive_sum(row(*items))),
    "SUMIF of names": (
        4,
        lambda row, a, b, c, d: sum_if(row(rounded(a, 0), rounded(b, 0)), rounded(b, 0), row(c, d)),
    ),
    "COUNT": (2, lambda row, a, b: count(row(a, b)) * a),
    "INDEX": (4, lambda row, a, *items: pick(row(*items), rounded(between(1, a, 4), 0))),
    "RANK": (3, lambda row, *items: rank_of_first(row(*items))),
    "RANK and COUNTIF": (3, place_of_second),
    "MATCH": (3, position_of_second),
    "NPV": (4, lambda row, a, *items: net_present_value(between(-0.3, a, 0.5), row(*items))),
    "IRR": (4, rate_of_return),
}


class Builder:
    """Grows trees over one case's inputs."""

    def __init__(self, case: Case) -> None:
        self.inputs = [sheet.given(f"input.{n}", value) for n, value in enumerate(case)]
        self.numbers = itertools.count()

    def trees(self, recipes: Sequence[Recipe]) -> list[Figure]:
        return [figure(Key("tree", n), "money", self.grown(one)) for n, one in enumerate(recipes)]

    def grown(self, recipe: Recipe) -> Expression:
        kind, *rest = recipe
        if kind == "input":
            return self.inputs[rest[0]]
        if kind == "constant":
            return Constant(rest[0])
        if kind == "ordinal":
            return Ordinal(*rest)
        _, formula = FORMULAS[kind]
        return formula(self.row, *map(self.grown, rest))

    def row(self, *items: Expression) -> list[Figure]:
        return [figure(Key("step", next(self.numbers)), "money", item) for item in items]


def formula_of(children: st.SearchStrategy[Recipe]) -> st.SearchStrategy[Recipe]:
    return st.sampled_from(sorted(FORMULAS)).flatmap(
        lambda name: st.tuples(st.just(name), *[children] * FORMULAS[name][0])
    )


AMOUNTS = st.one_of(
    st.integers(-10_000_000_000, 10_000_000_000).map(lambda thousandths: thousandths / 1000),
    st.integers(-200, 200).map(lambda percent: percent / 100),
    st.integers(-3, 12).map(float),
)
CASES = st.lists(st.tuples(*[AMOUNTS] * INPUTS_PER_CASE), min_size=2, max_size=3)
LEAVES = st.one_of(
    st.integers(0, INPUTS_PER_CASE - 1).map(lambda n: ("input", n)),
    st.sampled_from([12, 0.05, -2, 8760]).map(lambda constant: ("constant", constant)),
    st.sampled_from([(1, 1), (3, 1), (2, 0), (5, 3)]).map(lambda place: ("ordinal", *place)),
)
RECIPES = st.recursive(formula_of(LEAVES), formula_of, max_leaves=6)


def is_steady(target: Expression) -> bool:
    """Whether an error in the sixteenth digit anywhere inside stays as small as it is."""
    return all(_is_steady(part) for part in in_order([target]) if isinstance(part, Call))


def _is_steady(call: Call) -> bool:
    values = [part.value for part in call.parts]
    if call.function in (functions.POSITIVE_SUM, functions.SUM_IF, functions.COUNT, functions.PICK):
        # These skip an error cell in a range, for which the model says that there is no number.
        return not any(map(math.isnan, values))
    if math.isnan(call.value) or all(map(_is_exact, call.parts)):
        return True
    if call.function in ROUNDINGS:
        number, digits = values
        return _is_far_from_a_jump(number, digits, ROUNDINGS[call.function])
    if call.function in COMPARISONS:
        return all(_are_apart(values[0], other) for other in values[1:])
    if call.function in TOTALS:
        return abs(call.value) > 1e-4 * max(map(abs, values))
    return True


COMPARISONS = (
    expression.LESS,
    expression.LESS_OR_EQUAL,
    expression.GREATER,
    expression.GREATER_OR_EQUAL,
    expression.EQUAL,
    expression.NOT_EQUAL,
    functions.RANK,
)
TOTALS = (
    expression.ADD,
    expression.SUBTRACT,
    functions.SUM,
    functions.NET_PRESENT_VALUE,
)
# Where between two whole units each rounding jumps.
ROUNDINGS: dict[Function, float] = {
    functions.ROUND: 0.5,
    functions.ROUND_DOWN: 0.0,
    functions.ROUND_UP: 0.0,
}


def _is_exact(part: Expression) -> bool:
    """A number as it was typed: all engines hold the same double."""
    while isinstance(part, Figure) and part.definition is not None:
        part = part.definition
    return not part.arguments


def _are_apart(one: float, other: float) -> bool:
    return one == other or abs(one - other) > 1e-9 * max(abs(one), abs(other))


def _is_far_from_a_jump(number: float, digits: float, jump: float) -> bool:
    units = abs(number) * 10**digits
    distance = abs((units - jump + 0.5) % 1 - 0.5)
    return units > 1e10 or distance > 1e-9 + 1e-12 * units


def test_every_function_takes_part() -> None:
    builder = Builder((100.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    recipes = [
        (name, *[("input", n) for n in range(arity)]) for name, (arity, _) in FORMULAS.items()
    ]
    calls = [part for part in in_order(builder.trees(recipes)) if isinstance(part, Call)]
    declared = {
        item
        for module in (expression, functions)
        for item in vars(module).values()
        if isinstance(item, Function)
    }
    assert {call.function for call in calls} == declared


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    recipes=st.lists(RECIPES, min_size=TREES_PER_SHEET, max_size=TREES_PER_SHEET),
    cases=CASES,
)
def test_all_readings_give_one_number(recipes: list[Recipe], cases: list[Case]) -> None:
    forests = [Builder(case).trees(recipes) for case in cases]
    steady = [n for n, trees in enumerate(zip(*forests, strict=True)) if all(map(is_steady, trees))]
    assume(steady)
    forests = [[trees[n] for n in steady] for trees in forests]
    values = [[tree.value for tree in trees] for trees in forests]

    below = figures_below(forests[0])
    overrides = {
        f"input.{n}": amounts
        for n, amounts in enumerate(zip(*cases, strict=True))
        if f"input.{n}" in below
    }
    assume(overrides)
    for engine in (sheet.formualizer_numbers, sheet.ironcalc_numbers):
        assert_same(sheet.recalculated(forests[0], engine), values[0], forests[0])

    script = script_of(forests[0])
    many = evaluate(forests[-1], overrides)
    for case, trees in enumerate(forests):
        numbers = [number_of_case(many[tree.key], case) for tree in trees]
        assert_same(numbers, values[case], trees)
        said = script.computed({f"input.{n}": amount for n, amount in enumerate(cases[case])})
        assert [said[tree.key] for tree in trees] == [answer_of(tree) for tree in trees]


def number_of_case(answer: Any, case: int) -> float:
    """A figure that no input changes has one number for all cases."""
    return float(answer if getattr(answer, "ndim", 0) == 0 else answer[case])


def assert_same(numbers: list[float], values: list[float], trees: list[Figure]) -> None:
    unlike = [
        (tree.key, number, value)
        for tree, number, value in zip(trees, numbers, values, strict=True)
        if not sheet.same(number, value)
    ]
    assert unlike == []
