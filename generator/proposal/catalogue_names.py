"""Turns a name of the catalogue, where the file gives one, into a checked name, or says which names are near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.proposal.characters import shortened
from generator.proposal.context import Facts, context_of, problem
from generator.proposal.fields import single
from generator.proposal.nodes import Scalar
from generator.proposal.problems import MOST_HINTS, letters_of, nearest

# A note that these fields leave in their schemas for `schema` to replace.
CATALOGUE_KIND = "x-catalogue-kind"
# How like a name of the catalogue must be to be offered in the place of an unknown one.
LIKE_ENOUGH = 0.45
OWN = "or describe it in catalogue.yaml"
# Kind → what an entry is, the list of `budget list` that has them, and what else the file may say.
KINDS = {
    "gpu": ("card", "cards", "add {outright} beside the name, " + OWN),
    "model": (
        "model",
        "models",
        "add parameters, layers, kv_heads and head_dim beside the name, " + OWN,
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
    """Marks a field that names an entry of the catalogue.

    outright: the numbers beside a name that the catalogue lacks which make the name good.
    """

    kind: str
    outright: str = ""

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
        if isinstance(name, StatedOutright):
            return str(name)
        facts = context_of(info).facts
        try:
            facts.entry(self.kind, name)
        except KeyError:
            names = facts.names(self.kind)
            raise unknown_entry(self.kind, name, names, self.outright) from None
        return str(name)


class StatedOutright(Scalar):
    """A name that no catalogue needs to have: the numbers that it would bring stand beside it."""


def stated_outright(values: dict[str, Any], facts: Facts, kind: str, told: bool) -> None:
    """Let a name that the catalogue lacks stand where what it would bring is told; a field is called as its kind."""
    name = values.get(kind)
    if not told or not isinstance(name, Scalar) or name.empty:
        return
    try:
        facts.entry(kind, name)
    except KeyError:
        values[kind] = StatedOutright(name, name.place, name.mark, name.plain)


def _meant_by(name: str, names: list[str]) -> list[str]:
    """Names that hold what was typed, the shortest first; behind them those that look like it."""
    typed = letters_of(name)
    holding = [other for other in names if len(typed) > 2 and typed in letters_of(other)]
    like = nearest(name, names, MOST_HINTS, LIKE_ENOUGH)
    return list(dict.fromkeys([*sorted(holding, key=len), *like]))


def unknown_entry(
    kind: str, name: Scalar, names: list[str], numbers: str = ""
) -> PydanticCustomError:
    """What to say of a name that the catalogue does not have: the nearest, and how to do without it."""
    what, listed, outright = KINDS[kind]
    close = " or ".join(f"'{other}'" for other in _meant_by(name, names)[:MOST_HINTS])
    meant = f"did you mean {close}?" if close else f"'budget list {listed}' prints all names;"
    fix = f"{meant} otherwise {outright.format(outright=numbers)}"
    return problem("E018", f"the catalogue has no {what} '{shortened(name)}'", fix, at=name)
