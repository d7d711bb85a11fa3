"""A quoted figure prints with its unit, once and truly, whatever the words beside it say."""

from pathlib import Path

import pytest

from generator.assembly import load, packet_problems
from generator.proposal.problems import ProblemList
from tests.packets import SMALL, small

# SMALL: 36,000 bought, 12,000 of depreciation a year, 1,000 a month; it says in which currency and language.
ENGLISH = "money: {currency: USD}\n"
TOTAL, MONTH = "{{ capex.total }}", "{{ options.on_premise.monthly_opex }}"
LIFE = "{{ options.on_premise.capex.0.life_years }}"
REASON, SHARE = "{{ return.payback_months }}", "{{ horizon.discount_rate }}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (f"共 {TOTAL}，一次付清", "共 3.60万元，一次付清"),
        (f"共 {TOTAL} 元", "共 3.60万元"),
        (f"共 {TOTAL}元", "共 3.60万元"),
        (f"共 {TOTAL} 万元", "共 3.60 万元"),
        (f"共 ¥{TOTAL}", "共 ¥3.60万"),
        (f"月均 {MONTH} 元", "月均 0.10万元"),
        (f"支出 {MONTH}。", "支出 0.10万元/月。"),
        (f"每月 {MONTH}。", "每月 0.10万元。"),
        (f"支出 {MONTH} 元/月", "支出 0.10万元/月"),
        (f"支出 {MONTH}/月", "支出 0.10万元/月"),
        (f"折现率 {SHARE} %", "折现率 8%"),
        (f"折现率 {SHARE} 年化", "折现率 8% 年化"),
        (f"{REASON} 个月后收回", "期限内不回本后收回"),
        (f"用 {LIFE} 年", "用 3 年"),
        (f"用 {LIFE} 千年，再看", "用 3年，再看"),
        ("四舍五入到 {{ money.rounding }}", "四舍五入到 0.01元"),
        ("{{ capex.total.unit }}，{{ capex.total.with_unit }}", "万元，3.60万元"),
        ("共 {{ capex.total }} {{ capex.total.unit }}", "共 3.60 万元"),
    ],
)
def test_in_a_document_that_counts_in_ten_thousands(
    tmp_path: Path, text: str, printed: str
) -> None:
    packet = small(tmp_path, "money: {unit: 万元}\nbenefits: [{item: 省, monthly: 1}]\n")
    assert packet.fill(text) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (f"It costs {TOTAL}.", "It costs USD 36,000."),
        (f"It costs ${TOTAL}.", "It costs $36,000."),
        (f"It costs USD {TOTAL}.", "It costs USD 36,000."),
        (f"It costs {TOTAL} dollars.", "It costs 36,000 dollars."),
        (f"We pay {MONTH}.", "We pay USD 1,000/month."),
        (f"We pay {MONTH} a month.", "We pay USD 1,000 a month."),
        (f"We pay {MONTH} usually.", "We pay USD 1,000/month usually."),
    ],
)
def test_in_an_english_document(tmp_path: Path, text: str, printed: str) -> None:
    packet = small(tmp_path, ENGLISH, "proposal.language=en")
    assert packet.fill(text) == printed


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        (f"{TOTAL} 小时", "小时"),
        (f"{TOTAL} 美元", "美元"),
        (f"{TOTAL} %", "%"),
        (f"${TOTAL}", "$"),
        (f"{SHARE} 元", "元"),
        (f"{TOTAL} 万", "万"),
        (f"{TOTAL} 元，{TOTAL} 年均，{SHARE}，{MONTH} kWh", "kWh"),
    ],
)
def test_another_unit_beside_a_quote_is_told(tmp_path: Path, text: str, beside: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"{SMALL}background: {{summary: '{text}'}}\n", encoding="utf-8")
    (told,) = [each for each in packet_problems(load(str(path))) if each.code == "W017"]
    assert f"beside '{beside}'" in told.message
    assert told.mark.line == len(SMALL.splitlines()) + 1


def test_how_a_number_was_reckoned_is_no_strange_amount(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    noted = "horizon: {discount_rate: {value: 8%, note: '4 张 × 17,777 元'}}\n"
    path.write_text(SMALL + noted, encoding="utf-8")
    assert "W001" not in [problem.code for problem in packet_problems(load(str(path)))]


def test_the_note_of_a_number_may_quote(tmp_path: Path) -> None:
    noted = "{value: 8%, note: 'of {{ capex.total }}'}"
    packet = small(tmp_path, f"horizon: {{discount_rate: {noted}}}\n")
    assert any("of 36,000元" in row[-1] for row in packet.tables["register"].rows)
    with pytest.raises(ProblemList) as refused:
        small(tmp_path, "horizon: {discount_rate: {value: 8%, note: '{{ capex }}'}}\n")
    (problem,) = refused.value.problems
    assert (problem.code, problem.mark.line) == ("E020", len(SMALL.splitlines()) + 1)
