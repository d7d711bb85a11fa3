"""Very long tables: a document prints the largest lines and one row for the others; nothing is lost in the sum."""

from pathlib import Path

from generator.assembly import load, packet_of
from generator.packet.packet import Packet
from generator.packet.shortening import KEPT, MOST, REMAINDER


def bought(folder: Path, lines: int) -> Packet:
    """The packet of purchases of 1, 2, 3 … yuan."""
    capex = "\n".join(
        f"      - {{item: 物料 {number}, unit_price: {number}}}" for number in range(1, lines + 1)
    )
    file = folder / "long.yaml"
    head = "proposal: {title: 长表}\noptions:\n  own:\n    name: 自有\n    capex:\n"
    file.write_text(f"{head}{capex}\n", encoding="utf-8")
    return packet_of(load(str(file)))


def test_a_table_of_customary_length_is_printed_whole(tmp_path: Path) -> None:
    table = bought(tmp_path, MOST).tables["capex.own"]
    assert len(table.rows) == MOST + 1


def test_the_largest_lines_stay_in_their_order_and_one_row_holds_the_others(tmp_path: Path) -> None:
    lines = 100
    packet = bought(tmp_path, lines)
    rows = packet.tables["capex.own"].rows
    smallest_kept = lines - KEPT + 1
    assert [row[0] for row in rows[:KEPT]] == [
        f"物料 {number}" for number in range(smallest_kept, lines + 1)
    ]
    others = rows[KEPT]
    assert others[0] == f"其余{lines - KEPT}项（见工作簿）"
    # 1 + 2 + … + 60 = 60 × 61 / 2 = 1,830; 1 + 2 + … + 100 = 5,050
    assert "1,830" in others
    assert "5,050" in rows[-1]


def test_the_schedule_itself_keeps_every_row(tmp_path: Path) -> None:
    packet = bought(tmp_path, 100)
    rows = packet.model.schedules["capex.own"].rows
    assert len(rows) == 101
    assert all(row.key != REMAINDER for row in rows)
    assert packet.remainders[0].value == 1830


def test_what_stands_side_by_side_is_a_row_for_each_option_before_it_is_shortened(
    tmp_path: Path,
) -> None:
    """Twenty-one options at three volumes are sixty-three rows of the schedule, and twenty-one of the table."""
    options = "".join(
        f"  o{number}: {{name: 接口 {number}, kind: cloud_api, price_per_request: 0.0{number + 10},"
        " overhead: 0, integration: 0}\n"
        for number in range(1, 22)
    )
    file = tmp_path / "many.yaml"
    head = "proposal: {title: 多方案}\nhorizon: {years: 1}\nworkload: {monthly_requests: 50000}\n"
    file.write_text(f"{head}chosen: o1\noptions:\n{options}", encoding="utf-8")
    packet = packet_of(load(str(file)))
    assert len(packet.model.schedules["volumes"].rows) > MOST
    rows = packet.tables["volumes"].rows
    assert [row[0] for row in rows] == [f"接口 {number}" for number in range(1, 22)]
    assert "even_months" in packet.tables
    assert len(packet.tables["even_months"].rows[0]) == len(rows[0])
