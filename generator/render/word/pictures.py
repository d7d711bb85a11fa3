"""The drawings of a page -> pictures that any office program shows, with the words of each for who cannot see it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from docx.shared import Mm

from generator.render.pdf.library import FONTS
from generator.render.word.elements import Element, w
from generator.render.word.manuscript import Manuscript

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
SPACE = "{http://www.w3.org/2000/svg}"
FAMILY = "Noto Sans SC"
# Dots for a unit of the drawing: some 300 to an inch where its 420 units are 90 mm wide.
ZOOM = 2.5
# The width of a drawing that stands alone, and of one of two beside each other.
ALONE, PAIRED = Mm(90), Mm(80)


@dataclass(frozen=True)
class Picture:
    """A drawing as text, with its title and what it shows in words."""

    svg: str
    title: str
    description: str


def picture_of(svg: str) -> Picture:
    root = ElementTree.fromstring(svg)
    title, description = (root.findtext(f"{SPACE}{name}") or "" for name in ("title", "desc"))
    return Picture(svg, title, description)


def drawn(picture: Picture, manuscript: Manuscript, width: int) -> Element:
    """The picture as a run."""
    part = manuscript.document.part
    inline = part.new_pic_inline(io.BytesIO(_png(picture.svg)), width=width)
    number = manuscript.next_drawing()
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"{picture.title or 'Picture'} {number}")
    inline.docPr.set("descr", picture.description)
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("id", str(number))
    return w("r", w("drawing", inline))


def _png(svg: str) -> bytes:
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=ZOOM,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(font) for font in sorted(FONTS.glob("*.ttf"))],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
