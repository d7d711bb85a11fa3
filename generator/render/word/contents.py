"""The contents of the page -> a field that holds its entries already, so that nothing asks to be updated on opening."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.word.elements import Element, instruction, mark, paragraph, run, w
from generator.render.word.inline import BOOKMARK, runs_of
from generator.render.word.manuscript import Manuscript

# Headings of two levels, as links; a reader who updates it gets the numbers of pages.
FIELD = ' TOC \\o "1-2" \\h \\z \\u '


def contents(element: Element, manuscript: Manuscript) -> Iterator[Element]:
    """element: a title, and lists of links in lists."""
    title = element.find("span")
    entries = list(_entries(element, manuscript, 1))
    if not entries:
        return
    for place, each in enumerate((mark("begin"), instruction(FIELD), mark("separate")), 1):
        entries[0].insert(place, each)
    entries[-1].append(mark("end"))
    heading = paragraph(manuscript.style("TOC Heading"), runs_of(title, manuscript))
    gallery = w(
        "docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique", val=1)
    )
    yield w("sdt", w("sdtPr", gallery), w("sdtContent", heading, *entries))


def _entries(parent: Element, manuscript: Manuscript, level: int) -> Iterator[Element]:
    for entry in parent.iterfind("ul/li"):
        link = entry.find("a")
        words = run("".join(link.itertext()))
        place = BOOKMARK + link.get("href").removeprefix("#")
        style = manuscript.style(f"TOC {level}")
        yield paragraph(style, [w("hyperlink", words, anchor=place, history=1)])
        yield from _entries(entry, manuscript, min(level + 1, 2))
