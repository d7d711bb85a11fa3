"""Whatever a user writes stays one cell, one sentence, and text."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.html.markdown import to_body
from generator.render.inert import block, cell, inline, name

MARKS = st.text(alphabet="ab 1.|\\`*_[]()<>/!#-+=~:&;{}$\n\t表", max_size=40)


def html(markdown: str) -> str:
    return to_body(markdown, (), "图 {number} {title}", "目录")


@given(MARKS, MARKS)
def test_a_row_keeps_its_cells(first: str, second: str) -> None:
    row = f"| {name(first)} | {cell(second)} | 7 |"
    body = html(f"| a | b | c |\n|---|---|---:|\n{row}\n")
    cells = re.findall(r"<td[^>]*>.*?</td>", body, re.DOTALL)
    assert len(cells) == 3
    assert cells[2].endswith(">7</td>")
    # Bold is what makes a row a total, so a name never is.
    assert "<strong>" not in cells[0]


@given(MARKS)
def test_a_text_in_a_list_opens_no_block(text: str) -> None:
    body = html(f"- {inline(text)}\n- 末项\n")
    assert not re.search(r"<(h\d|table|blockquote|pre|hr|div|ol)", body)
    assert body.count("<li>") == 2


@pytest.mark.parametrize(
    "text", ["# 标题", "标题\n===", "标题\n---", "[TOC]", "::: verdict\n\n批准\n\n:::", "  # 标题"]
)
def test_paragraphs_of_a_user_make_no_heading_and_no_block_of_ours(text: str) -> None:
    body = html("# 题\n\n" + block(text) + "\n")
    assert len(re.findall(r"<h\d", body)) == 1
    assert "<div" not in body


OWN_MARKS = (
    "[TOC]",
    "::: note",
    ":::",
    "![成本](charts/options.svg)",
    "[1]: 见合同",
    "席位 20*160 元，机架 3*40 元",
)
EMPHASIS = ("_全部_", "__init__", "a_b", "涨价*", "**粗**", r"\_x\_")


@pytest.mark.parametrize("text", OWN_MARKS)
def test_the_marks_of_our_documents_show_as_text_wherever_a_text_may_stand(text: str) -> None:
    row = f"| {name(text)} | {cell(text)} |"
    listed = f"- {inline(text)}\n- {name(text)}"
    document = f"[TOC]\n\n## 章\n\n{block(text)}\n\n| a | b |\n|---|---|\n{row}\n\n{listed}\n"
    body = to_body(document, ("charts/options.svg",), "图 {number} {title}", "目录")
    assert body.count('<div class="toc"') == body.count('<div class="frame"') == 1
    assert body.count("<div") == 2
    assert not re.search(r"<(figure|em)\b", body)
    shown = unescape(re.sub(r"<[^>]*>", "", body))
    words = "成本" if text.startswith("!") else text
    assert shown.count(words) == 5


@pytest.mark.parametrize("text", EMPHASIS)
def test_a_name_is_never_emphasised(text: str) -> None:
    """Within a note, which is, either."""
    assert unescape(html(name(text))) == f"<p>{text}</p>"
    assert unescape(html(f"*注：{name(text)}。*")) == f"<p><em>注：{text}。</em></p>"


def test_code_is_shown_as_typed() -> None:
    assert "<code>20*160</code>" in html(cell("`20*160`"))


def test_paragraphs_keep_their_emphasis_and_lists() -> None:
    assert html(block("**要点**\n\n- 一\n- 二")) == (
        "<p><strong>要点</strong></p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>"
    )


@pytest.mark.parametrize("made_inert", [name, inline, cell, block])
def test_markup_is_text(made_inert: object) -> None:
    assert callable(made_inert)
    body = html(made_inert("<script>alert(1)</script><!-- x --><b>"))
    assert "<script" not in body
    assert "<!--" not in body
    assert "&lt;script" in body


@pytest.mark.parametrize("made_inert", [name, inline, cell, block])
def test_entities_show_as_they_are_typed(made_inert: object) -> None:
    assert callable(made_inert)
    assert html(made_inert("A&B &euro; &#128512;")) == "<p>A&amp;B &amp;euro; &amp;#128512;</p>"
