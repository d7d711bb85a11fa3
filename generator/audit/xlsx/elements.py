"""Turns an XML part into elements whose names carry no namespace: both dialects of the format read alike."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# Parts of so many bytes are read as a whole, which is quicker; larger ones would be slower so, and fill the memory.
SMALL = 50_000
# An attribute that is off says so in one of these ways.
CODE = re.compile("_x([0-9A-Fa-f]{4})_")
OFF = ("0", "false", "off")


def parse(content: bytes) -> Element:
    """The root of a part. Raises ElementTree.ParseError."""
    root = ElementTree.fromstring(content)
    for element in root.iter():
        element.tag = local(element.tag)
    return root


def parse_by(name: str, content: bytes, take: Callable[[Element], None]) -> Element:
    """The root of a part, of which each element of a name is taken in its order.

    In a large part it is taken when it is read, and then emptied, so that the part never stands in memory as a whole.
    Raises ElementTree.ParseError.
    """
    if len(content) <= SMALL:
        root = parse(content)
        for element in root.iter(name):
            take(element)
        return root
    for _, element in ElementTree.iterparse(io.BytesIO(content)):
        element.tag = local(element.tag)
        if element.tag == name:
            take(element)
            del element[:]
    # The root is the last to end.
    return element


@cache
def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def is_on(element: Element | None, name: str, default: bool = False) -> bool:
    """Whether an attribute is set; `default` where it or the element is missing."""
    text = None if element is None else element.get(name)
    return default if text is None else text not in OFF


def number(element: Element | None, name: str, default: float = 0) -> float:
    """An attribute as a number."""
    text = None if element is None else element.get(name)
    return default if text is None else float(text)


def relation_of(element: Element) -> str:
    """The relationship that an element names: its `r:id`, whatever namespace the file uses for it."""
    own = (text for name, text in element.attrib.items() if name.endswith("}id"))
    return next(own, "")


def all_text(element: Element) -> str:
    """The text of a string item; phonetic readings beside it are no part of it."""
    return decoded("".join(_texts(element)))


def decoded(text: str) -> str:
    """A text in which `_x000A_` stands for the character of that number."""
    return CODE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _texts(element: Element) -> Iterator[str]:
    for part in element:
        if part.tag == "t":
            yield part.text or ""
        elif part.tag != "rPh":
            yield from _texts(part)
