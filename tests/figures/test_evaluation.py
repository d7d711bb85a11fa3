"""New values for some figures: only what depends on them is computed again, for many cases at once."""

import math
import time
import tracemalloc
from typing import Any

import numpy
import pytest

from generator.figures.evaluation import evaluate, figures_below, in_order
from generator.figures.excel import formula
from generator.figures.expression import ADD, Call, Expression, Function, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    count,
    maximum,
    rounded,
    running_greatest,
    running_sum,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.words import formula_in_words, steps
from tests.figures.sheet import Sheet, given

PRICE, QUANTITY, MONTHS = given("price", 100), given("quantity", 3), given("months", 12)
PURCHASE = figure(Key("purchase"), "money", PRICE * QUANTITY)
MONTHLY = figure(Key("monthly"), "money/month", PURCHASE / MONTHS)


def test_one_number_replaces_another() -> None:
    assert evaluate([PURCHASE, MONTHLY], {"quantity": 6}) == {"purchase": 600, "monthly": 50}


def test_an_array_holds_one_number_per_case() -> None:
    answer = evaluate([MONTHLY], {"price": [100, 200], "months": [12, 10]})
    assert answer["monthly"].tolist() == [25, 60]


def test_a_computed_figure_can_be_replaced_too() -> None:
    assert evaluate([MONTHLY], {"purchase": 1200}) == {"monthly": 100}


def test_a_replaced_figure_hides_what_it_was_computed_from() -> None:
    assert evaluate([MONTHLY], {"purchase": 1200, "price": 7}) == {"monthly": 100}


def test_a_target_that_depends_on_nothing_replaced_keeps_its_value() -> None:
    assert evaluate([PURCHASE, MONTHLY], {"months": 6}) == {"purchase": 300, "monthly": 50}


def test_a_target_may_be_a_part_of_another() -> None:
    total = figure(Key("total"), "money", sum_of([PURCHASE, MONTHLY, PRICE]))
    answer = evaluate([PRICE, PURCHASE, total], {"price": [100, 200]})
    assert [numbers.tolist() for numbers in answer.values()] == [
        [100, 200],
        [300, 600],
        [425, 850],  # 300 + 25 + 100, and twice that
    ]


def test_the_values_in_the_tree_stay() -> None:
    evaluate([MONTHLY], {"price": 1})
    assert (PRICE.value, MONTHLY.value) == (100, 25)


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(KeyError, match="pirce, quantities"):
        evaluate([MONTHLY], {"quantities": 1, "price": 1, "pirce": 1})


def test_a_figure_of_another_model_is_unknown() -> None:
    with pytest.raises(KeyError, match="months"):
        evaluate([PURCHASE], {"months": 6})


def test_no_number_in_one_case_leaves_the_others_alone() -> None:
    share = figure(Key("share"), "ratio", where(PRICE / QUANTITY > 20, PRICE / QUANTITY, 20))
    answer = evaluate([share], {"quantity": [4, 0, 10]})["share"]
    assert answer == pytest.approx([25, math.nan, 20], nan_ok=True)
    items = figure(Key("items"), "1", count([PRICE, QUANTITY]) + 0 * PRICE)
    assert evaluate([items], {"price": [1, math.nan]})["items"] == pytest.approx(
        [2, math.nan], nan_ok=True
    )


def test_a_choice_that_takes_what_is_missing_has_no_number_for_whoever_reads_it() -> None:
    """It has one in the model, and no division tells numpy of the want."""
    known = figure(Key("known"), "1", where(QUANTITY > 2, QUANTITY, Missing("none")))
    is_many = figure(Key("is_many"), "1", where(known > 3, 1, 0))
    assert evaluate([is_many], {"quantity": [4, 3, 2]})["is_many"] == pytest.approx(
        [1, 0, math.nan], nan_ok=True
    )


def test_a_choice_that_does_not_take_what_is_moved_may_be_compared() -> None:
    taken = figure(Key("taken"), "1", where(MONTHS > 2, MONTHS, PRICE))
    is_long = figure(Key("is_long"), "1", where(taken > 10, 1, 0))
    assert evaluate([is_long], {"price": [1, 2]})["is_long"] == pytest.approx(1)


def test_what_reads_a_moved_number_and_comes_out_the_same_may_be_divided_by() -> None:
    """No item has the name: the sum is a plain nothing, whatever the price."""
    part = sum_if([QUANTITY], 1, [PRICE])
    share = figure(Key("share"), "ratio", 12 / part)
    assert evaluate([share], {"price": [1, 2]})["share"] == pytest.approx(math.nan, nan_ok=True)


