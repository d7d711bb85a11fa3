"""Our data files: the published totals follow from their parts, and every number says when and where from."""

import datetime
import re
from typing import Any

import pytest
import yaml

from generator.catalog.catalogue import DATA, Catalogue

LANGUAGES = ("zh-CN", "en")
FILES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in DATA.glob("*.yaml")
}
DATED = {name: data for name, data in FILES.items() if "date" in data}


@pytest.mark.parametrize(
    ("name", "total"),
    [
        # 4,200 + 13,000 + 3,500 + 1,800 + 900 + 2,500
        ("workstation_rtx4090", 25_900),
        # 18,500 + 85,000 + 12,000 + 6,000 + 2,500 + 8,000
        ("server_a100", 132_000),
        # 18,500 + 520,000 + 24,000 + 12,000 + 15,000 + 20,000
        ("server_h100_dual", 609_500),
    ],
)
def test_a_bill_of_material_adds_up_to_its_published_total(name: str, total: float) -> None:
    assert Catalogue("en").entry("hardware", name)["unit_price"][0] == total


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_machine_tells_its_parts_with_their_prices_and_what_it_suits(language: str) -> None:
    catalogue = Catalogue(language)
    note = catalogue.entry("hardware", "workstation_rtx4090")["unit_price"][1].note
    assert "Ryzen 9 7950X 4200 · RTX 4090 24GB 13000" in note
    assert all("70B" in str(catalogue.suits(name)) for name in ("server_a100", "Server A100"))
    assert catalogue.suits("a machine of nobody") is None


def test_the_first_deployment_takes_fifteen_days() -> None:
    days = [days for _, days, _ in Catalogue("en").tasks("deployment")]
    assert days == [2, 3, 2, 3, 3, 2]
    rate = Catalogue("en").default("labour.day_rate")
    assert rate is not None
    assert sum(days) * rate[0] == 22_500  # 15 × 1,500


def test_what_is_the_same_in_every_language_is_the_title_of_a_document() -> None:
    title = re.compile(r"[A-Z].*(datasheet|data sheet|white ?paper|table \d|arXiv [\d.]+)")
    entries = (item for data in FILES.values() for item in data.get("entries", {}).items())
    sources = {name: entry["source"] for name, entry in entries if "source" in entry}
    assert {
        name: source
        for name, source in sources.items()
        if isinstance(source, str) and not title.fullmatch(source)
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
class TestInEveryLanguage:
    def test_a_default_is_dated_and_sourced(self, language: str) -> None:
        catalogue = Catalogue(language)
        for name in FILES["defaults"]["entries"]:
            stated = catalogue.default(name)
            assert stated is not None
            assert stated[1].kind == "default"
            assert stated[1].place == f"defaults.yaml:{name}"
            timeless = FILES["defaults"]["entries"][name].get("timeless", False)
            assert bool(stated[1].date) != timeless
            assert_sourced(stated[1].date or "2026-11-01", stated[1].note)

    @pytest.mark.parametrize("kind", ["gpu", "hardware", "model", "quantisation"])
    def test_an_entry_is_dated_and_sourced(self, language: str, kind: str) -> None:
        catalogue = Catalogue(language)
        for name in own_entries(kind):
            numbers = catalogue.entry(kind, name)
            assert numbers
            for value, source in numbers.values():
                assert value > 0
                assert source.kind == "catalog"
                assert_sourced(source.date, source.note)

    def test_a_task_is_named_dated_and_sourced(self, language: str) -> None:
        for task, _, source in Catalogue(language).tasks("deployment"):
            assert task
            assert_sourced(source.date, source.note)

    def test_a_duty_is_named_dated_and_sourced(self, language: str) -> None:
        duties = Catalogue(language).duties("operations")
        assert len(duties) == 5
        for task, numbers in duties:
            assert task
            [(_, source)] = numbers.values()
            assert_sourced(source.date, source.note)

    def test_every_text_of_the_files_is_written(self, language: str) -> None:
        for name, data in FILES.items():
            for texts in translations(data):
                assert texts.get(language), name


def assert_sourced(date: str, note: str) -> None:
    assert datetime.date.fromisoformat(date) <= datetime.date(2026, 12, 31)
    assert len(note) > 3


def own_entries(kind: str) -> list[str]:
    files = {"gpu": "gpus", "model": "models", "quantisation": "quantisations"}
    return list(FILES[files.get(kind, kind)]["entries"])


def translations(data: Any) -> list[dict[str, str]]:
    """Every mapping from languages to texts, anywhere in a data file."""
    if isinstance(data, dict) and set(LANGUAGES) & data.keys():
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [texts for part in parts for texts in translations(part)]


def test_a_range_encloses_its_number() -> None:
    stated = [Catalogue("en").default(name) for name in FILES["defaults"]["entries"]]
    ranges = [(value, source) for value, source in filter(None, stated) if source.low is not None]
    assert len(ranges) > 4
    for value, source in ranges:
        assert source.low is not None
        assert source.high is not None
        assert source.low <= value <= source.high


def test_an_hour_of_operations_costs_what_its_tasks_are_said_to_cost() -> None:
    # 20 hours for 6,000 to 10,000, 8 for 2,400 to 4,000, 4 for 1,200 to 2,000: 300 to 500 an hour
    stated = Catalogue("en").default("labour.hour_rate")
    assert stated is not None
    assert (stated[1].low, stated[0], stated[1].high) == (300, 400, 500)


def test_the_dates_of_all_files_are_told() -> None:
    assert Catalogue("en").dates() == {name: str(data["date"]) for name, data in DATED.items()}


def test_the_two_languages_give_the_same_numbers() -> None:
    chinese, english = Catalogue("zh-CN"), Catalogue("en")
    for name in FILES["defaults"]["entries"]:
        ours, theirs = chinese.default(name), english.default(name)
        assert ours is not None
        assert theirs is not None
        assert (ours[0], ours[1].text) == (theirs[0], theirs[1].text)


def test_an_amount_in_yuan_stands_in_for_no_other_currency() -> None:
    assert Catalogue("en", "EUR").default("labour.day_rate") is None
    assert Catalogue("en", "EUR").default("horizon.discount_rate") is not None
    assert "unit_price" not in Catalogue("en", "EUR").entry("hardware", "server_a100")
    hours, amount = Catalogue("en", "EUR").duties("operations")[:2]
    assert list(hours[1]) == ["hours"]
    assert amount[1] == {}
