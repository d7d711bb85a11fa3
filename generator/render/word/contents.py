"""The contents of the page -> a field that holds its entries already, so that nothing asks to be updated on opening.

The page of an entry is a field as well, without a number: an office program's pages are not those of the PDF, and a
wrong number is worse than none. Word fills it in when it prints, exports or updates, with no question on opening.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from generator.render.word.elements import Element, instruction, mark, paragraph, run, tab, w
from generator.render.word.inline import BOOKMARK, runs_of
from generator.render.word.manuscript import Manuscript

# The chapters, as links, as in print.
FIELD = ' TOC \\o "1-1" \\h \\z \\u '


def contents(element: Element, manuscript: Manuscript) -> Iterator[Element]:
    """element: a title, and lists of links in lists."""
    title = element.find("span")
    entries = [_entry(link, manuscript) for link in element.iterfind("ul/li/a")]
    if not entries:
        return
    for place, each in enumerate((mark("begin"), instruction(FIELD), mark("separate")), 1):
        entries[0].insert(place, each)
    entries[-1].append(mark("end"))
    entries[-1].pPr.remove(entries[-1].pPr.find(qn("w:keepNext")))
    heading = paragraph(manuscript.style("TOC Heading"), runs_of(title, manuscript))
    gallery = w(
        "docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique", val=1)
    )
    yield w("sdt", w("sdtPr", gallery), w("sdtContent", heading, *entries))


def _entry(link: Element, manuscript: Manuscript) -> Element:
    """It stays with the next, and the last with its neighbour: contents are not parted."""
    words = run("".join(link.itertext()))
    place = BOOKMARK + link.get("href").removeprefix("#")
    style = manuscript.style("TOC 1")
    asked = instruction(f" PAGEREF {place} \\h ")
    page = [mark("begin"), asked, mark("separate"), mark("end")]
    link = w("hyperlink", words, tab(), *page, anchor=place, history=1)
    # No dots lead to a number that is not there yet; those of the style come with it.
    stop = w("tab", val="right", leader="none", pos=manuscript.width)
    return paragraph(style, [link], w("keepNext"), w("tabs", stop))
