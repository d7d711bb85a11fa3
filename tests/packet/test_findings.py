"""Each chart of the document is called by what it says, of the numbers as they are; the plan shows the go-live."""

from pathlib import Path

import pytest

from generator.packet.packet import Packet
from tests.packets import shipped, small

BENEFIT = "benefits: [{item: 节省, monthly: 3000, confidence: 100%}]\n"
RIVAL = "  idle: {name: 现状, kind: status_quo, monthly: BILL, growth: 0%}\n"
RISKS = ("[" + "{risk: 甲, likelihood: low, impact: medium, mitigation: 无}, " * 5) + (
    "{risk: 乙, likelihood: high, impact: high, mitigation: 无}]"
)


def findings(packet: Packet) -> dict[str, str]:
    return {chart.key: chart.finding for chart in packet.charts}


def test_every_shipped_chart_says_something() -> None:
    for name in ("ollama-platform", "enterprise-h100", "hybrid-routing"):
        for chart in shipped(name).charts:
            assert chart.finding != chart.title, (name, chart.key)


@pytest.mark.parametrize(
    ("more", "key", "said"),
    [
        # 36,000 are back after 36,000 / (3,000 − 1,000) = 18 months; 36 × 2,000 − 36,000 are left after 36.
        (BENEFIT, "cumulative_cash", "自项目开始约18个月收回投入，期末累计净流入3.6万元"),
        ("benefits: [{item: 节省, monthly: 9}]", "cumulative_cash", "期内收不回投入"),
        ("", "cost_by_year", "3年共支出7.2万元，其中一次性投入3.6万元"),
        # 72,000 against 90,000, met after 36,000 / (2,500 − 1,000) = 24 months.
        (
            RIVAL.replace("BILL", "2500"),
            "options",
            "“本地部署”总成本最低，比次低的方案少1.8万元",
        ),
        (
            RIVAL.replace("BILL", "2500"),
            "cumulative_cost",
            "约24个月后，“本地部署”的累计成本低于",
        ),
        (RIVAL.replace("BILL", "1500"), "options", "“现状”总成本最低，推荐方案高出1.8万元"),
        (
            f"approval: {{go_live_weeks: 6}}\nrisks: {RISKS}\n"
            "timeline: [{phase: 一, weeks: 1-6, milestone: 无}, {phase: 二, weeks: 7, milestone: 无}]",
            "plan",
            "第6周上线，全部工作于第7周完成",
        ),
        (f"risks: {RISKS}", "risks", "最需关注的是“乙”（可能性高，影响高）"),
        (
            "risks: " + RISKS.replace("乙", "'超出 {{ capex.total }}'"),
            "risks",
            "最需关注的是“超出 36,000元”（可能性高，影响高）",
        ),
    ],
)
def test_what_a_chart_says(tmp_path: Path, more: str, key: str, said: str) -> None:
    assert said in findings(small(tmp_path, more))[key]


def test_five_risks_are_read_faster_in_their_table(tmp_path: Path) -> None:
    fewer = RISKS.replace("{risk: 甲, likelihood: low, impact: medium, mitigation: 无}, ", "", 1)
    assert "risks" not in findings(small(tmp_path, f"risks: {fewer}"))
