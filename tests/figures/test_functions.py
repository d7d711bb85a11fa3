"""What each function of a formula gives, and what happens to a number that does not exist."""

import math
from collections.abc import Callable

import pytest

from generator.figures.evaluation import evaluate, figures_below
from generator.figures.expression import (
    Condition,
    Constant,
    Expression,
    FigureTruthError,
    Missing,
    Ordinal,
)
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    absolute,
    both,
    count,
    either,
    if_error,
    internal_rate,
    log10,
    maximum,
    minimum,
    net_present_value,
    or_else,
    pick,
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
from tests.figures.sheet import given

TWO, THREE, FIVE = given("two", 2), given("three", 3), given("five", 5)
LOSS = given("loss", -4)
NOTHING = figure(Key("nothing"), "month", Missing("never"))
ROW = [TWO, THREE, LOSS]

WORKED = [
    (TWO + THREE, 5),
    (10 + TWO, 12),
    (TWO - THREE, -1),
    (10 - TWO, 8),
    (TWO * THREE, 6),
    (10 * TWO, 20),
    (THREE / TWO, 1.5),
    (10 / TWO, 5),
    (TWO**THREE, 8),
    (10**TWO, 100),
    (-TWO, -2),
    (minimum(THREE, TWO, 7), 2),
    (maximum(THREE, TWO, 7), 7),
    (absolute(LOSS), 4),
    (log10(TWO * 500), 3),
    (rounded(FIVE / 8, 2), 0.63),  # 0.625: the half goes away from zero
    (rounded(LOSS / 32, 2), -0.13),  # -0.125
    (rounded_down(FIVE / 3), 1),
    (rounded_down(LOSS / 3, 1), -1.3),
    (rounded_up(FIVE / 3), 2),
    (rounded_up(LOSS / 3, 1), -1.4),
    (sum_of(ROW), 1),  # 2 + 3 - 4
    (sum_of([]), 0),
    (running_sum(ROW[:2]), 5),
    (positive_sum(ROW), 5),
    (sum_if([TWO, THREE, TWO], TWO, ROW), -2),  # 2 - 4
    (sum_if(ROW, FIVE, ROW), 0),
    (count(ROW), 3),
    (product_sum(ROW, [FIVE, THREE, TWO]), 11),  # 2·5 + 3·3 - 4·2
    (pick(ROW, 2), 3),
    (pick(ROW, THREE + 0.9), -4),  # a spreadsheet cuts the position to a whole number
    (rank(TWO, ROW), 2),
    (rank(LOSS, ROW), 1),
    (net_present_value(0.25, [FIVE, FIVE]), 7.2),  # 5/1.25 + 5/1.25² = 4 + 3.2
    (internal_rate([LOSS, TWO, THREE], 0.1), 0.15138781886599728),  # (1 + √13)/4 - 1
    (where(TWO < THREE, 7, 9), 7),
    (where(TWO >= THREE, 7, 9), 9),
    (where(TWO != THREE, 7, 9), 7),
    (where(both(TWO < THREE, THREE == FIVE), 7, 9), 9),
    (where(either(TWO < THREE, THREE == FIVE), 7, 9), 7),
]


@pytest.mark.parametrize(("expression", "value"), WORKED)
def test_value(expression: Expression, value: float) -> None:
    assert expression.value == pytest.approx(value, rel=1e-15)


def test_an_ordinal_counts_the_columns_of_a_time_axis() -> None:
    year = figure(Key("year"), "year", Ordinal(3))
    month_of_service = figure(Key("month"), "month", Ordinal(0, start=0))
    growth = figure(Key("growth"), "ratio", TWO ** (year - 1))
    assert (year.value, month_of_service.value, growth.value) == (3, 0, 4)


