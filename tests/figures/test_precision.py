"""What two computations of a figure may leave between them follows from the size of what is added and subtracted."""

import itertools
import math
import operator
from functools import reduce

import pytest

from generator.audit.values import agree
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import product_sum, sum_of, where
from generator.figures.key import Key
from generator.figures.precision import EPSILON, uncertainties
from tests.figures.sheet import given


def rest(definition: Expression) -> float:
    return uncertainties([figure(Key("asked"), "money", definition)])["asked"]


LARGE, SMALL = given("large", 1e12), given("small", 10.0)


def test_a_stated_number_is_what_it_is() -> None:
    assert uncertainties([LARGE]) == {"large": 0}


def test_what_remains_of_large_amounts_inherits_their_error() -> None:
    """1e12 + 10 − 1e12 may be off by some ten-thousandths, however little it is."""
    left = rest((LARGE + SMALL) - LARGE)
    assert 1e12 * EPSILON < left < 0.1


def test_small_amounts_leave_nothing_that_shows() -> None:
    assert rest(SMALL * 3 + SMALL) < 1e-12


def test_a_quotient_by_such_a_rest_inherits_it_too() -> None:
    difference = figure(Key("difference"), "money", (LARGE + SMALL) - LARGE)
    assert rest(LARGE / difference) == pytest.approx(rest(difference * 1) * 1e10, rel=0.1)


def test_a_choice_takes_the_branch_that_is_taken() -> None:
    uncertain = (LARGE + SMALL) - LARGE
    assert rest(where(SMALL > 0, SMALL * 1, uncertain)) < 1e-12
    assert rest(where(SMALL > 0, uncertain, Constant(0))) > 1e-4


def test_every_order_of_adding_lies_within_it() -> None:
    numbers = [1e12, 0.1, -1e12, 0.7, 3e11, -3e11]
    inputs: list[Figure] = [given(f"n{n}", number) for n, number in enumerate(numbers)]
    left = rest(sum_of(inputs))
    # Python's own sum makes good for what adding loses, from version 3.12 on.
    sums = {reduce(operator.add, order) for order in itertools.permutations(numbers)}
    assert max(sums) - min(sums) <= left
    assert not agree(max(sums), min(sums))
    assert agree(max(sums), min(sums), left)
    ones = [given(f"one{n}", 1.0) for n in range(len(numbers))]
    assert rest(product_sum(inputs, ones)) >= max(sums) - min(sums)
    assert math.isfinite(left)
