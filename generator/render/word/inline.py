"""The inline content of an element of the page -> runs and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docx.oxml.ns import qn

from generator.render.word.elements import PLAIN, Element, Look, line_break, run, w
from generator.render.word.manuscript import Manuscript

STYLES = {"em": "Emphasis", "code": "Code Text", "a": "Hyperlink"}
# A bookmark of a heading begins like those that office programs make for contents.
BOOKMARK = "_Toc_"


def runs_of(element: Element, manuscript: Manuscript, look: Look = PLAIN) -> Iterator[Element]:
    """All that stands in the element, in its order."""
    if element.text:
        yield run(element.text, look)
    for child in element:
        yield from _child(child, manuscript, look)
        if child.tail:
            yield run(child.tail, look)


def _child(child: Element, manuscript: Manuscript, look: Look) -> Iterator[Element]:
    style = STYLES.get(child.tag)
    inner = replace(look, style=manuscript.style(style)) if style else look
    if child.tag == "br":
        yield line_break(look)
    elif child.tag == "strong":
        yield from runs_of(child, manuscript, replace(look, bold=True))
    elif child.tag == "a" and child.get("href"):
        yield _link(child, manuscript, inner)
    else:
        yield from runs_of(child, manuscript, inner)


def _link(anchor: Element, manuscript: Manuscript, look: Look) -> Element:
    address = anchor.get("href")
    link = w("hyperlink", *runs_of(anchor, manuscript, look), history=1)
    if address.startswith("#"):
        link.set(qn("w:anchor"), BOOKMARK + address[1:])
    else:
        link.set(qn("r:id"), manuscript.address(address))
    return link
