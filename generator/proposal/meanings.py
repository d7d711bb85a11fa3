"""Turns the docstring of a section into what a person is told: what the section is, and what each field means.

Behind the first paragraphs, a docstring says `name: meaning. other, third: meaning of both.`
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

from generator.proposal.section import Section

NAMES = r"[a-z0-9_]+(?:, [a-z0-9_]+)*"
ENTRY = re.compile(rf"(?:^|(?<=\. ))({NAMES}): ")


@dataclass(frozen=True)
class Meanings:
    """What a section is, in a paragraph or more, and what its fields mean, by name."""

    summary: str
    fields: dict[str, str]


def meanings_of(section: type[Section]) -> Meanings:
    """The two parts of the section's docstring, in Markdown."""
    text = inspect.cleandoc(section.__doc__ or "")
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    fields: dict[str, str] = {}
    summary = []
    for paragraph in paragraphs:
        before, *entries = ENTRY.split(paragraph)
        if before:
            summary.append(before)
        for names, meaning in zip(entries[::2], entries[1::2], strict=True):
            fields |= dict.fromkeys(names.split(", "), meaning.strip().removesuffix("."))
    return Meanings("\n\n".join(summary), fields)
