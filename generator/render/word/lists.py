"""The lists of a document: what their marks look like, and which of them counts anew."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from generator.render.word.elements import Element

# The definitions of our reference document, by their ids there.
BULLETS, COUNTED = 0, 1


class Lists:
    """document: that is written into. own: our reference document, whose definitions are taken over by another."""

    def __init__(self, document: Any, own: Any) -> None:
        theirs = _definitions(document, own)
        first = 0
        if document is not own:
            used = [
                each.get(qn("w:abstractNumId")) for each in theirs.iterfind(qn("w:abstractNum"))
            ]
            first = max(map(int, used), default=-1) + 1
            _take_over(_definitions(own, own), theirs, first)
        self._definitions = theirs
        self._counted = first + COUNTED
        self.bullets = str(theirs.add_num(first + BULLETS).numId)

    def counting(self, start: int, level: int) -> str:
        """The id of a list that counts from `start`, at that depth."""
        number = self._definitions.add_num(self._counted)
        number.add_lvlOverride(level).add_startOverride(start)
        return str(number.numId)


def _definitions(document: Any, own: Any) -> Element:
    related = {link.reltype: link for link in document.part.rels.values()}
    link = related.get(RELATIONSHIP_TYPE.NUMBERING)
    if link is not None:
        return link.target_part.element
    package = document.part.package
    empty = deepcopy(_definitions(own, own))
    del empty[:]
    name = PackURI("/word/numbering.xml")
    part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return empty


def _take_over(ours: Element, theirs: Element, first: int) -> None:
    """Definitions come before the lists that use them."""
    place = len(list(theirs.iterfind(qn("w:abstractNum"))))
    for each in list(ours.iterfind(qn("w:abstractNum"))):
        copied = deepcopy(each)
        copied.set(qn("w:abstractNumId"), str(first + int(each.get(qn("w:abstractNumId")))))
        theirs.insert(place, copied)
        place += 1
