"""Turns a packet, the document's Markdown and its charts into one HTML page with its own look."""

from __future__ import annotations

from collections.abc import Mapping

from generator.packet.packet import Packet
from generator.render.cover import to_cover
from generator.render.html import DocumentInfo, to_html
from generator.render.look import scale_of, styled
from generator.render.templates import PRESETS, SHEETS, sheet_of


def page_of(packet: Packet, markdown: str, charts: Mapping[str, str]) -> str:
    """The page, which needs nothing from outside itself."""
    look = packet.proposal.style
    style, telephone = (
        styled(_sheet_of(packet, name), look.font_size, look.colour) for name in SHEETS
    )
    return to_html(markdown, info_of(packet), style, to_cover(packet), charts, telephone)


def _sheet_of(packet: Packet, name: str) -> str:
    """With that of a preset between ours and the company's."""
    preset = packet.proposal.style.preset if name == SHEETS[0] else None
    return sheet_of(packet, name, PRESETS[preset] if preset else "")


def info_of(packet: Packet) -> DocumentInfo:
    """What a reader's list of files and a running header say of it."""
    header, words = packet.proposal.proposal, packet.words
    page = words.entry("document", "page")
    return DocumentInfo(
        title=header.title,
        language=header.language,
        author=header.owner.name or header.owner.department or "",
        date=packet.date,
        version=header.version,
        subject=words.word("document", "subject"),
        keywords=tuple(words.word("document", "keywords").split("; ")),
        contents=words.word("document", "contents"),
        figure=words.word("document", "figure"),
        page=(page["before"], page["between"], page["after"]),
        continued=words.word("document", "continued"),
        whole=tuple(words.word("document", "whole").split()),
        scale=scale_of(packet.proposal.style.font_size),
        preset=packet.proposal.style.preset or "",
    )
