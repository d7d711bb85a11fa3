"""ROUND at its boundaries: Excel's published results, three engines' answers and the array reading's.

All of them see 15 significant digits. Excel itself is not at hand: its published results stand for it.
"""

import math
from collections.abc import Callable, Sequence

import numpy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.figures.evaluation import evaluate
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import rounded, rounded_down, rounded_up
from generator.figures.key import Key
from generator.figures.rounding import (
    round_away_from_zero,
    round_half_away,
    round_half_away_many,
    round_toward_zero,
)
from tests.figures import sheet
from tests.scripts import script_of

Example = tuple[float, int, float]
Rounding = Callable[[Operand, Operand], Expression]

FUNCTIONS: dict[str, Rounding] = {
    "ROUND": rounded,
    "ROUNDDOWN": rounded_down,
    "ROUNDUP": rounded_up,
}
# Number, digits, result: from Microsoft's reference page of each function.
PUBLISHED: dict[str, list[Example]] = {
    "ROUND": [
        (2.15, 1, 2.2),
        (2.149, 1, 2.1),
        (-1.475, 2, -1.48),
        (21.5, -1, 20),
        (626.3, -3, 1000),
        (1.98, -1, 0),
        (-50.55, -2, -100),
    ],
    "ROUNDDOWN": [
        (3.2, 0, 3),
        (76.9, 0, 76),
        (3.14159, 3, 3.141),
        (-3.14159, 1, -3.1),
        (31415.92654, -2, 31400),
    ],
    "ROUNDUP": [
        (3.2, 0, 4),
        (76.9, 0, 77),
        (3.14159, 3, 3.142),
        (-3.14159, 1, -3.2),
        (31415.92654, -2, 31500),
    ],
}
# What a person sees is not what the double holds; Python's round() gives another answer to most.
SEEN: dict[str, list[Example]] = {
    "ROUND": [
        (1.005, 2, 1.01),
        (-1.005, 2, -1.01),
        (2.675, 2, 2.68),
        (0.285, 2, 0.29),
        (1234567.885, 2, 1234567.89),
        (0.145 * 3, 2, 0.44),  # 0.43499999999999994
        (16.055 * 7, 2, 112.39),  # 112.38499999999999
        (0.1 + 0.2, 1, 0.3),
        (0.1 + 0.2 - 0.3, 2, 0),  # 5.6e-17
        (1250, -2, 1300),
        (-1249.99, -2, -1200),
        (4_503_599_627_370.495, 2, 4_503_599_627_370.5),
        (999_999_999_999_999, 0, 999_999_999_999_999),
        (1e15 + 0.5, 0, 1e15),
        (1e300, 2, 1e300),
    ],
    "ROUNDDOWN": [
        (1.15 * 100, 0, 115),  # 114.99999999999999
        ((0.1 + 0.7) * 10, 0, 8),  # 7.999999999999999
        (114.9999, 0, 114),
    ],
    "ROUNDUP": [
        (1.1 * 1.1, 2, 1.21),  # 1.2100000000000002
        (0.1 * 3 * 10, 0, 3),  # 3.0000000000000004
        (3.0001, 0, 4),
    ],
}
EXAMPLES = [
    pytest.param(name, *worked, id=f"{name}({worked[0]!r},{worked[1]})")
    for table in (PUBLISHED, SEEN)
    for name, examples in table.items()
    for worked in examples
]


@pytest.mark.parametrize(("name", "number", "digits", "result"), EXAMPLES)
def test_value(name: str, number: float, digits: int, result: float) -> None:
    assert FUNCTIONS[name](number, digits).value == result


def worked_examples() -> list[Figure]:
    return [
        figure(
            Key(name, n), "money", FUNCTIONS[name](sheet.given(f"{name}.{n}.of", number), digits)
        )
        for table in (PUBLISHED, SEEN)
        for name, examples in table.items()
        for n, (number, digits, _) in enumerate(examples, start=100 * (table is SEEN))
    ]


