"""The month of break-even at other volumes: 36,000 paid at once and 1,000 a month, beside 0.10 a request."""

from itertools import accumulate

import pytest

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from tests.proposals import model_of


def at_volumes(load: str = "monthly_requests: 50000") -> Model:
    return model_of(f"""
proposal: {{title: Even months}}
horizon: {{years: 3, discount_rate: 12%, opex_growth: 0%}}
workload: {{{load}, input_tokens: 0, output_tokens: 100, peak_factor: 1, scales: [10000, 30000, 200000]}}
options:
  own:
    name: Own
    serving: {{model: "qwen2.5:7b", gpu: rtx_4090, tokens_per_second: 3}}
    capex: [{{item: Server, kind: hardware, unit_price: 36000, life_years: 3}}]
    opex: [{{item: Labour, monthly: 1000}}]
  api: {{name: API, kind: status_quo, per_request: 0.1, growth: 0%}}
chosen: own
""")


def test_a_month_for_each_volume_plain_and_in_money_of_today() -> None:
    """2,000 a month saved at 30,000 requests: 18 months; at 1% a month the twentieth makes up the rest."""
    present = list(accumulate(2_000 / 1.01**month for month in range(1, 21)))
    discounted = 20 - (present[19] - 36_000) / (present[19] - present[18])
    for load in ("monthly_requests: 50000", "growth: {by_year: [50000, 50000, 50000]}"):
        figures = at_volumes(load).figures
        assert figures["scales.api.1.even_month"].value == pytest.approx(18)
        assert figures["scales.api.1.even_discounted"].value == pytest.approx(discounted)


def test_without_such_a_month_the_reason_is_told() -> None:
    figures = at_volumes().figures
    for kind in ("even_month", "even_discounted"):
        assert figures[f"scales.api.0.{kind}"].reason == "never_within_horizon"
        assert figures[f"scales.api.2.{kind}"].reason == "infeasible"


def test_what_was_found_is_told_while_the_costs_are_what_they_were() -> None:
    """In a workbook anything may be typed over: another price, or another rate of discount."""
    told = at_volumes().figures["scales.api.1.even_month"]
    for moved in ("scales.api.1", "options.api.present_difference"):
        assert evaluate([told], {moved: 1.0})[told.key] != told.value
