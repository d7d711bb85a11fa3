"""Scenarios and ranges: the same model once more, checked against the model built from the changed input itself."""

import math
import os

import pytest

from generator.assembly import load
from generator.engines.model import Model, compute
from tests.packets import INPUTS, NAMES, shipped
from tests.proposals import model_of, one_option, value

# All ends of each shipped input, instead of a few.
EVERY = "EVERY_CHANGE" in os.environ
# 1,000 paid once, 10 a month, 50 a month of benefits at full confidence, one year, no discount.
LEAN = """
horizon: {years: 1, discount_rate: 0%}
benefits: [{item: Saving, monthly: 50, confidence: 100%}]
"""
TEXT = one_option("[{item: Box, unit_price: 100}]", "[{item: Care, monthly: 10, growth: 0%}]", LEAN)
SCENARIOS = """
scenarios:
  conservative: {benefits.*.monthly: ×0.6}
  涨价: {options.own.capex.0.unit_price: 200, options.own.opex.*.monthly: x1.5}
"""


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(TEXT + SCENARIOS)


def test_the_arithmetic_of_a_scenario(model: Model) -> None:
    # 12 × (50 − 10) − 100 = 380; with benefits × 0.6: 12 × (30 − 10) − 100 = 140;
    # with a dearer box and care: 12 × (50 − 15) − 200 = 220
    assert value(model, "scenarios.base.return.npv") == pytest.approx(380)
    assert value(model, "scenarios.conservative.return.npv") == pytest.approx(140)
    assert value(model, "scenarios.涨价.return.npv") == pytest.approx(220)
    # 100 / (50 − 10) and 100 / (30 − 10) months
    assert value(model, "scenarios.base.return.payback_months") == pytest.approx(2.5)
    assert value(model, "scenarios.conservative.return.payback_months") == pytest.approx(5)


@pytest.mark.parametrize(
    ("scenario", "assignments"),
    [
        ("base", []),
        ("conservative", ["benefits.0.monthly=30"]),
        ("涨价", ["options.own.capex.0.unit_price=200", "options.own.opex.0.monthly=15"]),
    ],
)
@pytest.mark.parametrize(
    "key",
    ["capex.total", "tco.total", "return.npv", "return.roi", "return.payback_months", "return.irr"],
)
def test_a_scenario_is_the_file_with_its_values(
    model: Model, scenario: str, assignments: list[str], key: str
) -> None:
    again = model_of(TEXT, assignments)
    assert value(model, f"scenarios.{scenario}.{key}") == pytest.approx(
        value(again, key), rel=1e-12
    )


def test_a_file_without_scenarios_has_the_customary_two() -> None:
    model = model_of(TEXT)
    assert [scenario.id for scenario in model.outlook.scenarios] == [
        "base",
        "conservative",
        "optimistic",
    ]
    # benefits × 0.8: 12 × (40 − 10) − 100
    assert value(model, "scenarios.conservative.return.npv") == pytest.approx(260)
    assert model_of(TEXT + "scenarios: {}").outlook.scenarios[1:] == ()


def test_both_ends_of_a_range() -> None:
    model = model_of(TEXT, ["benefits.0.monthly=50", "sensitivity.spread=10%"])
    prefix = "sensitivity.benefits.0.monthly"
    # 12 × (45 − 10) − 100 and 12 × (55 − 10) − 100
    assert value(model, f"{prefix}.npv_low") == pytest.approx(320)
    assert value(model, f"{prefix}.npv_high") == pytest.approx(440)
    # 12 × (x − 10) = 100 where x = 18.33…, a fall by 63.3 %
    assert value(model, f"{prefix}.switching") == pytest.approx(10 + 100 / 12)
    assert value(model, f"{prefix}.room") == pytest.approx((10 + 100 / 12) / 50 - 1)


@pytest.mark.parametrize("name", NAMES if EVERY else ("minimal",))
def test_an_end_of_a_range_is_the_file_with_that_value(name: str) -> None:
    file, model = str(INPUTS / f"{name}.yaml"), shipped(name).model
    may_be_set = load(file).settable
    strongest = [approach.driver for approach in model.outlook.parts[0].approaches]
    for driver in strongest[: None if EVERY else 3]:
        if not may_be_set(driver.input.key):
            continue
        for end, case in zip((driver.low, driver.high), driver.cases(), strict=True):
            told = value(model, f"sensitivity.{driver.input.key}.npv_{case.id.partition(':')[0]}")
            again = compute(load(file, [f"{driver.input.key}={end.value:.15g}"]).proposal)
            assert told == pytest.approx(value(again, "return.npv"), rel=1e-9), case.id
            # And nothing but the value is another: the range stays, unless the value lies beyond.
            kept = again.outlook.ended.get(driver.input.key)
            if driver.is_ranged and kept is not None:
                assert (kept.low.value, kept.high.value) == (driver.low.value, driver.high.value)


def test_the_switching_value_brings_the_net_present_value_to_nothing() -> None:
    model = model_of(TEXT)
    for driver in model.outlook.drivers:
        point = value(model, f"sensitivity.{driver.input.key}.switching")
        if driver.input.unit.startswith("money") and not math.isnan(point):
            again = model_of(TEXT, [f"{driver.input.key}={point:.12g}"])
            assert value(again, "return.npv") == pytest.approx(0, abs=0.2)


def test_a_stated_range_wins_over_the_customary_spread() -> None:
    stated = TEXT.replace("monthly: 50,", "monthly: {value: 50, low: 20, high: 51},")
    model = model_of(stated)
    assert value(model, "benefits.0.monthly.low") == 20
    assert value(model, "sensitivity.benefits.0.monthly.npv_low") == pytest.approx(12 * 10 - 100)


def test_a_share_is_not_moved_beyond_all() -> None:
    model = model_of(TEXT + "contingency: 90%")
    assert value(model, "contingency.high") == 1
    assert value(model, "contingency.low") == pytest.approx(0.72)


def test_the_widest_range_comes_first() -> None:
    rows = next(s for s in model_of(TEXT).outlook.schedules if s.key == "tornado").rows
    widths = [abs(row.cells[1].value - row.cells[2].value) for row in rows]  # type: ignore[union-attr]
    assert widths == sorted(widths, reverse=True)
    assert [row.cells[0].value for row in rows] == list(range(1, len(rows) + 1))  # type: ignore[union-attr]
