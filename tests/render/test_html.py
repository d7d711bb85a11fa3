"""Markdown conventions become the page's structure; nothing that a user writes is live."""

import re
from html.parser import HTMLParser

import pytest

from generator.render.html import to_html
from generator.render.html.markdown import to_body
from generator.render.html.widths import CAPACITIES, measure, page_layout, shares
from tests.render.sample import INFO, sample_html

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<div onclick=x>\n\n**b**\n\n</div>",
    "<math><mtext><mglyph><svg><style></math><img src onerror=alert(1)>",
    "<style>@import 'http://example.com';</style>",
    "[link](javascript:alert(1)) [upper](JaVaScRiPt:alert(1)) <javascript:alert(1)>",
    "[link](data:text/html,x) [file](file:///etc/passwd) [path](//example.com) [rel](a.html)",
    "[link][1]\n\n[1]: javascript:alert(1)",
    "![image](http://example.com/x.png) ![file](file:///etc/passwd)",
    '<div class="chart-place">charts/known.svg</div>',
    "text {: .cover onclick=x }",
    "| a |\n|---|\n| <img src=x onerror=y> |",
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>t</title></svg>'


def page_body(markdown: str) -> str:
    """What `<main>` holds, with one known chart."""
    page = to_html(markdown, INFO, "", images={"charts/known.svg": DRAWING})
    return page[page.index("<main>") + len("<main>") : page.index("</main>")].strip()


