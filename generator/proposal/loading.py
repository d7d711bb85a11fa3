"""Turns a file's name and the values set for it into a validated Proposal together with the text it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.proposal.assignments import set_values
from generator.proposal.fields import Facts
from generator.proposal.nodes import Mapping, Node
from generator.proposal.reading import display_name, read_nodes, read_text
from generator.proposal.validation import validate

if TYPE_CHECKING:
    from generator.proposal.models.proposal import Proposal

LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True)
class Loaded:
    """A proposal with what it was read from: `file` as the user names it, its text, and the values set for this run."""

    proposal: Proposal
    nodes: Mapping
    file: str
    text: str
    assignments: tuple[str, ...] = ()


def load(path: str, facts_in: Callable[[str], Facts], assignments: Sequence[str] = ()) -> Loaded:
    """Read and validate a file. `facts_in` gives our data in a language. Raises ProblemList with all problems."""
    text = read_text(path)
    file = display_name(path)
    nodes = set_values(read_nodes(text, file), assignments)
    return Loaded(
        validate(nodes, facts_in(_language(nodes))), nodes, file, text, tuple(assignments)
    )


def _language(nodes: Mapping) -> str:
    """The language that the file asks for; an unknown one is reported by validation, in the first language."""
    header: Node | None = nodes.get("proposal")
    language = header.get("language") if isinstance(header, Mapping) else None
    return str(language) if language in LANGUAGES else LANGUAGES[0]
