"""`budget list`: what an input may name, with prices, dates and sources."""

import csv
import io
import json
from pathlib import Path

import pytest

from generator.cli import main
from tests.packets import SMALL

Capture = pytest.CaptureFixture[str]
KINDS = ("hardware", "providers", "tasks", "quantisations", "labour", "operations")


def listed(capsys: Capture, *arguments: str) -> str:
    assert main(["list", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_list_is_printed_whole_in_every_form(kind: str, capsys: Capture) -> None:
    lines = listed(capsys, kind).splitlines()
    entries = json.loads(listed(capsys, kind, "--output-format", "json"))["entries"]
    rows = list(csv.DictReader(io.StringIO(listed(capsys, kind, "--output-format", "csv"))))
    assert len(lines) == len(entries)
    assert {row["name"] for row in rows} == {entry["name"] for entry in entries}
    for line, entry in zip(lines, entries, strict=True):
        assert line.startswith(entry["name"])
        assert all(number["source"] and number["date"] for number in entry["numbers"].values())


def test_a_line_says_what_the_name_stands_for_of_which_day_and_from_whom(capsys: Capture) -> None:
    [line] = listed(capsys, "hardware", "a100", "--language", "en").splitlines()
    # 18,500 + 85,000 + 12,000 + 6,000 + 2,500 + 8,000 of the bill of material
    for part in ("server_a100", "unit_price 132000 CNY", "life_years 3", "2026-11-01", "market"):
        assert part in line


def test_of_thousands_of_cards_the_common_ones_are_printed_and_the_others_counted(
    capsys: Capture,
) -> None:
    assert main(["list", "cards"]) == 0
    said = capsys.readouterr()
    assert any(line.startswith("rtx_4090 ") for line in said.out.splitlines())
    assert 30 <= len(said.out.splitlines()) < 60
    assert "2,8" in said.err
    assert "budget list cards 5090" in said.err


def test_a_part_of_the_name_finds_cards_whose_names_an_input_may_use(capsys: Capture) -> None:
    from generator.catalog.catalogue import Catalogue

    document = json.loads(listed(capsys, "cards", "rtx 50", "--output-format", "json"))
    assert len(document["entries"]) > 5
    for entry in document["entries"]:
        numbers = Catalogue("en").entry("gpu", entry["name"])
        assert numbers.keys() == entry["numbers"].keys()


def test_models_of_a_provider_have_their_list_prices(capsys: Capture) -> None:
    lines = listed(capsys, "models", "anthropic/claude").splitlines()
    assert lines
    assert all("anthropic" in line and "USD/million tokens" in line for line in lines)


def test_nothing_found_is_told(capsys: Capture) -> None:
    assert main(["list", "quantisations", "Q9"]) == 2
    assert capsys.readouterr().err == "budget list quantisations has nothing like 'Q9'\n"


def test_a_catalogue_beside_the_input_is_listed_too(tmp_path: Path, capsys: Capture) -> None:
    own = "gpus:\n  our_card: {tdp: 350, date: 2026-11-02, source: data sheet}\n"
    (tmp_path / "catalogue.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "input.yaml").write_text(SMALL, encoding="utf-8")
    first = listed(capsys, "cards", "--input", str(tmp_path / "input.yaml")).splitlines()[0]
    assert first.split() == ["our_card", "tdp", "350", "W", "2026-11-02", "data", "sheet"]


def test_an_input_that_cannot_be_read_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert main(["list", "cards", "--input", str(tmp_path / "nowhere.yaml")]) == 2
    assert "there is no such file" in capsys.readouterr().err
