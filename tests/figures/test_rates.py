"""NPV and IRR against numpy_financial and pyxirr, and against the spreadsheet engines' iterations.

A spreadsheet's IRR starts from a guess and may miss; bisection cannot. With the guess
(inflows / outlay)^(2 / count) - 1 both engines arrive at the same rate.
"""

import math
import random
from collections.abc import Callable, Sequence

import numpy
import pytest

from generator.figures.evaluation import evaluate
from generator.figures.figure import Figure, figure
from generator.figures.functions import count, internal_rate, positive_sum
from generator.figures.key import Key
from generator.figures.rates import internal_rate as rate_of
from generator.figures.rates import net_present_value
from tests.figures import sheet

Flows = list[float]

FLOWS_PER_CLASS = 100
PERIODS = [1, 2, 3, 5, 12, 24, 36, 60]
# Receipts as a multiple of the outlay.
RETURNS = {
    "ordinary": (1.2, 15),
    "low return": (1.0005, 1.1),
    "negative return": (0.7, 0.999),
    "heavy loss": (0.1, 0.7),
    "nearly all lost": (0.0001, 0.1),
}


def flows_returning(low: float, high: float, seed: int) -> list[Flows]:
    """An outlay, then receipts: level, growing, uneven or starting late."""
    chance = random.Random(seed)
    return [one_flow(chance, chance.uniform(low, high)) for _ in range(FLOWS_PER_CLASS)]


def one_flow(chance: random.Random, multiple: float) -> Flows:
    periods = chance.choice(PERIODS)
    shape: Callable[[int], float] = chance.choice(
        [
            lambda _period: 1,
            lambda period: 1.03**period,
            lambda _period: chance.uniform(0.2, 1.2),
            lambda period: min(1, (period + 1) / 6),
        ]
    )
    weights = [shape(period) for period in range(periods)]
    outlay = round(chance.uniform(1e4, 1e6), 2)
    unit = outlay * multiple / sum(weights)
    return [-outlay, *(round(weight * unit, 2) for weight in weights)]


CLASSES = [pytest.param(*bounds, id=name) for name, bounds in RETURNS.items()]


class TestInternalRate:
    def test_of_one_receipt(self) -> None:
        assert rate_of([-100, 110], 0) == pytest.approx(0.1, rel=1e-14)
        assert rate_of([-100, 25], 0) == pytest.approx(-0.75, rel=1e-14)

    def test_of_the_published_example(self) -> None:
        """Microsoft's page of IRR: a business that costs 70,000."""
        costs = [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]
        assert rate_of(costs, 0) == pytest.approx(0.0866, abs=5e-5)
        assert rate_of(costs[:5], 0) == pytest.approx(-0.0212, abs=5e-5)
        assert rate_of(costs[:3], 0) == pytest.approx(-0.4435, abs=5e-5)

    @pytest.mark.parametrize(
        "flows", [[-1, -2], [1, 2], [0, 0], [-5, 0], [0, 3], [-100, -50, 20, -1]]
    )
    def test_exists_only_where_the_flows_break_even_at_some_rate(self, flows: Flows) -> None:
        assert math.isnan(rate_of(flows, 0))

    def test_of_a_flow_that_ends_with_an_outlay_is_the_one_above_zero(self) -> None:
        """-100 g² + 210 g - 108 = -100 (g - 1.2)(g - 0.9): nothing at 20 % and at -10 %."""
        assert rate_of([-100, 210, -108], 0) == pytest.approx(0.2, rel=1e-12)

    def test_counts_for_nothing_where_only_losses_would_balance(self) -> None:
        """-100 g² + 110 g - 30 = -100 (g - 0.6)(g - 0.5): at -40 % and at -50 %."""
        assert math.isnan(rate_of([-100, 110, -30], 0))

    def test_of_two_losses_is_the_one_below_a_quarter(self) -> None:
        """-100 g² + 140 g - 45 = -100 (g - 0.9)(g - 0.5): at -10 % and at -50 %."""
        assert rate_of([-100, 140, -45], 0) == pytest.approx(-0.1, rel=1e-12)

    @pytest.mark.parametrize(("low", "high"), CLASSES)
    def test_is_what_numpy_financial_and_pyxirr_find(self, low: float, high: float) -> None:
        numpy_financial = pytest.importorskip("numpy_financial")
        pyxirr = pytest.importorskip("pyxirr")
        for flows in flows_returning(low, high, seed=1):
            rate = rate_of(flows, 0)
            assert numpy_financial.irr(flows) == pytest.approx(rate, rel=1e-9), flows
            assert pyxirr.irr(flows) == pytest.approx(rate, rel=1e-9), flows

    @pytest.mark.parametrize("engine", [sheet.formualizer_numbers, sheet.ironcalc_numbers])
    @pytest.mark.parametrize(("low", "high"), CLASSES)
    def test_is_what_spreadsheets_find(self, low: float, high: float, engine: sheet.Engine) -> None:
        rates = in_a_sheet(flows_returning(low, high, seed=2))
        assert sheet.recalculated(rates, engine) == values_of(rates)

    @pytest.mark.parametrize("engine", [sheet.formualizer_numbers, sheet.ironcalc_numbers])
    def test_is_what_spreadsheets_find_where_a_last_outlay_follows(
        self, engine: sheet.Engine
    ) -> None:
        flows = [[*flows, -flows[-1] / 2] for flows in flows_returning(1.2, 15, seed=3)]
        rates = in_a_sheet([flow for flow in flows if sum(flow) > 0])
        assert len(rates) > FLOWS_PER_CLASS / 2
        assert sheet.recalculated(rates, engine) == values_of(rates)

    @pytest.mark.parametrize(("low", "high"), CLASSES)
    def test_is_the_same_over_arrays(self, low: float, high: float) -> None:
        receipts = numpy.array([1.0, 2.0, -1.0, 0.0])
        for number, flows in enumerate(flows_returning(low, high, seed=4)):
            cases = [[flows[0], *(times * flow for flow in flows[1:])] for times in receipts]
            keys = [f"{number}.{period}" for period in range(len(flows))]
            overrides = dict(zip(keys, zip(*cases, strict=True), strict=True))
            rate = rate_figure(number, flows)
            singles = [rate_figure(number, case).value for case in cases]
            assert evaluate([rate], overrides)[rate.key] == pytest.approx(
                singles, rel=1e-12, abs=1e-15, nan_ok=True
            )
            assert numpy.isnan(singles).tolist() == [False, False, True, True]


