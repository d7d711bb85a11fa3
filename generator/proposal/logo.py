"""Turns the name of a picture beside an input into a logo: an SVG or PNG that fetches nothing and runs nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree

from generator.proposal.beside import FileBeside, read_beside
from generator.proposal.context import problem
from generator.proposal.fields import Plain
from generator.proposal.nodes import Scalar
from generator.wording.saying import said

CODE = "E026"
LARGEST = 512 * 1024
MOST_PIXELS = 4000
SVG, PNG = ".svg", ".png"
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", re.IGNORECASE)
RUNS = {"script", "foreignObject", "iframe", "audio", "video", "animate", "set", "handler"}
# What an address may be that fetches nothing: a part of the picture itself, or a picture within it.
OWN = re.compile(r"\s*['\"]?\s*(?:#|data:image/(?:png|jpeg);base64,)")
ADDRESSES = re.compile(r"url\(([^)]*)|@import(.*)")


class Logo(FileBeside):
    """A picture."""

    @property
    def address(self) -> str:
        """The picture itself, as a page holds it."""
        kind = "image/png" if self.place.lower().endswith(PNG) else "image/svg+xml"
        return f"data:{kind};base64,{b64encode(self.data).decode()}"


def _logo(name: Scalar) -> Logo:
    logo = Logo(*read_beside(name, CODE))
    faults = {SVG: _svg_faults, PNG: _png_faults}.get(PurePosixPath(logo.place.lower()).suffix)
    if faults is None:
        raise problem(
            CODE, said("'{logo}' is no logo", logo=logo), said("name an .svg or .png file"), at=name
        )
    if len(logo.data) > LARGEST:
        message = said("'{logo}' has {size:,.0f} KiB", logo=logo, size=len(logo.data) / 1024)
        raise problem(
            CODE,
            message,
            said("a logo has at most {largest} KiB", largest=LARGEST // 1024),
            at=name,
        )
    if fault := next(faults(logo.data), ""):
        fix = said("save it as a plain picture: shapes alone in an SVG, or a PNG")
        raise problem(
            CODE, said("'{logo}' cannot be a logo: {fault}", logo=logo, fault=fault), fix, at=name
        )
    return logo


def _png_faults(data: bytes) -> Iterator[str]:
    if not data.startswith(PNG_BEGINS):
        yield said("it is no PNG")
        return
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as picture:
            if max(picture.size) > MOST_PIXELS:
                yield said("it is more than {most} pixels wide or high", most=MOST_PIXELS)
            else:
                picture.load()
    except Exception as error:
        # A damaged picture is told in exceptions of many kinds.
        yield said("it is damaged ({error})", error=error)


def _svg_faults(data: bytes) -> Iterator[str]:
    if DECLARES.search(data):
        yield said("it declares entities or styles of its own")
        return
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        yield said("it is no XML ({error})", error=error)
        return
    if _name(root.tag) != "svg":
        yield said("it is no SVG")
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        yield said("nothing says how large it is (viewBox, or width and height)")
    for element in root.iter():
        yield from _element_faults(element)


def _element_faults(element: ElementTree.Element) -> Iterator[str]:
    tag = _name(element.tag)
    if tag in RUNS:
        yield said("it has <{tag}>", tag=tag)
    for name, value in ((_name(name), value) for name, value in element.attrib.items()):
        if name.lower().startswith("on"):
            yield said("it runs something ({name})", name=name)
        elif name == "href" and not OWN.match(value):
            yield said("it fetches something ({address})", address=value[:40])
        else:
            yield from _fetched(value)
    if tag == "style":
        yield from _fetched(element.text or "")


def _fetched(style: str) -> Iterator[str]:
    for address, imported in ADDRESSES.findall(style):
        if imported or not OWN.match(address):
            yield said(
                "it fetches something ({address})", address=(imported or address)[:40].strip()
            )


def _name(name: object) -> str:
    """Without its namespace; a comment has a function for a name."""
    return str(name).rpartition("}")[2]


LOGO = Plain(_logo)
