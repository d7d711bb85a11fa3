"""Turns parts as openpyxl writes them into parts that keep the file format to the letter; not all readers forgive.

Like `finish` it edits the XML as text, for the same reasons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

# The order that the format's schema demands of what is in a font.
FONT_ORDER = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign"),
    *(b"sz", b"color", b"name", b"family", b"charset", b"scheme"),
)
FONT = re.compile(rb"<font>(.*?)</font>", re.DOTALL)
CHILD = re.compile(rb"<(\w+)[^>]*/>")
PLAIN_TAG = re.compile(rb"<(/?)(\w+)(?=[\s/>])")
DRAWING = b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
FRAME = re.compile(rb'<cNvPr id="(\d+)" name="([^"]*)"')
CHART_TEXT = re.compile(r"<a:t>([^<]*)</a:t>")
# Readers take this for the character of that number.
CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def with_codes_escaped(text: str) -> str:
    """A text whose `_x0041_` readers show as it is, and not as `A`."""
    return CODE.sub("_x005F_", text)


def with_ordered_fonts(styles: bytes) -> bytes:
    """The styles, what each font says in the order of the schema."""

    def ordered(font: re.Match[bytes]) -> bytes:
        children = sorted(CHILD.finditer(font[1]), key=lambda child: FONT_ORDER.index(child[1]))
        return b"<font>%b</font>" % b"".join(child[0] for child in children)

    return FONT.sub(ordered, styles)


def with_named_space(drawing: bytes) -> bytes:
    """The drawing with the prefix that every program writes and some cannot do without."""
    own = b'xmlns="%b"' % DRAWING
    if own not in drawing:
        return drawing
    return PLAIN_TAG.sub(rb"<\1xdr:\2", drawing.replace(own, b'xmlns:xdr="%b"' % DRAWING))


def with_alternative_texts(drawing: bytes, charts: Mapping[str, str]) -> bytes:
    """The drawing, each chart described for who cannot see it. charts: what to say of each, by its number here."""

    def described(frame: re.Match[bytes]) -> bytes:
        said = escape(charts.get(frame[1].decode(), ""), {'"': "&quot;"})
        return frame[0] + b' descr="%b"' % said.encode() if said else frame[0]

    return FRAME.sub(described, drawing)


def description_of(chart: bytes) -> str:
    """What a chart is called and what its axes say."""
    return " · ".join(dict.fromkeys(CHART_TEXT.findall(chart.decode())))
