"""The checks pass on a sound model, and each of them notices when its two sides part."""

import pytest

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from tests.packets import shipped
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
    "capex.own.lines",
    "tco.lines",
    "inputs_within",
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


@pytest.mark.parametrize(
    ("altered", "check"),
    [
        # 60,000 over five years: 12,000 a year; half of a year's charge is left out.
        ("options.own.capex.0.expense.year_2", "cash_and_accrual"),
        ("options.own.capex.1.expense.year_1", "cash_and_accrual"),
        ("opex.year_2", "opex_cross_foot"),
        ("cash_flow.opex.month_7", "opex_by_month"),
        ("tco.year_2", "tco_of_option"),
        ("benefits.0.annual", "benefits_annual"),
        ("cash_flow.net.month_7", "net_by_year"),
        ("cash_flow.present_value.month_7", "present_values"),
        ("cash_flow.discount_factor.month_7", "npv"),
        ("benefits.0.weighted", "npv_of_case"),
        ("opex.year_2", "tco_of_case"),
    ],
)
def test_an_altered_row_fails_a_check(altered: str, check: str) -> None:
    """One row of the model says half of what it should; the other way to the same amount does not follow."""
    figures = checked("0.01").figures
    read = evaluate([figures[f"checks.{check}"]], {altered: figures[altered].value / 2})
    assert float(read[f"checks.{check}"]) == 0


@pytest.mark.parametrize(
    ("altered", "check"),
    [
        ("optimisation.bill.cloud", "optimisation_end"),
        ("optimisation.cache.saving", "optimisation_saving"),
        ("workload.mix.代码生成.share", "mix_shares"),
    ],
)
def test_an_altered_step_of_the_waterfall_fails_a_check(altered: str, check: str) -> None:
    figures = shipped("hybrid-routing").figures
    read = evaluate([figures[f"checks.{check}"]], {altered: figures[altered].value / 2 + 1})
    assert float(read[f"checks.{check}"]) == 0


@pytest.mark.parametrize("beyond", [-1, 31])
def test_an_input_beyond_its_limits_fails_a_check(beyond: float) -> None:
    """A life is more than nothing and at most 30 years."""
    figures = checked("0.01").figures
    read = evaluate([figures["checks.inputs_within"]], {"options.own.capex.0.life_years": beyond})
    assert float(read["checks.inputs_within"]) == 0
