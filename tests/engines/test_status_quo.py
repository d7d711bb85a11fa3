"""Today's bill: fixed, or by the requests in every year, scenario and volume."""

from pathlib import Path

import pytest

from generator.assembly import load
from generator.engines.model import compute
from generator.proposal.problems import ProblemList
from tests.proposals import INPUTS, model_of, proposal_of, value

# 100,000 requests at 0.1 are 10,000 a month; a fifth more of them each year at a tenth more.
TEXT = """
proposal: {title: metered}
horizon: {years: 3, opex_growth: 0%, go_live: 4}
workload: {monthly_requests: 100000, growth: 20%, scales: [50000, 200000]}
options:
  own: {name: own, opex: [{item: run, monthly: 3000}]}
  idle: {name: idle, kind: status_quo, growth: 10%, BILL}
chosen: own
benefits: [{item: bill, kind: replaced_cost, replaces: idle, confidence: 100%}]
"""
BILLS = ["per_request: 0.1", "monthly: 10000, follows: workload"]
FIXED = "monthly: 10000"


@pytest.mark.parametrize("bill", BILLS)
class TestByTheRequests:
    def test_grows_with_them_and_with_its_price(self, bill: str) -> None:
        model = model_of(TEXT.replace("BILL", bill))
        years = [value(model, f"options.idle.opex_year_{year}") for year in (1, 2, 3)]
        # It is paid from the first month, whatever goes live later.
        assert years == pytest.approx([120000, 120000 * 1.32, 120000 * 1.32**2])

    def test_is_what_another_volume_makes_of_it(self, bill: str) -> None:
        text = TEXT.replace("BILL", bill)
        told, whole = (value(model_of(text), key) for key in ("scales.idle.0", "options.idle.tco"))
        assert told == pytest.approx(whole / 2)

    def test_is_the_benefit_that_replaces_it(self, bill: str) -> None:
        model = model_of(TEXT.replace("BILL", bill))
        assert value(model, "benefits.year_2") == pytest.approx(120000 * 1.32)

    def test_needs_a_workload(self, bill: str) -> None:
        without = TEXT.replace("BILL", bill).replace(
            "workload:", "background: {}\nindirect_benefits: []\n#"
        )
        with pytest.raises(ProblemList, match="follows the requests"):
            proposal_of(without)


def test_a_request_that_is_sent_again_is_paid_again_as_with_any_other_option() -> None:
    text = TEXT.replace("BILL", "per_request: 0.1")
    text = text.replace("growth: 20%", "growth: 20%, retries: 10%")
    again = model_of(text)
    assert value(again, "options.idle.opex_year_1") == pytest.approx(132_000)
    assert value(again, "options.idle.request_price") == pytest.approx(0.11)


def test_a_fixed_bill_stays_at_any_volume() -> None:
    model = model_of(TEXT.replace("BILL", FIXED))
    assert {value(model, f"scales.idle.{place}") for place in (0, 1)} == {
        value(model, "options.idle.tco")
    }


def test_the_bill_is_stated_in_one_way() -> None:
    with pytest.raises(ProblemList, match="E016"):
        proposal_of(TEXT.replace("BILL", "monthly: 10000, per_request: 0.1"))


def test_the_example_s_bill_is_its_load_at_the_list_price_of_the_model_in_use() -> None:
    """2,400 tokens read and 400 written, at 2.50 and 10 USD a million and 7.2 a dollar: 0.072 a request."""
    example = next(path for path in INPUTS if path.stem == "ollama-platform").read_text("utf-8")
    model = model_of(example, ["options.cloud_api.model=gpt-4o"])
    assert value(model, "options.do_nothing.request_price") == pytest.approx(0.072)
    assert value(model, "options.cloud_api.request_price") == pytest.approx(0.072)
    assert value(model, "options.do_nothing.monthly_opex") == pytest.approx(15000, abs=0.03)


class TestOfHowManyRequestsTheBillIs:
    FOLLOWING = TEXT.replace("BILL", BILLS[1])

    def test_it_stays_that_of_the_file_where_others_are_set(self, tmp_path: Path) -> None:
        path = tmp_path / "input.yaml"
        path.write_text(self.FOLLOWING, encoding="utf-8")
        whole, half = (
            value(compute(load(str(path), assignments).proposal), "options.idle.tco")
            for assignments in ([], ["workload.monthly_requests=50000"])
        )
        assert half == pytest.approx(whole / 2)

    def test_it_is_as_stated(self) -> None:
        stated = "follows: workload, for_requests: 50000}"
        text = self.FOLLOWING.replace("follows: workload}", stated)
        doubled, whole = (
            value(model_of(each), "options.idle.tco") for each in (text, self.FOLLOWING)
        )
        assert doubled == pytest.approx(2 * whole)

    def test_only_a_bill_that_follows_them_is_of_some(self) -> None:
        with pytest.raises(ProblemList, match="does not follow the requests"):
            proposal_of(TEXT.replace("BILL", "monthly: 10000, for_requests: 50000"))
