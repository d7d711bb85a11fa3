"""What others publish of the cost of tokens and of a hall, as ordinary inputs."""

import pytest

from generator.proposal.problems import ProblemList
from tests.proposals import model_of, one_option, proposal_of, value

RENTED = """
proposal: {{title: Example}}
money: {{currency: USD}}
horizon: {{years: 1}}
workload: {{{load}, input_tokens: 0, output_tokens: 1000, peak_factor: 1}}
options:
  rented: {{name: Rented, kind: rented_gpu, count: {count}, hourly: {hourly}, hours_per_day: 24}}
"""


# "LLM inference cost per million tokens" and "Cost per million tokens formula", gmicloud.ai, 2026: H100 and H200.
@pytest.mark.parametrize(
    ("hourly", "speed", "published"),
    [
        ("2.00", 85, 6.54),
        ("1.29", 69.4, 5.16),
        ("2.60", 140, 5.16),
        ("2.00", 120, 4.63),
        ("2.00", 400, 1.39),
        ("2.00", 40, 13.89),
    ],
)
@pytest.mark.parametrize("stated", ["monthly_tokens: {tokens}", "monthly_requests: {requests}"])
def test_a_million_tokens_of_a_rented_card(
    hourly: str, speed: float, published: float, stated: str
) -> None:
    # A card that writes all the time, 730 hours a month: hourly ÷ (tokens a second × 3,600) × 1,000,000
    tokens = round(speed * 3600 * 730)
    load = stated.format(tokens=tokens, requests=tokens / 1000)
    model = model_of(RENTED.format(load=load, hourly=hourly, count=1))
    found = value(model, "options.rented.cost_per_million_tokens")
    assert found == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(
    ("hourly", "published"),
    # "Inference infrastructure", kshirol-dev.github.io/learnAI: Llama 3 70B in FP8, on demand and reserved for a year.
    [("2.50", 0.82), ("1.60", 0.52)],
)
def test_a_million_tokens_of_four_cards_together(hourly: str, published: float) -> None:
    # 3,400 tokens a second of all four; 12.24 million an hour for 10 and 6.40 USD
    load = f"monthly_tokens: {3400 * 3600 * 730}"
    model = model_of(RENTED.format(load=load, hourly=hourly, count=4))
    found = value(model, "options.rented.cost_per_million_tokens")
    assert found == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(("busy", "published"), [(1, 0.15), (0.7, 0.21)])
def test_a_card_that_is_not_always_busy(busy: float, published: float) -> None:
    """An A100 at 1.29 USD an hour, 2,400 tokens a second: "GPU cost per token", rahulkashyap.dev; idle hours count."""
    load = f"monthly_tokens: {round(busy * 2400 * 3600 * 730)}"
    model = model_of(RENTED.format(load=load, hourly="1.29", count=1))
    found = value(model, "options.rented.cost_per_million_tokens")
    assert found == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(
    ("provider", "name", "published"),
    [("openai", "gpt-5", 42_500), ("google", "gemini-2.5-flash", 10_500)],
)
def test_a_million_documents(provider: str, name: str, published: float) -> None:
    # 10,000 tokens in and 3,000 out: 1.25 and 10 USD a million; 0.30 and 2.50
    model = model_of(f"""
proposal: {{title: Example, date: 2026-11-23}}
money: {{currency: USD}}
workload: {{monthly_requests: 1000000, input_tokens: 10000, output_tokens: 3000}}
options:
  api: {{name: API, kind: cloud_api, provider: {provider}, model: {name}, overhead: 0, integration: 0}}
""")
    assert value(model, "options.api.monthly_opex") == pytest.approx(published)


# "Data center energy cost calculator" (500 kW) and "How to calculate server energy cost" (ten servers of 450 W),
# calculator5.snowdaycalculatornow.com. The latter prints 6,621.60 a year: its own 18.144 a day × 365 is 6,622.56.
@pytest.mark.parametrize(
    ("watts", "count", "pue", "cost"),
    [(500_000, 1, 1.45, 762_120), (450, 10, 1.4, 18.144 * 365)],
)
def test_a_year_of_current(watts: int, count: int, pue: float, cost: float) -> None:
    power = (
        f"tdp: {watts}, count: {count}, base_watts: 0, utilisation: 100%, pue: {pue}, tariff: 0.12"
    )
    model = model_of(one_option(opex=f"[{{item: Power, power: {{{power}}}}}]"))
    assert value(model, "power.annual_cost") == pytest.approx(cost)


@pytest.mark.parametrize(
    ("hours", "kwh"),
    [
        # 500 kW × 8,760 hours × 1.45
        ("", 6_351_000),
        (", hours_per_month: 365", 6_351_000 / 2),
    ],
)
def test_a_hall_of_500_kilowatts(hours: str, kwh: float) -> None:
    model = model_of(f"""
proposal: {{title: Example}}
options:
  hall:
    name: Hall
    opex: [{{item: Power, power: {{tdp: 500000, base_watts: 0, utilisation: 100%, pue: 1.45{hours}}}}}]
""")
    assert value(model, "options.hall.opex.0.power.annual_kwh") == pytest.approx(kwh)


def test_requests_and_tokens_of_a_month_are_not_both_stated() -> None:
    with pytest.raises(ProblemList) as raised:
        proposal_of(RENTED.format(load="monthly_tokens: 5, monthly_requests: 5", hourly=1, count=1))
    assert [problem.code for problem in raised.value.problems] == ["E016"]
