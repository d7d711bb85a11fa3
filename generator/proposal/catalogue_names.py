"""Turns a name of the catalogue, where the file gives one, into a checked name, or says which names are near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.proposal.characters import shortened
from generator.proposal.context import context_of, problem
from generator.proposal.fields import single
from generator.proposal.nodes import Scalar
from generator.proposal.problems import MOST_HINTS, letters_of, nearest

# A note that these fields leave in their schemas for `schema` to replace.
CATALOGUE_KIND = "x-catalogue-kind"
# How like a name of the catalogue must be to be offered in the place of an unknown one.
LIKE_ENOUGH = 0.45
OWN = "describe it in catalogue.yaml beside the input:"
# Kind → what an entry is, the list of `budget list` that has them, and what else the file may say.
KINDS = {
    "gpu": ("card", "cards", OWN + " gpus: {{{name}: {{tdp: …, memory_gb: …, bandwidth: …}}}}"),
    "model": (
        "model",
        "models",
        OWN + " models: {{{name}: {{parameters: …, layers: …, kv_heads: …, head_dim: …}}}}",
    ),
    "hardware": ("machine", "hardware", "state unit_price: … and life_years: … instead"),
    "quantisation": (
        "quantisation",
        "quantisations",
        "name the nearest and add bits_per_weight: …",
    ),
    "labour": ("task list", "labour", "write labour: {{tasks: [{{task: …, days: …}}]}}"),
    "operations": ("task list", "operations", "write labour: {{tasks: [{{task: …, hours: …}}]}}"),
}


@dataclass(frozen=True)
class CatalogueName:
    """Marks a field that names an entry of the catalogue."""

    kind: str

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> Any:
        return {"type": "string", CATALOGUE_KIND: self.kind}

    def _read(self, node: Any, info: ValidationInfo) -> str:
        name = single(node)
        facts = context_of(info).facts
        try:
            facts.entry(self.kind, name)
        except KeyError:
            raise unknown_entry(self.kind, name, facts.names(self.kind)) from None
        return str(name)


def _meant_by(name: str, names: list[str]) -> list[str]:
    """Names that hold what was typed, the shortest first; behind them those that look like it."""
    typed = letters_of(name)
    holding = [other for other in names if len(typed) > 2 and typed in letters_of(other)]
    like = nearest(name, names, MOST_HINTS, LIKE_ENOUGH)
    return list(dict.fromkeys([*sorted(holding, key=len), *like]))


def unknown_entry(kind: str, name: Scalar, names: list[str]) -> PydanticCustomError:
    """What to say of a name that the catalogue does not have: the nearest, and how to do without it."""
    what, listed, outright = KINDS[kind]
    close = " or ".join(f"'{other}'" for other in _meant_by(name, names)[:MOST_HINTS])
    meant = f"did you mean {close}?" if close else f"'budget list {listed}' prints all names;"
    fix = f"{meant} otherwise {outright.format(name=shortened(name))}"
    return problem("E018", f"the catalogue has no {what} '{shortened(name)}'", fix, at=name)
