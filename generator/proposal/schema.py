"""Turns the models of the input into its JSON Schema, by which an editor completes, explains and checks a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.proposal.catalogue_names import CATALOGUE_KIND
from generator.proposal.context import Facts
from generator.proposal.fields import DEFAULT_NAME
from generator.proposal.meanings import Meanings, meanings_in
from generator.proposal.section import Section

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Kinds whose names an editor may list; the graphics cards are thousands.
LISTED_KINDS = ("hardware", "labour", "model", "operations", "quantisation")


def schema(facts: Facts | None = None, language: str = "en") -> dict[str, Any]:
    """The schema of an input file; with our data, it also suggests the names of the catalogue and the defaults."""
    from generator.proposal.models.proposal import Proposal

    root = _filled(Proposal.model_json_schema(), facts)
    sections = {section.__name__: section for section in _below(Section)}
    for name, part in {**root["$defs"], "Proposal": root}.items():
        _explain(part, meanings_in(language, sections[name]))
    return {"$schema": DIALECT, **root, "title": "Budget proposal"}


def _filled(part: Any, facts: Facts | None) -> Any:
    """The schema with what our fields noted for us replaced by what the facts say of it."""
    if isinstance(part, list | tuple):
        return [_filled(item, facts) for item in part]
    if not isinstance(part, Mapping):
        return part
    notes = (CATALOGUE_KIND, DEFAULT_NAME)
    filled = {name: _filled(item, facts) for name, item in part.items() if name not in notes}
    if facts is None:
        return filled
    if (default := part.get(DEFAULT_NAME)) and (stated := facts.default(default)):
        filled["default"] = stated[0]
    if (kind := part.get(CATALOGUE_KIND)) in LISTED_KINDS:
        # A suggestion only: a catalogue of the user's own may hold more.
        return {"anyOf": [{"enum": facts.names(kind)}, filled]}
    return filled


def _explain(part: dict[str, Any], meanings: Meanings) -> None:
    """Put the meaning of a section and of its fields where an editor shows them."""
    part["description"] = meanings.summary
    for fields in (branch.get("properties", {}) for branch in (part, *part.get("anyOf", ()))):
        for name, meaning in meanings.fields.items():
            if name in fields:
                fields[name]["description"] = meaning


def _below(section: type[Section]) -> Iterator[type[Section]]:
    for model in section.__subclasses__():
        yield model
        yield from _below(model)
