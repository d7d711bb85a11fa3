"""Purchases that are paid later, repeated, replaced and sold, by arithmetic that anyone can repeat."""

import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from tests.proposals import model_of, one_option, value

# 60,000 every three years, at prices that fall by a tenth a year.
SERVER = (
    "{item: server, kind: hardware, unit_price: 60000, life_years: 3, "
    "replace: {after_years: 3, price_trend: -10%}MORE}"
)
FIVE_YEARS = "horizon: {years: 5, discount_rate: 8%}"
YEARS = range(1, 6)


def bought(*lines: str, rest: str = FIVE_YEARS) -> Model:
    model = model_of(one_option(f"[{', '.join(lines)}]", rest=rest))
    assert model.checks.failed.value == 0
    return model


def server(more: str = "") -> str:
    return SERVER.replace("MORE", more)


def by_year(model: Model, key: str) -> list[float]:
    return [value(model, f"{key}.year_{year}") for year in YEARS]


class TestReplaced:
    """The second purchase is paid at the end of month 36, for 60,000 × 0.9³ = 43,740."""

    def test_purchases_by_year(self) -> None:
        model = bought(server())
        assert by_year(model, "tco.capex") == pytest.approx([60_000, 0, 43_740, 0, 0])
        assert value(model, "capex.total") == pytest.approx(103_740)
        assert value(model, "tco.total") == pytest.approx(103_740)

    def test_what_is_asked_for_is_the_first_purchase(self) -> None:
        assert value(bought(server()), "capex.asked") == 60_000

    def test_each_purchase_wears_off_by_itself(self) -> None:
        # 60,000 / 3 in years 1 to 3, 43,740 / 3 in years 4 and 5; a third of the second is left
        model = bought(server())
        expected = [20_000, 20_000, 20_000, 14_580, 14_580]
        assert by_year(model, "tco.accrual") == pytest.approx(expected)
        assert value(model, "tco.book_value") == pytest.approx(14_580)

    def test_present_value(self) -> None:
        # what comes in month 36 is worth 1 / (1 + 0.08/12)³⁶ of itself
        flows = [-60_000.0] + [0.0] * 35 + [-43_740.0]
        expected = numpy_financial.npv(0.08 / 12, flows)
        assert expected == pytest.approx(-94_434.51751324187)
        assert value(bought(server()), "return.npv") == pytest.approx(expected)

    def test_month_by_month(self) -> None:
        model = bought(server())
        paid = {0: -60_000, 35: 0, 36: -43_740, 37: 0}
        for month, amount in paid.items():
            assert value(model, f"cash_flow.investment.month_{month}") == pytest.approx(amount)
            assert value(model, f"options.own.spent.month_{month}") == pytest.approx(-amount)

    def test_a_purchase_due_exactly_at_the_end_is_not_made(self) -> None:
        model = bought(server(), rest="horizon: {years: 6}")
        assert value(model, "capex.total") == pytest.approx(103_740)  # months 0 and 36, not 72

    def test_a_trend_may_stand_on_the_line_itself(self) -> None:
        line = "{item: a, unit_price: 60000, replace: {after_years: 1.5}, price_trend: -10%}"
        # months 0, 18, 36 and 54: 60,000 × (1 + 0.9^1.5 + 0.9^3 + 0.9^4.5)
        amounts = [round(60_000 * 0.9 ** (1.5 * k), 2) for k in range(4)]
        assert value(bought(line), "capex.total") == pytest.approx(sum(amounts))


