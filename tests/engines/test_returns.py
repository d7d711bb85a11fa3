"""Measures of return, against hand arithmetic, numpy_financial and pyxirr."""

import numpy_financial
import pytest
import pyxirr

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

FLAT = "horizon: {years: 3, discount_rate: 8%, opex_growth: 0%}"
FOUR_BENEFITS = """benefits:
  - {item: a, monthly: 12000, confidence: 85%}
  - {item: b, monthly: 8000, confidence: 90%}
  - {item: c, monthly: 15000, confidence: 100%}
  - {item: d, monthly: 5000, confidence: 60%}"""
THREE_BENEFITS = """benefits:
  - {item: a, monthly: 15000, confidence: 100%}
  - {item: b, monthly: 12000, confidence: 85%}
  - {item: c, monthly: 8000, confidence: 90%}"""


def flowing(invested: float, monthly_cost: float, rest: str) -> Model:
    """A proposal that invests once and then costs something every month."""
    capex = f"[{{item: a, unit_price: {invested}}}]" if invested else "[]"
    return model_of(one_option(capex, f"[{{item: b, monthly: {monthly_cost}}}]", rest))


def earning(monthly: float, rest: str = FLAT) -> str:
    return f"benefits: [{{item: a, monthly: {monthly}, confidence: 100%}}]\n{rest}"


class TestAFlatFlow:
    """80,000 invested, 5,000 a month to run; 12,000 × .85 + 8,000 × .9 + 15,000 + 5,000 × .6 a month."""

    MODEL = flowing(80_000, 5_000, f"{FOUR_BENEFITS}\n{FLAT}")
    FLOWS = (-80_000, *[30_400] * 36)

    def test_payback_and_roi(self) -> None:
        assert value(self.MODEL, "benefits.monthly") == 35_400  # 10,200 + 7,200 + 15,000 + 3,000
        assert value(self.MODEL, "return.monthly_net") == 30_400
        payback = value(self.MODEL, "return.payback_months")
        assert payback == pytest.approx(80_000 / 30_400)  # 2.63
        # (12 × 30,400 − 80,000) / 80,000 and (36 × 30,400 − 80,000) / 80,000
        assert value(self.MODEL, "return.roi_year_1") == pytest.approx(3.56)
        assert value(self.MODEL, "return.roi") == pytest.approx(12.68)

    def test_present_value(self) -> None:
        # Both oracles leave their first flow undiscounted, as month 0 wants it.
        npv = value(self.MODEL, "return.npv")
        assert npv == pytest.approx(890_118.89, abs=0.005)
        assert npv == pytest.approx(numpy_financial.npv(0.08 / 12, self.FLOWS))
        assert npv == pytest.approx(pyxirr.npv(0.08 / 12, self.FLOWS))

    def test_internal_rate(self) -> None:
        monthly = value(self.MODEL, "return.irr_monthly")
        assert monthly == pytest.approx(pyxirr.irr(self.FLOWS))
        assert monthly == pytest.approx(numpy_financial.irr(self.FLOWS))
        assert value(self.MODEL, "return.irr") == pytest.approx(12 * monthly)
        effective = value(self.MODEL, "return.irr_effective")
        assert effective == pytest.approx((1 + monthly) ** 12 - 1)

    def test_discounted_payback(self) -> None:
        # 80,000 − 30,400 × (0.99338 + 0.98680) are open after two months: part of what the third is worth.
        worth = [30_400 / (1 + 0.08 / 12) ** month for month in (1, 2, 3)]
        expected = 2 + (80_000 - worth[0] - worth[1]) / worth[2]
        found = value(self.MODEL, "return.discounted_payback_months")
        assert found == pytest.approx(expected)


