"""What was changed on the what-if page is written as what was changed in the workbook."""

from pathlib import Path

from generator.assembly import load, packet_of
from generator.pull.by_key import edits_of
from generator.pull.revision import prove, revise
from tests.packets import INPUTS, ONE_YEAR, SMALL, shipped
from tests.render.whatif_pages import data_of, page_of


def test_what_lies_beyond_its_range_widens_it(tmp_path: Path) -> None:
    ranged = SMALL.replace("monthly: 1000", "monthly: {value: 1000, low: 900, high: 1100}")
    file = tmp_path / "small.yaml"
    file.write_text(ranged + ONE_YEAR, encoding="utf-8")
    loaded = load(str(file))
    packet = packet_of(loaded)
    for value, written in (
        (1050, "{value: 1050, low: 900, high: 1100}"),
        (1200.5, "{value: 1200.5, low: 900, high: 1200.5}"),
        (800, "{value: 800, low: 800, high: 1100}"),
    ):
        edits = edits_of({"options.on_premise.opex.0.monthly": value}, loaded, packet)
        revision = revise(loaded, edits, packet)
        assert f"monthly: {written}" in revision.text
        assert prove(revision, loaded, edits, packet) == []
    assert edits_of({"options.on_premise.opex.0.monthly": 1000}, loaded, packet) == []


def test_a_number_of_our_data_is_written_with_the_range_that_they_have_for_it() -> None:
    loaded, packet = load(str(INPUTS / "minimal.yaml")), shipped("minimal")
    for value, written in (
        (450, "{value: 450, low: 300, high: 500}"),
        (250, "{value: 250, low: 250, high: 500}"),
    ):
        edits = edits_of({"options.on_premise.opex.1.labour.rate": value}, loaded, packet)
        revision = revise(loaded, edits, packet)
        assert f"rate: {written}" in revision.text
        assert prove(revision, loaded, edits, packet) == []


def test_each_number_that_the_page_lets_change_is_one_of_the_input() -> None:
    data, loaded = data_of(page_of("minimal")), load(str(INPUTS / "minimal.yaml"))
    offered = {data["keys"][each["at"]] for group in data["groups"] for each in group["numbers"]}
    edits = edits_of(dict.fromkeys(offered, 0.123), loaded, shipped("minimal"))
    assert {edit.where for edit in edits} == offered != set()
