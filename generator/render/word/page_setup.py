"""What stands around the text of a document: running header and footer, language, properties."""

from __future__ import annotations

from datetime import UTC, datetime, time

from docx.oxml.ns import qn

from generator.render.html import DocumentInfo
from generator.render.word.elements import Element, field, paragraph, run, tab
from generator.render.word.manuscript import Manuscript

CHINESE = "zh-CN"
# Characters of a property.
LONGEST = 255


def frame(body: Element, manuscript: Manuscript) -> None:
    """Header and footer as the page states them, where the reference document has none of its own."""
    section = manuscript.document.sections[-1]
    before, between, after = (
        body.get(f"data-page-{place}") for place in ("before", "between", "after")
    )
    if section.header.is_linked_to_previous:
        # The chapter of the page: the heading of the first level that it falls under.
        content = [run(body.get("data-title")), tab(), field(" STYLEREF 1 ", "")]
        _put(section.header, "Header", content, manuscript)
    if not section.footer.is_linked_to_previous:
        return
    for footer in (section.footer, section.first_page_footer):
        pages = [
            run(before),
            field(" PAGE ", "1"),
            run(between),
            field(" NUMPAGES ", "1"),
            run(after),
        ]
        _put(footer, "Footer", [run(body.get("data-edition")), tab(), *pages], manuscript)


def _put(place: Element, style: str, content: list[Element], manuscript: Manuscript) -> None:
    place.is_linked_to_previous = False
    root = place._element
    del root[:]
    root.append(paragraph(manuscript.style(style), content))


def set_language(manuscript: Manuscript, language: str) -> None:
    """Which dictionary applies, and in a Chinese text that quotation marks are as wide as its characters."""
    defaults = manuscript.document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}"
    )
    for stated in defaults.iter(qn("w:lang")):
        stated.set(qn("w:val"), "en-US" if language == CHINESE else language)
    for fonts in defaults.iter(qn("w:rFonts")):
        if language == CHINESE:
            fonts.set(qn("w:hint"), "eastAsia")


def set_properties(manuscript: Manuscript, info: DocumentInfo) -> None:
    """What a list of files says of the document; nothing of the clock or the machine."""
    properties = manuscript.document.core_properties
    midnight = datetime.combine(info.date, time(), UTC)
    properties.title = _brief(info.title)
    properties.subject = _brief(info.subject)
    properties.author = properties.last_modified_by = _brief(info.author)
    properties.keywords = _brief(", ".join(info.keywords))
    properties.language = info.language
    properties.version = _brief(info.version)
    properties.created = properties.modified = midnight


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
