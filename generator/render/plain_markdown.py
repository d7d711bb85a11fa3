"""Turns the document's Markdown, which has marks of our own, into Markdown that any code host shows as it is meant.

A division (`::: verdict` … `:::`) becomes a quotation where it is a remark, and nothing where it only tells the page
how to lay out what stands in it; the place of the contents is left out, as code hosts make their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.markdown import CONTENTS

MARK = ":::"
QUOTED = ("verdict", "note")


def to_plain(markdown: str) -> str:
    """The same text without marks of our own."""
    text = "\n".join(_lines(markdown))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def _lines(markdown: str) -> Iterator[str]:
    quoted = False
    for line in markdown.splitlines():
        if line.startswith(MARK):
            quoted = line.removeprefix(MARK).strip() in QUOTED
        elif line != CONTENTS:
            yield f"> {line}".rstrip() if quoted else line
