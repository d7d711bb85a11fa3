"""What a request costs at a provider, above all where long requests cost more.

The oracle for list prices is what the provider publishes: gemini-2.5-pro, per million tokens, costs 1.25 in and 10 out
up to 200,000 input tokens, and 2.50 and 15 beyond.
"""

import pytest

from generator.figures.evaluation import evaluate
from generator.proposal.problems import ProblemList
from tests.proposals import model_of, proposal_of, value

LISTED = "provider: google, model: gemini-2.5-pro"
STATED = "input_price: 1, output_price: 2"
LONG = "long_context_above: 1000, long_input_price: 3, long_output_price: 4"


def cloud(prices: str, load: str = "input_tokens: 500, output_tokens: 300") -> str:
    return f"""
proposal: {{title: Example, date: 2026-11-23}}
money: {{currency: USD}}
workload: {{monthly_requests: 1000, {load}}}
options:
  api: {{name: API, kind: cloud_api, overhead: 0, integration: 0, {prices}}}
"""


def price(prices: str, load: str) -> float:
    return value(model_of(cloud(prices, load)), "options.api.request_price")


@pytest.mark.parametrize(
    ("tokens", "cost"),
    [
        # 200,000 × 1.25 / 1M + 1,000 × 10 / 1M: the tier begins beyond 200,000
        (200_000, 0.26),
        # 200,001 × 2.50 / 1M + 1,000 × 15 / 1M: it counts for every token of the request
        (200_001, 0.5150025),
    ],
)
def test_a_long_request_costs_the_price_of_its_tier(tokens: int, cost: float) -> None:
    load = f"input_tokens: {tokens}, output_tokens: 1000"
    assert price(LISTED, load) == pytest.approx(cost)


def test_the_tier_follows_the_tokens_live() -> None:
    model = model_of(cloud(LISTED, "input_tokens: 1000, output_tokens: 1000"))
    short, long = evaluate(
        [model.figures["options.api.request_price"]],
        {"workload.input_tokens": [200_000.0, 400_000.0]},
    )["options.api.request_price"]
    assert short == pytest.approx(0.26)
    assert long == pytest.approx(1.015)  # 400,000 × 2.50 / 1M + 0.015


def test_cached_tokens_have_a_tier_of_their_own() -> None:
    load = "input_tokens: 400000, output_tokens: 0, cached_share: 50%"
    # 200,000 × 2.50 / 1M + 200,000 × 0.25 / 1M
    assert price(LISTED, load) == pytest.approx(0.55)


def test_a_stated_tier_needs_no_list() -> None:
    prices = f"{STATED}, {LONG}"
    assert price(prices, "input_tokens: 1000, output_tokens: 1000") == pytest.approx(0.003)
    assert price(prices, "input_tokens: 2000, output_tokens: 1000") == pytest.approx(0.010)


def test_the_prices_in_force_are_shown_only_where_there_is_a_choice() -> None:
    plain, tiered = (model_of(cloud(prices)) for prices in (STATED, f"{STATED}, {LONG}"))
    rows = [row.key for row in tiered.schedules["pricing.api"].rows]
    assert rows[0] == "options.api.input_price_in_force"
    assert len(plain.schedules["pricing.api"].rows) == len(rows) - 2


def test_half_a_tier_is_refused() -> None:
    with pytest.raises(ProblemList) as raised:
        proposal_of(cloud(f"{STATED}, long_input_price: 3"))
    [problem] = raised.value.problems
    assert problem.message == "long_input_price stands without long_context_above"


def test_a_price_of_a_request_has_no_discount_that_nobody_stated() -> None:
    """Our data know the discounts of lists; a price that somebody was quoted is what it is."""
    waiting = "batch_share: 50%"
    assert price("price_per_request: 0.02", waiting) == pytest.approx(0.02)
    assert price("price_per_request: 0.02, batch_discount: 10%", waiting) == pytest.approx(0.019)
