"""Inputs of kinds that once passed the check and failed the audit are published."""

from pathlib import Path

import pytest

from generator.assembly import assemble, load
from generator.audit.model_review.registry import review
from generator.audit.xlsx.reading import read_book
from tests.workbooks import finished

LABOUR_BY_RULE = """
proposal: {title: By rule}
horizon: {years: 1}
options:
  own:
    name: Own
    capex:
      - {item: first, kind: hardware, unit_price: 9000}
      - {item: desk, unit_price: 300}
      - {item: second, kind: hardware, unit_price: 8000}
      - {item: set-up, deployment: {}}
    opex: [{item: care, labour: {rule: {}}}]
"""
# One amount of hundreds of millions, whose turning value is asked of one of a few coins.
COINS_BESIDE_MILLIONS = """
proposal: {title: Coins, language: en}
horizon: {years: 4}
options:
  own:
    name: Own
    capex: [{item: hall, unit_price: 700000000, life_years: 4}]
    opex: [{item: care, monthly: 3000000}, {item: domain, monthly: 0.07}]
  now: {name: Now, kind: status_quo, monthly: 20000000}
chosen: own
benefits: [{item: bill, kind: replaced_cost, monthly: 20000000, confidence: 100%, replaces: now}]
"""
LARGEST = """
proposal: {title: Largest, language: en}
horizon: {years: 1}
options:
  own: {name: Own, capex: [{item: a, unit_price: 9e11}], opex: [{item: b, monthly: 0.01}]}
benefits: [{item: c, monthly: 2e10}]
"""
# Each of the first steps changes the total by less than the chart's smallest stroke.
HARDLY_ANY_STEPS = """
proposal: {title: Steps, language: en}
horizon: {years: 1}
workload: {monthly_requests: 900, mix: {classification: 60%, chat: {share: 40%, complexity: 3}}}
options:
  own:
    name: Own
    serving: {model: "qwen2.5:7b", gpu: rtx_4090}
    capex: [{item: machine, kind: hardware, unit_price: 90}]
    opex: [{item: care, monthly: 3000}]
  api: {name: API, kind: cloud_api, price_per_request: 0.01, overhead: 0, integration: 0}
  mixed: {name: Mixed, kind: hybrid, local: own, cloud: api}
chosen: mixed
optimisations: {}
"""
# Its flow turns twice, in each scenario at other months: several internal rates, of which each program finds another.
LOST_AGAIN = """
proposal: {title: Lost again, language: en}
horizon: {years: 10, opex_growth: 15%}
options:
  own: {name: Own, capex: [{item: a, unit_price: 48000}], opex: [{item: b, monthly: 8300}]}
benefits: [{item: c, monthly: 15000}]
"""


@pytest.mark.parametrize(
    "text", [LOST_AGAIN, LABOUR_BY_RULE, COINS_BESIDE_MILLIONS, LARGEST, HARDLY_ANY_STEPS]
)
def test_it_is_published(tmp_path: Path, text: str) -> None:
    path = tmp_path / "input.yaml"
    path.write_text(text, encoding="utf-8")
    assert assemble(load(str(path)), ("json",)).audited_cells


def test_what_remains_of_large_amounts_is_verified_by_their_size() -> None:
    cells: dict[str, float | str | bool] = {"A1": 3e9, "A2": -3e9, "A3": 0.1, "A4": "=SUM(A1:A3)"}
    book = read_book(finished({"Sums": cells}, {("Sums", "A4"): 0.1000004}))

    def told(computed: float) -> set[str]:
        return {finding.rule for finding in review(book, {("Sums", "A4"): computed})}

    assert "value_differs" not in told(0.1)
    assert "value_differs" in told(0.2)
