"""What a document says of the version before it: tables, a waterfall by cause, a line of the list of versions."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.assembly import load, packet_of, packet_problems
from generator.audit.document import audit_document
from generator.packet.charts import WATERFALL, Chart
from generator.packet.packet import Packet
from generator.packet.printed import literals_of, printed_numerals, rounded_numerals
from generator.render.markdown import to_markdown
from tests.compare.sides import OLD, published

# A machine for 4,320 more, a line of 500 a month less, and a benefit of half of 1,000 a month more.
NEW = (
    OLD.replace("36000", "40320")
    .replace("      - {item: Audit, monthly: 500, growth: 0%}\n", "")
    .replace("monthly: 4000", "monthly: 5000")
    .replace("title: Platform", 'title: Platform, version: "1.1", date: 2026-11-23')
    + "previous: {packet: earlier}\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("since")
    (folder / "old.yaml").write_text(OLD.replace("Platform", 'P, version: "0.9"'), encoding="utf-8")
    published(folder / "earlier", str(folder / "old.yaml"))
    (folder / "new.yaml").write_text(NEW, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def packet(folder: Path) -> Packet:
    return packet_of(load(str(folder / "new.yaml")))


def rows(packet: Packet, key: str) -> tuple[tuple[str, ...], ...]:
    return packet.tables[key].rows


def bars(chart: Chart) -> Mapping[str, list[float]]:
    """Of each bar the parts that it has."""
    lines = dict(zip(WATERFALL, chart.series, strict=True))
    return {
        name: [
            figure.value
            for line in lines.values()
            if (figure := line.figures[place]) is not None and figure.value
        ]
        for place, name in enumerate(chart.categories)
    }


def test_causes_stand_beside_the_headlines_that_they_move(packet: Packet) -> None:
    assert rows(packet, "since.causes") == (
        ("Server · Unit price CNY 36,000 → 40,320 (+12%)", "+4,320", "+4,320", "−4,320"),
        ("Gone: Audit", "—", "−18,000", "+18,000"),
        ("Time · Monthly benefit as stated CNY 4,000 → 5,000/month (+25%)", "—", "—", "+18,000"),
        ("Whole move", "+4,320", "−13,680", "+31,680"),
    )
    assert ("Amount asked for", "CNY 36,500", "CNY 40,820", "+4,320") in rows(
        packet, "since.headlines"
    )
    assert rows(packet, "since.entries") == (("Audit", "gone"),)


def test_a_waterfall_leads_from_the_old_value_to_the_new_one(packet: Packet) -> None:
    """72,000 of benefits − 54,000 − 36,500 = −18,500 at no discount; then by cause to +13,180."""
    [chart] = [chart for chart in packet.charts if chart.key == "since"]
    assert bars(chart) == {
        "Old version": [-18_500],
        "Server · Unit price": [-22_820, 4_320],
        "Gone: Audit": [-22_820, 18_000],
        "Time · Monthly benefit as stated": [-4_820, 18_000],
        "New version": [13_180],
    }
    assert "+31,680" in chart.finding
    assert chart.more_is_better


def test_the_list_of_versions_tells_what_moved(packet: Packet) -> None:
    [row] = rows(packet, "history")
    assert row[0] == "1.1"
    assert "Since version 0.9: Amount asked for CNY +4,320" in row[-1]


@pytest.mark.parametrize(
    ("assignment", "told"),
    [("previous.packet=absent", "is not a packet"), ("money.currency=USD", "is in CNY, this")],
)
def test_an_earlier_packet_that_does_not_fit_is_told(
    folder: Path, assignment: str, told: str
) -> None:
    loaded = load(str(folder / "new.yaml"), [assignment])
    [problem] = [each for each in packet_problems(loaded) if each.severity == "error"]
    assert problem.code == "E027"
    assert told in problem.message


def test_names_that_spell_out_numbers_and_notes_that_quote_pass_the_audit(tmp_path: Path) -> None:
    """A line for 15800 元 that is there no more, and a price whose note quotes a figure of the outlook."""
    was = OLD.replace("item: Audit", "item: 审计 15800 元").replace("years: 3", "years: 1")
    (tmp_path / "old.yaml").write_text(was, encoding="utf-8")
    published(tmp_path / "earlier", str(tmp_path / "old.yaml"))
    note = '{value: 40320, note: "{{ scenarios.conservative.tco.total }} in all"}'
    now = NEW.replace("unit_price: 40320", f"unit_price: {note}").replace("years: 3", "years: 1")
    (tmp_path / "new.yaml").write_text(now, encoding="utf-8")
    packet = packet_of(load(str(tmp_path / "new.yaml")))
    text = to_markdown(packet)
    assert "Gone: 审计 15800 元" in text
    assert "CNY 52,820 in all" in text
    assert (
        audit_document(
            text,
            printed_numerals(packet),
            literals_of(packet),
            "Total",
            rounded=rounded_numerals(packet),
        )
        == []
    )
