"""Turns the models of the input into its JSON Schema, by which an editor completes and checks a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.proposal.context import Facts
from generator.proposal.fields import CATALOGUE_KIND, DEFAULT_NAME

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Kinds whose names an editor may list; the graphics cards are thousands.
LISTED_KINDS = ("hardware", "labour", "model", "quantisation")


def schema(facts: Facts | None = None) -> dict[str, Any]:
    """The schema of an input file; with our data, it also lists the names of the catalogue and the defaults."""
    from generator.proposal.models.proposal import Proposal

    described: dict[str, Any] = _filled(Proposal.model_json_schema(), facts)
    return {"$schema": DIALECT} | described


def _filled(part: Any, facts: Facts | None) -> Any:
    """The schema with what our fields noted for us replaced by what the facts say of it."""
    if isinstance(part, list | tuple):
        return [_filled(item, facts) for item in part]
    if not isinstance(part, Mapping):
        return part
    noted = {name: part[name] for name in (CATALOGUE_KIND, DEFAULT_NAME) if name in part}
    filled = {name: _filled(item, facts) for name, item in part.items() if name not in noted}
    if facts is not None:
        kind, default = noted.get(CATALOGUE_KIND), noted.get(DEFAULT_NAME)
        if kind in LISTED_KINDS:
            filled["enum"] = facts.names(str(kind))
        if default and (stated := facts.default(default)):
            filled["default"] = stated[0]
    return filled
