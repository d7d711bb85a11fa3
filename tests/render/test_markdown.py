"""The document in Markdown: its five parts, what is said when something is missing, and three of them in full.

UPDATE_GOLDEN=1 writes the golden files anew; read the difference before you commit it.
"""

import os
import re
from pathlib import Path

import pytest

from generator.assembly import load, packet_of
from generator.audit.document import audit_document
from generator.packet.packet import Packet
from generator.packet.printed import literal_amounts, printed_numerals, rounded_numerals
from generator.render.markdown import to_markdown
from generator.render.plain_markdown import to_plain
from tests.packets import NAMES, shipped, small

GOLDEN = Path(__file__).parent.parent / "golden"
IN_FULL = ("minimal", "ollama-platform", "published-example")
BENEFIT = "benefits: [{item: 节省, monthly: 3000, confidence: 100%}]\n"
OPTION = "  other: {name: 云服务, opex: [{item: 订阅, monthly: 1500, growth: 0%}]}\n"
IDLE = "  idle: {name: 维持现状, kind: status_quo, monthly: 5000, growth: 0%}\n"


def findings(packet: Packet, markdown: str) -> list[str]:
    numerals, literals = printed_numerals(packet), literal_amounts(packet.proposal)
    total = packet.words.word("columns", "total")
    return [
        str(finding)
        for finding in audit_document(
            markdown, numerals, literals, total, rounded=rounded_numerals(packet)
        )
    ]


def test_the_note_on_a_purchase_stands_in_its_table(tmp_path: Path) -> None:
    noted = small(tmp_path, "", "options.on_premise.capex.0.note=27 寸，共 {{ capex.total }}")
    assert "| 工作站 | 1 | 36,000 | 36,000 | 3 | 12,000 | 27 寸，共 36,000元 |" in to_markdown(
        noted
    )


@pytest.mark.parametrize("name", IN_FULL)
def test_the_shipped_documents_read_as_they_did(name: str) -> None:
    golden = GOLDEN / f"{name}.md"
    made = to_markdown(shipped(name))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_documents_pass_the_audit(name: str) -> None:
    packet = shipped(name)
    assert findings(packet, to_markdown(packet)) == []


@pytest.mark.parametrize("name", IN_FULL)
def test_the_five_parts_stand_in_order(name: str) -> None:
    parts = re.findall(r"^## (.*)$", to_markdown(shipped(name)), re.MULTILINE)
    assert parts[:10] == [
        "摘要",
        "1 项目背景与目标",
        "2 技术方案",
        "3 预算明细",
        "4 收益分析",
        "5 风险与实施计划",
        "申请事项",
        "附录 A　假设登记",
        "附录 B　测算过程",
        "附录 C　方案比较与敏感性明细",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_numbered_in_order(name: str) -> None:
    numbers = re.findall(r"^\*\*表 (\d+)　", to_markdown(shipped(name)), re.MULTILINE)
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]


def test_the_request_states_the_amount_in_figures_and_capitals() -> None:
    text = to_markdown(shipped("published-example"))
    assert "人民币**60,500.00元**（大写：人民币陆万零伍佰元整）" in text


def test_capitals_are_for_yuan_alone(tmp_path: Path) -> None:
    text = to_markdown(small(tmp_path, "money: {currency: USD}\n"))
    assert "**36,000.00美元**" in text
    assert "大写" not in text


def test_what_is_asked_for_may_be_the_whole_cost(tmp_path: Path) -> None:
    # 36,000 + 36 × 1,000
    text = to_markdown(small(tmp_path, "approval: {ask: tco}\n"))
    assert "期内总投入人民币**72,000.00元**" in text


def test_without_benefits_no_return_is_claimed(tmp_path: Path) -> None:
    text = to_markdown(small(tmp_path))
    assert "收益尚未量化" in text
    assert "投资回报指标" not in text
    assert "建议批准" not in text


def test_an_outlay_that_does_not_come_back_is_told(tmp_path: Path) -> None:
    # 1,100 of benefits less 1,000 of running cost bring 36 × 100 back of 36,000.
    text = to_markdown(small(tmp_path, BENEFIT.replace("3000", "1100")))
    assert "**结论：不建议按现方案批准。**" in text
    assert "投入在期限内不能收回" in text


def test_losses_in_every_month_have_no_internal_rate(tmp_path: Path) -> None:
    text = to_markdown(small(tmp_path, BENEFIT.replace("3000", "900")))
    assert "内部收益率不存在" in text
    assert "净收益为−100元" in text


def test_a_small_surplus_is_to_be_looked_into(tmp_path: Path) -> None:
    # 36 × 1,300 − 36,000 = 10,800, which is 30 % of the outlay.
    text = to_markdown(small(tmp_path, BENEFIT.replace("3000", "2300")))
    assert "**结论：建议进一步论证。**" in text
    assert "仅为30%" in text


def test_a_cheaper_alternative_is_named_with_its_cost(tmp_path: Path) -> None:
    # 36 × 1,500 = 54,000 against 72,000
    text = to_markdown(small(tmp_path, OPTION + BENEFIT))
    assert "总成本最低的是“云服务”（5.4万元）" in text
    assert "其3年总成本为7.2万元，高于“云服务”的5.4万元" in text


