"""The Markdown that is published reads well on any code host: no marks of our own."""

import pytest
from markdown_it import MarkdownIt

from generator.render.markdown import to_markdown
from generator.render.plain_markdown import to_plain
from tests.packets import NAMES, shipped


def test_a_verdict_is_a_quotation_and_a_layout_is_nothing() -> None:
    text = "# T\n\n[TOC]\n\n::: verdict\n**Yes.** Why.\n\nMore.\n:::\n\n::: request\n\n## Request\n\n:::\n\nEnd.\n"
    assert to_plain(text) == "# T\n\n> **Yes.** Why.\n>\n> More.\n\n## Request\n\nEnd.\n"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_lost(name: str) -> None:
    """By markdown-it-py, which knows what code hosts know and no more."""
    text = to_markdown(shipped(name))
    plain = to_plain(text)
    assert ":::" not in plain
    assert "[TOC]" not in plain
    assert plain.count("|") == text.count("|")
    reader = MarkdownIt("commonmark").enable("table")
    kinds = [token.type for token in reader.parse(plain)]
    assert kinds.count("blockquote_open") >= 1
    assert kinds.count("table_open") == sum(line.startswith("|--") for line in text.splitlines())
