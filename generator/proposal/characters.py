"""Turns characters into what a terminal can show: which are refused, how wide they are.

Invisible characters are refused because nobody can see them in an editor: a zero-width space makes
two equal names differ, a direction mark shows an amount backwards, a control character steers the
terminal.
"""

from __future__ import annotations

import re
import unicodedata

# Tab, line feed and carriage return are the only control characters that text needs.
# The joiner U+200D stays allowed: emoji are made with it.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
TAB_WIDTH = 4
REPLACEMENT = "\ufffd"


def source_lines(text: str) -> list[str]:
    """The lines as editors and YAML count them; str.splitlines also breaks at form feeds."""
    return re.split("\r\n|\r|\n", text)


def describe(character: str) -> str:
    """U+200B ZERO WIDTH SPACE; the code alone for a control character, which has no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def visible(text: str) -> str:
    """The text without anything that a terminal would obey: ␛ for escape, � for the invisible."""
    return "".join(map(_visible, text))


def shortened(text: str, limit: int = 40) -> str:
    """The beginning of the text on one line, with … where it was cut."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def cells(text: str) -> int:
    """How many terminal cells the text takes: a wide East Asian character two, a mark none."""
    return sum(map(_cells, text))


def _visible(character: str) -> str:
    if character == "\t":
        return " " * TAB_WIDTH
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return REPLACEMENT if FORBIDDEN.match(character) else character


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