class TestNoNumber:
    """NaN spreads, and says why; only where, or_else and if_error look past it."""

    @pytest.mark.parametrize(
        "expression",
        [
            NOTHING + 1,
            NOTHING * 0,
            NOTHING**0,
            1**NOTHING,
            -NOTHING,
            minimum(1, NOTHING),
            rounded(NOTHING, 2),
            sum_of([TWO, NOTHING]),
            count([TWO, NOTHING]),
            pick([TWO, NOTHING], 1),
            rank(TWO, [TWO, NOTHING]),
            internal_rate([LOSS, FIVE], NOTHING),
            where(NOTHING > 1, 7, 9),
            where(both(NOTHING > 1, TWO > 5), 7, 9),
            where(either(TWO > 1, NOTHING > 1), 7, 9),
            where(TWO > 1, NOTHING, 9),
        ],
    )
    def test_spreads_in_both_readings(self, expression: Expression) -> None:
        answer = figure(Key("answer"), "money", expression + 0 * TWO)
        assert math.isnan(answer.value)
        assert answer.reason == "never"
        assert math.isnan(evaluate([answer], {"nothing": [math.nan]})["answer"][0])

    @pytest.mark.parametrize(
        "expression",
        [
            TWO / (THREE - 3),
            (THREE - 3) ** LOSS,
            LOSS**0.5,
            (FIVE * 1e300) ** 2,
            FIVE * 1e300 * 1e300,
            log10(THREE - 3),
            log10(LOSS),
            pick(ROW, 4),
            pick(ROW, 0),
            net_present_value(-1, ROW),
            internal_rate([TWO, THREE], 0.1),
            product_sum(ROW, ROW[:2]),
        ],
    )
    def test_is_what_a_spreadsheet_shows_as_an_error(self, expression: Expression) -> None:
        assert math.isnan(expression.value)
        assert expression.reason == "undefined"

    def test_is_looked_past_by_a_choice(self) -> None:
        undefined = TWO / (THREE - 3)
        assert or_else(NOTHING, 7).value == 7
        assert or_else(TWO, 7).value == 2
        assert if_error(undefined, 7).value == 7
        assert if_error(TWO, undefined).value == 2
        assert where(TWO > 1, 7, NOTHING).value == 7

    def test_has_the_reason_of_the_branch_that_was_taken(self) -> None:
        unpaid = where(LOSS > 0, TWO / LOSS, Missing("not_paid_back"))
        assert unpaid.reason == "not_paid_back"
        assert or_else(NOTHING, unpaid).reason == "not_paid_back"
        assert TWO.reason is None

    def test_names_the_first_of_several_reasons(self) -> None:
        assert (Missing("first") + Missing("second")).reason == "first"


class TestFiguresAreNoPythonNumbers:
    """Python would decide once, for today's value; a spreadsheet could not follow."""

    @pytest.mark.parametrize(
        "misuse",
        [
            lambda: bool(TWO),
            lambda: 1 if TWO > THREE else 0,
            lambda: TWO < THREE < FIVE,
            lambda: TWO > 0 and THREE > 0,
            lambda: THREE in [TWO, FIVE],
            lambda: max(TWO, THREE),
            lambda: float(TWO),
            lambda: math.sqrt(TWO),
            lambda: (TWO > 1) * 5,
            lambda: -(TWO > 1),
            lambda: (TWO > 1) < 5,
            lambda: sum_of([TWO]) + (TWO > 1),
            lambda: minimum(TWO > 1, 5),
            lambda: where(TWO, 1, 0),  # type: ignore[arg-type]
            lambda: both(TWO > 1, THREE),  # type: ignore[arg-type]
        ],
    )
    def test_and_say_so(self, misuse: Callable[[], object]) -> None:
        with pytest.raises(FigureTruthError):
            misuse()

    @pytest.mark.parametrize("operand", [True, "3", None, [3], 3 + 0j])
    def test_what_is_no_number_is_refused(self, operand: object) -> None:
        with pytest.raises(TypeError, match="cannot stand in a formula"):
            TWO + operand  # type: ignore[operator]

    @pytest.mark.parametrize("operand", [math.nan, math.inf])
    def test_what_no_spreadsheet_can_hold_is_refused(self, operand: float) -> None:
        with pytest.raises(ValueError, match="cannot stand in a formula"):
            TWO * operand

    def test_a_comparison_is_a_condition(self) -> None:
        assert isinstance(TWO == THREE, Condition)
        assert isinstance(both(TWO < 3, TWO > 1), Condition)

    def test_a_figure_is_found_in_a_dictionary_by_identity(self) -> None:
        twin = given("two", 2)
        assert {TWO: "mine"}.get(twin, "another") == "another"


def test_two_figures_of_one_key_clash() -> None:
    other_two = given("two", 22)
    total = figure(Key("total"), "money", TWO + other_two)
    with pytest.raises(ValueError, match="two figures are called two"):
        figures_below([total])


def test_a_figure_that_is_used_twice_does_not_clash_with_itself() -> None:
    total = figure(Key("total"), "money", TWO + TWO * THREE)
    assert list(figures_below([total])) == ["two", "three", "total"]


def test_a_figure_shows_what_it_is() -> None:
    named = figure(Key("capex", "total"), "money", Constant(5), subject="GPU 工作站")
    assert repr(named) == "<capex.total = 5.0 money>"
    assert (named.subject, named.is_input, TWO.is_input) == ("GPU 工作站", False, True)
    assert isinstance(named, Figure)


def test_nothing_over_nothing_that_no_case_moves_has_no_value() -> None:
    none, place = (given(name, value) for name, value in (("none", 0), ("place", 1)))
    second = pick([none, none], place)
    over = figure(Key("over"), "ratio", second / second)
    assert math.isnan(float(evaluate([over], {"place": 2})["over"]))
