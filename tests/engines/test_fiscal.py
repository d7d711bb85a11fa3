"""A project from September 2027 in fiscal years from April, against a worked case."""

import datetime
import io

import openpyxl
import pytest

from generator.engines.model import Model
from generator.packet.calendar_names import period_name
from generator.packet.packet import pack
from generator.render.markdown import to_markdown
from generator.render.workbook.book import write_workbook
from generator.resources import templates_folder
from tests.proposals import model_of, value

TEXT = """
proposal: {title: fiscal}
horizon:
  {years: 3, start: 2027-09, fiscal_year_starts: 4, go_live: 4, discount_rate: 8%, opex_growth: 6%}
options:
  own:
    name: own
    capex: [{item: server, kind: hardware, unit_price: 60000, life_years: 3}]
    opex: [{item: run, monthly: 2000, from: 1}]
benefits: [{item: all, monthly: 10000, confidence: 100%, from: 2027-12}]
"""
MODEL = model_of(TEXT)


def line(model: Model, name: str, period: str, count: int) -> list[float]:
    return [value(model, f"fiscal.{name}.{period}_{number}") for number in range(1, count + 1)]


def test_seven_twelve_twelve_and_five_months() -> None:
    assert line(MODEL, "investment", "fiscal_year", 4) == [-60_000, 0, 0, 0]
    assert line(MODEL, "benefits", "fiscal_year", 4) == [40_000, 120_000, 120_000, 50_000]
    # 7 × 2,000; 5 × 2,000 + 7 × 2,120 …: prices rise with the project's years
    opex = pytest.approx([-14_000, -24_840, -26_330.4, -11_236])
    assert line(MODEL, "opex", "fiscal_year", 4) == opex
    net = pytest.approx([-34_000, 95_160, 93_669.6, 38_764])
    assert line(MODEL, "net", "fiscal_year", 4) == net
    assert value(MODEL, "fiscal.net.fiscal_year_total") == pytest.approx(193_593.6)


def test_quarters_begin_with_the_fiscal_year() -> None:
    """September ends the second quarter, alone; July and August 2030 begin the last."""
    net = line(MODEL, "net", "fiscal_quarter", 13)
    assert net[:5] == pytest.approx([-62_000, 4_000, 24_000, 24_000, 23_880])
    assert net[-1] == pytest.approx(15_505.6)
    assert sum(net) == pytest.approx(193_593.6)


CALENDAR = ["horizon.fiscal_year_starts=1"]
# 1,666.67 a month, 60,000 over 36: 7, 12, 12 and 5 months of it, or by the calendar's years 4, 12, 12 and 8.
APRIL, JANUARY = [11_666.67, 20_000, 20_000, 8_333.33], [6_666.67, 20_000, 20_000, 13_333.33]


@pytest.mark.parametrize(("assignments", "charged"), [([], APRIL), (CALENDAR, JANUARY)])
def test_depreciation_falls_into_fiscal_years_by_its_months(
    assignments: list[str], charged: list[float]
) -> None:
    model = model_of(TEXT, assignments)
    years = [f"fiscal_accrual.fiscal_depreciation.fiscal_year_{number}" for number in range(1, 5)]
    assert [value(model, key) for key in years] == pytest.approx(charged)
    assert sum(charged) == pytest.approx(60_000)
    assert value(model, "fiscal_accrual.first_months") == (7 if charged == APRIL else 4)
    assert value(model, "fiscal_accrual.last_months") == (5 if charged == APRIL else 8)


def test_the_calendars_years() -> None:
    """4 × 2,000; 8 × 2,000 + 4 × 2,120 …, and one, 12, 12 and 8 months of benefits."""
    model = model_of(TEXT, CALENDAR)
    opex = pytest.approx([-8_000, -24_480, -25_948.8, -17_977.6])
    assert line(model, "opex", "fiscal_year", 4) == opex
    net = pytest.approx([-58_000, 95_520, 94_051.2, 62_022.4])
    assert line(model, "net", "fiscal_year", 4) == net


