"""Schedules as the document prints them."""

from pathlib import Path

import pytest

from generator.figures.figure import Figure
from generator.packet.tables import table_of
from tests.packets import shipped, small


def test_an_amount_stands_behind_what_it_is_made_of() -> None:
    table = shipped("ollama-platform").tables["capex.on_premise"]
    assert table.header == (
        "项目",
        "数量",
        "单价（元）",
        "金额（元）",
        "折旧年限（年）",
        "年折旧（元/年）",
        "说明",
    )
    # 15 person-days × 1,500 = 22,500; labour is not depreciated.
    assert table.rows[3] == ("初始部署人力", "15", "1,500", "22,500", "—", "—", "")
    assert table.rows[-1] == ("合计", "", "", "61,400", "", "", "")
    assert table.kinds[-1] == "total"


def test_a_unit_that_all_numbers_share_is_said_once() -> None:
    table = shipped("ollama-platform").tables["tco"]
    assert table.caption == "总拥有成本：收付实现制（单位：元）"
    assert table.header == ("项目", "第1年", "第2年", "第3年", "合计")


def test_rows_with_units_of_their_own_carry_them() -> None:
    table = shipped("ollama-platform").tables["power.on_premise"]
    # 450 W card + 150 W machine
    assert table.rows[0] == ("满载功率（W）", "600")


def test_rows_that_share_a_unit_of_their_own_say_it_once(tmp_path: Path) -> None:
    hosted = "  hosted: {name: 托管, opex: [{item: 机房, hosting: {}}]}\n"
    table = small(tmp_path, hosted).tables["derivation.hosted"]
    assert table.caption == "托管：月费用测算（单位：元/月）"
    assert table.rows[0] == ("机房：机位费", "4,600")  # 4 × 1,150


def test_ends_that_are_all_the_same_are_no_table(tmp_path: Path) -> None:
    terms = "rack_units: 4, rack_unit_price: 1200, remote_hands: 0"
    stated = f"  hosted: {{name: 托管, opex: [{{item: 机房, hosting: {{{terms}}}}}]}}\n"
    ranged = (
        stated.replace("托管", "另一").replace("hosted", "ranged").replace(" remote_hands: 0", "")
    )
    tables = small(tmp_path, stated + ranged.replace("1200,", "1200")).tables
    assert "spans.ranged" in tables
    assert not {"spans.hosted", "span_parts.hosted"} & set(tables)


def test_many_periods_are_laid_down_the_page() -> None:
    table = shipped("ollama-platform").tables["cash_flow"]
    assert table.header[0] == "期间"
    assert [row[0] for row in table.rows[:2]] == ["第0月", "第1月"]
    assert (table.rows[-1][0], table.kinds[-1]) == ("合计", "total")
    assert len(table.rows) == 3 * 12 + 1 + 1


def test_a_column_that_says_nothing_is_not_shown(tmp_path: Path) -> None:
    remarks = '  other:\n    name: 另一方案\n    opex: [{item: 运维, monthly: 9, note: "夜间"}]\n'
    packet = small(tmp_path, remarks)
    assert "说明" not in packet.tables["opex.on_premise"].header
    assert "说明" in packet.tables["opex.other"].header


def test_a_day_rate_among_amounts_takes_their_unit(tmp_path: Path) -> None:
    option = "  other:\n    name: 另一方案\n    capex: [{item: 部署, labour: deployment}]\n"
    packet = small(tmp_path, option + "money: {unit: 万元}\n")
    # 15 person-days × 1,500 a day
    assert packet.tables["capex.other"].rows[0] == ("部署", "15", "0.15", "2.25")


def test_texts_in_cells_quote_figures() -> None:
    packet = shipped("ollama-platform")
    schedule = packet.model.schedules["benefits"]
    table = table_of(schedule, packet.words, packet.numerals, fill=lambda text: f"«{text}»")
    assert table.rows[0][-1] == "«近12个月账单»"


def test_the_tax_of_what_is_bought_stands_beside_its_amount() -> None:
    tables = shipped("enterprise-h100").tables
    assert "tax.on_premise" not in tables
    bought = tables["capex.on_premise"]
    assert bought.header[3:5] == ("Excluding tax (USD)", "Including tax (USD)")
    assert bought.rows[-1][3:5] == ("109,725", "118,777")
    assert bought.numeric == (False, *(True for _ in bought.header[1:]))


def test_scenarios_that_bring_nothing_in_are_told_by_what_they_cost(tmp_path: Path) -> None:
    """36,000 once and 1,000 a month over three years; 50,000 once instead."""
    packet = small(tmp_path, "scenarios: {dear: {options.on_premise.capex.0.unit_price: 50000}}\n")
    table = packet.tables["scenario_costs"]
    assert table.header == ("指标", "基准", "dear")
    assert table.rows == (
        ("期内一次性投入", "36,000", "50,000"),
        ("总成本", "72,000", "86,000"),
    )
    assert "scenario_costs" not in small(tmp_path, "benefits: [{item: 节省, monthly: 9}]").tables


def test_charts_of_parts_come_to_what_the_tables_say(tmp_path: Path) -> None:
    """36,000 once, 1,000 a month, 6,000 back at the end: 66,000 over three years, 6,000 of them in the last."""
    more = "  idle: {name: 现状, kind: status_quo, monthly: 2000}\nbenefits: [{item: 节省, monthly: 900}]\n"
    packet = small(tmp_path, more, "options.on_premise.capex.0.resale=6000")
    wholes = {chart.key: chart.wholes for chart in packet.charts}
    assert wholes["cost_by_year"] == (48_000, 12_000, 6_000)
    assert wholes["options"][0] == 66_000
    flow = packet.model.yearly.schedule
    net = next(row for row in flow.rows if row.key == "net")
    years = [cell.value for cell in net.cells[1:] if isinstance(cell, Figure)]
    assert wholes["cash_flow_by_year"] == pytest.approx(years)