def in_a_sheet(many_flows: list[Flows]) -> list[Figure]:
    """The internal rate of each flow, from the guess that the return engine gives."""
    return [rate_figure(number, flows) for number, flows in enumerate(many_flows)]


def rate_figure(number: int, flows: Flows) -> Figure:
    inputs = [sheet.given(f"{number}.{period}", flow) for period, flow in enumerate(flows)]
    guess = (positive_sum(inputs) / -inputs[0]) ** (2 / count(inputs)) - 1
    return figure(Key("rate", number), "ratio", internal_rate(inputs, guess))


def values_of(rates: Sequence[Figure]) -> object:
    return pytest.approx([rate.value for rate in rates], rel=1e-9, abs=0)


class TestNetPresentValue:
    def test_of_level_flows(self) -> None:
        """1 + … + 1 over 36 months at 8 %/12 is the annuity factor (1 - (1 + r)^-36)/r."""
        rate = 0.08 / 12
        annuity = (1 - (1 + rate) ** -36) / rate
        assert net_present_value(rate, [22_980.0] * 36) == pytest.approx(
            22_980 * annuity, rel=1e-13
        )
        assert round(net_present_value(rate, [22_980.0] * 36) - 60_500, 2) == 672_833.29

    @pytest.mark.parametrize("rate", [-0.5, -0.01, 0, 0.0066, 0.08, 3.0])
    def test_is_what_numpy_financial_and_pyxirr_find(self, rate: float) -> None:
        numpy_financial = pytest.importorskip("numpy_financial")
        pyxirr = pytest.importorskip("pyxirr")
        for flows in flows_returning(0.5, 5, seed=5):
            worth = net_present_value(rate, flows)
            size = sum(abs(flow) / (1 + rate) ** n for n, flow in enumerate(flows, start=1))
            oracles = [
                numpy_financial.npv(rate, [0, *flows]),
                pyxirr.npv(rate, flows, start_from_zero=False),
            ]
            assert oracles == pytest.approx([worth] * 2, rel=0, abs=1e-13 * size)

    def test_is_the_same_over_arrays(self) -> None:
        rates = numpy.array([0.0, 0.08, -0.2])
        many = net_present_value(rates, [-100, 60, 70.0])
        assert many == pytest.approx([net_present_value(rate, [-100, 60, 70]) for rate in rates])
