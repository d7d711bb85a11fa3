"""What others publish of the cost of tokens and of a hall, as ordinary inputs."""

import pytest

from generator.proposal.problems import ProblemList
from tests.proposals import model_of, proposal_of, value

RENTED = """
proposal: {{title: Example}}
money: {{currency: USD}}
horizon: {{years: 1}}
workload: {{{load}, input_tokens: 0, output_tokens: 1000, peak_factor: 1}}
options: {{rented: {{name: Rented, kind: rented_gpu, hourly: {hourly}, hours_per_day: 24}}}}
"""


@pytest.mark.parametrize(
    ("hourly", "speed", "published"), [("2.00", 85, 6.54), ("1.29", 69.4, 5.16)]
)
@pytest.mark.parametrize("stated", ["monthly_tokens: {tokens}", "monthly_requests: {requests}"])
def test_a_million_tokens_of_a_rented_card(
    hourly: str, speed: float, published: float, stated: str
) -> None:
    # A card that writes all the time, 730 hours a month: hourly ÷ (tokens a second × 3,600) × 1,000,000
    tokens = round(speed * 3600 * 730)
    load = stated.format(tokens=tokens, requests=tokens / 1000)
    model = model_of(RENTED.format(load=load, hourly=hourly))
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
        proposal_of(RENTED.format(load="monthly_tokens: 5, monthly_requests: 5", hourly=1))
    assert [problem.code for problem in raised.value.problems] == ["E016"]
