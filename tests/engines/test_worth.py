"""Every option in money of today: the worked case `choice-01`, and what holds for any."""

import numpy_financial
import pytest

from tests.proposals import model_of, value

# The worked case: own is the cheapest by total, the API by present value.
CHOICE = """
proposal: {title: choice}
horizon: {years: 5, discount_rate: 8%, opex_growth: 5%}
workload: {monthly_requests: 100000}
options:
  own: {name: own, capex: [{item: all, unit_price: 120000}], opex: [{item: run, monthly: 3000}]}
  api: {name: api, kind: cloud_api, price_per_request: 0.05, overhead: 0, integration: 20000}
  rent: {name: rent, capex: [], opex: [{item: rent, monthly: 6200, growth: -5%}]}
chosen: own
benefits: [{item: all, monthly: 9000, confidence: 100%}]
"""
MONTHLY = {
    "own": (282243.62, 68674.59, 161622.28),
    "api": (266592.17, 64866.33, 177273.73),
    "rent": (278945.55, 67872.12, 164920.35),
}
YEAR_END = {
    "own": (277661.06, 69542.00),
    "api": (259562.60, 65009.13),
    "rent": (270917.70, 67853.09),
}
A_YEAR_ROUNDED = 0.01


@pytest.mark.parametrize(("id", "expected"), MONTHLY.items())
def test_present_value_annual_cost_and_worth(id: str, expected: tuple[float, ...]) -> None:
    model = model_of(CHOICE)
    keys = (f"options.{id}.{name}" for name in ("present_value", "equivalent_annual_cost", "npv"))
    assert [value(model, key) for key in keys] == pytest.approx(expected, abs=A_YEAR_ROUNDED)


@pytest.mark.parametrize(("id", "expected"), YEAR_END.items())
def test_at_the_end_of_years_the_annual_cost_is_the_customary_annuity(
    id: str, expected: tuple[float, float]
) -> None:
    model = model_of(CHOICE, ["horizon.discounting=year_end"])
    present = value(model, f"options.{id}.present_value")
    annual = value(model, f"options.{id}.equivalent_annual_cost")
    assert (present, annual) == pytest.approx(expected, abs=A_YEAR_ROUNDED)
    assert annual == pytest.approx(float(numpy_financial.pmt(0.08, 5, -present)))


def test_the_choice_is_measured_against_the_best_other_and_not_the_runner_up_by_total() -> None:
    model = model_of(CHOICE)
    assert value(model, "choice_worth") == pytest.approx(-15651.45, abs=A_YEAR_ROUNDED)
    assert value(model, "savings.vs_runner_up") == pytest.approx(1077.28, abs=A_YEAR_ROUNDED)
    assert value(model, "savings.vs_runner_up_share") == pytest.approx(1077.28 / 320000, abs=1e-7)
    assert value(model, "options.own.npv") == value(model, "return.npv")


def test_caught_up_in_plain_money_and_never_in_that_of_today() -> None:
    model = model_of(CHOICE)
    for id, month in (("api", 59.204), ("rent", 47.539)):
        assert value(model, f"break_even.{id}.month") == pytest.approx(month, abs=0.001)
        reason = model.figures[f"break_even.{id}.discounted_month"].reason
        assert reason == "never_within_horizon"


@pytest.mark.parametrize("price", [0.05, 0.06, 0.08, 0.1])
def test_without_a_rate_money_of_today_is_plain_money(price: float) -> None:
    settings = [f"options.api.price_per_request={price}", "horizon.discount_rate=0%"]
    model = model_of(CHOICE, settings)
    plain, discounted = (
        value(model, f"break_even.api.{name}") for name in ("month", "discounted_month")
    )
    assert discounted == pytest.approx(plain)
    assert value(model, "options.api.present_value") == pytest.approx(
        value(model, "options.api.tco")
    )


def test_discounted_break_even_comes_where_present_values_meet() -> None:
    """120,000 − 20,000 made up by 10,000 − 3,000 a month: 100,000 = 7,000 × (1 − 1.01^−n) / 0.01, so n = 15.49."""
    settings = ["options.api.price_per_request=0.1", "horizon.discount_rate=12%"]
    model = model_of(CHOICE.replace("opex_growth: 5%", "opex_growth: 0%"), settings)
    whole = int(numpy_financial.nper(0.01, 7000, -100000))
    left = 100000 - 7000 * (1 - 1.01**-whole) / 0.01
    within = left / (7000 / 1.01 ** (whole + 1))
    discounted = value(model, "break_even.api.discounted_month")
    assert discounted == pytest.approx(whole + within)
    assert discounted > value(model, "break_even.api.month")


def test_doing_nothing_is_the_rival_only_where_nothing_else_is() -> None:
    idle = "  idle: {name: idle, kind: status_quo, monthly: 100}\nchosen: own\n"
    model = model_of(CHOICE.replace("chosen: own\n", idle))
    assert value(model, "choice_worth") == pytest.approx(-15651.45, abs=A_YEAR_ROUNDED)
    assert model.figures["options.idle.npv"].reason == "no_such_benefits"
    without = model_of(CHOICE.replace("chosen: own\n", idle).partition("benefits:")[0])
    present = value(without, "options.idle.present_value")
    assert value(without, "choice_worth") == pytest.approx(
        present - value(without, "options.own.present_value")
    )
