"""Turns a text into those of its characters that the fonts of the PDF cannot print.

`printable.txt` is written together with the fonts, so that a check need not open them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path

from generator.proposal.characters import FORBIDDEN, REPLACEMENT, describe
from generator.proposal.problems import Mark, Problem
from generator.wording.saying import said

# Nothing is drawn for these, whatever the font: line ends, hyphenation and joining hints, variants of one character.
DRAWS_NOTHING = re.compile(
    "[\t\n\r\u00ad\u034f\u200c\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def is_plain(text: str) -> bool:
    """Whether a text from elsewhere is one line of characters that fonts have, and no quote of a figure."""
    is_quote = "{{" in text or "}}" in text
    return not (is_quote or "\n" in text or FORBIDDEN.search(text) or unprintable(text))


def unprintable(text: str) -> list[str]:
    """The characters that no font of ours has, each once, in the order of the text."""
    if text.isascii():
        return []
    return [
        character
        for character in dict.fromkeys(text)
        if ord(character) not in printable() and not DRAWS_NOTHING.match(character)
    ]


def not_printable(characters: list[str], mark: Mark) -> Problem:
    """What to say of a text with such characters; the mark is that of the first."""
    first, more = characters[0], len(characters) - 1
    shown = f"{first} ({describe(first)})" if first.isprintable() else f"({describe(first)})"
    message = said("the fonts of the PDF do not have {character}", character=shown)
    if more:
        message = said(
            "the fonts of the PDF do not have {character} and {count} more of this text",
            character=shown,
            count=more,
        )
    return Problem(
        "E023", mark, message, said("write it in words, or with a sign such as ✓ ✗ ☑ ⚠ ★ →")
    )


def published_place(mark: Mark) -> str:
    """A line of a file as published files name it."""
    name = published_name(mark.file)
    return f"{name}:{mark.line}" if mark.line else name


def published_name(path: str) -> str:
    """A file as published files name it: its folder is its owner's own affair, and the name must be printable text."""
    name = Path(path).name
    strange = {*FORBIDDEN.findall(name), *unprintable(name)}
    return "".join(REPLACEMENT if character in strange else character for character in name)


@cache
def printable() -> frozenset[int]:
    """The code points that the fonts have."""
    lines = resources.files(__package__).joinpath("printable.txt").read_text("ascii").splitlines()
    ranges = (line.partition("-") for line in lines if not line.startswith("#"))
    return frozenset(
        code
        for first, _, last in ranges
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )
