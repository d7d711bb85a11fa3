"""List prices of cloud models. The oracle is what the providers publish, as quoted beside each number."""

import datetime
from importlib.metadata import version

import pytest
import yaml

from generator.catalog.catalogue import DATA, Catalogue
from generator.proposal.problems import Problem, ProblemList
from tests.proposals import model_of, proposal_of, value

RELEASED = "2026-11-10"
DAY = datetime.date(2026, 11, 23)
CATALOGUE = Catalogue("en", date=DAY)


def cloud_option(fields: str, money: str = "{currency: USD}") -> str:
    return f"""
proposal: {{title: Example, date: {DAY}}}
money: {money}
workload: {{monthly_requests: 20000, input_tokens: 500, output_tokens: 300}}
options:
  api: {{name: API, kind: cloud_api, overhead: 0, integration: 0, {fields}}}
"""


def problem_of(fields: str) -> Problem:
    with pytest.raises(ProblemList) as raised:
        proposal_of(cloud_option(fields))
    [problem] = raised.value.problems
    return problem


def test_prices_are_in_usd_per_million_tokens() -> None:
    prices = CATALOGUE.model_prices("openai", "gpt-4o-mini")
    assert {field: number for field, (number, _) in prices.items()} == {
        "input_price": 0.15,
        "output_price": 0.60,
        "cached_input_price": 0.075,
        "batch_discount": 0.5,
    }


def test_every_price_tells_package_provider_model_and_date() -> None:
    _, source = CATALOGUE.model_prices("azure", "gpt-4o")["input_price"]
    assert source.kind == "catalog"
    package, _, model = source.place.partition(":")
    assert package.startswith("genai-prices ")
    assert model == "azure/gpt-4o"
    assert (source.text, source.date) == ("2.5", RELEASED)
    assert source.note.startswith("provider's published list price · azure gpt-4o")


def test_the_date_of_our_data_is_that_of_the_installed_package() -> None:
    """Raise date and version in cloud.yaml together with the lock."""
    data = yaml.safe_load((DATA / "cloud.yaml").read_text(encoding="utf-8"))
    assert (data["version"], str(data["date"])) == (version("genai-prices"), RELEASED)


@pytest.mark.parametrize(
    ("day", "date", "price"),
    [
        # In force since 2026-09-10, before that 0.22 from 2026-08-17 and 0.14 from an unknown day.
        ("2029-01-01", RELEASED, 0.15),
        ("2026-11-01", RELEASED, 0.15),
        ("2026-09-01", "2026-08-17", 0.22),
        ("2026-08-01", "2026-08-16", 0.14),
    ],
)
def test_a_price_is_of_the_day_on_which_it_was_published(day: str, date: str, price: float) -> None:
    """Never of the proposal's day: one that is in force still counts as confirmed when the package was released."""
    then = Catalogue("en", date=datetime.date.fromisoformat(day))
    prices = then.model_prices("deepseek", "deepseek-v4-flash")
    number, source = prices.get("off_peak_input_price") or prices["input_price"]
    assert (number, source.date) == (price, date)


def test_the_provider_follows_from_the_model() -> None:
    _, source = CATALOGUE.model_prices(None, "claude-sonnet-4-5")["input_price"]
    assert source.place.endswith(":anthropic/claude-sonnet-4-5")


def test_a_tiered_price_is_that_of_the_base_tier_and_says_so() -> None:
    price, source = CATALOGUE.model_prices("google", "gemini-2.5-pro")["input_price"]
    assert price == 1.25  # 2.50 beyond 200,000 input tokens
    assert source.note.endswith(" · tier of up to 200,000 input tokens")


def test_a_tiered_price_brings_the_tier_of_long_requests() -> None:
    prices = CATALOGUE.model_prices("google", "gemini-2.5-pro")
    assert {field: number for field, (number, _) in prices.items() if "long" in field} == {
        "long_context_above": 200_000,
        "long_input_price": 2.50,
        "long_output_price": 15,
        "long_cached_input_price": 0.25,
    }
    assert prices["long_input_price"][1].note.endswith("tier of more than 200,000 input tokens")


