"""The checks pass on a sound model, and each of them notices when its two sides part."""

import pytest

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from tests.proposals import model_of, one_option

BENEFITS = "benefits: [{item: a, monthly: 5000}]"
CHECKS = (
    "opex_cross_foot",
    "tco_of_option",
    "cash_and_accrual",
    "benefits_annual",
    "opex_by_month",
    "npv",
    "present_values",
    "net_by_year",
    "npv_of_case",
    "tco_of_case",
    "capex_lines",
    "opex_lines",
    "benefits_lines",
)


def checked(rounding: str) -> Model:
    return model_of(
        one_option(
            "[{item: a, unit_price: 60000, life_years: 5}, {item: b, unit_price: 500}]",
            "[{item: c, monthly: 1234.56}]",
            f"money: {{rounding: {rounding}}}\n{BENEFITS}",
        )
    )


@pytest.mark.parametrize("rounding", ["0.01", "1000"])
def test_a_sound_model_passes(rounding: str) -> None:
    figures = checked(rounding).figures
    assert {key for key in figures if figures[key].unit == "check"} == {
        f"checks.{name}" for name in CHECKS
    }
    assert all(figures[f"checks.{name}"].value == 1 for name in CHECKS)
    assert figures["checks.failed"].value == 0


@pytest.mark.parametrize("rounding", [0.01, 1000])
@pytest.mark.parametrize("name", CHECKS)
def test_each_check_notices_a_difference(name: str, rounding: float) -> None:
    figures = checked(str(rounding)).figures
    side = figures[f"checks.{name}.left"]
    difference = 1 if side.unit == "count" else rounding
    read = evaluate(
        [figures[f"checks.{name}"], figures["checks.failed"]], {side.key: side.value + difference}
    )
    assert {key: float(value) for key, value in read.items()} == {
        f"checks.{name}": 0,
        "checks.failed": 1,
    }


def test_a_difference_too_small_to_pay_is_none() -> None:
    figures = checked("0.01").figures
    side = figures["checks.npv.left"]
    assert evaluate([figures["checks.failed"]], {side.key: side.value + 0.004}) == {
        "checks.failed": 0
    }