def test_only_the_changed_part_is_computed_again() -> None:
    computed: list[str] = []

    def watched(name: str) -> Function:
        def many(_numpy: object, left: float, right: float) -> float:
            computed.append(name)
            return left + right

        return Function(name, ADD.value, many, ADD.excel, ADD.words, ADD.script)

    above = Call(watched("above"), PRICE, QUANTITY)
    beside = Call(watched("beside"), QUANTITY, MONTHS)
    total = figure(Key("total"), "money", Call(watched("total"), above, beside))
    assert evaluate([total], {"price": 200}) == {"total": 218}  # 200 + 3 + 3 + 12
    assert computed == ["above", "total"]


def test_a_running_sum_goes_on_from_the_one_before_it_and_from_no_other() -> None:
    flow = [given(f"flow_{number}", number) for number in range(1, 5)]
    other = [flow[0], given("elsewhere", 50), *flow[2:]]
    sums = [
        figure(Key(name, str(length)), "money", running_sum(line[:length]))
        for length in range(1, 5)
        for name, line in (("own", flow), ("other", other))
    ]
    highest = figure(Key("highest"), "money", running_greatest(flow[:3]))
    answer = evaluate([*sums, highest], {"flow_1": [1, 10], "flow_3": [3, 30]})
    assert [numbers.tolist() for numbers in answer.values()] == [
        *([1, 10], [1, 10]),
        *([3, 12], [51, 60]),
        *([6, 42], [54, 90]),
        *([10, 46], [58, 94]),
        [3, 30],
    ]


def test_parts_come_in_the_order_of_reading() -> None:
    assert list(figures_below([MONTHLY])) == ["price", "quantity", "purchase", "months", "monthly"]
    assert len(in_order([MONTHLY, MONTHLY, PURCHASE])) == 7  # 5 figures, × and ÷


def model_of(size: int) -> tuple[list[Figure], Figure]:
    """A tree of `size` computed figures over 30 inputs, as wide and as deep as a proposal's."""
    inputs = [given(f"input.{n}", 100 + n) for n in range(30)]
    figures = list(inputs)
    for n in range(size):
        last, other, amount = figures[-1], figures[7 * n % len(figures)], inputs[n % 30]
        formula_of_kind: list[Expression] = [
            rounded(last * amount / (other + 1) * 1.05, 2),
            where(last > other, last - other, other / 20) + amount,
            sum_of([last, other, amount]) * (1 + 1 / amount) ** 2,
            maximum(last, other) / (amount + other + 1),
        ]
        figures.append(figure(Key("computed", n), "money", formula_of_kind[n % 4]))
    return inputs, figures[-1]


def test_a_hundred_thousand_samples_of_a_proposal_take_a_moment() -> None:
    """About 0.5 s on one core; three seconds of processor time are the bound."""
    inputs, result = model_of(300)
    chance = numpy.random.default_rng(1)
    samples: dict[str, Any] = {figure.key: chance.uniform(50, 200, 100_000) for figure in inputs}
    started = time.process_time()
    answer = evaluate([result], samples)[result.key]
    assert time.process_time() - started < 3
    assert answer.shape == (100_000,)
    assert numpy.isfinite(answer).all()


def test_what_no_later_step_needs_is_forgotten() -> None:
    """All 2,100 steps of 10,000 samples would hold 110 MB; about 10 MB are in use at one time."""
    inputs, result = model_of(300)
    samples: dict[str, Any] = {figure.key: numpy.linspace(50, 200, 10_000) for figure in inputs}
    tracemalloc.start()
    try:
        evaluate([result], samples)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 30e6


@pytest.fixture(scope="module")
def chain() -> list[Figure]:
    """5,000 figures, each computed from the one before: five times as deep as Python's own stack."""
    figures = [given("month.0", 1)]
    for n in range(1, 5_001):
        figures.append(figure(Key("month", n), "money", figures[-1] + 1))
    return figures


class TestDeepModels:
    def test_are_computed(self, chain: list[Figure]) -> None:
        assert chain[-1].value == 5_001
        assert evaluate([chain[-1]], {"month.0": 0}) == {"month.5000": 5_000}

    def test_are_listed(self, chain: list[Figure]) -> None:
        assert list(figures_below([chain[-1]])) == [figure.key for figure in chain]

    def test_are_told_in_words(self, chain: list[Figure]) -> None:
        assert formula_in_words(chain[-1]) == "month.4999 + 1"
        assert sum(1 for _ in steps(chain[-1])) == 5_001

    def test_are_written_cell_by_cell(self, chain: list[Figure]) -> None:
        sheet = Sheet([chain[-1]])
        assert formula(chain[-1], sheet) == "=B5000+1"

    def test_give_the_reason_from_the_bottom(self) -> None:
        last = figure(Key("none", "0"), "money", Missing("never"))
        for n in range(1, 5_001):
            last = figure(Key("none", n), "money", last + 1)
        assert last.reason == "never"
