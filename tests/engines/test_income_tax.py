"""Returns after income tax: a case by hand, numpy-financial's npv, and properties of the tax."""

import numpy_financial
import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value


def taxed(
    capex: str, *rest: str, years: int = 2, rate: str = "25%", monthly: float = 8_000
) -> Model:
    horizon = f"horizon: {{years: {years}, discount_rate: 12%, opex_growth: 0%}}"
    benefits = f"benefits: [{{item: bill, monthly: {monthly}, confidence: 100%}}]"
    tax = f"income_tax: {{rate: {rate}}}"
    opex = "[{item: staff, monthly: 1000}]"
    model = model_of(one_option(capex, opex, "\n".join((horizon, benefits, tax, *rest))))
    assert model.checks.failed.value == 0
    return model


def monthly(model: Model, name: str) -> list[float]:
    months = range(12 * model.proposal.horizon.years + 1)
    return [value(model, f"income_tax.{name}.month_{month}") for month in months]


def test_what_is_written_off_lowers_the_profit_that_is_taxed() -> None:
    """A server of 96,000 over 4 years is written off by 2,000 a month; a set-up of 12,000 by 1,000 in year 1."""
    capex = "[{item: server, unit_price: 96000, life_years: 4}, {item: set-up, unit_price: 12000}]"
    model = taxed(capex)
    first, second = 8_000 - 1_000 - 2_000 - 1_000, 8_000 - 1_000 - 2_000
    assert monthly(model, "profit") == pytest.approx([0, *[first] * 12, *[second] * 12])
    # 7,000 less 25 % of 4,000, then less 25 % of 5,000.
    net = [-108_000, *[6_000] * 12, *[5_750] * 12]
    assert monthly(model, "net") == pytest.approx(net)
    assert value(model, "return.irr_after_tax") == pytest.approx(12 * numpy_financial.irr(net))
    oracle = float(numpy_financial.npv(0.01, net))
    assert value(model, "return.npv_after_tax") == pytest.approx(oracle)
    # 108,000 - 12 x 6,000 = 36,000 are left after a year, which 5,750 a month pay back in 6.26 months.
    assert value(model, "return.payback_months_after_tax") == pytest.approx(12 + 36_000 / 5_750)


def test_a_loss_lowers_at_once_what_the_company_pays_elsewhere() -> None:
    """240,000 over 2 years are 10,000 a month: a loss of 3,000, which saves 750."""
    model = taxed("[{item: server, unit_price: 240000, life_years: 2}]")
    assert monthly(model, "paid") == pytest.approx([0, *[750] * 24])
    assert model.after_tax is not None
    assert model.after_tax.payback_months.reason == "not_paid_back"


def test_a_sale_is_taxed_by_its_gain_and_a_replacement_written_off_from_the_month_after() -> None:
    """3,600 over 3 years, replaced after one: 100 a month; of 2,400 in the books 900 come back, a loss of 1,500."""
    replaced = "replace: {after_years: 1}, resale_share: 25%"
    model = taxed(f"[{{item: disc, unit_price: 3600, life_years: 3, {replaced}}}]")
    profit = monthly(model, "profit")
    assert profit[11:14] == pytest.approx([6_900, 6_900 - 1_500, 6_900])
    assert profit[23:] == pytest.approx([6_900, 6_900 - 1_500])


def test_what_has_no_life_is_deducted_over_the_year_in_which_it_is_paid() -> None:
    """1,000 paid in month 15 are 83.33 in each month of year 2, to the cent and 1,000 in all."""
    model = taxed("[{item: disc, unit_price: 1000, month: 15}]")
    deducted = monthly(model, "deducted")
    assert deducted[:13] == [0] * 13
    assert deducted[13:] == pytest.approx([83.33, 83.34, 83.33] * 4)
    assert sum(deducted) == pytest.approx(1_000)


@pytest.mark.parametrize("convention", ["monthly_effective", "year_end", "mid_year"])
def test_no_tax_leaves_the_returns_as_they_are(convention: str) -> None:
    capex = "[{item: a, unit_price: 60000, life_years: 3}, {item: b, unit_price: 900, month: 8}]"
    model = model_of(
        one_option(
            capex,
            rest=f"horizon: {{years: 3, discounting: {convention}}}\n"
            "benefits: [{item: c, monthly: 4000}]\nincome_tax: {rate: 0%}",
        )
    )
    for measure in ("npv", "irr", "payback_months"):
        before = value(model, f"return.{measure}")
        assert value(model, f"return.{measure}_after_tax") == pytest.approx(before)


def test_is_not_told_where_none_is_stated() -> None:
    assert "return.npv_after_tax" not in model_of(one_option()).result_figures


@pytest.mark.parametrize("measure", ["npv", "irr", "payback_months"])
def test_a_scenario_moves_what_is_left_after_tax(measure: str) -> None:
    """Each measure beside that before tax, as the model with the scenario's values has it."""
    scenarios = "scenarios: {low: {income_tax.rate: 15%, benefits.0.monthly: 9000}}"
    text = "[{item: a, unit_price: 60000, life_years: 3}]"
    model = taxed(text, scenarios)
    key = f"return.{measure}_after_tax"
    assert value(model, f"scenarios.base.{key}") == pytest.approx(value(model, key))
    moved = taxed(text, rate="15%", monthly=9_000)
    assert value(model, f"scenarios.low.{key}") == pytest.approx(value(moved, key))
    assert value(moved, key) != pytest.approx(value(model, key))
