"""A figure in words: the formula as a person reads it, then its parts, down to what somebody stated."""

import math
import operator

import pytest
from hypothesis import given as whenever
from hypothesis import settings
from hypothesis import strategies as st

from generator.figures.expression import Constant, Expression, Missing, Ordinal
from generator.figures.figure import figure
from generator.figures.functions import (
    both,
    if_error,
    internal_rate,
    minimum,
    or_else,
    pick,
    rank,
    rounded,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.words import Telling, formula_in_words, steps
from tests.figures.sheet import given, same

CAPEX, NET, RATE = given("capex", 60_500), given("net", 22_980), given("rate", 0.08)
FLOWS = [given(f"flow.{n}", n) for n in range(5)]


def words(expression: Expression) -> str:
    return formula_in_words(figure(Key("answer"), "money", expression))


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (CAPEX / NET, "capex ÷ net"),
        (CAPEX - (NET - 5), "capex − (net − 5)"),
        ((CAPEX + NET) * 12, "(capex + net) × 12"),
        ((1 + RATE) ** -NET, "(1 + rate) ^ (−net)"),
        (CAPEX * -2, "capex × (-2)"),
        (rounded(CAPEX * RATE, 2), "round(capex × rate, 2)"),
        (minimum(CAPEX, NET, 7), "min(capex, net, 7)"),
        (sum_of(FLOWS[:3]), "sum(flow.0, flow.1, flow.2)"),
        (sum_of(FLOWS), "sum(flow.0 … flow.4)"),
        (pick(FLOWS, NET), "pick(flow.0 … flow.4, net)"),
        (rank(FLOWS[0], FLOWS), "rank of flow.0 among flow.0 … flow.4"),
        (internal_rate(FLOWS, 0.1), "irr(flow.0 … flow.4, 0.1)"),
        (where(NET > 0, CAPEX / NET, Missing("loss")), "(capex ÷ net if net > 0, otherwise none (loss))"),
        (where(both(NET > 0, RATE < 1), 1, 0), "(1 if and(net > 0, rate < 1), otherwise 0)"),
        (or_else(CAPEX / NET, 0), "(capex ÷ net, or 0 where there is none)"),
        (if_error(CAPEX / NET, 0), "(capex ÷ net, or 0 where there is none)"),
        (Ordinal(3) * NET, "3 × net"),
        (Constant(0.1) + NET, "0.1 + net"),
    ],
)  # fmt: skip
def test_a_formula_in_words(expression: Expression, said: str) -> None:
    assert words(expression) == said


def test_in_another_language_the_same_is_said() -> None:
    """Reasons by their own words; names of functions that spreadsheets have stay as they are."""
    loss = where(NET > 0, or_else(pick(FLOWS, NET), minimum(CAPEX, 7)), Missing("loss"))
    told = Telling(reason=lambda key: f"«{key}»", language="zh-CN")
    assert formula_in_words(figure(Key("answer"), "money", loss), told) == (
        "（若 net > 0，则 （选取(flow.0 … flow.4, net)，没有时取 min(capex, 7)），否则 无（«loss»））"
    )


def test_an_input_has_no_formula() -> None:
    assert formula_in_words(CAPEX) == ""


def test_figures_may_be_called_by_other_names() -> None:
    payback = figure(Key("payback"), "month", CAPEX / NET)
    assert (
        formula_in_words(payback, Telling(name=lambda part: f"«{part.key}»")) == "«capex» ÷ «net»"
    )


def test_the_way_down_tells_each_figure_once() -> None:
    payback = figure(Key("payback"), "month", CAPEX / NET)
    roi = figure(Key("roi"), "ratio", payback / 36 + payback * RATE + NET)
    twice = figure(Key("twice"), "ratio", roi + payback + roi)
    told = [(each.depth, each.figure.key, each.formula, each.repeated) for each in steps(twice)]
    assert told == [
        (0, "twice", "roi + payback + roi", False),
        (1, "roi", "payback ÷ 36 + payback × rate + net", False),
        (2, "payback", "capex ÷ net", False),
        (3, "capex", "", False),
        (3, "net", "", False),
        (2, "rate", "", False),
        (2, "net", "", False),  # an input is short enough to be told again
        (1, "payback", "capex ÷ net", True),
    ]


LETTERS = {name: given(name, value) for name, value in {"a": 7, "b": -0.5, "c": 3, "d": 0}.items()}
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
ARITHMETIC: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from([*LETTERS.values(), Constant(1.5), Constant(-2.5)]),
    lambda parts: st.one_of(
        st.builds(operator.neg, parts),
        st.builds(lambda apply, left, right: apply(left, right), st.sampled_from(OPERATORS), parts, parts),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True)
@whenever(ARITHMETIC)
def test_arithmetic_in_words_means_what_it_says(expression: Expression) -> None:
    """Read as Python, whose rules of precedence are the school's, the words give the value."""
    python = words(expression)
    for sign, operation in {"×": "*", "÷": "/", "−": "-", "^": "**"}.items():
        python = python.replace(sign, operation)
    values = {name: letter.value for name, letter in LETTERS.items()}
    try:
        answer = eval(python, values)
    except ArithmeticError:
        answer = math.nan
    exists = isinstance(answer, float) and math.isfinite(answer)
    assert same(answer if exists else math.nan, expression.value)
