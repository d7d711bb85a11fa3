"""What the document says of the turn that is nearest, and of assumptions that share a name."""

from pathlib import Path

from generator.assembly import load, packet_of
from generator.packet.facts import Hidden, Turn
from generator.packet.packet import Packet
from tests.packets import shipped

# Another firm would do the same work for 360 more a year; doing nothing costs 2,400 more.
TEXT = """
proposal: {title: 示例, language: zh-CN}
horizon: {years: 1, opex_growth: 0%}
options:
  own: {name: 自建, opex: [{item: 运维, monthly: 1000}]}
  other: {name: 托管, opex: [{item: 运维, monthly: 1030}]}
  idle: {name: 不变, kind: status_quo, monthly: 1200}
chosen: own
"""


def packet(folder: Path, text: str = TEXT) -> Packet:
    path = folder / "input.yaml"
    path.write_text(text, encoding="utf-8")
    return packet_of(load(str(path)))


def test_the_nearest_turn_against_the_runner_up_is_told(tmp_path: Path) -> None:
    story = packet(tmp_path).story
    assert story.rival is not None
    assert story.turn is not None
    assert story.rival.id == "other"
    assert story.turn == Turn("托管，运维：月金额", "1,000元/月", "1,030元/月", "−2.9%", falls=True)


def test_what_hidden_costs_do_to_the_order_is_told() -> None:
    # 517,373 + 57,445 < 551,971 + 38,020
    rival = shipped("enterprise-h100").story.rival
    assert rival is not None
    assert rival.hidden == Hidden(cheaper=True, turns=False)


def test_two_lines_of_one_name_are_told_apart(tmp_path: Path) -> None:
    made = packet(tmp_path)
    table = made.model.schedules["choice.other"]
    labels = [made.words.label(table, row) for row in table.rows]
    assert sorted(labels) == ["托管，运维：月金额", "自建，运维：月金额"]


def test_where_nothing_turns_within_reason_none_is_told(tmp_path: Path) -> None:
    sure = "monthly: {value: 8000, low: 7000, high: 9000}"
    dear = TEXT.replace("monthly: 1030", sure).replace("monthly: 1200", "monthly: 9000")
    assert packet(tmp_path, dear).story.turn is None
