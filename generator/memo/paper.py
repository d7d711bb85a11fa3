"""Turns a memo or a form in Markdown into a PDF or a Word document that looks like the proposal's."""

from __future__ import annotations

from datetime import date

from generator.packet.wording import Wording
from generator.render.html import DocumentInfo, to_html
from generator.render.look import scale_of, styled
from generator.render.pdf import to_pdf
from generator.resources import templates_folder


def to_paper(wording: Wording, markdown: str, default_date: date) -> bytes:
    """default_date: where the proposal gives none. Raises SystemLibrariesMissing where this machine cannot typeset."""
    info = _info(wording, default_date)
    return to_pdf(_page(wording, markdown, info), info)


def to_word(wording: Wording, markdown: str, default_date: date) -> bytes:
    """The same as a document to go on writing in."""
    from generator.render.word import to_docx

    info = _info(wording, default_date)
    look = wording.comparison.after.proposal.style
    reference = None if look.templates is None else look.templates.word
    own = templates_folder() / "word"
    return to_docx(_page(wording, markdown, info), info, own, look.colour, reference)


def _page(wording: Wording, markdown: str, info: DocumentInfo) -> str:
    look = wording.comparison.after.proposal.style
    style, telephone = (
        styled(
            (templates_folder() / f"{name}.css").read_text(encoding="utf-8"),
            look.font_size,
            look.colour,
        )
        for name in ("style", "telephone")
    )
    return to_html(markdown, info, style, telephone=telephone)


def _info(wording: Wording, default_date: date) -> DocumentInfo:
    proposal, words = wording.comparison.after.proposal, wording.words
    header, page = proposal.proposal, words.entry("document", "page")
    return DocumentInfo(
        title=header.title,
        language=header.language,
        author=header.owner.name or header.owner.department or "",
        date=header.date or default_date,
        version=header.version,
        subject=words.word("comparison", "subject"),
        keywords=tuple(words.word("document", "keywords").split("; ")),
        contents=words.word("document", "contents"),
        figure=words.word("document", "figure"),
        page=(page["before"], page["between"], page["after"]),
        continued=words.word("document", "continued"),
        scale=scale_of(proposal.style.font_size),
    )