def test_doing_nothing_is_compared(tmp_path: Path) -> None:
    # 36 × 5,000 − 72,000
    text = to_markdown(small(tmp_path, IDLE + BENEFIT))
    assert "比“维持现状”少10.8万元（60%）。" in text
    assert "的总成本最低" in text


def test_an_option_without_purchase_or_running_cost(tmp_path: Path) -> None:
    text = to_markdown(small(tmp_path, OPTION, "chosen=other"))
    assert "推荐方案没有一次性投入。" in text
    bought = small(
        tmp_path, "  other: {name: 买断, capex: [{item: 许可, unit_price: 9}]}\n", "chosen=other"
    )
    assert "推荐方案没有持续的运营成本。" in to_markdown(bought)


def test_amounts_in_ten_thousands(tmp_path: Path) -> None:
    packet = small(tmp_path, "money: {unit: 万元}\n" + BENEFIT)
    text = to_markdown(packet)
    assert "共支出7.20万元" in text
    assert text.count("一次性投入**36,000.00元**（人民币叁万陆仟元整）") == 1
    assert "人民币**36,000.00元**" in text
    assert findings(packet, text) == []


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    hostile = (
        "plan: [{item: '**合计**', choice: 'a | b\\', note: '`x'}]\n"
        "risks: [{risk: '<img src=x onerror=alert(1)>', likelihood: low, impact: low,"
        " mitigation: '[TOC]'}]\n"
        "background: {pains: ['## 标题', '{% raw %}{{ capex.total }}', 'None 与 inf']}\n"
    )
    packet = small(tmp_path, hostile)
    text = to_markdown(packet)
    assert r"| \*\*合计\*\* | a \| b\\ | \`x |" in text
    assert "<img" not in text
    assert "1. &#35;# 标题" in text
    assert "2. {% raw %}36,000" in text
    assert findings(packet, text) == []


def test_every_figure_may_be_quoted(tmp_path: Path) -> None:
    """Cents in a document that counts in ten thousands, and rates that are said in words."""
    dear = (
        "money: {unit: 万元}\nbenefits: [{item: 甲, monthly: 840000}, {item: 乙, monthly: 0.3}]\n"
    )
    figures = small(tmp_path, dear).figures
    texts = "".join(f"  - '共 {{{{ {key} }}}} 上下'\n" for key in figures)
    packet = small(tmp_path, f"{dear}indirect_benefits:\n{texts}")
    text = to_markdown(packet)
    assert "共 0.3元/月 上下" in text
    assert "共 超过100% 上下" in text
    assert findings(packet, text) == []


@pytest.mark.parametrize(
    "prose",
    [
        "席位 20*160 元，另有 3*40 元",
        "机架 1,2,3 号已满，1,000,00 元是笔误",
        "五分之一，20*30%，(5%)*2 元",
        "2026,2027 与 2028 年未采购",
        "误差 3,5%，区间 −5%–12.5%，约 ¥5,000～6,000",
        "版本 1.2.3，比例 1:30，5e3 元，1/3 元，２０％",
    ],
)
def test_honest_prose_passes_the_audit(tmp_path: Path, prose: str) -> None:
    texts = f"background: {{pains: ['{prose}']}}\nplan: [{{item: 甲, choice: '{prose}'}}]\n"
    packet = small(tmp_path, texts)
    assert findings(packet, to_markdown(packet)) == []


def test_nothing_is_left_of_the_templates() -> None:
    for name in NAMES:
        text = to_markdown(shipped(name))
        assert not re.search(r"\{\{|\{%|\}\}|%\}|\n\n\n| \n|，，|。。|；。|（）", text)


HEADING = re.compile(r"^(#+) .*$", re.MULTILINE)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_heading_stands_above_nothing(language: str, tmp_path: Path) -> None:
    """An input that is compared with nothing, and brings no benefits, has fewer appendices."""
    text = to_plain(to_markdown(small(tmp_path, "", f"proposal.language={language}")))
    pieces = HEADING.split(text)[1:]
    told = list(zip(pieces[::2], pieces[1::2], [*pieces[2::2], ""], strict=True))
    assert len(told) > 10
    for level, below, following in told:
        assert len(following) > len(level) or below.strip()


def test_a_hybrid_option_on_measured_machines_tells_their_points_once(tmp_path: Path) -> None:
    file = tmp_path / "measured.yaml"
    file.write_text(
        """
proposal: {title: Example}
workload: {monthly_requests: 1000, input_tokens: 1000, output_tokens: 250}
options:
  own:
    name: Own
    serving: {model: qwen2.5:7b, gpu: h100_80gb, measured: [{concurrency: 1, tokens_per_second: 60}]}
    opex: [{item: care, monthly: 500}]
  cloud: {name: Cloud, kind: cloud_api, price_per_request: 0.1}
  both: {name: Both, kind: hybrid, local: own, cloud: cloud, local_share: 80%}
chosen: own
"""
    )
    assert to_markdown(packet_of(load(str(file)))).count("：基准测试结果") == 1
