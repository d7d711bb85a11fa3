"""WordprocessingML in few words: `w("p", w("r", …), rsid="…")` is `<w:p w:rsid="…"><w:r>…</w:r></w:p>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

# What lxml makes has no type information.
Element = Any
SPACE = re.compile(r"[ \t\r\n\f]+")
PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Look:
    """How a run of characters differs from its paragraph. style: the id of a character style, or empty."""

    style: str = ""
    bold: bool = False


PLAIN = Look()


def w(name: str, /, *children: Element, **attributes: object) -> Element:
    """An element of the namespace `w`, with attributes of the same."""
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend(children)
    return element


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """A paragraph without spaces at its ends. properties: in the order in which the format wants them."""
    runs = list(content)
    _strip(runs)
    return w("p", w("pPr", w("pStyle", val=style), *properties), *runs)


def run(text: str, look: Look = PLAIN) -> Element:
    """Characters of one look; runs of white space count as one space."""
    return _run(_text(SPACE.sub(" ", text)), look)


def line_break(look: Look = PLAIN) -> Element:
    return _run(w("br"), look)


def tab() -> Element:
    return w("r", w("tab"))


def verbatim(text: str, look: Look = PLAIN) -> Iterator[Element]:
    """Lines as they are typed."""
    for number, line in enumerate(text.splitlines()):
        if number:
            yield line_break(look)
        yield _run(_text(line), look)


def field(instruction: str, shown: str) -> Element:
    """What an office program computes, and what stands there until it does."""
    return w("fldSimple", run(shown), instr=instruction)


def mark(kind: str) -> Element:
    """Where a field begins, where its result does, where it ends."""
    return w("r", w("fldChar", fldCharType=kind))


def instruction(text: str) -> Element:
    element = w("instrText")
    element.text = text
    element.set(PRESERVED, "preserve")
    return w("r", element)


def _run(content: Element, look: Look) -> Element:
    properties = w("rPr")
    if look.style:
        properties.append(w("rStyle", val=look.style))
    if look.bold:
        properties.append(w("b"))
    return w("r", properties, content) if len(properties) else w("r", content)


def _text(text: str) -> Element:
    element = w("t")
    element.text = text
    element.set(PRESERVED, "preserve")
    return element


def _strip(runs: list[Element]) -> None:
    """The line ends of the page's own text are none of the paragraph's."""
    texts = [text for each in runs for text in each.iter(qn("w:t"))]
    if texts:
        texts[0].text = texts[0].text.lstrip(" ")
        texts[-1].text = texts[-1].text.rstrip(" ")