class TestLater:
    def test_is_paid_at_the_end_of_its_month(self) -> None:
        model = bought("{item: a, unit_price: 12000, life_years: 4, month: 24}")
        assert by_year(model, "tco.capex") == [0, 12_000, 0, 0, 0]
        assert value(model, "capex.asked") == 12_000

    def test_wears_off_from_the_month_after(self) -> None:
        # 12,000 / 48 months = 250: nothing in year 2, nine months of year 3 after a purchase in month 27
        model = bought("{item: a, unit_price: 12000, life_years: 4, month: 27}")
        assert by_year(model, "tco.accrual") == [0, 0, 9 * 250, 3_000, 3_000]
        assert value(model, "tco.book_value") == 12_000 - 33 * 250

    def test_without_a_service_life_burdens_its_own_year(self) -> None:
        model = bought("{item: a, unit_price: 5000, month: 13}", "{item: b, unit_price: 700}")
        assert by_year(model, "tco.accrual") == [700, 5_000, 0, 0, 0]

    def test_falls_into_the_year_that_its_month_ends(self) -> None:
        for month, year in ((0, 1), (1, 1), (12, 1), (13, 2), (59, 5)):
            model = bought(f"{{item: a, unit_price: 100, month: {month}}}")
            assert value(model, f"tco.capex.year_{year}") == 100


class TestSold:
    def test_at_the_end_of_the_horizon(self) -> None:
        # 12,000 over 10 years: 6,000 in the books after 5; sold for 4,500, 1,500 less
        model = bought("{item: a, unit_price: 12000, life_years: 10, resale: 4500}")
        assert value(model, "capex.total") == 12_000
        assert value(model, "capex.asked") == 12_000
        assert value(model, "tco.total") == 7_500
        assert value(model, "options.own.tco") == 7_500
        assert value(model, "cash_flow.resale.month_60") == 4_500
        assert by_year(model, "tco.disposals") == [0, 0, 0, 0, 1_500]
        assert by_year(model, "tco.accrual") == [1_200, 1_200, 1_200, 1_200, 1_200 + 1_500]
        assert value(model, "tco.book_value") == 0

    def test_a_share_of_the_price_of_each(self) -> None:
        # 6,000 in month 36 for the first, 4,374 in month 60 for the second, of whose price 14,580 is in the books
        model = bought(server(", resale_share: 10%"))
        assert by_year(model, "tco.resale") == pytest.approx([0, 0, -6_000, 0, -4_374])
        assert by_year(model, "tco.disposals") == pytest.approx([0, 0, -6_000, 0, 14_580 - 4_374])
        assert value(model, "cash_flow_by_year.resale.year_3") == 6_000


def test_what_is_left_when_it_is_replaced_is_written_off() -> None:
    # 1,200 over 4 years, replaced after 2: 600 left; the third purchase, of month 48, is 300 worn
    model = bought("{item: a, unit_price: 1200, life_years: 4, replace: {after_years: 2}}")
    assert by_year(model, "tco.disposals") == [0, 600, 0, 600, 0]
    assert value(model, "tco.book_value") == 900


def test_the_residual_is_the_same_share_of_each_price() -> None:
    # (60,000 − 6,000) / 3, then (43,740 − 4,374) / 3; the residual of the first goes with it
    model = bought(server(", residual: 6000"))
    expected = [18_000, 18_000, 18_000 + 6_000, 13_122, 13_122]
    assert by_year(model, "tco.accrual") == pytest.approx(expected)


def test_a_hybrid_buys_what_its_own_part_buys() -> None:
    text = f"""
proposal: {{title: Example}}
{FIVE_YEARS}
workload: {{monthly_requests: 1000, input_tokens: 100, output_tokens: 100}}
options:
  own: {{name: Own, capex: [{server()}]}}
  cloud: {{name: Cloud, kind: cloud_api, price_per_request: 0.1, integration: 500}}
  both: {{name: Both, kind: hybrid, local: own, cloud: cloud, local_share: 50%}}
chosen: both
"""
    model = model_of(text)
    assert value(model, "options.both.capex") == pytest.approx(103_740 + 500)
    assert value(model, "tco.capex.year_3") == pytest.approx(43_740)


def test_a_scenario_that_replaces_sooner_buys_more_often() -> None:
    often = "{often: {options.own.capex.0.replace.after_years: 1}}"
    rest = f"{FIVE_YEARS}\nscenarios: {often}"
    stated = bought(server(), rest=rest)
    of_its_own = model_of(
        one_option(f"[{server()}]", rest=FIVE_YEARS), ["options.own.capex.0.replace.after_years=1"]
    )
    assert value(stated, "scenarios.often.capex.total") == value(of_its_own, "capex.total")
    assert value(stated, "capex.total") == pytest.approx(103_740)


