"""Turns the code of a problem into its explanation for the person who writes the input."""

from __future__ import annotations

import textwrap
from functools import cache
from importlib import resources
from typing import NamedTuple, cast

from generator.proposal.nodes import MappingNode
from generator.proposal.reading import read_nodes

WIDTH = 80


class Explanation(NamedTuple):
    """What codes.yaml says about a code. wrong, right: the smallest example of each."""

    title: str
    explanation: str
    wrong: str
    right: str


@cache
def catalogue() -> dict[str, Explanation]:
    """All codes with their explanations, in the order of the codes."""
    text = resources.files(__package__).joinpath("codes.yaml").read_text("utf-8")
    entries = read_nodes(text, "codes.yaml")
    return {code: _explanation(cast("MappingNode", entry)) for code, entry in entries.items()}


def explain_code(code: str) -> str | None:
    """The explanation of a code as text for a terminal; None when there is no such code."""
    entry = catalogue().get(code.upper())
    if entry is None:
        return None
    parts = (
        f"{code.upper()}: {entry.title}",
        textwrap.fill(entry.explanation, WIDTH, break_long_words=False),
        f"Wrong:\n{textwrap.indent(entry.wrong, '    ')}",
        f"Right:\n{textwrap.indent(entry.right, '    ')}",
    )
    return "\n\n".join(parts)


def _explanation(entry: MappingNode) -> Explanation:
    return Explanation(*(str(entry[field]) for field in Explanation._fields))
