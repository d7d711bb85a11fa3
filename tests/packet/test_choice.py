"""What a document says of the choice: which option is cheapest, by how much, and why another one is chosen."""

from pathlib import Path

import pytest

from generator.packet.packet import Packet
from generator.proposal.problems import ProblemList
from generator.render.markdown import to_markdown
from tests.packets import small

# The small platform costs 36,000 + 36 × 1,000 = 72,000 over three years; this comes to 36 × 1,500 = 54,000.
CHEAPER = "  idle: {name: 维持现状, kind: status_quo, monthly: 1500, growth: 0%}\n"
DEARER = "  idle: {name: 维持现状, kind: status_quo, monthly: 3000, growth: 0%}\n"
# A 72B model needs more memory than the card has.
TOO_LARGE = """
  large:
    name: 大模型
    serving: {model: qwen2.5:72b, gpu: rtx_4090, tokens_per_second: 500}
    opex: [{item: 甲, monthly: 1}]
workload: {monthly_requests: 1000}
"""


def document(packet: Packet) -> str:
    return to_markdown(packet)


def part(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


class TestDearerThanAnother:
    def test_says_by_how_much_and_than_which(self, tmp_path: Path) -> None:
        text = document(small(tmp_path, CHEAPER))
        summary = part(text, "## 摘要", "## 1 ")
        assert "总成本最低的是“维持现状”（5.4万元），推荐方案高出1.8万元" in summary
        assert "选择本方案须以第4章所列收益及成本以外的因素为依据" in text

    def test_gives_the_reason_in_summary_and_comparison(self, tmp_path: Path) -> None:
        reason = "chosen_because: 数据不出内网，多付 {{ savings.premium }} 元\n"
        text = document(small(tmp_path, CHEAPER + reason))
        assert text.count("**选择理由：** 数据不出内网，多付 18,000 元") == 2
        assert "选择本方案须以" not in text

    def test_a_reason_that_quotes_no_figure_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ProblemList, match="E020"):
            small(tmp_path, CHEAPER + "chosen_because: 多付 {{ savings.premum }} 元\n")


def test_the_cheapest_needs_no_reason(tmp_path: Path) -> None:
    text = document(small(tmp_path, DEARER))
    assert "在所比较的方案中，“本地部署”的总成本最低" in text
    assert "选择理由" not in text


class TestCannotServeTheLoad:
    def test_is_not_what_the_chosen_one_is_compared_with(self, tmp_path: Path) -> None:
        packet = small(tmp_path, TOO_LARGE)
        assert packet.story.cheapest is None
        assert "在能够承担所述业务量的方案中，“本地部署”的总成本最低" in document(packet)
        assert "与“大模型”：一方无法承担所述业务量，不作比较" in document(packet)

    def test_as_the_chosen_one_is_not_recommended(self, tmp_path: Path) -> None:
        benefit = "benefits: [{item: 乙, monthly: 99999, confidence: 100%}]\n"
        packet = small(tmp_path, TOO_LARGE + benefit, "chosen=large")
        assert packet.verdict == "reject"
        summary = part(document(packet), "## 摘要", "## 1 ")
        assert "可节省" not in document(packet)
        assert "**请注意：推荐方案无法承担所述业务量。**" in summary
        assert "推荐方案无法承担所述业务量，成本与回报的结论均不成立" in summary


def test_a_benefit_that_is_another_options_bill_is_said_to_be(tmp_path: Path) -> None:
    benefit = "benefits: [{item: 账单, monthly: 3000, kind: replaced_cost, replaces: idle}]\n"
    text = document(small(tmp_path, DEARER + benefit))
    assert "“账单”即“维持现状”方案的账单，与相对该方案的节省额是同一笔资金" in text


def test_the_crossover_is_drawn_with_its_month(tmp_path: Path) -> None:
    packet = small(tmp_path, DEARER)
    [chart] = (chart for chart in packet.charts if chart.key == "cumulative_cost")
    assert [series.name for series in chart.series] == ["本地部署", "维持现状"]
    own, idle = (
        [item.value for item in series.figures if item is not None] for series in chart.series
    )
    assert (own[0], own[36], idle[0], idle[36]) == (36_000, 72_000, 0, 108_000)
    # 36,000 / (3,000 − 1,000)
    [mark] = chart.marks
    assert (mark.position.value, mark.label) == (18, "与“维持现状”持平：约18个月")
    assert document(packet).count("(charts/cumulative_cost.svg)") == 1