class TestTheReferenceProposal:
    """60,500 invested, 9,420 a month to run, 32,400 a month of weighted benefits."""

    def test_with_flat_running_cost(self) -> None:
        model = flowing(60_500, 9_420, f"{THREE_BENEFITS}\n{FLAT}")
        flows = [-60_500] + [22_980] * 36
        assert value(model, "return.monthly_net") == 22_980  # 32,400 − 9,420
        assert value(model, "return.payback_months") == pytest.approx(2.63, abs=0.005)
        assert value(model, "return.roi_year_1") == pytest.approx(3.558, abs=5e-5)
        assert value(model, "return.roi") == pytest.approx(12.674, abs=5e-5)
        assert value(model, "return.npv") == pytest.approx(672_833.29, abs=0.005)
        assert value(model, "return.npv") == pytest.approx(pyxirr.npv(0.08 / 12, flows))

    def test_with_running_cost_that_grows(self) -> None:
        # (36 × 32,400 − 113,040 × (1 + 1.05 + 1.05²) − 60,500) / 60,500 = 749,541.40 / 60,500
        model = flowing(60_500, 9_420, f"{THREE_BENEFITS}\nhorizon: {{opex_growth: 5%}}")
        assert value(model, "return.roi") == pytest.approx(749_541.40 / 60_500)  # 1,238.9 %
        # The published 1,180 % and 512,000 follow from no stated rule.
        assert value(model, "return.npv") > 512_000


class TestWithoutAValue:
    def test_a_net_loss_every_month_never_pays_back(self) -> None:
        model = flowing(80_000, 9_000, earning(8_000))
        for measure in ("payback_months", "discounted_payback_months"):
            assert model.figures[f"return.{measure}"].reason == "not_paid_back"
        # (36 × −1,000 − 80,000) / 80,000
        assert value(model, "return.roi") == pytest.approx(-1.45)

    def test_a_gain_too_small_for_the_horizon_is_not_paid_back(self) -> None:
        model = flowing(80_000, 5_000, earning(7_000))  # 36 × 2,000 = 72,000
        assert model.figures["return.payback_months"].reason == "not_paid_back"
        flows = [-80_000] + [2_000] * 36
        assert value(model, "return.irr_monthly") == pytest.approx(pyxirr.irr(flows))
        assert value(model, "return.irr_monthly") < 0

    def test_paid_back_but_not_when_discounted(self) -> None:
        model = flowing(80_000, 5_000, earning(7_300))  # 36 × 2,300 = 82,800
        assert value(model, "return.payback_months") == pytest.approx(80_000 / 2_300)  # 34.8
        assert model.figures["return.discounted_payback_months"].reason == "not_paid_back"
        assert value(model, "return.npv") < 0

    def test_paid_back_in_the_very_last_month(self) -> None:
        model = flowing(82_800, 5_000, earning(7_300))
        assert value(model, "return.payback_months") == pytest.approx(36)

    def test_without_investment_there_is_no_return_on_it(self) -> None:
        model = flowing(0, 5_000, earning(8_000))
        assert model.figures["return.roi"].reason == "no_investment"
        assert model.figures["return.roi_year_1"].reason == "no_investment"
        assert model.figures["return.irr"].reason == "no_irr"
        assert value(model, "return.payback_months") == 0

    def test_a_flow_of_costs_alone_has_no_internal_rate(self) -> None:
        model = flowing(80_000, 5_000, FLAT)
        for measure in ("irr_monthly", "irr", "irr_effective"):
            assert model.figures[f"return.{measure}"].reason == "no_irr"
        # −80,000 − 5,000 × (1 − 1.00667^−36) / 0.00667
        annuity = (1 - (1 + 0.08 / 12) ** -36) / (0.08 / 12)
        assert value(model, "return.npv") == pytest.approx(-80_000 - 5_000 * annuity)

    def test_money_that_flows_out_again_leaves_several_rates(self) -> None:
        # 3,000 a month remain in year 1, then running cost doubles every year: −2,000, −12,000.
        growing = "horizon: {years: 3, opex_growth: 100%}"
        model = flowing(10_000, 5_000, earning(8_000, growing))
        for measure in ("irr_monthly", "irr", "irr_effective"):
            assert model.figures[f"return.{measure}"].reason == "irr_not_unique"

    def test_nearly_everything_lost(self) -> None:
        # 36 a month for three years return 1,296 of 80,000.
        model = flowing(80_000, 5_000, earning(5_036))
        flows = [-80_000] + [36] * 36
        monthly = value(model, "return.irr_monthly")
        assert numpy_financial.npv(monthly, flows) == pytest.approx(0, abs=1e-3)
        assert -0.2 < monthly < -0.1
        assert value(model, "return.irr_effective") == pytest.approx((1 + monthly) ** 12 - 1)
        assert -1 < value(model, "return.irr_effective") < -0.8

    def test_a_loss_below_zero_a_month_has_no_rate(self) -> None:
        model = flowing(80_000, 5_000, earning(4_999))
        assert model.figures["return.irr"].reason == "no_irr"