class TestReplaced:
    """The server goes after 24 months for 6,000, and the next one with the horizon, after 12, for as much.

    600 of a licence without a life are paid with month 19, March 2029, the last of its fiscal year. Until the go-live
    in month 4 today's bill of 500 goes on.
    """

    OTHER = TEXT.replace(
        "life_years: 3}",
        "life_years: 3, replace: {after_years: 2}, resale_share: 10%}, {item: licence, unit_price: 600, month: 19}",
    ).replace(
        "benefits:",
        "  quo: {name: quo, kind: status_quo, monthly: 500, growth: 0%}\nchosen: own\nbenefits:",
    )
    MODEL = model_of(OTHER)

    def of(self, name: str) -> list[float]:
        keys = [f"fiscal_accrual.{name}.fiscal_year_{number}" for number in range(1, 5)]
        return [value(self.MODEL, key) for key in keys]

    def test_each_purchase_burdens_the_years_in_which_it_serves(self) -> None:
        """7, 12 and 5 months of the first one, then 7 and 5 of the second."""
        first, second = "options.own.capex.0", "options.own.capex.0.purchases.2"
        keys = [f"{{}}.fiscal_expense.fiscal_year_{number}" for number in range(1, 5)]
        charged = [value(self.MODEL, key.format(first)) for key in keys]
        assert charged == pytest.approx([11_666.67, 20_000, 8_333.33, 0])
        charged = [value(self.MODEL, key.format(second)) for key in keys]
        assert charged == pytest.approx([0, 0, 11_666.67, 8_333.33])

    def test_what_leaves_loses_what_the_books_hold_beyond_its_price(self) -> None:
        """20,000 of the first one and 40,000 of the second, less 6,000 each."""
        assert self.of("disposals") == pytest.approx([0, 0, 14_000, 34_000])

    def test_what_has_no_life_burdens_the_fiscal_year_of_its_payment(self) -> None:
        keys = [f"options.own.capex.1.fiscal_expense.fiscal_year_{year}" for year in range(1, 5)]
        assert [value(self.MODEL, key) for key in keys] == [0, 600, 0, 0]

    def test_all_fiscal_years_bear_what_the_years_of_the_project_bear(self) -> None:
        assert self.of("transition") == [1_500, 0, 0, 0]
        assert sum(self.of("total")) == pytest.approx(value(self.MODEL, "tco.accrual.total"))
        assert self.MODEL.checks.failed.value == 0


def test_the_return_does_not_know_of_it() -> None:
    assert value(MODEL, "return.npv") == pytest.approx(161_993.4003109417)
    assert value(MODEL, "return.payback_months") == pytest.approx(11.25)


@pytest.mark.parametrize(
    ("kind", "number", "name"),
    [
        ("month", 1, "2027-09"),
        ("month", 36, "2030-08"),
        ("fiscal_year", 1, "2027/28"),
        ("fiscal_year", 4, "2030/31"),
        ("fiscal_quarter", 1, "2027/28 Q2"),
        ("fiscal_quarter", 4, "2028/29 Q1"),
        ("fiscal_quarter", 13, "2030/31 Q2"),
    ],
)
def test_periods_have_names(kind: str, number: int, name: str) -> None:
    assert period_name(MODEL.proposal.horizon, kind, number) == name


def test_a_fiscal_year_that_is_the_calendars_has_one_name() -> None:
    horizon = model_of(TEXT, ["horizon.fiscal_year_starts=1"]).proposal.horizon
    assert period_name(horizon, "fiscal_year", 1) == "2027"


def test_a_fiscal_year_that_begins_with_the_project_has_no_month_before() -> None:
    model = model_of(TEXT, ["horizon.fiscal_year_starts=9"])
    assert value(model, "fiscal.fiscal_year_gone") == 0
    assert line(model, "benefits", "fiscal_year", 3) == [90_000, 120_000, 120_000]


def test_sentences_tables_and_headings_name_the_months() -> None:
    packet = pack(MODEL, templates_folder(), datetime.date(2027, 1, 1), "x.yaml")
    # Paid back after 11.25 months, in the twelfth: August 2028.
    assert "（2028-08）" in to_markdown(packet)
    assert packet.tables["starts"].rows[0][1:] == ("2027-09", "2030-08")
    assert packet.tables["starts"].rows[1][1:] == ("2027-12", "2030-08")
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(packet).data))
    formats = {cell.number_format for row in book["现金流"].iter_rows() for cell in row}
    assert {'"2027-09"', '"2030-08"'} <= formats
    assert {cell.number_format for row in book["财年汇总"].iter_rows() for cell in row} >= {
        '"2027/28"'
    }
