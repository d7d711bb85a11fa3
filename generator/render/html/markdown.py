"""The document's Markdown -> an HTML body: raw HTML in it is text, every address is harmless."""

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from generator.render.html.tables import CUSTOMARY, TableForm, arrange_tables
from generator.render.html.widths import text_width

if TYPE_CHECKING:
    from collections.abc import Collection

DIVISIONS = ("verdict", "signatures", "note", "key-figures", "new-page", "together")
DIVISION_START = re.compile(rf"^::: *({'|'.join(DIVISIONS)}) *(?:\n|$)")
DIVISION_END = re.compile(r"(?:^|\n):::\s*$")
CHART_PLACE = "chart-place"
CONTENTS = "[TOC]"
CONTENTS_PLACE = '<div class="contents-place"></div>'
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# What may begin something within a text; the last is how the library marks what it has found already.
MARK = re.compile(r"[`\\\[<&*_\x02]|  \n")
# In half-width characters: what takes less than three lines on paper.
SHORT = 190
ADDRESS_SCHEMES = {"http", "https", "mailto"}


def to_body(
    text: str,
    charts: "Collection[str]",
    figure_form: str,
    contents_title: str,
    tables: TableForm = CUSTOMARY,
) -> str:
    """Convert the Markdown; each known chart leaves a `<div class="chart-place">` with its path."""
    extension = DocumentExtension(charts, figure_form, tables)
    converter = Markdown(
        extensions=["tables", "sane_lists", "fenced_code", "toc", extension],
        extension_configs={
            "toc": {"marker": "", "toc_depth": "2-3", "title": contents_title, "slugify": _slug},
        },
        output_format="html",
    )
    body = converter.convert(text)
    return body.replace(CONTENTS_PLACE, converter.toc)  # type: ignore[attr-defined]


def _slug(_heading: str, _separator: str) -> str:
    """An ASCII name; the contents extension numbers it."""
    return "section"


class DocumentExtension(Extension):
    """The conventions of our documents on top of standard Markdown."""

    def __init__(self, charts: "Collection[str]", figure_form: str, tables: TableForm) -> None:
        super().__init__()
        self.tables = tables
        self.charts = charts
        self.figure_form = figure_form

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the library's name)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.parser.blockprocessors.register(Divisions(md.parser), "divisions", 175)
        md.parser.blockprocessors.register(Contents(md.parser), "contents", 176)
        # Before what looks for marks, which has the priority 20.
        md.treeprocessors.register(Plain(md), "plain", 30)
        # Below zero: after the contents are made and backslash escapes are resolved.
        md.treeprocessors.register(Arrangement(md, self), "arrange", -10)


class Plain(Treeprocessor):
    """A text without any mark, as most cells are, is what it says: nobody looks for links and emphasis in it."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not MARK.search(element.text):
                element.text = AtomicString(element.text)


class Contents(BlockProcessor):
    """`[TOC]` on a line of its own, outside of lists and tables, becomes the place of the contents."""

    def test(self, parent: Element, block: str) -> bool:
        """The library's own marker would also be found in a cell."""
        return block.strip() == CONTENTS and parent.tag == self.parser.md.doc_tag

    def run(self, parent: Element, blocks: list[str]) -> None:
        del blocks[0]
        SubElement(parent, "div", {"class": "contents-place"})


class Divisions(BlockProcessor):
    """`::: name` … `:::` around blocks becomes `<div class="name">`."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  (the library's form)
        return DIVISION_START.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        start = DIVISION_START.match(blocks[0])
        end = next((n for n, block in enumerate(blocks) if DIVISION_END.search(block)), None)
        if start is None or end is None:
            return False
        inner = blocks[: end + 1]
        del blocks[: end + 1]
        inner[0] = DIVISION_START.sub("", inner[0], count=1)
        inner[-1] = DIVISION_END.sub("", inner[-1], count=1)
        division = SubElement(parent, "div", {"class": start[1]})
        self.parser.parseBlocks(division, inner)
        return True


class Arrangement(Treeprocessor):
    """Figures, tables and links of the finished tree."""

    def __init__(self, md: Markdown, document: DocumentExtension) -> None:
        super().__init__(md)
        self.charts = document.charts
        self.figure_form = document.figure_form
        self.tables = document.tables

    def run(self, root: Element) -> None:
        self._place_charts(root)
        _pair_figures(root)
        _words_for_images(root)
        anchors = {f"#{element.get('id')}" for element in root.iter() if element.tag in HEADINGS}
        for link in root.iter("a"):
            # The library hides mail addresses as character references.
            address = html.unescape(link.get("href", "").replace(AMP_SUBSTITUTE, "&"))
            link.attrib.clear()
            if address in anchors or is_safe_address(address):
                link.set("href", address)
        arrange_tables(root, self.tables)
        _mark_short(root)

    def _place_charts(self, root: Element) -> None:
        """A paragraph that is only one of our charts becomes a numbered figure."""
        number = 0
        for paragraph in root.iter("p"):
            image = paragraph[0] if len(paragraph) == 1 and paragraph[0].tag == "img" else None
            if image is None or (paragraph.text or image.tail or "").strip():
                continue
            if image.get("src") not in self.charts:
                continue
            number += 1
            self._turn_into_figure(paragraph, image, number)

    def _turn_into_figure(self, paragraph: Element, image: Element, number: int) -> None:
        words = image.get("alt", "")
        paragraph.tag = "figure"
        paragraph.remove(image)
        SubElement(paragraph, "div", {"class": CHART_PLACE}).text = image.get("src")
        caption = SubElement(paragraph, "figcaption")
        caption.text = self.figure_form.format(number=number, title=words)


def _pair_figures(parent: Element) -> None:
    """A figure and one right behind it stand side by side."""
    children = list(parent)
    for child in children:
        _pair_figures(child)
    places = [at for at, child in enumerate(children) if child.tag == "figure"]
    for at in places:
        if at + 1 in places and children[at] in list(parent) and children[at + 1] in list(parent):
            pair = Element("div", {"class": "pair"})
            parent[list(parent).index(children[at])] = pair
            parent.remove(children[at + 1])
            pair.extend([children[at], children[at + 1]])


def _mark_short(root: Element) -> None:
    """A heading needs three lines under it: one or two of a paragraph are not enough to end a page."""
    for parent in root.iter():
        for before, paragraph in pairwise(list(parent)):
            follows = before.tag in HEADINGS and paragraph.tag == "p"
            if follows and text_width("".join(paragraph.itertext())) < SHORT:
                paragraph.set("class", "short")


def _words_for_images(root: Element) -> None:
    """Any other image shows as its text: nothing is ever fetched."""
    for image in list(root.iter("img")):
        image.tag = "span"
        image.text = image.get("alt", "")
        image.attrib.clear()


def is_safe_address(address: str) -> bool:
    """Whether a link leads to a web page or a mailbox, in a form that every reader can parse."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ADDRESS_SCHEMES and bool(parts.netloc or parts.path)
