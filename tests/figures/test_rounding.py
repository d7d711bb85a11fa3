"""ROUND at its boundaries: Excel's documented results, three engines' and the array reading's.

All of them look at 15 significant digits first. Where they part is beyond a budget's reach: see
`test_engines_part_only_beyond_fifteen_digits`.
"""

import math
from collections.abc import Callable

import numpy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.figures.rounding import (
    exactly,
    round_away_from_zero,
    round_half_away,
    round_half_away_many,
    round_toward_zero,
)
from tests.figures import sheet

# From Microsoft's reference pages of ROUND, ROUNDDOWN and ROUNDUP.
PUBLISHED_ROUND = [
    (2.15, 1, 2.2),
    (2.149, 1, 2.1),
    (-1.475, 2, -1.48),
    (21.5, -1, 20),
    (626.3, -3, 1000),
    (1.98, -1, 0),
    (-50.55, -2, -100),
]
PUBLISHED_ROUND_DOWN = [
    (3.2, 0, 3),
    (76.9, 0, 76),
    (3.14159, 3, 3.141),
    (-3.14159, 1, -3.1),
    (31415.92654, -2, 31400),
]
PUBLISHED_ROUND_UP = [
    (3.2, 0, 4),
    (76.9, 0, 77),
    (3.14159, 3, 3.142),
    (-3.14159, 1, -3.2),
    (31415.92654, -2, 31500),
]
# Doubles that lie just below the half that was typed: Python's round() goes the other way.
HALVES_SEEN = [
    (1.005, 2, 1.01),
    (2.675, 2, 2.68),
    (-1.005, 2, -1.01),
    (0.285, 2, 0.29),
    (1234567.885, 2, 1234567.89),
    (1.1 * 1.15, 3, 1.265),  # 1.2649999999999999
    (35.855 * 3, 2, 107.57),  # 107.565 comes out as 107.56499999999998
    (0.1 + 0.2, 1, 0.3),
    ((0.1 + 0.7) * 10, 0, 8),  # 7.999999999999999
    (sum([0.1] * 10) / 2, 0, 0),  # 0.49999999999999994 is seen as 0.5 … see below
]