def test_a_horizon_of_one_year_has_one_roi() -> None:
    model = flowing(10_000, 1_000, earning(3_000, "horizon: {years: 1}"))
    assert value(model, "return.roi") == value(model, "return.roi_year_1") == pytest.approx(1.4)


class TestPaidBackAndLostAgain:
    """1,200 invested, 200 a month brought in; what 100 a month costs to run grows by half every year."""

    MODEL = flowing(
        1_200,
        100,
        earning(200, "horizon: {years: 6, discount_rate: 8%, opex_growth: 50%}"),
    )

    def test_both_moments_are_told(self) -> None:
        # 100 a month in year 1, 50 in year 2, −25, −137.5 …: −1,200 + 1,200 is made up in month 12
        assert value(self.MODEL, "return.first_payback_months") == pytest.approx(12)
        # 600 after year 2, 300 after year 3, then −137.5 a month: below zero in the third month of year 4
        assert value(self.MODEL, "return.lost_again_month") == 39
        assert self.MODEL.result_figures["return.payback_months"].reason == "not_paid_back"
        assert value(self.MODEL, "return.npv") < 0

    def test_what_stays_paid_back_says_so(self) -> None:
        figures = flowing(1_200, 100, earning(200)).result_figures
        assert figures["return.lost_again_month"].reason == "never_lost_again"
        assert figures["return.first_payback_months"].reason == "never_lost_again"

    def test_payback_is_told_where_it_is_for_good(self) -> None:
        """−90,000, 5,000 a month, 80,000 paid again in month 24: 0 in month 18, 30,000 before the second outlay."""
        purchases = "[{item: a, unit_price: 90000}, {item: b, unit_price: 80000, month: 24}]"
        horizon = "horizon: {years: 5, discount_rate: 8%, opex_growth: 0%}"
        model = model_of(one_option(purchases, rest=earning(5_000, horizon)))
        assert value(model, "return.first_payback_months") == pytest.approx(18)
        assert value(model, "return.lost_again_month") == 24
        assert value(model, "return.payback_months") == pytest.approx(34)
        assert value(model, "return.discounted_payback_months") == pytest.approx(35.65670129499387)
        assert value(model, "return.npv") == pytest.approx(88_384.45660223614)
        assert value(model, "return.irr") == pytest.approx(0.4177985148718421)


@pytest.mark.parametrize(
    ("monthly", "rate", "reason"),
    [
        (500_000.0, 500_000, None),
        (999_999.0, 999_999, None),
        # Beyond a million a month spreadsheet programs differ, so that nobody is told a number.
        (1_500_000.0, None, "irr_beyond"),
        (900_000_000.0, None, "irr_beyond"),
    ],
)
def test_a_rate_that_not_every_spreadsheet_finds_is_none(
    monthly: float, rate: float | None, reason: str | None
) -> None:
    found = flowing(1, 0, earning(monthly)).result_figures["return.irr_monthly"]
    assert found.reason == reason
    if rate is not None:
        assert found.value == pytest.approx(rate)


@pytest.mark.parametrize("monthly", [200_000, 1_000_000, 9_000_000])
def test_a_very_high_internal_rate_is_found_without_a_search(monthly: int) -> None:
    """Outlay 10, then the same amount every month: r ≈ amount/10 as (1 + r) = amount/10 × (1 + 1/(1 + r) + …).

    Formualizer and LibreOffice search in vain from about 15,000; ironcalc and numpy-financial find it.
    """
    benefit = f"benefits: [{{item: b, monthly: {monthly}, confidence: 100%}}]"
    model = model_of(one_option("[{item: a, unit_price: 10}]", rest=benefit))
    growth = 1 + value(model, "return.irr_monthly")
    worth = sum(monthly / growth**month for month in range(1, 37))
    assert worth == pytest.approx(10, rel=1e-11)
