"""Doubts about dates: each number's own against the document's."""

import datetime

import pytest

from generator.engines.dates import doubts_about_dates
from tests.proposals import model_of

MONEY = "money: {exchange_rates: {USD: {value: 7.2, date: %s}}}\n"


def told(
    day: str | None,
    quoted: str = "2026-11-20",
    hardware: str = "",
    rate: str = "2026-11-20",
    papers: str = "",
) -> list[tuple[str, str]]:
    """Codes and paths, for a document of a day with a quote, a rate, a list price and perhaps our own hardware."""
    dated = f", date: {day}" if day else ""
    text = f"""
proposal: {{title: a{dated}}}
{MONEY % rate}
workload: {{monthly_requests: 1000}}
options:
  own: {{name: 自建, capex: [{{item: 服务器, unit_price: {{value: 9, date: {quoted}}}}}{hardware}]}}
  api: {{name: 云, kind: cloud_api, provider: openai, model: gpt-4o, overhead: 0, integration: 0}}
chosen: own
{papers}"""
    model = model_of(text)
    date = datetime.date.fromisoformat(day or "2026-11-10")
    return [(doubt.code, doubt.path) for doubt in doubts_about_dates(model, date)]


def test_dates_that_agree_are_not_doubted() -> None:
    assert told("2026-11-23") == []


def test_a_quote_and_a_rate_younger_than_the_document() -> None:
    assert told("2026-11-23", quoted="2026-11-24") == [("W018", "options.own.capex.0.unit_price")]
    assert told("2026-11-23", rate="2026-12-01") == [("W018", "money.exchange_rates.USD.value")]


def test_offers_versions_and_cases_younger_than_the_document() -> None:
    dated = "{%s, date: 2026-11-23}, {%s, date: 2026-11-24}"
    papers = f"""
request: {{offers: [{dated.replace("%s", "supplier: S")}]}}
history: [{dated.replace("%s", "version: '1', change: c")}]
evidence: {{cases: [{{organisation: O}}, {dated.replace("%s", "organisation: O")}]}}
"""
    assert told("2026-11-23", papers=papers) == [
        ("W018", "request.offers.1.date"),
        ("W018", "history.1.date"),
        ("W018", "evidence.cases.2.date"),
    ]


def test_a_document_older_than_our_prices_is_told_once() -> None:
    machine = ", {item: 工作站, hardware: workstation_rtx4090}"
    found = told("2026-10-01", quoted="2026-09-30", hardware=machine, rate="2026-09-30")
    assert found == [("W018", "proposal.date")]


def test_a_price_of_what_nobody_buys_is_of_no_day() -> None:
    model = model_of("""
proposal: {title: a, date: 2026-10-01}
money: {currency: USD}
options:
  own: {name: A, opex: [{item: Rack, hosting: {rack_units: 1, rack_unit_price: 60, remote_hands: 0}}]}
""")
    assert not list(doubts_about_dates(model, datetime.date(2026, 10, 1)))
    assert not list(doubts_about_dates(model, datetime.date(2027, 10, 1)))


def test_a_document_without_a_date_is_younger_than_nothing() -> None:
    assert told(None) == []


@pytest.mark.parametrize(("day", "old"), [("2027-05-09", False), ("2027-05-10", True)])
def test_a_list_price_grows_old(day: str, old: bool) -> None:
    """180 days after 2026-11-10 is 2027-05-09; the three prices of the model are one entry."""
    found = told(day, quoted=day, rate=day)
    assert found == ([("W005", "options.api.input_price")] if old else [])
