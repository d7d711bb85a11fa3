"""`budget figures`: the numbers by key, for people and for programs."""

import csv
import io
import json

import pytest

from generator import assembly
from generator.assembly import packet_of
from generator.cli import main
from generator.packet.packet import Packet
from generator.proposal.loading import Loaded
from tests.packets import INPUTS, shipped

PLATFORM = str(INPUTS / "ollama-platform.yaml")
Capture = pytest.CaptureFixture[str]
# Other people's scripts read these: none may be renamed.
HEADLINES = [
    "capex.total",
    "opex.year_1",
    "opex.year_2",
    "opex.year_3",
    "opex.total",
    "tco.year_1",
    "tco.year_2",
    "tco.year_3",
    "tco.total",
    "options.on_premise.tco",
    "options.on_premise.capex",
    "options.on_premise.monthly_opex",
    "options.on_premise.cost_per_request",
    "options.on_premise.cost_per_million_tokens",
    "savings.vs_runner_up",
    "savings.vs_do_nothing",
    "break_even.do_nothing.month",
    "break_even.do_nothing.requests",
    "break_even.do_nothing.hours_per_day",
    "power.annual_kwh",
    "power.annual_cost",
    "benefits.monthly",
    "benefits.annual",
    "return.investment",
    "return.monthly_net",
    "return.payback_months",
    "return.discounted_payback_months",
    "return.roi_year_1",
    "return.roi",
    "return.npv",
    "return.irr",
    "return.irr_effective",
]


def figures(capsys: Capture, *arguments: str) -> str:
    assert main(["figures", PLATFORM, *arguments]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


@pytest.fixture(autouse=True)
def computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packet of the platform as its file says."""

    def packet_of_once(loaded: Loaded) -> Packet:
        return packet_of(loaded) if loaded.assignments else shipped("ollama-platform")

    monkeypatch.setattr(assembly, "packet_of", packet_of_once)


def test_every_headline_is_there(capsys: Capture) -> None:
    found = json.loads(figures(capsys, *HEADLINES, "--output-format", "json"))["figures"]
    assert list(found) == HEADLINES


def test_a_table_for_people(capsys: Capture) -> None:
    # 25,900 + 3,000 + 5,000 + 15 × 1,500 + 5,000 = 61,400.
    lines = figures(capsys, "capex.total", "return.payback_months").splitlines()
    assert lines[0].split() == ["capex.total", "61,400", "元", "一次性投入合计"]
    assert lines[1].split()[1:3] == ["5.6", "个月"]


def test_json_for_programs(capsys: Capture) -> None:
    said = json.loads(figures(capsys, "capex.total", "--output-format", "json"))
    assert said["format_version"] == 1
    assert said["figures"]["capex.total"]["value"] == 61400
    assert said["figures"]["capex.total"]["unit"] == "CNY"


def test_a_figure_without_value_is_null_and_says_why(capsys: Capture) -> None:
    key = "break_even.cloud_api.month"
    said = json.loads(figures(capsys, key, "--output-format", "json"))["figures"][key]
    assert (said["value"], said["reason"]) == (None, "期限内不持平")


def test_csv_for_spreadsheets(capsys: Capture) -> None:
    text = figures(capsys, "capex.total", "break_even.cloud_api.month", "--output-format", "csv")
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["key"], float(first["value"]), first["unit"]) == ("capex.total", 61400, "CNY")
    assert (second["value"], second["reason"]) == ("", "期限内不持平")


def test_a_pattern_names_a_family_once(capsys: Capture) -> None:
    lines = figures(capsys, "opex.year_?", "opex.year_1", "opex.total").splitlines()
    keys = [line.split()[0] for line in lines]
    assert keys == ["opex.year_1", "opex.year_2", "opex.year_3", "opex.total"]


def test_a_value_set_for_this_run(capsys: Capture) -> None:
    # A quote 5,100 above the list price of 25,900.
    path = "options.on_premise.capex.0.unit_price=31000"
    assert "66,500" in figures(capsys, "capex.total", "--set", path)


def test_an_unknown_key_is_wrong_usage(capsys: Capture) -> None:
    assert main(["figures", PLATFORM, "capex.totl", "capex.total", "return", "x"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    near, above, unlike = said.err.splitlines()
    assert near.startswith("there is no figure capex.totl; did you mean capex.total, ")
    assert above.startswith("there is no figure return; did you mean return.roi, return.npv")
    assert unlike == "there is no figure x; 'budget figures' lists all"


def test_the_business_case_is_told_by_figures(capsys: Capture) -> None:
    document = json.loads(figures(capsys, "--output-format", "json"))
    case, known = document["summary"], document["figures"]
    assert (case["verdict"]["key"], case["chosen"]["id"]) == ("recommend", "on_premise")
    assert case["ask"]["value"] == known["capex.total"]["value"]
    kinds = case["investment"]["by_kind"]
    assert set(kinds) == {"hardware", "software", "labour", "training"}
    for told in kinds.values():
        assert told["value"] == sum(known[line]["value"] for line in told["lines"])
    assert sum(told["value"] for told in kinds.values()) == case["investment"]["value"]
    assert [year["value"] for year in case["net_by_year"]] == [
        known[f"cash_flow_by_year.net.year_{year}"]["value"] for year in (1, 2, 3)
    ]


def test_its_figures_are_asked_for_by_its_name(capsys: Capture) -> None:
    [first, *others] = figures(capsys, "summary").splitlines()
    assert first.startswith("capex.total ")
    assert any(line.startswith("return.npv ") for line in others)
