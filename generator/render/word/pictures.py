"""The drawings of a page -> pictures that any office program shows, with the words of each for who cannot see it."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from docx.image.image import Image
from docx.shared import Mm

from generator.render.pdf.library import FONTS
from generator.render.word.elements import Element, w
from generator.render.word.manuscript import Manuscript

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# A picture that the page holds in its own address.
ADDRESS = re.compile(r"data:image/(?P<kind>png|svg\+xml);base64,(?P<data>.*)", re.DOTALL)
SPACE = "{http://www.w3.org/2000/svg}"
FAMILY = "Noto Sans SC"
# Dots for a unit of a drawing: some 300 to an inch where its 420 units are 90 mm wide.
ZOOM = 2.5
# As wide as a drawing that stands alone, and as one of two beside each other.
ALONE, PAIRED, TALLEST = Mm(90), Mm(78), Mm(200)
# A logo is no larger; its dots, at 300 to an inch, are as many as its height takes.
LOGO_WIDTH, LOGO_HEIGHT, LOGO_DOTS = Mm(50), Mm(12), 142


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, with its title and what it shows in words."""

    png: bytes
    title: str
    description: str


def picture_of(svg: str) -> Picture | None:
    """A drawing of the page; none where a company's own template has one that cannot be drawn."""
    try:
        root = ElementTree.fromstring(svg)
        png = _png(svg, zoom=ZOOM, background="#ffffff")
    except (ElementTree.ParseError, ValueError):
        return None
    title, description = (root.findtext(f"{SPACE}{name}") or "" for name in ("title", "desc"))
    return Picture(png, title, description)


def logo_at(address: str, words: str) -> Picture | None:
    """The picture in an address of the page; none where it holds none that can be drawn."""
    held = ADDRESS.fullmatch(address)
    if held is None:
        return None
    data = b64decode(held["data"])
    if held["kind"] == "png":
        return Picture(data, words, words)
    # The parser reads other encodings than UTF-8, too.
    svg = ElementTree.tostring(ElementTree.fromstring(data), encoding="unicode")
    try:
        return Picture(_png(svg, height=LOGO_DOTS), words, words)
    except ValueError:
        return None


def drawn(picture: Picture, manuscript: Manuscript, width: int) -> Element:
    """The picture as a run, no taller than a page."""
    size = Image.from_blob(picture.png)
    if size.px_height * width > size.px_width * TALLEST:
        return _placed(picture, manuscript, height=TALLEST)
    return _placed(picture, manuscript, width=width)


def drawn_as_logo(picture: Picture, manuscript: Manuscript) -> Element:
    """The picture as a run that is no larger than a logo."""
    size = Image.from_blob(picture.png)
    if size.px_width * LOGO_HEIGHT > size.px_height * LOGO_WIDTH:
        return _placed(picture, manuscript, width=LOGO_WIDTH)
    return _placed(picture, manuscript, height=LOGO_HEIGHT)


def _placed(picture: Picture, manuscript: Manuscript, **size: int) -> Element:
    inline = manuscript.document.part.new_pic_inline(io.BytesIO(picture.png), **size)
    number = manuscript.next_drawing()
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"{picture.title or 'Picture'} {number}")
    inline.docPr.set("descr", picture.description)
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("id", str(number))
    return w("r", w("drawing", inline))


def _png(svg: str, **size: Any) -> bytes:
    import resvg_py

    fonts = [str(font) for font in sorted(FONTS.glob("*.ttf"))]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=fonts,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            **size,
        )
    )
