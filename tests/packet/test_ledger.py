"""The ledger holds every payment of the chosen option: the outflows of its cash flow, line by line."""

import csv
import io
from collections import Counter

import pytest

from generator.assembly import load, packet_of
from generator.cli import main
from generator.packet.ledger import COLUMNS, ledger_of
from generator.packet.packet import Packet
from tests.packets import INPUTS, shipped

TEXT = """
proposal: {title: T, language: en, date: 2026-11-20}
horizon: {years: 3, start: 2027-09, fiscal_year_starts: 4, go_live: 4, opex_growth: 5%}
options:
  own:
    name: Own
    capex:
      - item: Server
        unit_price: 11300
        life_years: 2
        replace: {after_years: 2}
        resale_share: 10%
        account: "1601"
        cost_center: R3
        funding: Fund
      - {item: Course, unit_price: 500, month: 3}
    opex:
      - {item: Power, monthly: 33.33, account: "6602", funding: Budget}
      - {item: Staff, monthly: 100, from: 5, ramp: {months: 6}, cost_center: R3}
  today: {name: Today, kind: status_quo, monthly: 900}
chosen: own
contingency: 5%
tax: {rate: 13%, prices_include_tax: true}
benefits: [{item: Bill, monthly: 900, replaces: today}]
"""


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Packet:
    file = tmp_path_factory.mktemp("ledger") / "input.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return packet_of(load(str(file)))


def rows_of(packet: Packet) -> list[dict[str, str]]:
    names, *rows = ledger_of(packet)
    assert names == COLUMNS
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_purchase_its_sale_and_its_successor(packet: Packet) -> None:
    """11,300 with 13 % tax within; a tenth comes back in the month in which the next one is paid, and in the last.

    A sale is a posting of its own: no books take it off the purchase of the same month.
    """
    server = [row for row in rows_of(packet) if row["line"] == "Server"]
    assert [(row["period"], row["amount"], row["tax"]) for row in server] == [
        ("2027-09", "11300.00", "1300.00"),
        ("2029-08", "11300.00", "1300.00"),
        ("2029-08", "-1130.00", "-130.00"),
        ("2030-08", "-1130.00", "-130.00"),
    ]
    assert {(row["account"], row["cost_center"], row["option"]) for row in server} == {
        ("1601", "R3", "Own")
    }


def test_months_add_up_to_the_year_to_the_cent(packet: Packet) -> None:
    """12 × 33.33 × 1.05 = 419.958, rounded 419.96: no twelfth of it is whole."""
    power = [float(row["amount"]) for row in rows_of(packet) if row["line"] == "Power"]
    assert sum(power[12:24]) == pytest.approx(419.96)
    assert set(power[12:24]) == {34.99, 35.0}


def test_what_waits_or_grows_is_posted_from_its_first_month(packet: Packet) -> None:
    staff = [row for row in rows_of(packet) if row["line"] == "Staff"]
    # From month 5 on, a sixth more each month: 16.67, 33.33, 50 …
    assert [row["period"] for row in staff[:2]] == ["2028-01", "2028-02"]
    assert [row["amount"] for row in staff[:3]] == ["16.67", "33.33", "50.00"]
    assert {row["tax"] for row in staff} == {"0.00"}


@pytest.mark.parametrize("name", ["enterprise-h100", "hybrid-routing", "ollama-platform", ""])
def test_the_ledger_is_what_the_cash_flow_pays(name: str, packet: Packet) -> None:
    told = shipped(name) if name else packet
    posted = sum(float(row["amount"]) for row in rows_of(told))
    flow = told.model.flow.parts
    paid = -sum(cell.value for part, line in flow.items() if part != "benefits" for cell in line)
    assert posted == pytest.approx(paid, abs=0.005)


def test_the_command_prints_it_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(INPUTS / "ollama-platform.yaml")
    assert main(["figures", path, "--output-format", "ledger"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert Counter(row["line"] for row in rows)["网络与带宽"] == 36
    assert main(["figures", path, "return.npv", "--output-format", "ledger"]) == 2
    assert "takes no KEY" in capsys.readouterr().err


def test_sources_and_uses_of_funds(packet: Packet) -> None:
    """Fiscal years from April: September 2027 to March 2028 are the first."""
    figures = packet.figures

    def of(name: str) -> list[float]:
        return [figures[f"funding.{name}.fiscal_year_{year}"].value for year in (1, 2, 3, 4)]

    # The server in month 0; in month 24, August 2029, its successor less a tenth; a tenth in month 36.
    assert of("1") == [11_300, 0, 11_300 - 1_130, -1_130]
    # 7 months; 5 + 7 × 1.05; each month a twelfth of its rounded year: 399.96, 419.96, 440.96
    assert of("2")[0] == pytest.approx(7 * 33.33)
    assert of("2")[1] == pytest.approx(5 * 33.33 + 7 / 12 * 419.96)
    assert of("used") == pytest.approx(of("funded"))
    assert packet.story.unfunded == ("Course", "Staff")
    assert figures["funding.funded.total"].value == pytest.approx(
        packet.model.ownership.total.value - figures["options.own.transition.total"].value
    )


def test_the_cost_centre_stands_beside_the_account(packet: Packet) -> None:
    names = [row[0] for row in packet.tables["fiscal_accounts"].rows]
    assert names == ["1601 · R3", "6602", "R3 · Without an account", "Without an account", "Total"]


def test_what_is_used_up_leaves_in_no_month(packet: Packet) -> None:
    """A course has neither a life nor a price that comes back; the server leaves when its successor comes."""
    shown = {row[0]: row[3:] for row in packet.tables["purchases.own"].rows}
    assert shown["Course"] == ("—", "—")
    assert shown["Server"] == ("2029-08", "1,130")
