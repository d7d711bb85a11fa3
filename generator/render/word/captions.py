"""A caption of the page -> a paragraph whose number an office program counts on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.render.word.elements import Element, field, paragraph, run
from generator.render.word.inline import runs_of
from generator.render.word.manuscript import Manuscript

NUMBERED = re.compile(r"\s*(?P<label>\D*[^\W\d])(?P<gap>\s?)(?P<number>\d+)")


def caption(element: Element, manuscript: Manuscript, *properties: Element) -> Element:
    """`表 3　…`: the number is a field of the sequence that bears the label's name."""
    style = manuscript.style("Caption")
    return paragraph(style, _content(element, manuscript), *properties)


def _content(element: Element, manuscript: Manuscript) -> Iterator[Element]:
    numbered = NUMBERED.match(element.text or "")
    if numbered is not None:
        label, number = numbered["label"], int(numbered["number"])
        # A table that no page is wide enough for stands in parts of one number.
        repeated = manuscript.numbers[label] == number
        manuscript.numbers[label] = number
        yield run(label + numbered["gap"])
        counting = r"\c" if repeated else r"\* ARABIC"
        yield field(f" SEQ {label} {counting} ", str(number))
        element.text = element.text[numbered.end() :]
    yield from runs_of(element, manuscript)
