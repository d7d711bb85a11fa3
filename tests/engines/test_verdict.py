"""The verdict: what the return alone says, what the choice adds, and what stands in its place."""

import pytest

from generator.engines.plausibility import doubts_about
from generator.packet.verdict import key_of
from tests.proposals import model_of, value

# Own is the cheapest by total, the API in money of today: 15,651 less.
CHOICE = """
proposal: {title: choice, date: 2026-11-23}
horizon: {years: 5, discount_rate: 8%, opex_growth: 5%}
workload: {monthly_requests: 100000}
options:
  own: {name: own, capex: [{item: all, unit_price: 120000}], opex: [{item: run, monthly: 3000}]OWN}
  api: {name: api, kind: cloud_api, price_per_request: 0.05, overhead: 0, integration: 20000API}
  rent: {name: rent, capex: [], opex: [{item: rent, monthly: 6200, growth: -5%}]RENT}
  idle: {name: idle, kind: status_quo, monthly: 100}
chosen: own
benefits: [{item: all, monthly: 9000, confidence: 100%}]
"""
REASON = ", rejected_because: the data would leave the company"


def choice(own: str = "", api: str = "", rent: str = "") -> str:
    return CHOICE.replace("OWN", own).replace("API}", api + "}").replace("RENT", rent)


def verdict(text: str, *settings: str) -> str:
    return key_of(model_of(text, settings).verdict.level)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([], "reason_needed"),
        (["chosen_because=data"], "recommend"),
        # Nothing that brings the same benefits costs less, and doing nothing brings none.
        (["chosen=api"], "recommend"),
        # Without an outlay there is no return on it.
        (["chosen=rent", "chosen_because=data"], "recommend"),
        # 60 × 5,500 of benefits do not make up 318,923 in money of today.
        (["benefits.0.monthly=5500"], "reject"),
        # (60 × 6,800 − 318,923) / 120,000 is 74 %.
        (["benefits.0.monthly=6800", "chosen_because=data"], "recommend"),
        (
            ["benefits.0.monthly=6800", "chosen_because=data", "approval.required_return=80%"],
            "assess",
        ),
    ],
)
def test_the_verdict_on_an_option(settings: list[str], expected: str) -> None:
    assert verdict(choice(), *settings) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (choice(api=REASON), "reason_needed"),
        (choice(api=REASON, rent=REASON), "recommend"),
        (choice().partition("benefits:")[0], "benefits_unquantified"),
    ],
    ids=["one of two is explained", "both are", "no benefits"],
)
def test_each_better_option_asks_for_its_reason(text: str, expected: str) -> None:
    assert verdict(text) == expected


def test_what_cannot_serve_is_not_recommended_and_is_no_rival() -> None:
    serving = ", serving: {model: qwen2.5:72b, gpu: rtx_4090, tokens_per_second: 500}"
    assert verdict(choice(own=serving), "chosen_because=data") == "reject"
    text = choice(rent=serving, api=REASON)
    assert verdict(text) == "recommend"
    assert model_of(text).worth.best.id == "api"  # type: ignore[union-attr]


def test_a_check_asks_for_the_reason_of_each_better_option() -> None:
    def asked(text: str, *settings: str) -> list[str]:
        model = model_of(text, settings)
        date = model.proposal.proposal.date
        assert date is not None
        return [doubt.message for doubt in doubts_about(model, date) if doubt.code == "W012"]

    assert asked(choice()) == [
        "'own' costs 15,651 CNY of today more than 'api'",
        "'own' costs 3,298 CNY of today more than 'rent'",
    ]
    assert len(asked(choice(api=REASON))) == 1
    # Doing nothing brings no benefits, and is no better for being cheap.
    without = choice().partition("benefits:")[0]
    assert "'own' costs 312,292 CNY more than 'idle'" in asked(without)
    assert asked(choice(), "chosen_because=data") == []


def test_what_the_choice_is_worth_as_a_share() -> None:
    model = model_of(choice())
    assert value(model, "choice_premium") == pytest.approx(15651.45, abs=0.01)
    assert value(model, "choice_premium_share") == pytest.approx(15651.45 / 266592.17)
    assert value(model, "choice_worth_share") == pytest.approx(-15651.45 / 266592.17)
    assert value(model_of(choice(), ["chosen=api"]), "choice_premium") == 0


def test_the_return_on_all_costs() -> None:
    """5 × 12 × 9,000 earned for 318,922.72."""
    assert value(model_of(choice()), "return.roi_on_costs") == pytest.approx(
        (540000 - 318922.725) / 318922.725
    )


class TestLeftToTheNumbers:
    """A file that chooses none asks for the least dear in money of today."""

    def chosen(self, text: str, *settings: str) -> str:
        model = model_of(text.replace("chosen: own\n", ""), settings)
        assert not model.chosen_by_file
        return model.chosen.id

    def test_of_those_that_bring_the_benefits(self) -> None:
        assert self.chosen(choice()) == "api"

    def test_of_those_that_nobody_rejects(self) -> None:
        assert self.chosen(choice(api=REASON)) == "rent"

    def test_of_those_that_serve_the_load(self) -> None:
        serving = ", serving: {model: qwen2.5:72b, gpu: rtx_4090, tokens_per_second: 500}"
        assert self.chosen(choice(api=REASON, rent=serving)) == "own"

    def test_doing_nothing_counts_where_no_benefits_are_stated(self) -> None:
        assert self.chosen(choice().partition("benefits:")[0]) == "idle"

    def test_a_scenario_keeps_the_choice(self) -> None:
        dear = "scenarios: {dear: {options.api.price_per_request: 0.07}}\n"
        model = model_of(choice().replace("chosen: own\n", dear))
        assert model.chosen.id == "api"
        # 60 × 2,000 more are paid to it there.
        told = {id: value(model, f"scenarios.{id}.tco.total") for id in ("base", "dear")}
        assert told["dear"] - told["base"] == pytest.approx(120000)

    def test_what_it_comes_to_is_what_the_same_option_chosen_comes_to(self) -> None:
        left, stated = (
            model_of(choice().replace("chosen: own\n", "")),
            model_of(choice(), ["chosen=api"]),
        )
        assert {key: item.value for key, item in left.result_figures.items()} == pytest.approx(
            {key: item.value for key, item in stated.result_figures.items()}, nan_ok=True
        )
