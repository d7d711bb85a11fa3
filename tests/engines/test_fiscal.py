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
    assert {cell.number_format for row in book["财年现金流"].iter_rows() for cell in row} >= {
        '"2027/28"'
    }