def test_a_price_without_tiers_beside_tiered_ones_stays_as_it_is() -> None:
    prices = CATALOGUE.model_prices("openrouter", "x-ai/grok-4-fast")
    assert prices["long_input_price"][0] > prices["input_price"][0]
    assert prices["long_cached_input_price"][0] == prices["cached_input_price"][0]


def test_beyond_the_first_of_several_tiers_the_dearest_counts_and_that_is_said() -> None:
    prices = CATALOGUE.model_prices("openrouter", "qwen/qwen3-coder-flash")
    assert prices["long_context_above"][0] == 32_000
    price, source = prices["long_input_price"]
    assert price == 0.52  # 0.325 from 32,000 input tokens, 0.52 from 128,000
    assert source.note.endswith("the dearest of the higher tiers")


def test_of_a_price_that_changes_by_the_hour_the_dearest_is_taken_and_named() -> None:
    prices = CATALOGUE.model_prices("deepseek", "deepseek-chat")
    price, source = prices["input_price"]
    assert price == 0.27  # 0.135 from 16:30 to 00:30 UTC
    assert source.note.endswith("peak hours (00:30–16:30 UTC)")
    cheaper, source = prices["off_peak_input_price"]
    assert cheaper == 0.135
    assert source.note.endswith("off peak (outside 00:30–16:30 UTC)")


def test_the_dearest_hours_may_be_several() -> None:
    """At noon UTC this model is cheap."""
    prices = CATALOGUE.model_prices("deepseek", "deepseek-v4-pro")
    assert {field: number for field, (number, _) in prices.items() if "output" in field} == {
        "output_price": 3.96,
        "off_peak_output_price": 1.98,
    }
    assert prices["output_price"][1].note.endswith("peak hours (01:00–04:00, 06:00–10:00 UTC)")


@pytest.mark.parametrize(("share", "month"), [("", 9.30), (", off_peak_share: 40%", 7.44)])
def test_the_share_off_peak_is_stated_or_none(share: str, month: float) -> None:
    # 20,000 × (500 × 0.27 + 300 × 1.10) / 1M = 9.30 USD; off peak half of it: 9.30 × (0.6 + 0.4 / 2) = 7.44
    model = model_of(cloud_option(f"provider: deepseek, model: deepseek-chat{share}"))
    assert value(model, "options.api.monthly_opex") == pytest.approx(month)


def test_a_batch_price_counts_from_the_day_on_which_it_is_published() -> None:
    earlier = Catalogue("en", date=datetime.date(2026, 10, 1))
    assert "batch_discount" in CATALOGUE.model_prices("openai", "gpt-4o")
    assert "batch_discount" not in earlier.model_prices("openai", "gpt-4o")


def test_a_month_of_calls() -> None:
    # 20,000 × (500 × 0.15 + 300 × 0.60) / 1M = 5.10 USD, × 7.2 = 36.72 CNY
    yuan = "{currency: CNY, exchange_rates: {USD: {value: 7.2, date: 2026-11-20}}}"
    model = model_of(cloud_option("provider: openai, model: gpt-4o-mini", yuan))
    assert value(model, "options.api.monthly_opex") == pytest.approx(36.72)
    in_dollars = model_of(cloud_option("provider: openai, model: gpt-4o-mini"))
    assert value(in_dollars, "options.api.monthly_opex") == pytest.approx(5.10)


def test_stated_prices_need_no_list() -> None:
    private = "provider: 某厂, model: 私有模型, input_price: 1, output_price: 2"
    # 20,000 × (500 × 1 + 300 × 2) / 1M
    assert value(model_of(cloud_option(private)), "options.api.monthly_opex") == pytest.approx(22)


class TestUnknownName:
    def test_of_a_model_names_the_nearest_ones(self) -> None:
        problem = problem_of("provider: openai, model: gpt4o")
        assert (problem.code, problem.mark.line) == ("E018", 6)
        assert problem.message == "no list price is known for 'gpt4o' of provider 'openai'"
        assert problem.fix.startswith("did you mean 'gpt-4o'")

    def test_of_a_provider_names_the_nearest_one(self) -> None:
        problem = problem_of("provider: azur, model: gpt-4o")
        assert problem.fix.startswith("did you mean provider 'azure'?")

    def test_without_a_provider_looks_at_all_models(self) -> None:
        assert "'claude-sonnet-4-5'" in problem_of("model: claude-sonet-4-5").fix
