"""Reference cases: what others report, and beside it the model itself at their scale."""

from pathlib import Path

import pytest

from generator.api import Budget, load
from generator.render.markdown import to_markdown

INPUT = """
proposal: {title: T, language: en, date: 2026-11-20}
evidence:
  cases:
    - {organisation: Hospital, scale: 50000, cost: 12000, result: faster, source: their IT, date: 2026-09-01}
    - {organisation: Firm, scale: 90000000, cost: 9000}
    - {organisation: University}
workload: {monthly_requests: 20000, scales: [20000]}
horizon: {years: 2}
options:
  own:
    name: Own
    serving: {model: qwen2.5:7b, gpu: rtx_4090}
    capex: [{item: S, unit_price: 24000, life_years: 2}]
    opex: [{item: Power, power: {gpu: rtx_4090}}]
chosen: own
"""


@pytest.fixture(scope="module")
def budget(tmp_path_factory: pytest.TempPathFactory) -> Budget:
    path = tmp_path_factory.mktemp("cases") / "input.yaml"
    path.write_text(INPUT, encoding="utf-8")
    return load(path)


def test_the_model_is_asked_at_the_scale_of_a_case(budget: Budget) -> None:
    there = load(Path(budget.loaded.file), {"workload.monthly_requests": 50000})
    total = there.value("options.own.tco")
    assert total is not None
    own = budget.value("reference_cases.0.own_cost")
    assert own == pytest.approx(total / 24)
    assert own != pytest.approx((budget.value("options.own.tco") or 0) / 24)
    assert budget.value("reference_cases.0.apart") == pytest.approx(total / 24 / 12000 - 1)


def test_what_is_left_out_is_to_be_filled_in_and_what_cannot_be_served_is_said(
    budget: Budget,
) -> None:
    rows = budget.packet.tables["reference_cases"].rows
    still = "[to be stated]"
    assert rows[0][1:3] == ("50,000", "12,000")
    assert rows[0][5:] == ("faster", "their IT", "2026-09-01")
    assert rows[1][3:6] == (*["cannot serve the load"] * 2, still)
    assert rows[2] == ("University", *[still] * 7)
    assert budget.loaded.proposal.left_out["evidence.cases.1"] == ("result", "source", "date")
    assert "| Hospital | 50,000 |" in to_markdown(budget.packet)
    # The volumes that are compared stay those of the workload; every number of a case is made use of.
    assert len(budget.packet.model.outlook.there) == 1
    assert "W016" not in {each.code for each in budget.check()}