class TestCredits:
    """A credit is a line with a negative amount: it lowers every total, and no reserve is put on it."""

    def test_lowers_what_is_asked_for(self) -> None:
        model = bought("{item: a, unit_price: 9000}", "{item: trade-in, credit: -500, quantity: 2}")
        assert value(model, "capex.total") == 8_000  # 9,000 − 2 × 500
        assert value(model, "cash_flow.investment.month_0") == -8_000

    def test_bears_no_reserve(self) -> None:
        lines = ("{item: a, unit_price: 9000}", "{item: grant, credit: -4000}")
        model = bought(*lines, rest=f"{FIVE_YEARS}\ncontingency: 10%")
        assert value(model, "capex.total") == 9_000 - 4_000 + 900

    def test_wears_off_like_what_it_is_for(self) -> None:
        model = bought("{item: grant, credit: -6000, life_years: 3, month: 12}")
        assert by_year(model, "tco.accrual") == [0, -2_000, -2_000, -2_000, 0]

    def test_lowers_the_running_cost(self) -> None:
        opex = "[{item: power, monthly: 300}, {item: grant, credit: -100, growth: 0%}]"
        model = model_of(one_option(opex=opex, rest="horizon: {years: 2, opex_growth: 0%}"))
        assert value(model, "opex.year_2") == 2_400  # 12 × (300 − 100)

    def test_may_be_more_than_all_else(self) -> None:
        model = bought("{item: a, unit_price: 100}", "{item: grant, credit: -400}")
        assert value(model, "capex.total") == -300
        assert model.returns.roi.reason == "no_investment"


def test_a_workbook_in_which_it_is_replaced_more_often_lacks_rows_and_says_so() -> None:
    checks = {check.name: check for check in bought(server()).checks.compared}
    result = checks["replacements"].result
    cycle = "options.own.capex.0.replace.after_years"
    found = evaluate([result], {cycle: [2.0, 2.5, 3.0, 4.0]})[result.key]
    assert list(found) == [0, 1, 1, 1]  # of months 0, 24 and 48 the last has no row


def test_of_many_options_each_is_compared_by_itself() -> None:
    """The sum of twelve tables is a formula of more than 300 characters, which the audit refuses."""
    options = "".join(
        f"  o{number}: {{name: Own {number}, capex: [{server()}]}}\n" for number in range(9)
    )
    model = model_of(f"proposal: {{title: Example}}\nchosen: o0\noptions:\n{options}")
    compared = [check for check in model.checks.compared if str(check.name).endswith("ments")]
    assert [check.subject for check in compared] == [f"Own {number}" for number in range(9)]
    assert {check.result.value for check in compared} == {1}
    assert {check.left.value for check in compared} == {check.right.value for check in compared}


@given(
    price=st.integers(0, 10**6),
    life=st.integers(1, 8),
    cycle=st.integers(1, 8),
    month=st.integers(0, 50),
    share=st.integers(0, 50),
    years=st.integers(5, 9),
)
@settings(max_examples=6, deadline=None)
def test_cash_is_accrual_and_book_value(
    price: int, life: int, cycle: int, month: int, share: int, years: int
) -> None:
    line = (
        f"{{item: a, unit_price: {price}, life_years: {life}, month: {month}, "
        f"replace: {{after_years: {cycle}}}, resale_share: {share}%}}"
    )
    model = model_of(one_option(f"[{line}]", rest=f"horizon: {{years: {years}}}"))
    purchases = -(-(12 * years - month) // (12 * cycle))
    assert value(model, "capex.total") == pytest.approx(purchases * price)
    accrued = value(model, "tco.accrual.total") + value(model, "tco.book_value")
    assert value(model, "tco.total") == pytest.approx(accrued, abs=1e-6)
    assert value(model, "tco.book_value") == 0
