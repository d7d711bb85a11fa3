"""Turns a section's place into the one field that a name alone gives it: `labour: deployment` states its `tasks`."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from generator.catalog.catalogue import Catalogue
from generator.proposal.limits import sections_of
from generator.proposal.models.proposal import Proposal
from generator.proposal.nodes import Scalar
from generator.proposal.problems import Mark

NOWHERE = Mark("", 0, 0)


def name_stands_for(proposal: Proposal, path: str) -> str:
    """The field's name; empty for a section that no single name can give, or where there is no section."""
    language = proposal.proposal.language
    section = next((section for section in sections_of(proposal) if section.path == path), None)
    if section is None:
        return ""
    try:
        stated = type(section).named(Scalar("name", section.path, NOWHERE), Catalogue(language))
    except PydanticCustomError:
        return ""
    return next(iter(stated))
