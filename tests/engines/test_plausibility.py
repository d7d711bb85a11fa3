"""Doubts: each is raised by the smallest input that deserves it, and by no other."""

import datetime

import pytest

from generator.engines.plausibility import doubts_about
from tests.proposals import model_of, one_option

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
    assert codes(opex="{item: 管理员, monthly: 4000}") == ["W002"]
    assert codes(opex="{item: 管理员, kind: labour, monthly: 4000}") == []


def test_no_labour_line_in_the_local_part_of_a_hybrid_option() -> None:
    text = f"""
proposal: {{title: a}}
chosen: mixed
workload: {{monthly_requests: 1000}}
options:
  own: {{name: 自建, capex: [{MACHINE}]}}
  api: {{name: 云, kind: cloud_api, price_per_request: 1, overhead: 0, integration: 0}}
  mixed: {{name: 混合, kind: hybrid, local: own, cloud: api}}
  {IDLE}
chosen_because: 数据不出内网
"""
    assert [doubt.code for doubt in doubts_about(model_of(text), DATE)] == ["W002"]


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


RIVAL = "rival: {name: 托管, opex: [{item: 托管运维, monthly: 50000}]}"


@pytest.mark.parametrize(
    ("monthly", "found"),
    [
        (50_000, ["W007"]),
        (50_500, ["W007"]),  # within 1 % of 50,500
        (50_510, []),
        (15_000, ["W007"]),  # today's bill, beside the option of carrying on as today
    ],
)
def test_a_saving_that_is_an_option_as_well(monthly: int, found: list[str]) -> None:
    saving = f"{{item: 替代, kind: replaced_cost, monthly: {monthly}, confidence: 100%}}"
    assert codes(others=f"{IDLE}\n  {RIVAL}", more=f"benefits: [{saving}]") == found


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        ("近 12 个月账单的九成", ["W007"]),  # the source of the bill below
        ("维持现状的九成", ["W007"]),
        ("'{{ options.idle.monthly }} 的九成'", ["W007"]),
        ("减少的人工", []),
    ],
)
def test_a_saving_whose_basis_is_the_bill_of_doing_nothing(basis: str, found: list[str]) -> None:
    bill = "{value: 15000, source: 近 12 个月账单}"
    idle = f"idle: {{name: 维持现状, kind: status_quo, monthly: {bill}}}"
    saving = f"{{item: 替代, kind: replaced_cost, monthly: 13500, basis: {basis}}}"
    assert codes(others=idle, more=f"benefits: [{saving}]") == found


def test_a_saving_that_says_whose_bill_it_is() -> None:
    saving = "benefits: [{item: 替代, kind: replaced_cost, monthly: 15000, replaces: idle}]"
    flat = IDLE.replace("}", ", growth: 0%}")
    assert codes(others=flat, more=saving) == []
    assert codes(more=saving) == ["W026"]  # 15,000 for good, while the bill grows


def test_a_horizon_beyond_the_service_life() -> None:
    assert codes(more="horizon: {years: 4}") == ["W008"]


def test_no_do_nothing_option() -> None:
    assert codes(others=RIVAL) == ["W009"]


LARGE = "{model: qwen2.5:72b, gpu: rtx_4090, tokens_per_second: 50}"


def test_an_option_that_cannot_serve_the_load() -> None:
    # some 50 GB on a card of 24
    rival = f"rival: {{name: 大模型, serving: {LARGE}, opex: [{{item: 托管运维, monthly: 1}}]}}"
    load = "workload: {monthly_requests: 1000}"
    assert codes(others=f"{IDLE}\n  {rival}", more=load) == ["W010"]


def test_a_chosen_option_that_cannot_serve_the_load() -> None:
    text = f"""
proposal: {{title: a}}
chosen: own
workload: {{monthly_requests: 1000}}
options:
  own: {{name: 自建, serving: {LARGE}, opex: [{LABOUR}]}}
  {IDLE}
"""
    assert [doubt.code for doubt in doubts_about(model_of(text), DATE)] == ["W011"]


@pytest.mark.parametrize(
    ("reason", "found"), [("", ["W012"]), ("chosen_because: 数据不出内网", [])]
)
def test_a_chosen_option_that_is_not_the_cheapest(reason: str, found: list[str]) -> None:
    # labour alone is 8,000 a month
    cheap = "idle: {name: 维持现状, kind: status_quo, monthly: 7000}"
    assert codes(others=cheap, more=reason) == found


def test_a_number_that_moves_nothing_is_told() -> None:
    """Without a cloud option nothing depends on how much of the input is cached, nor on a dollar's price."""
    unused = one_option(
        opex="[{item: Labour, labour: {hours: 20, rate: 400}}]",
        rest="""
workload: {monthly_requests: 20000, cached_share: 30%}
money: {exchange_rates: {USD: {value: 7.2, date: 2026-11-20}}}
tax: {rate: 6%, recoverable: no}
""",
    )
    found = [doubt for doubt in doubts_about(model_of(unused), DATE) if doubt.code == "W016"]
    assert [(str(doubt.path), doubt.fix.partition(",")[0]) for doubt in found] == [
        ("money.exchange_rates.USD.value", "remove money.exchange_rates.USD"),
        ("workload.cached_share", "remove it"),
    ]


def test_a_scenario_that_moves_nothing_is_told() -> None:
    text = """
proposal: {title: T}
options: {a: {name: A, capex: [{item: X, unit_price: 1000}], opex: [{item: Y, monthly: 10, growth: 0%}]}}
benefits: [{item: S, monthly: 900}]
scenarios:
  of no line: {horizon.opex_growth: 9%}
  same: {benefits.0.monthly: ×1}
  '1.5': {benefits.0.monthly: ×1.5}
"""
    told = [doubt.path for doubt in doubts_about(model_of(text), DATE) if doubt.code == "W020"]
    assert told == ["scenarios.of no line", "scenarios.same"]


def test_an_amount_near_the_cost_of_what_is_still_to_be_bought_is_a_coincidence() -> None:
    machines = "{name: 另购, capex: [{item: 机器, unit_price: 90000}], opex: [{item: 运维, monthly: 50000}]}"
    saving = "{item: 替代, kind: replaced_cost, monthly: 50000, confidence: 100%}"
    assert codes(others=f"{IDLE}\n  rival: {machines}", more=f"benefits: [{saving}]") == []
