"""How many rates of return a flow has, against the roots of its polynomial and the rates that others find."""

import random
from collections.abc import Sequence

import numpy
import numpy_financial
import pytest
import pyxirr

from generator.engines.rate_scan import scan
from generator.figures.figure import figure
from generator.figures.key import Key
from tests.figures import sheet
from tests.figures.test_rates import in_a_sheet, values_of


def rates_counted(flow: Sequence[float]) -> float:
    cells = [figure(Key("flow", str(month)), "money", amount) for month, amount in enumerate(flow)]
    return scan(cells).turns.value


def by_year(outlay: float, *monthly: float) -> list[float]:
    return [outlay, *(amount for amount in monthly for _ in range(12))]


def roots_between(low: float, high: float, flow: Sequence[float]) -> list[float]:
    """The yearly rates at which the flow is worth nothing, from the roots of its polynomial."""
    growths = [root.real for root in numpy.roots(flow) if abs(root.imag) < 1e-9 and root.real > 0]
    return [rate for rate in (growth**12 - 1 for growth in growths) if low < rate < high]


def test_a_relapse_may_leave_no_rate_at_all() -> None:
    # 92,000 stand at their highest, −124,000 in the end, and the present value is negative at every rate
    assert rates_counted(by_year(-100_000, 9_000, 6_000, 1_000, -6_000, -12_000)) == 0


def test_a_flow_that_turns_three_times_may_have_one_rate() -> None:
    flow = by_year(-90_000, *[5_000] * 5)
    flow[24] -= 80_000
    assert rates_counted(flow) == 1


@pytest.mark.parametrize(("first", "second"), [(1.1, 1.2), (0.8, 3), (1.05, 1.1)])
def test_two_rates_are_two(first: float, second: float) -> None:
    """−(g − a)(g − b), one step a year, is worth nothing at growth a and at growth b."""
    yearly = [-1_000, 1_000 * (first + second), -1_000 * first * second]
    flow = [0.0] * 25
    flow[0], flow[12], flow[24] = yearly
    assert rates_counted(flow) == 2


def test_an_outlay_in_the_last_month_leaves_the_rate_that_is_meant() -> None:
    """That of −98 % a month, which the last payment makes, is none to speak of."""
    assert rates_counted([*by_year(-100_000, 9_000, 9_000), -100]) == 1


def test_any_flow_has_as_many_as_its_polynomial() -> None:
    chance = random.Random(39)
    for _ in range(60):
        flow = by_year(-chance.uniform(2e4, 9e4), *[chance.uniform(-1e3, 6e3) for _ in range(3)])
        flow[chance.randrange(12, 36)] -= chance.choice([0, 2e4, 6e4])
        roots = roots_between(-0.94, 1e9, flow)
        # two that are closer than a few per cent of growth may be missed, which nobody would tell apart
        if all(abs(a - b) > 0.3 * (1 + a) for a in roots for b in roots if a is not b):
            assert rates_counted(flow) == len(roots), flow


@pytest.mark.parametrize("engine", [sheet.formualizer_numbers, sheet.ironcalc_numbers])
def test_spreadsheets_find_the_rate_of_a_flow_with_a_replacement(engine: sheet.Engine) -> None:
    flow = by_year(-90_000, *[5_000] * 5)
    flow[24] -= 80_000
    rates = in_a_sheet([flow])
    (monthly,) = (rate.value for rate in rates)
    assert 12 * monthly == pytest.approx(0.4177985148718421)
    assert monthly == pytest.approx(pyxirr.irr(flow), rel=1e-9)
    assert monthly == pytest.approx(numpy_financial.irr(flow), rel=1e-9)
    assert sheet.recalculated(rates, engine) == values_of(rates)
