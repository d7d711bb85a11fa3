"""Doubts: each is raised by the smallest input that deserves it, and by no other."""

import datetime

import pytest

from generator.engines.plausibility import doubts_about
from tests.proposals import model_of

DATE = datetime.date(2026, 11, 23)
IDLE = "idle: {name: 维持现状, kind: status_quo, monthly: 15000}"
LABOUR = "{item: 运维人力, labour: {hours: 20, rate: 400}}"
MACHINE = "{item: 服务器, kind: hardware, unit_price: 36000, life_years: 3}"


def codes(
    opex: str = LABOUR,
    capex: str = MACHINE,
    others: str = IDLE,
    more: str = "",
) -> list[str]:
    text = (
        "proposal: {title: a}\nchosen: own\noptions:\n"
        f"  own: {{name: 自建, capex: [{capex}], opex: [{opex}]}}\n  {others}\n{more}"
    )
    return [doubt.code for doubt in doubts_about(model_of(text), DATE)]


def test_a_sound_proposal_raises_none() -> None:
    assert codes() == []


def test_no_labour_line() -> None:
    assert codes(opex="{item: 网络, monthly: 200}") == ["W002"]


@pytest.mark.parametrize(("monthly", "found"), [(299, ["W003"]), (300, [])])
def test_labour_under_30_percent_of_depreciation(monthly: int, found: list[str]) -> None:
    # 36,000 over 3 years is 1,000 a month, of which 30 % are 300
    assert codes(opex=f"{{item: 运维人力, monthly: {monthly}}}") == found


@pytest.mark.parametrize(("load", "found"), [("81%", ["W004"]), ("80%", [])])
def test_utilisation_over_80_percent(load: str, found: list[str]) -> None:
    power = f"{{item: 电力, power: {{gpu: rtx_4090, utilisation: {load}}}}}"
    assert codes(opex=f"{LABOUR}, {power}") == found


@pytest.mark.parametrize(("date", "found"), [("2026-05-26", ["W005"]), ("2026-05-27", [])])
def test_a_price_older_than_180_days(date: str, found: list[str]) -> None:
    # 2026-05-27 + 180 days is 2026-11-23, the document's day
    quote = f"{{item: 服务器, unit_price: {{value: 36000, date: {date}}}}}"
    assert codes(capex=quote) == found


def test_a_benefit_that_looks_weighted_twice() -> None:
    # 12,000 × 85 % = 10,200, which is about to be weighted again
    first = "{item: 效率, monthly: 12000, confidence: 85%}"
    second = "{item: 效率二, monthly: 10200, confidence: 90%}"
    assert codes(more=f"benefits: [{first}, {second}]") == ["W006"]


def test_a_saving_that_is_an_option_as_well() -> None:
    rival = "rival: {name: 托管, opex: [{item: 托管运维, monthly: 5000}]}"
    saving = "benefits: [{item: 替代, kind: replaced_cost, monthly: 5000, confidence: 100%}]"
    assert codes(others=f"{IDLE}\n  {rival}", more=saving) == ["W007"]


def test_a_horizon_beyond_the_service_life() -> None:
    assert codes(more="horizon: {years: 4}") == ["W008"]


def test_no_do_nothing_option() -> None:
    rival = "rival: {name: 托管, opex: [{item: 托管运维, monthly: 5000}]}"
    assert codes(others=rival) == ["W009"]
