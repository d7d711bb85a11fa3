"""Options that go live at other times: a cloud API in month 2, a server of one's own in month 6, both together in 6."""

import numpy_financial
import pytest

from tests.proposals import model_of, value

TEXT = """
proposal: {title: own go-live}
horizon: {years: 3, go_live: 6, discount_rate: 12%, opex_growth: 0%}
workload: {monthly_requests: 100000, growth: 0%}
options:
  own:
    name: own
    capex: [{item: server, kind: hardware, unit_price: 60000, life_years: 3}]
    opex: [{item: labour, monthly: 1500}]
  cloud: {name: cloud, kind: cloud_api, price_per_request: 0.04, overhead: 0, integration: 0, go_live: 2}
  both: {name: both, kind: hybrid, local: own, cloud: cloud, local_share: 80%, escalation: 0%}
  quo: {name: today, kind: status_quo, monthly: 6000, growth: 0%}
chosen: own
benefits:
  - {item: bill, kind: replaced_cost, monthly: 6000, confidence: 100%, replaces: quo}
  - {item: time, monthly: 1000, confidence: 100%}
"""
MODEL = model_of(TEXT)


def npv_of(bring: float, cost: float, once: float, first: int) -> float:
    """Of 36 months at 1 % each, in which `bring` less what goes by use begins with month `first`."""
    flow = [-once, *[-cost] * (first - 1), *[bring - cost] * (37 - first)]
    return float(numpy_financial.npv(0.01, flow))


def test_each_pays_todays_bill_until_its_own_go_live() -> None:
    """6,000 in the one month before month 2, and in the five before month 6."""
    assert value(MODEL, "options.cloud.transition.total") == 6_000
    assert value(MODEL, "options.own.transition.total") == 30_000
    assert value(MODEL, "options.both.transition.total") == 30_000


def test_what_goes_by_use_begins_with_the_own_go_live() -> None:
    """35 months of 4,000; of a hybrid option a fifth of that, in its own 31 months and not in its part's 35."""
    assert value(MODEL, "options.cloud.opex_total") == 35 * 4_000
    assert value(MODEL, "options.both.opex_total") == 36 * 1_500 + 31 * 800


def test_benefits_begin_with_it() -> None:
    """1,500 of labour all the time, 7,000 of benefits from month 6; calls of 4,000 bring 7,000 from month 2."""
    assert value(MODEL, "options.own.npv") == pytest.approx(npv_of(7_000, 1_500, 60_000, 6))
    assert value(MODEL, "options.cloud.npv") == pytest.approx(npv_of(3_000, 0, 0, 2))
    assert value(MODEL, "options.both.npv") == pytest.approx(npv_of(6_200, 1_500, 60_000, 6))


def test_what_it_forgoes_besides_the_bill_is_told_apart() -> None:
    """The cloud brings 1,000 of time four months sooner; its 6,000 of the bill are in the cost of the server."""
    sooner = sum(1_000 / 1.01**month for month in range(2, 6))
    assert value(MODEL, "options.cloud.forgone_benefits") == pytest.approx(-sooner)
    choice = npv_of(7_000, 1_500, 60_000, 6) - npv_of(6_200, 1_500, 60_000, 6)
    assert value(MODEL, "options.both.npv") == pytest.approx(value(MODEL, "return.npv") - choice)


@pytest.mark.parametrize(
    "assignment", ["chosen=own", "horizon.transition=false", "options.both.go_live=9"]
)
@pytest.mark.parametrize("id", ["own", "cloud", "both"])
def test_its_present_value_is_what_it_would_be_if_it_were_chosen(id: str, assignment: str) -> None:
    model, chosen = model_of(TEXT, [assignment]), model_of(TEXT, [assignment, f"chosen={id}"])
    assert value(model, f"options.{id}.npv") == pytest.approx(value(chosen, "return.npv"))
    assert value(chosen, "return.npv") == pytest.approx(value(chosen, f"options.{id}.npv"))


def test_the_choice_is_worth_what_the_best_other_one_is_behind() -> None:
    worth = value(MODEL, "return.npv") - max(
        value(MODEL, f"options.{id}.npv") for id in ("cloud", "both")
    )
    assert value(MODEL, "choice_worth") == pytest.approx(worth)


def test_without_a_choice_what_is_forgone_counts() -> None:
    """20,000 a month of time, four months sooner, outweigh that the server costs less."""
    text = TEXT.replace("chosen: own\n", "").replace("monthly: 1000", "monthly: 20000")
    model = model_of(text.replace("0.04", "0.05"))
    own, cloud = (value(model, f"options.{id}.present_value") for id in ("own", "cloud"))
    assert own < cloud
    assert model.chosen.id == "cloud"


class TestOfTheChosenOption:
    """The cloud, chosen, with its own go-live in month 2."""

    ASSIGNMENTS = ("chosen=cloud",)
    MODEL = model_of(TEXT, ASSIGNMENTS)

    def test_charts_and_returns_go_by_it(self) -> None:
        assert value(self.MODEL, "return.live") == 2
        assert value(self.MODEL, "cash_flow.benefits.month_1") == 0
        assert value(self.MODEL, "cash_flow.benefits.month_2") == 7_000

    def test_delays_move_it_alone(self) -> None:
        """One month late: month 3."""
        assert [delay.month.value for delay in self.MODEL.outlook.delays] == [3, 5, 8]
        late = npv_of(3_000, 0, 0, 3)
        assert value(self.MODEL, "delays.0.npv") == pytest.approx(late)
        assert value(
            model_of(TEXT, [*self.ASSIGNMENTS, "options.cloud.go_live=3"]), "return.npv"
        ) == pytest.approx(late)

    def test_a_scenario_moves_it(self) -> None:
        text = TEXT + "scenarios: {late: {options.cloud.go_live: 5}}"
        model = model_of(text, self.ASSIGNMENTS)
        key = "scenarios.late.return.npv"
        assert value(model, key) == pytest.approx(npv_of(3_000, 0, 0, 5))

    def test_the_model_is_sound(self) -> None:
        assert self.MODEL.checks.failed.value == 0


def test_the_same_month_said_of_every_option_says_what_the_horizon_says() -> None:
    text = TEXT.replace(", go_live: 2}", "}")
    apart = text.replace("name: own\n", "name: own\n    go_live: 6\n")
    for key in (
        "return.npv",
        "return.payback_months",
        "options.cloud.npv",
        "choice_worth",
        "break_even.cloud.month",
    ):
        assert value(model_of(apart), key) == pytest.approx(value(model_of(text), key))