@pytest.mark.parametrize("engine", [sheet.formualizer_numbers, sheet.ironcalc_numbers])
def test_engines_round_alike(engine: sheet.Engine) -> None:
    targets = worked_examples()
    assert sheet.recalculated(targets, engine) == pytest.approx(
        [target.value for target in targets], rel=1e-14, abs=0
    )


def less_than_half() -> Figure:
    """A number that is nearly 0.5, rounded to a whole one."""
    almost_half = sheet.given("sum", 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1)
    return figure(Key("whole"), "money", rounded(almost_half / 2, 0))  # 0.49999999999999994


def test_what_is_less_than_half_by_its_last_digit_is_a_half() -> None:
    """As the audit's engine and Excel see it; LibreOffice sees more digits."""
    whole = less_than_half()
    assert whole.value == 1
    assert sheet.recalculated([whole], sheet.formualizer_numbers) == [1]
    assert sheet.recalculated([whole], sheet.ironcalc_numbers) == [1]


def halves(number: int, digits: int, steps: int) -> float:
    """A half at `digits` decimals, some doubles away from it."""
    half = (number + 0.5) * 10.0**-digits
    for _ in range(abs(steps)):
        half = math.nextafter(half, math.copysign(math.inf, steps))
    return half


PLACES = st.integers(-8, 12)
NUMBERS = st.one_of(
    st.builds(halves, st.integers(-(10**9), 10**9), st.integers(-3, 6), st.integers(-9, 9)),
    st.integers(-(10**15), 10**15).map(lambda thousandths: thousandths / 1000),
    st.floats(-1e20, 1e20),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(NUMBERS, PLACES), min_size=50, max_size=50))
@example([(423_750_000.0, -5), (60_650_000.00000195, -5), (1e18, 12), (0.0, 2), (-0.0, 2)])
def test_arrays_round_bit_for_bit_alike(rows: list[tuple[float, int]]) -> None:
    numbers, digits = zip(*rows, strict=True)
    many = round_half_away_many(numpy, numpy.array(numbers), numpy.array(digits, float))
    assert bits(many) == bits([round_half_away(*row) for row in rows])


def bits(numbers: Sequence[float]) -> list[str]:
    return [float(number).hex() for number in numbers]


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_the_array_reading_rounds_alike(function: Rounding) -> None:
    numbers = [1.005, -2.675, 1250.0, 114.99999999999999, math.nan, 1e15]
    amount = sheet.given("amount", 1)
    answer = figure(Key("answer"), "money", function(amount, 2))
    singles = [function(sheet.given("amount", number), 2).value for number in numbers]
    many = evaluate([answer], {"amount": numbers})["answer"]
    assert bits(many) == bits(singles)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.tuples(NUMBERS, st.integers(-3, 6)), min_size=50, max_size=50))
def test_the_audit_engine_rounds_alike(rows: list[tuple[float, int]]) -> None:
    """Up to ten trillion. Beyond, a tie of the sixteenth digit (20498900302093.25) goes either way."""
    targets = [
        figure(Key(name, n), "money", function(sheet.given(f"{name}.{n}.of", number), digits))
        for n, (number, digits) in enumerate(rows)
        if abs(number) < 1e13
        for name, function in FUNCTIONS.items()
    ]
    recalculated = sheet.recalculated(targets, sheet.formualizer_numbers)
    assert recalculated == [target.value for target in targets]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.tuples(NUMBERS, st.integers(-3, 6)), min_size=50, max_size=50))
def test_javascript_rounds_alike(rows: list[tuple[float, int]]) -> None:
    targets = [
        figure(Key(name, n), "money", function(number, digits))
        for n, (number, digits) in enumerate([*rows, (1_000_000_000_000_005.0, 2), (-2.5, 0)])
        for name, function in FUNCTIONS.items()
    ]
    said = script_of(targets).computed({})
    assert [float(said[target.key]) for target in targets] == [target.value for target in targets]


def test_what_has_no_digits_is_left_alone() -> None:
    for rounding in (round_half_away, round_toward_zero, round_away_from_zero):
        assert rounding(math.inf, 2) == math.inf
        assert math.isnan(rounding(math.nan, 2))
        assert rounding(0.0, 2) == 0
