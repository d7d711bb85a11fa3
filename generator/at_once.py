"""Turns an input into what can be told of it at once: its document, before anything is audited or published."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from generator.assembly import charts_of, packet_of, require_look, uncollected
from generator.contents import FORMATS, PAGE, WHAT_IF
from generator.render.attachments import appendices
from generator.render.markdown import to_markdown
from generator.render.page import page_of
from generator.render.plain_markdown import to_plain
from generator.render.whatif import to_whatif

if TYPE_CHECKING:
    from generator.packet.packet import Packet
    from generator.proposal.loading import Loaded


@uncollected()
def document_of(loaded: Loaded) -> tuple[Packet, bytes]:
    """The packet and its Markdown. Raises ProblemList."""
    packet = packet_of(loaded)
    return packet, (to_plain(to_markdown(packet)) + appendices(packet)).encode()


@uncollected()
def pages_of(loaded: Loaded) -> tuple[Packet, dict[str, Callable[[], bytes]]]:
    """The packet and its pages for a browser, each made when it is looked at. Raises ProblemList."""
    packet = packet_of(loaded)
    require_look(loaded, FORMATS, packet)

    @cache
    def page() -> bytes:
        text = to_markdown(packet) + appendices(packet)
        return page_of(packet, text, charts_of(packet)).encode()

    @cache
    def what_if() -> bytes:
        return to_whatif(packet, loaded.settable).encode()

    return packet, {PAGE: page, WHAT_IF: what_if}
