"""Amounts that our defaults add although nobody stated them: told by `check`, and marked where they stand."""

from pathlib import Path

import pytest

from generator.assembly import load, packet_problems
from generator.engines.unasked import unasked_amounts
from generator.packet.packet import Packet
from generator.render.markdown import to_markdown
from tests.packets import small
from tests.proposals import model_of, one_option

HOSTING = "{item: Room, hosting: {rack_units: 4, rack_unit_price: 300}}"
CLOUD = """
workload: {monthly_requests: 20000}
options:
  own: {name: Own, capex: [{item: a, unit_price: 9000}]}
  cloud: {name: Cloud, kind: cloud_api, price_per_request: 0.001}
  mixed: {name: Mixed, kind: hybrid, local: own, cloud: cloud}
chosen: mixed
contingency: 5%
"""


def unasked(text: str) -> dict[str, float]:
    return {number.key: number.value for number in unasked_amounts(model_of(text))}


def test_an_amount_beside_stated_fields_was_not_asked_for() -> None:
    text = one_option(opex=f"[{HOSTING}]")
    assert unasked(text) == {"options.own.opex.0.hosting.remote_hands": 3500}


def test_nor_was_what_our_defaults_count_at_a_price() -> None:
    text = one_option(opex="[{item: Room, hosting: {uplink_mbps: 10, remote_hands: 0}}]")
    assert unasked(text) == {"options.own.opex.0.hosting.rack_units": 4}
    free = text.replace("uplink_mbps: 10", "rack_unit_price: 0")
    assert unasked(free) == {}


def test_neither_a_stated_amount_nor_a_section_of_one_number_counts() -> None:
    stated = HOSTING.replace("300", "300, remote_hands: 0")
    assert unasked(one_option(opex=f"[{stated}, {{item: b, software: {{}}}}]")) == {}


def test_prices_count_only_what_is_stated() -> None:
    assert unasked(one_option(opex="[{item: a, power: {gpu: rtx_4090}}]")) == {}


def test_a_cloud_is_operated_and_integrated() -> None:
    text = f"proposal: {{title: Example}}\n{CLOUD}"
    assert unasked(text) == {
        "options.cloud.overhead": 3000,
        "options.cloud.integration": 20000,
    }


def test_check_tells_each_section_once(tmp_path: Path) -> None:
    path = tmp_path / "input.yaml"
    path.write_text(f"proposal: {{title: Example}}\n{CLOUD}", encoding="utf-8")
    [told] = [problem for problem in packet_problems(load(str(path))) if problem.code == "W021"]
    assert told.mark.line == 6
    assert told.message == (
        "our defaults add what nobody stated: overhead 3,000 CNY a month and integration 20,000 CNY"
    )
    assert told.fix == "state overhead: …, integration: …; 0 where there is none"


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("zh-CN", "† 含申请文件未填写、采用默认值的金额（Room：现场代维）"),
        ("en", "† includes an amount of our defaults that nobody stated: Room · Remote hands"),
    ],
)
def test_its_row_is_marked_and_explained(tmp_path: Path, language: str, note: str) -> None:
    lines = marked_lines(small(tmp_path, OTHER, f"proposal.language={language}"))
    assert [line.split("|")[1].strip() for line in lines if line.startswith("|")] == ["Room †"]
    assert [line for line in lines if note in line]


def test_a_line_that_only_follows_is_not_marked(tmp_path: Path) -> None:
    """The reserve is a share of all one-time lines, the integration included; the integration bears the mark."""
    path = tmp_path / "input.yaml"
    path.write_text(f"proposal: {{title: Example, language: en}}\n{CLOUD}", encoding="utf-8")
    from generator.assembly import packet_of

    rows = packet_of(load(str(path))).tables["capex.mixed"].rows
    assert [row[0] for row in rows if "†" in row[0]] == ["Integration †"]


OTHER = f"  other: {{name: Other, opex: [{HOSTING}]}}\n"


def marked_lines(packet: Packet) -> list[str]:
    return [line for line in to_markdown(packet).splitlines() if "†" in line]
