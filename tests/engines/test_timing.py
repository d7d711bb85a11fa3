"""What runs from a month to a month: years, months, totals and measures of return, against worked cases."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

# 60,000 at the start; labour from month 1, power from month 7, when today's bill of 6,000 a month falls away.
GO_LIVE = """
proposal: {title: go-live}
horizon: {years: 5, discount_rate: 8%, opex_growth: 0%, go_live: 7}
options:
  own:
    name: own
    capex: [{item: server, kind: hardware, unit_price: 60000, life_years: 5}]
    opex: [{item: labour, monthly: 1500, from: 1}, {item: power, monthly: 500, from: 7}]
  quo: {name: today, kind: status_quo, monthly: 6000, growth: 0%}
chosen: own
benefits: [{item: bill, kind: replaced_cost, monthly: 6000, confidence: 100%, replaces: quo}]
"""


def by_year(model: Model, key: str, years: int) -> list[float]:
    return [value(model, f"{key}{year}") for year in range(1, years + 1)]


def by_month(model: Model, key: str, first: int, last: int) -> list[float]:
    return [value(model, f"{key}.month_{month}") for month in range(first, last + 1)]


class TestGoLiveInMonthSeven:
    MODEL = model_of(GO_LIVE)

    def test_the_years(self) -> None:
        # 12 × 1,500 + 6 × 500; a half, then whole years of the bill
        assert by_year(self.MODEL, "opex.year_", 5) == [21_000, 24_000, 24_000, 24_000, 24_000]
        assert by_year(self.MODEL, "benefits.year_", 5) == [36_000, 72_000, 72_000, 72_000, 72_000]
        net = by_year(self.MODEL, "cash_flow_by_year.net.year_", 5)
        assert net == [-45_000, 48_000, 48_000, 48_000, 48_000]

    def test_the_months(self) -> None:
        flow = by_month(self.MODEL, "cash_flow.net", 0, 60)
        assert flow == [-60_000, *[-1_500] * 6, *[4_000] * 54]

    def test_the_return(self) -> None:
        assert value(self.MODEL, "return.npv") == pytest.approx(105_030.24708225485)
        assert value(self.MODEL, "return.payback_months") == 23.25
        # 23.25 months from the start, of which six are over when month 7 begins
        assert value(self.MODEL, "return.payback_since_live") == 17.25
        discounted = value(self.MODEL, "return.discounted_payback_months")
        assert discounted == pytest.approx(25.12287277398967)
        assert value(self.MODEL, "return.irr") == pytest.approx(0.4925232754988273)
        assert value(self.MODEL, "return.irr_effective") == pytest.approx(0.6204179847655578)
        assert value(self.MODEL, "return.monthly_net") == 4_000  # 6,000 − 2,000, once all runs

    def test_the_bill_until_then(self) -> None:
        """6 × 6,000 in the total, the present value and break-even, not in the return and not in what is asked for."""
        assert value(self.MODEL, "options.own.transition.total") == 36_000
        assert value(self.MODEL, "options.own.tco") == 213_000
        assert value(self.MODEL, "tco.total") == 213_000
        assert value(self.MODEL, "tco.without_transition.total") == 177_000
        assert value(self.MODEL, "options.quo.tco") == 360_000
        spent = by_month(self.MODEL, "options.own.spent", 0, 60)
        assert spent == [60_000, *[7_500] * 6, *[2_000] * 54]
        factors = [factor.value for factor in self.MODEL.flow.discount_factors]
        present = sum(paid * factor for paid, factor in zip(spent, factors, strict=True))
        assert present == pytest.approx(190_880.35293150233)

    def test_the_saving_is_the_net_flow_where_the_bill_is_the_only_benefit(self) -> None:
        saved = value(self.MODEL, "savings.vs_do_nothing")
        assert saved == value(self.MODEL, "cash_flow_by_year.net.total") == 147_000
        month = value(self.MODEL, "break_even.quo.month")
        assert month == value(self.MODEL, "return.payback_months") == 23.25

    def test_nobody_needs_to_carry_the_bill(self) -> None:
        model = model_of(GO_LIVE, ["horizon.transition=false"])
        assert value(model, "options.own.tco") == 177_000

    def test_it_keeps_every_check(self) -> None:
        assert self.MODEL.checks.failed.value == 0

    def test_live_at_once(self) -> None:
        """Go-live in month 1, power from then on: the flow of a proposal that says nothing of time."""
        early = model_of(GO_LIVE, ["horizon.go_live=1", "options.own.opex.1.from=1"])
        assert value(early, "return.npv") == pytest.approx(137_273.73334250477)
        assert value(early, "return.payback_months") == 15


def test_no_benefit_before_what_brings_it_is_live() -> None:
    model = model_of(GO_LIVE, ["horizon.go_live=10"])
    assert by_month(model, "cash_flow.benefits", 0, 10) == [*[0] * 10, 6_000]


def test_what_says_its_own_month_keeps_it() -> None:
    model = model_of(GO_LIVE, ["benefits.0.from=3", "benefits.0.until=4"])
    assert by_month(model, "cash_flow.benefits", 0, 6) == [0, 0, 0, 6_000, 6_000, 0, 0]


def test_a_month_is_a_part_of_its_year_as_rounded() -> None:
    """1,000 a month growing 5 %, from month 11: year 1 has two months; 1,050 a month in year 2 whatever `from`."""
    rest = "horizon: {years: 2, opex_growth: 5%}"
    model = model_of(one_option(opex="[{item: a, monthly: 1000, from: 11}]", rest=rest))
    assert by_year(model, "opex.year_", 2) == [2_000, 12_600]
    spent = by_month(model, "options.own.spent", 10, 13)
    assert spent == pytest.approx([0, 1_000, 1_000, 1_050])


def test_by_use_waits_for_the_go_live_and_other_lines_do_not() -> None:
    text = """
