"""A user's own names mean nothing: whatever they are, the same input says the same, and adds up to the same."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.assembly import load, packet_of
from generator.packet.packet import Packet

MIXED = """
proposal: {title: Any names, language: en}
workload: {monthly_requests: 50000, output_tokens: 200, scales: [10000, 90000]}
options:
  OWN:
    name: At home
    serving: {model: "qwen2.5:7b", gpu: rtx_4090, units: 2}
    capex: [{item: machines, kind: hardware, quantity: 2, unit_price: 9000, life_years: 3}]
    opex: [{item: care, monthly: 700}]
  API: {name: Rented, kind: cloud_api, price_per_request: 0.02, overhead: 90, integration: 400}
  BOTH: {name: Mixed, kind: hybrid, local: OWN, cloud: API, local_share: 70%}
  NOW: {name: As today, kind: status_quo, monthly: 3000, growth: 4%}
chosen: BOTH
optimisations: {cache: {hit_rate: 20%, storage: 10, infrastructure: 20}}
benefits: [{item: bill, kind: replaced_cost, monthly: 3000, replaces: NOW}]
"""
PLAIN = {"OWN": "first", "API": "second", "BOTH": "third", "NOW": "fourth"}
# Each is a word that keys of figures, of rows or of templates use for something of ours.
TAKEN = (
    {"OWN": "own_part", "API": "cloud", "BOTH": "cloud_part", "NOW": "power"},
    {"OWN": "local", "API": "calls", "BOTH": "total", "NOW": "year_1"},
    {"OWN": "cache", "API": "operations", "BOTH": "local", "NOW": "total"},
    {"OWN": "request_price", "API": "opex_total", "BOTH": "values", "NOW": "monthly"},
    {"OWN": "month_2", "API": "requests", "BOTH": "base", "NOW": "amount"},
)


def packet(folder: Path, ids: Mapping[str, str]) -> Packet:
    text = MIXED
    for place, id in ids.items():
        text = text.replace(place, id)
    path = folder / "input.yaml"
    path.write_text(text, encoding="utf-8")
    return packet_of(load(str(path)))


def said(packet: Packet) -> list[tuple[str, str, str]]:
    """Each figure's name, unit and number: all but its key."""
    words, shown = packet.words, packet.numerals.show
    return [(words.name(item), item.unit, shown(item)) for item in packet.figures.values()]


def labels(packet: Packet) -> list[str]:
    schedules = packet.model.schedules.values()
    return [packet.words.label(table, row) for table in schedules for row in table.rows]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Packet:
    return packet(tmp_path_factory.mktemp("plain"), PLAIN)


@pytest.mark.parametrize("ids", TAKEN, ids=lambda ids: ids["BOTH"])
def test_ids_of_options_may_be_words_of_ours(
    plain: Packet, tmp_path: Path, ids: Mapping[str, str]
) -> None:
    taken = packet(tmp_path, ids)
    assert sorted(labels(taken)) == sorted(labels(plain))
    assert sorted(said(taken)) == sorted(said(plain))
    assert taken.figures["checks.failed"].value == 0


def test_the_waterfall_ends_at_the_total_of_a_hybrid_called_cloud_part(tmp_path: Path) -> None:
    figures = packet(tmp_path, TAKEN[0]).figures
    total = figures["options.cloud_part.tco"].value
    assert figures["optimisation.spare.tco"].value == pytest.approx(total)


def test_lines_of_the_same_name_stand_behind_their_options(tmp_path: Path) -> None:
    """Two options run on power and care; no list of several options shows one name twice."""
    lines = "[{item: power, power: {gpu: rtx_4090}}, {item: care, monthly: {value: 700, low: 90}}]"
    path = tmp_path / "input.yaml"
    path.write_text(
        f"""
proposal: {{title: Twins, language: en}}
chosen: own
options:
  own: {{name: Own, capex: [{{item: machine, unit_price: 9000}}], opex: {lines}}}
  other: {{name: Other, opex: {lines}}}
  third: {{name: Third, opex: [{{item: care, monthly: 2000}}]}}
""",
        encoding="utf-8",
    )
    packet = packet_of(load(str(path)))
    of_options = ("options.", "choice.", "sensitivity.", "break_even.")
    names = [
        packet.words.name(item)
        for key, item in packet.figures.items()
        if key.startswith(of_options)
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert "Own · care · Monthly amount" in names
    assert "against Other · Own · care · Monthly amount · Gap in total cost at low" in names
