"""Turns the code of a problem into its explanation for the person who writes the input."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from importlib import resources
from typing import NamedTuple, cast

from generator.proposal.characters import cells
from generator.proposal.nodes import MappingNode
from generator.proposal.reading import read_nodes
from generator.wording.saying import ENGLISH, in_language, said

WIDTH = 80
# What a line does not part: a word of Latin letters, or a Chinese character with the signs that belong to it.
UNPARTED = re.compile(r"[（“]*(?:[!-~]+|\s+|.)[，。；：、）”？]*")


class Explanation(NamedTuple):
    """What codes.yaml says about a code. wrong, right: the smallest example of each."""

    title: str
    explanation: str
    wrong: str
    right: str


@cache
def catalogue(language: str = ENGLISH) -> dict[str, Explanation]:
    """All codes with their explanations, in the order of the codes; another language may keep the examples."""
    entries = _entries("codes.yaml")
    others = {} if language == ENGLISH else _entries(f"codes.{language}.yaml")
    return {
        code: Explanation(**{**entry, **others.get(code, {})}) for code, entry in entries.items()
    }


def explain_code(code: str, language: str = ENGLISH) -> str | None:
    """The explanation of a code as text for a terminal; None when there is no such code."""
    entry = catalogue(language).get(code.upper())
    if entry is None:
        return None
    wrong, right = (in_language(word, language) for word in (said("Wrong:"), said("Right:")))
    parts = (
        f"{code.upper()}: {entry.title}",
        _filled(entry.explanation),
        f"{wrong}\n{textwrap.indent(entry.wrong, '    ')}",
        f"{right}\n{textwrap.indent(entry.right, '    ')}",
    )
    return "\n\n".join(parts)


def _entries(name: str) -> dict[str, dict[str, str]]:
    nodes = read_nodes(resources.files(__package__).joinpath(name).read_text("utf-8"), name)
    entries = ((code, cast("MappingNode", entry)) for code, entry in nodes.items())
    return {code: {field: str(text) for field, text in entry.items()} for code, entry in entries}


def _filled(text: str) -> str:
    """Lines of at most so many columns of a terminal."""
    lines, line = [], ""
    for part in UNPARTED.findall(text):
        if line and cells(line + part) > WIDTH:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return "\n".join([*lines, line])