proposal: {title: T}
horizon: {years: 1, go_live: 4}
workload: {monthly_requests: 1000}
options:
  own: {name: own, opex: [{item: staff, monthly: 100}]}
  cloud: {name: cloud, kind: cloud_api, price_per_request: 0.1, overhead: 30}
  mix: {name: mix, kind: hybrid, local: own, cloud: cloud, local_share: 50%}
chosen: own
"""
    model = model_of(text)
    assert value(model, "options.own.opex_year_1") == 1_200
    assert value(model, "options.cloud.opex_year_1") == 12 * 30 + 9 * 100
    calls = 9 * 100 * (0.5 + 0.5 * value(model, "options.mix.escalation"))
    assert value(model, "options.mix.opex_year_1") == pytest.approx(1_200 + 12 * 30 + calls)
    spent = by_month(model, "options.mix.spent", 1, 12)
    assert spent[0] == pytest.approx(130)
    assert sum(spent) == pytest.approx(value(model, "options.mix.opex_year_1"))


def test_months_may_be_named() -> None:
    named = ["horizon.start=2027-09", "horizon.go_live=2028-03", "options.own.opex.1.from=2028-03"]
    assert value(model_of(GO_LIVE, named), "return.npv") == pytest.approx(105_030.24708225485)


def test_silence_about_time_needs_no_weights() -> None:
    model = model_of(one_option(opex="[{item: a, monthly: 1000}]"))
    assert not [key for key in model.schedules if key.startswith(("timing", "starts"))]


class TestARampOfSixMonths:
    """12,000 a month at full height, from month 7; 150,000 at the start, 2,000 a month from month 1."""

    TEXT = """
proposal: {title: ramp}
horizon: {years: 3, discount_rate: 8%, opex_growth: 0%, go_live: 7}
options:
  own: {name: own, capex: [{item: all, unit_price: 150000}], opex: [{item: run, monthly: 2000}]}
benefits: [{item: time saved, monthly: 12000, confidence: 100%, ramp: {months: 6}}]
"""

    def test_it_is_full_in_the_sixth_month(self) -> None:
        model = model_of(self.TEXT)
        earned = by_month(model, "cash_flow.benefits", 6, 13)
        assert earned == pytest.approx(
            [0, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000, 12_000], abs=1e-8
        )
        assert by_year(model, "benefits.year_", 3) == [42_000, 144_000, 144_000]
        assert model.checks.failed.value == 0

    def test_the_return(self) -> None:
        model = model_of(self.TEXT)
        assert value(model, "return.npv") == pytest.approx(70_383.64079056369)
        assert value(model, "return.payback_months") == pytest.approx(25.2)
        discounted = value(model, "return.discounted_payback_months")
        assert discounted == pytest.approx(27.287674625605106)
        assert value(model, "return.irr") == pytest.approx(0.28188220368154704)

    def test_a_list_keeps_its_last_share(self) -> None:
        model = model_of(self.TEXT.replace("{months: 6}", "[25%, 50%]"))
        earned = by_month(model, "cash_flow.benefits", 6, 10)
        assert earned == pytest.approx([0, 3_000, 6_000, 6_000, 6_000], abs=1e-8)


class TestYearByYear:
    def test_amounts_of_each_year(self) -> None:
        """3,000, 4,200 and 5,500 a month; half of the first year."""
        model = model_of("""
proposal: {title: T}
horizon: {years: 3, go_live: 7}
options: {own: {name: own, opex: [{item: a, by_year: [10, 20, 30]}]}}
benefits: [{item: net, by_year: [3000, 4200, 5500], confidence: 50%}]
""")
        assert by_year(model, "benefits.year_", 3) == [9_000, 25_200, 33_000]
        assert by_year(model, "opex.year_", 3) == [120, 240, 360]
        assert by_month(model, "cash_flow.benefits", 24, 25) == [2_100, 2_750]

    def test_a_bill_that_falls_away_is_the_same_money_in_every_year(self) -> None:
        """6,000 a month, 12 % more each year, on both sides."""
        bill = "benefits: [{item: bill, kind: replaced_cost, replaces: quo, confidence: 100%}]"
        text = GO_LIVE[: GO_LIVE.index("benefits")] + bill
        model = model_of(text, ["options.quo.growth=12%", "horizon.go_live=1"])
        years = by_year(model, "options.quo.opex_year_", 5)
        assert years[1] == 80_640  # 6,000 × 12 × 1.12
        assert by_year(model, "benefits.year_", 5) == years
        saved = value(model, "savings.vs_do_nothing")
        assert saved == pytest.approx(value(model, "cash_flow_by_year.net.total"))

    def test_it_waits_for_the_go_live(self) -> None:
        bill = "benefits: [{item: bill, kind: replaced_cost, replaces: quo, confidence: 100%}]"
        text = GO_LIVE[: GO_LIVE.index("benefits")] + bill
        assert value(model_of(text), "return.npv") == pytest.approx(105_030.24708225485)
