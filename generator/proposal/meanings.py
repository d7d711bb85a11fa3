"""Turns the docstring of a section into what a person is told: what the section is, and what each field means.

`meanings.zh-CN.yaml` has the same in Chinese, by the English.
Behind the first paragraphs, a docstring says `name: meaning. other, third: meaning of both.`
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.proposal.section import Section

TRANSLATED = "zh-CN"
NAMES = r"[a-z0-9_]+(?:, [a-z0-9_]+)*"
ENTRY = re.compile(rf"(?:^|(?<=\. ))({NAMES}): ")


@dataclass(frozen=True)
class Meanings:
    """What a section is, in a paragraph or more, and what its fields mean, by name."""

    summary: str
    fields: dict[str, str]


def meanings_in(language: str, section: type[Section]) -> Meanings:
    """The same in a language; what is not translated stays English."""
    meanings = meanings_of(section)
    if language != TRANSLATED:
        return meanings
    others = translated()
    fields = {name: others.get(text, text) for name, text in meanings.fields.items()}
    return Meanings(others.get(meanings.summary, meanings.summary), fields)


@cache
def translated() -> dict[str, str]:
    """The Chinese meanings by the English ones."""
    import yaml

    text = Path(__file__).with_name(f"meanings.{TRANSLATED}.yaml").read_text(encoding="utf-8")
    texts: dict[str, str] = yaml.safe_load(text)
    return texts


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