class Elements(HTMLParser):
    """Every element and every attribute of a page, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_and_not_live(hostile: str) -> None:
    found = Elements(page_body(hostile))
    assert found.names <= {"p", "a", "span", "strong", "div", "table", "thead", "tbody"} | {
        "tr", "th", "td", "colgroup", "col",
    }  # fmt: skip
    assert {name for name, _ in found.attributes} <= {"class", "scope", "style"}
    assert all(re.fullmatch(r"width:[\d.]+%", v) for n, v in found.attributes if n == "style")


def test_web_and_mail_addresses_stay_links() -> None:
    found = Elements(page_body("[page](https://example.com/a?b=1&c) <platform@example.com>"))
    assert found.attributes == {
        ("href", "https://example.com/a?b=1&c"),
        ("href", "mailto:platform@example.com"),
    }


def test_bold_paragraph_before_a_table_is_its_caption() -> None:
    body = page_body("**表 1 成本（元）**\n\n| a | b |\n|---|---:|\n| x | 1 |\n")
    assert "<caption>表 1 成本（元）</caption>" in body
    assert "<strong>" not in body


def test_other_bold_paragraphs_are_left_alone() -> None:
    assert "<caption>" not in page_body("**结论**：可行\n\n| a |\n|---|\n| x |\n")


@pytest.mark.parametrize("note", ["注：四舍五入", "Anmerkung: gerundet"])
def test_italic_note_after_a_table_stays_with_it(note: str) -> None:
    body = page_body(f"| a |\n|---|\n| x |\n\n*{note}*\n")
    assert f'<p class="table-note"><em>{note}</em></p>' in body


def test_numbers_negatives_and_totals_have_classes() -> None:
    body = page_body("| a | b | c |\n|---|---:|---|\n| x | −1,234 | y |\n| **合计** | 5 |  |\n")
    assert '<td class="number negative">−1,234</td>' in body
    assert re.search(r'<tr class="total">\s*<td><strong>合计</strong></td>', body)
    assert '<td class="after-numbers">y</td>' in body
    assert body.count('class="total"') == 1


def test_a_sentence_among_numbers_may_be_broken_but_an_amount_never() -> None:
    amount, sentence = "−1,234,567,890,123.45", "36 个月内不回本，见敏感性分析一节"
    body = page_body(f"| a | b |\n|---|---:|\n| x | {amount} |\n| y | {sentence} |\n")
    assert f'<td class="number negative">{amount}</td>' in body
    assert f'<td class="number words">{sentence}</td>' in body


def test_each_table_stands_in_a_frame_of_its_own_and_its_note_behind() -> None:
    body = page_body("before\n\n**表 1 现金流**\n\n| a |\n|---|\n| x |\n\n*注：月末*\n\nafter\n")
    frame = body[body.index('<div class="frame">') : body.index("</div>")]
    assert "<caption>表 1 现金流</caption>" in frame
    assert "注：月末" in body.partition("</div>")[2]


def test_what_no_page_can_hold_is_split_into_parts_with_the_first_column() -> None:
    # 14 amounts of 10 characters and the padding need 14 × 12.4 = 173.6 of at most 108.
    table = "| 项目 |" + " 金额 |" * 14 + "\n|---|" + "---:|" * 14
    row = "\n| 收入 |" + " 12,345,678 |" * 14
    body = page_body(f"**表 1 逐月**\n\n{table}{row}\n")
    assert re.findall(r"<caption>(.*?)</caption>", body) == [
        "表 1 逐月<span> (1/2)</span>",
        "表 1 逐月<span> (2/2)</span>",
    ]
    assert body.count("<td>收入</td>") == 2
    assert body.count("12,345,678") == 14


def test_column_widths_give_every_number_its_room() -> None:
    columns = [
        measure(["项目", "一段很长的说明文字，" * 10], "text"),
        measure(["金额", "1,234,567.00"], "number"),
    ]
    text, number = shares(columns, CAPACITIES[""])
    # 12 digits and signs and the padding of 2.4 out of the 94 that a portrait line holds.
    assert number == pytest.approx(100 * 14.4 / 94, rel=0.3)
    assert number / 100 * CAPACITIES[""] >= columns[1].needed
    assert text + number == pytest.approx(100)


@pytest.mark.parametrize(
    ("count", "amount", "layout"),
    [
        (3, "1,234", ""),
        (8, "12,345,678", "dense"),  # 8 × (10 + 2.4) = 99.2 of 94
    ],
)
def test_the_roomiest_page_layout_that_is_needed(count: int, amount: str, layout: str) -> None:
    assert page_layout([measure(["n", amount], "number")] * count) == layout


def test_a_known_chart_becomes_a_numbered_figure() -> None:
    body = page_body("![累计成本](charts/known.svg)\n\n![现金流](charts/known.svg)")
    assert f"<figure>{DRAWING}<figcaption>图 1 累计成本</figcaption></figure>" in body
    assert "<figcaption>图 2 现金流</figcaption>" in body


def test_an_unknown_chart_shows_as_its_words() -> None:
    assert page_body("![没有此图](charts/other.svg)") == "<p><span>没有此图</span></p>"


def test_fenced_blocks_of_known_names_only() -> None:
    body = page_body("::: verdict\n**建议批准**\n\n- 理由\n:::\n\n::: cover\nx\n:::\n")
    assert '<div class="verdict">\n<p><strong>建议批准</strong></p>' in body
    assert "::: cover" in body
    assert 'class="cover"' not in body


def test_contents_link_to_the_headings() -> None:
    body = page_body("[TOC]\n\n## 1 背景\n\n### 1.1 痛点\n\n## 2 方案\n")
    assert '<span class="toctitle">目录</span>' in body
    links = re.findall(r'href="#([^"]+)"', body)
    assert links == re.findall(r'<h\d id="([^"]+)"', body)
    assert len(links) == 3


def test_metadata_is_escaped_and_nothing_is_requested_from_outside() -> None:
    page = sample_html()
    found = Elements(page)
    assert {"script", "link", "img", "iframe", "object"} & found.names == set()
    assert {name for name, _ in found.attributes} & {"src", "srcset", "action"} == set()
    assert "url(" not in page
    assert ("content", "LLM, 预算, TCO") in found.attributes
    assert ("lang", "zh-CN") in found.attributes


def test_the_last_word_of_a_chinese_head_stays_whole() -> None:
    heads = ("期内一次性投入", "能否承担业务量", "现值高于推荐方案（元）", "总成本")
    page = to_html(f"| {' | '.join(heads)} |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n", INFO, "")
    kept = [re.findall('"whole">(.+?)<', head) for head in re.findall("<th.*?</th>", page)]
    assert kept == [["一次性", "投入"], ["业务量"], ["推荐方案"], []]


def test_the_unit_of_a_head_stays_in_one_line() -> None:
    page = to_html(
        "| 项目 | 总成本（万元） | 依据（见附录二之三节） | Load (requests/month) |\n"
        "|---|---:|---|---:|\n| 甲 | 1 | 2 | 3 |\n",
        INFO,
        "",
    )
    assert '总成本<span class="unit">（万元）</span>' in page
    assert "依据（见附录二之三节）</th>" in page
    per = '<span class="long unit"><span>(requests/</span><span>month)</span></span>'
    assert f"Load {per}" in page


def test_a_table_without_heads_has_no_row_for_them() -> None:
    body = to_body("|  |  |\n|---|---|\n| Applicant | A |\n", (), "", "")
    assert "<th" not in body
    assert 'class="whole headless"' in body
