"""Break-even by month and by hours are one moment, however the running cost is written."""

import math

import pytest

from tests.proposals import model_of, value

# 7,300 once and 730 a month, against 11 for every hour of the day: 10 an hour less, so after 730 hours.
OWN = """
proposal: {title: Example}
horizon: {years: 2, opex_growth: 0%}
options:
  own: {name: Own, capex: [{item: Box, unit_price: 7300}], opex: [{item: Care, RATE}]}
  rented: {name: Rented, kind: rented_gpu, hourly: 11}
chosen: own
"""
BY_THE_MONTH, BY_THE_HOUR = (OWN.replace("RATE", rate) for rate in ("monthly: 730", "hourly: 1"))


@pytest.mark.parametrize("text", [BY_THE_MONTH, BY_THE_HOUR], ids=["by the month", "by the hour"])
def test_hours_are_those_of_the_month(text: str) -> None:
    model = model_of(text)
    assert value(model, "break_even.rented.month") == pytest.approx(1)
    assert value(model, "break_even.rented.hours") == pytest.approx(730)


def test_the_hours_are_paid_for_with_the_cost_of_that_month() -> None:
    """Half a day booked, prices and costs that grow: what the hours cost is what has been spent by then."""
    model = model_of(
        BY_THE_MONTH,
        [
            "options.rented.hours_per_day=12",
            "horizon.opex_growth=50%",
            "options.own.capex.0.unit_price=30000",
        ],
    )
    hours, month = value(model, "break_even.rented.hours"), value(model, "break_even.rented.month")
    assert 1 < month < 12
    assert hours * 11 == pytest.approx(value(model, "break_even.rented.cost"))
    assert hours == pytest.approx(month * 365)


def test_where_no_month_comes_no_hours_do() -> None:
    model = model_of(BY_THE_MONTH, ["options.rented.hourly=0.5"])
    assert model.figures["break_even.rented.hours"].reason == "never_within_horizon"


@pytest.mark.parametrize(
    ("second_year", "month"),
    [(1300, pytest.approx(12 + 1400 / 300)), (1050, pytest.approx(math.nan, nan_ok=True))],
)
def test_a_lead_that_is_lost_again_is_no_break_even(second_year: int, month: object) -> None:
    """1,000 ahead before the first month, 1,400 behind after a year: what counts is from when on it stays ahead."""
    text = f"""
proposal: {{title: Example}}
horizon: {{years: 2, opex_growth: 0%, discount_rate: 0%}}
options:
  own: {{name: Own, opex: [{{item: Care, monthly: 1000}}]}}
  other:
    name: Other
    capex: [{{item: Box, unit_price: 1000}}]
    opex: [{{item: Care, by_year: [800, {second_year}]}}]
chosen: own
"""
    model = model_of(text)
    for name in ("month", "discounted_month"):
        assert value(model, f"break_even.other.{name}") == month


class TestAVolumeBeyondTheMachines:
    """A machine that costs the same whatever it serves, against a cloud that bills each request."""

    TEXT = """
proposal: {title: Example}
money: {exchange_rates: {USD: {value: 7.2, date: 2026-11-01}}}
horizon: {opex_growth: 0%}
workload: {monthly_requests: 20000}
options:
  own:
    name: Own
    serving: {model: "qwen2.5:7b", gpu: rtx_4090}
    capex: [{item: machine, hardware: workstation_rtx4090}]
    opex: [{item: care, monthly: CARE}]
  cloud: {name: Cloud, kind: cloud_api, provider: openai, model: gpt-4o-mini}
chosen: own
"""

    def test_is_none_and_says_why(self) -> None:
        figures = model_of(self.TEXT.replace("CARE", "9000")).result_figures
        most = figures["options.own.capacity.largest_volume"].value
        assert figures["break_even.cloud.any_requests"].value > most
        assert figures["break_even.cloud.requests"].reason == "beyond_capacity"
        assert figures["break_even.cloud.requests_per_hour"].reason == "beyond_capacity"

    def test_is_told_below_their_limit(self) -> None:
        figures = model_of(self.TEXT.replace("CARE", "2600")).result_figures
        told = figures["break_even.cloud.requests"]
        assert told.value == figures["break_even.cloud.any_requests"].value
        assert told.value <= figures["options.own.capacity.largest_volume"].value
