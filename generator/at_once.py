"""Turns an input into what can be told of it at once: its document, before anything is audited or published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.assembly import charts_of, packet_of, require_look, uncollected
from generator.contents import FORMATS, PAGE
from generator.render.attachments import appendices
from generator.render.markdown import to_markdown
from generator.render.page import page_of
from generator.render.plain_markdown import to_plain

if TYPE_CHECKING:
    from generator.packet.packet import Packet
    from generator.proposal.loading import Loaded


@uncollected()
def document_of(loaded: Loaded) -> tuple[Packet, bytes]:
    """The packet and its Markdown. Raises ProblemList."""
    packet = packet_of(loaded)
    return packet, (to_plain(to_markdown(packet)) + appendices(packet)).encode()


@uncollected()
def pages_of(loaded: Loaded) -> dict[str, bytes]:
    """The pages of its packet for a browser. Raises ProblemList."""
    packet = packet_of(loaded)
    require_look(loaded, FORMATS, packet)
    text = to_markdown(packet) + appendices(packet)
    return {PAGE: page_of(packet, text, charts_of(packet)).encode()}
