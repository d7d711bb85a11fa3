"""Turns a packet into the cover of the document: what it is, its headline figures, who asks, when."""

from __future__ import annotations

from typing import Any

from generator.figures.figure import Figure
from generator.packet.packet import Packet
from generator.render.templates import COVER, cover_environment_of

TAGS = "section div p span h1 h2 h3 dl dt dd ul ol li table tbody thead tr th td br strong em img"


def to_cover(packet: Packet) -> str:
    """The cover as HTML; everything a user wrote is escaped, and a template of a company's own makes elements alone."""
    cover = cover_environment_of(packet).get_template(COVER).render(context_of(packet))
    return cover if packet.proposal.style.templates is None else _cleaned(cover)


def _cleaned(cover: str) -> str:
    import nh3

    return nh3.clean(
        cover,
        tags=set(TAGS.split()),
        attributes={"*": {"class"}, "img": {"src", "alt"}},
        url_schemes={"data"},
    )


def context_of(packet: Packet) -> dict[str, Any]:
    """What the template may say."""
    style = packet.proposal.style
    return {
        "kind": packet.words.word("document", "subject"),
        "title": packet.fill(packet.proposal.proposal.title),
        "logo": None if style.logo is None else style.logo.address,
        "logo_words": packet.words.word("cover", "logo"),
        "letterhead": packet.fill(style.letterhead or ""),
        "key_figures": [
            (_label(item, packet), packet.numerals.with_unit(item)) for item in _headline(packet)
        ],
        "facts": _facts(packet),
    }


def _label(item: Figure, packet: Packet) -> str:
    """What is asked for is called so, whichever amount it is."""
    ask = packet.story.ask
    return packet.words.word("asks", ask.what) if item.key == ask.key else packet.words.name(item)


def _headline(packet: Packet) -> list[Figure]:
    """What an approver looks for first."""
    model = packet.model
    asked = packet.figures[packet.story.ask.key]
    cost = list(dict.fromkeys([asked, model.ownership.total]))
    if not packet.proposal.benefits:
        return cost
    lost = model.returns.lost_again_month
    undone = [] if lost.reason else [lost]
    return [*cost, model.returns.payback_months, *undone, model.returns.npv]


def _facts(packet: Packet) -> list[tuple[str, str]]:
    header = packet.proposal.proposal
    facts = {
        "owner": header.owner.name,
        "department": header.owner.department,
        "version": header.version,
        "date": packet.words.date(packet.date),
    }
    return [(packet.words.word("cover", key), text) for key, text in facts.items() if text]
