"""Ramps and replacements cost a workbook at most half as many formulas again as one where all starts in month 1."""

from pathlib import Path

import pytest

from generator.assembly import load, packet_of
from generator.render.workbook.book import write_workbook
from tests.packets import INPUTS

FLAT = {"go_live: 3, ": ""}
TIMED = FLAT | {
    "quantity: 1, life_years: 3}": "quantity: 1, life_years: 3, replace: {after_years: 2}, resale_share: 10%}",
    "monthly: 12000,": "monthly: 12000, ramp: {months: 6},",
    "monthly: 8000, confidence": "monthly: 8000, ramp: [30%, 60%, 100%], confidence",
}


def formulas_with(changes: dict[str, str], folder: Path) -> int:
    text = (INPUTS / "ollama-platform.yaml").read_text(encoding="utf-8")
    for said, instead in changes.items():
        assert said in text
        text = text.replace(said, instead, 1)
    file = folder / "timed.yaml"
    file.write_text(text, encoding="utf-8")
    return len(write_workbook(packet_of(load(str(file)))).expected)


@pytest.mark.usefixtures("few_ranges")
def test_ramps_and_a_replacement_cost_at_most_half_as_much_again(tmp_path: Path) -> None:
    flat = formulas_with(FLAT, tmp_path)
    assert flat < formulas_with(TIMED, tmp_path) <= 1.5 * flat
