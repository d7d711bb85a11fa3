"""Shipped inputs laid out on paper, and what an eye sees of the pages: how full each is, what is parted between two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from generator.packet.packet import Packet
from generator.render.charts import svg_of
from generator.render.cover import to_cover
from generator.render.html import to_html
from generator.render.markdown import to_markdown
from generator.render.pdf import laid_out
from tests.packets import in_language, shipped
from tests.render.sample import INFO, stylesheet, telephone

APPENDIX = ("附录 A", "Appendix A")
# What ink is in, of all boxes: lines of text, rows, drawings.
INKED = ("LineBox", "TableRowBox", "BlockReplacedBox", "InlineReplacedBox")
BLOCKS = ("h2", "h3", "h4", "p", "table", "figure", "ul", "ol")


@dataclass(frozen=True)
class Page:
    """fill: the share of its height that is used. begins: the tag of what stands on top. parts: titles of chapters.

    last: the last heading, and how many lines or rows follow it. margins: what stands in them.
    """

    fill: float
    begins: str
    parts: tuple[str, ...]
    last: tuple[str, int] | None
    margins: str


@dataclass(frozen=True)
class Paper:
    """A document's pages. tables: of each how many rows stand on which page, and on which its caption."""

    pages: tuple[Page, ...]
    tables: tuple[tuple[dict[int, int], int], ...]

    @property
    def body(self) -> int:
        """How many pages stand before the appendices; the one on which these begin counts where it holds more."""
        for number, page in enumerate(self.pages, 1):
            if any(title.startswith(APPENDIX) for title in page.parts):
                return number - (page.begins == "h2" and page.parts[0].startswith(APPENDIX))
        return len(self.pages)


@cache
def body_of(name: str, language: str) -> Paper:
    """That of inputs/<name>.yaml in a language, without its appendices."""
    paper = _paper_of(in_language(name, language), whole=False)
    return replace(paper, pages=paper.pages[: paper.body])


@cache
def paper_of(name: str) -> Paper:
    """That of inputs/<name>.yaml."""
    return _paper_of(shipped(name))


def _paper_of(packet: Packet, *, whole: bool = True) -> Paper:
    sheets = laid_out(html_of(packet, whole=whole)).document.pages
    boxes = [list(_inner(sheet._page_box.children[0])) for sheet in sheets]
    return Paper(
        tuple(_page(sheet._page_box, own) for sheet, own in zip(sheets, boxes, strict=True)),
        tuple(_tables(boxes)),
    )


def html_of(packet: Packet, *, whole: bool = True) -> str:
    """whole: with what stands under the titles of the appendices."""
    charts = {f"charts/{chart.key}.svg": svg_of(chart, packet.numerals) for chart in packet.charts}
    info = replace(INFO, language=packet.words.language)
    cover = to_cover(packet)
    text = to_markdown(packet)
    return to_html(
        text if whole else _without_appendices(text), info, stylesheet(), cover, charts, telephone()
    )


def _without_appendices(text: str) -> str:
    """The contents are as long as they were: the titles stay."""
    body, *appendices = re.split("^## (?=附录|Appendix)", text, flags=re.MULTILINE)
    first, *others = [f"## {appendix.partition(chr(10))[0]}\n\n" for appendix in appendices]
    return "".join((body, first, ":::\n\n", *others))


def _page(sheet: Any, boxes: list[Any]) -> Page:
    inked = [box for box in boxes if type(box).__name__ in INKED]
    bottom = max((box.position_y + box.height for box in inked), default=0.0)
    blocks = [box for box in boxes if type(box).__name__ == "BlockBox"]
    headings = [box for box in blocks if box.element_tag in ("h2", "h3")]
    last = None
    if headings:
        end = headings[-1].position_y + headings[-1].height
        places = {round(box.position_y) for box in inked if box.position_y >= end}
        last = (_text(headings[-1]), len(places))
    return Page(
        fill=(bottom - sheet.content_box_y()) / sheet.height,
        begins=next((box.element_tag for box in boxes if box.element_tag in BLOCKS), ""),
        parts=tuple(_text(box) for box in headings if box.element_tag == "h2"),
        last=last,
        margins=" ".join(
            box.text
            for margin in sheet.children[1:]
            for box in _inner(margin)
            if type(box).__name__ == "TextBox"
        ),
    )


def _text(box: Any) -> str:
    return "".join(box.element.itertext())


def _inner(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _inner(child)


def _tables(pages: list[list[Any]]) -> Iterator[tuple[dict[int, int], int]]:
    rows: dict[Any, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    captions: dict[Any, int] = {}
    for number, boxes in enumerate(pages):
        for table in (box for box in boxes if type(box).__name__ == "TableBox"):
            for row in _inner(table):
                if type(row).__name__ == "TableRowBox" and row.element.find("th") is None:
                    rows[table.element][number] += 1
        for caption in (box for box in boxes if type(box).__name__ == "TableCaptionBox"):
            captions.setdefault(caption.element, number)
    for table, counts in rows.items():
        own = table.find("caption")
        yield dict(counts), min(counts) if own is None else captions[own]
