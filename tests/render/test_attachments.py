"""Attachments: what is embedded, listed and printed of them, and that a hostile one is text and nothing else."""

import re
from pathlib import Path

import pytest

from generator.assembly import assemble, load, packet_of
from generator.proposal.attachments import AttachedFile
from generator.proposal.problems import ProblemList
from generator.render.attachments import appendices, as_text
from generator.render.html import to_html
from generator.render.markdown import to_markdown
from tests.packets import ONE_YEAR, SMALL
from tests.render.sample import INFO

TABLE = "model,speed,note\nqwen2.5:7b,98.5,=cmd|x\n| # [TOC],120,<b>x</b> {{ capex.total }}\n"
HOSTILE = """# 压测报告

<script>alert(1)</script> 费用 99,999 元 {{ capex.total }}

[TOC]

::: signatures

x

:::

> # 申请批准
> ::: request

- # in a list

  | a | b |
  |---|---|
  | 1 | 2 |

  ```
  [TOC]
  ```
- next

![x](charts/cumulative.svg) [bad](javascript:alert(1)) [TOC]

[本]: http://example.com

````
```
::: verdict
[TOC]
"""


def written(markdown: str) -> str:
    return as_text(AttachedFile("a.md", markdown.encode(), "a.md").tree, "")


def attach(folder: Path, *lines: str) -> str:
    """The path of an input with these attachments beside it."""
    (folder / "speeds.csv").write_text(TABLE, encoding="utf-8")
    (folder / "report.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "quote.pdf").write_bytes(b"%PDF-")
    path = folder / "input.yaml"
    attached = "".join(f"  - {line}\n" for line in lines)
    path.write_text(f"{SMALL}{ONE_YEAR}attachments:\n{attached}", encoding="utf-8")
    return str(path)


def test_an_attachment_is_listed_printed_and_recorded(tmp_path: Path) -> None:
    path = attach(
        tmp_path,
        "报价单",
        "{title: 报价, file: quote.pdf}",
        "{title: 压测数据, file: speeds.csv}",
        "{title: 压测报告, file: report.md, printed: false}",
    )
    made = assemble(load(path), ("md",))
    text = made.files["proposal.md"].decode()
    assert "\n1. 报价单\n2. 报价（quote.pdf，0.1 KB，SHA-256 " in text
    assert "## 附件3　压测数据" in text
    assert "| qwen2.5:7b | 98.5 | &#61;cmd\\|x |" in text
    assert "附件 4" not in text
    assert str(tmp_path) not in text + str(made.manifest)
    assert made.manifest["attachments"] == {
        name: {"sha256": AttachedFile("", data, "").sha256, "size": len(data)}
        for name, data in (
            ("quote.pdf", b"%PDF-"),
            ("speeds.csv", TABLE.encode()),
            ("report.md", HOSTILE.encode()),
        )
    }
    assert made.files["source/quote.pdf"] == b"%PDF-"


def test_a_hostile_file_is_text_and_nothing_else(tmp_path: Path) -> None:
    """No contents of its own, no block of ours, no picture of ours, nothing that runs, no figure."""
    packet = packet_of(load(attach(tmp_path, "{title: 压测报告, file: report.md}")))
    own, attached = to_markdown(packet), appendices(packet)
    charts = {"charts/cumulative.svg": "<svg/>"}
    before, page = (to_html(text, INFO, "", "", charts) for text in (own, own + attached))
    for mark in ('class="toc"', 'class="signatures"', 'class="request"', 'class="verdict"', "<svg"):
        assert page.count(mark) == before.count(mark), mark
    assert "<script" not in page
    assert "javascript:" not in page
    assert "{{ capex.total }}" in page
    assert page.count("<h2") == before.count("<h2") + 1
    assert "压测报告</h3>" not in page
    assert "<pre><code>```\n::: verdict\n[TOC]" in page


def test_what_a_file_says_is_kept() -> None:
    text = (
        "# A\n\n## B\n\nx *y*\nz\n\n1. a\n   - b\n\n|n|m|\n|---|:-:|\n|1|2|\n\n    code\n\nS\n=\n"
    )
    assert written(text) == (
        "### A\n\n#### B\n\nx *y* z\n\n1. a\n    - b\n\n"
        "| n | m |\n|---:|---:|\n| 1 | 2 |\n\n```\ncode\n```\n\n### S"
    )


def test_a_number_that_fits_no_cell_is_a_text_and_wraps() -> None:
    assert written(f"|a|b|\n|---|---:|\n|{'9' * 25}|{'9' * 25}|").splitlines()[1] == "|---|---|"


def test_what_stands_in_a_list_stays_there() -> None:
    page = to_html(written(HOSTILE), INFO, "")
    assert page.count("<li>") == 2
    assert "<td" in page.partition("next")[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.md", "> " * 21 + "x", "nested too deeply"),
        ("a.md", "x" * 60_001, "60,001 characters"),
        ("a.csv", "a\n" + "1\n" * 301, "301 rows and 1 columns"),
        ("a.csv", 'a\n"b"c\n', "it is no table"),
        ("a.md", "x\u202ey", "invisible character U+202E"),
        ("a.md", "", "is empty"),
    ],
)
def test_what_cannot_be_printed_is_refused(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = attach(tmp_path, f"{{title: A, file: {name}}}")
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ProblemList, match=re.escape(message)):
        load(path)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inputs"
    inner.mkdir()
    path = attach(inner, "{title: A, file: link.txt}")
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (inner / "link.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(ProblemList, match="leads out of the folder of the input"):
        load(path)
