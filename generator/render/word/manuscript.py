"""A reference document -> the open document that is written into: its styles by name, what it counts and refers to."""

from __future__ import annotations

import io
from collections import Counter
from copy import deepcopy
from itertools import count
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from generator.render.word.elements import Element, w
from generator.render.word.lists import Lists

REFERRING = ("w:basedOn", "w:next", "w:link")
TWIP = 635


class Manuscript:
    """A document in the making.

    own: our reference document. accent: the colour of its rules. reference: one whose looks come first.
    """

    def __init__(self, own: bytes, accent: str, reference: bytes | None = None) -> None:
        self.accent = accent
        ours = Document(io.BytesIO(own))
        self.document: Any = ours if reference is None else Document(io.BytesIO(reference))
        self._styles = _styles_of(self.document)
        if reference is not None:
            self._adopt(ours)
        self.lists = Lists(self.document, ours)
        self.numbers: Counter[str] = Counter()
        self._bookmarks = count(1)
        self._drawings = count(1)

    def style(self, name: str) -> str:
        """The id of a style; programs in other languages give other ids to the same names."""
        return self._styles[name.lower()]

    @property
    def width(self) -> int:
        """Of the text, in twentieths of a point."""
        section = self.document.sections[-1]
        margins: int = section.left_margin + section.right_margin
        return (int(section.page_width) - margins) // TWIP

    def address(self, url: str) -> str:
        """The id by which the document refers to a place outside."""
        related: str = self.document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True)
        return related

    def next_drawing(self) -> int:
        return next(self._drawings)

    def bookmarked(self, name: str, content: list[Element]) -> list[Element]:
        """What a link or the contents lead to."""
        number = next(self._bookmarks)
        return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]

    def _adopt(self, ours: Any) -> None:
        """Styles of ours that the reference lacks, resting on those of its own."""
        names = _styles_of(ours)
        ids = {style: self._styles.get(name, style) for name, style in names.items()}
        for name, style in names.items():
            if name in self._styles:
                continue
            adopted = deepcopy(_style_element(ours, style))
            for link in (each for tag in REFERRING for each in adopted.iterfind(qn(tag))):
                link.set(qn("w:val"), ids[link.get(qn("w:val"))])
            # The lists of the reference have other numbers.
            for numbers in list(adopted.iter(qn("w:numPr"))):
                numbers.getparent().remove(numbers)
            self.document.styles.element.append(adopted)
            self._styles[name] = style


def _styles_of(document: Any) -> dict[str, str]:
    """The id of each style by its name in small letters."""
    return {
        name.get(qn("w:val")).lower(): style.get(qn("w:styleId"))
        for style in document.styles.element.iterfind(qn("w:style"))
        if (name := style.find(qn("w:name"))) is not None
    }


def _style_element(document: Any, identity: str) -> Element:
    styles = document.styles.element.iterfind(qn("w:style"))
    return next(style for style in styles if style.get(qn("w:styleId")) == identity)
