"""Prices of a day: a version that is built again after our lists moved on has the same numbers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import load
from generator.catalog import dated
from tests.packets import INPUTS

MINIMAL = str(INPUTS / "minimal.yaml")
FROZEN = {"prices": "as_of 2026-11-20"}


@pytest.fixture
def moved_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From December a card costs 15,000 instead of 13,000; the list of November is kept."""
    shutil.copytree(dated.DATA, tmp_path / "data")
    newest = tmp_path / "data" / "hardware.yaml"
    text = newest.read_text(encoding="utf-8")
    newest.with_name("hardware@2026-11-01.yaml").write_text(text, encoding="utf-8")
    later = text.replace("date: 2026-11-01", "date: 2026-12-01").replace(
        "24GB, 13000", "24GB, 15000"
    )
    newest.write_text(later, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(dated, "DATA", tmp_path / "data")
        dated.held.cache_clear()
        yield
    dated.held.cache_clear()


@pytest.mark.usefixtures("moved_on")
def test_a_frozen_version_keeps_its_numbers() -> None:
    assert load(MINIMAL).value("capex.total") == 50_400
    assert load(MINIMAL, FROZEN).value("capex.total") == 48_400
    assert load(MINIMAL, {"prices.as_of": "2026-12-24"}).value("capex.total") == 50_400


def test_before_our_lists_are_newer_nothing_is_different() -> None:
    assert load(MINIMAL, FROZEN).value("tco.total") == load(MINIMAL).value("tco.total")
