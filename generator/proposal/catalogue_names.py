"""Turns a name of the catalogue, where the file gives one, into a checked name, or says which names are near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.proposal.characters import shortened
from generator.proposal.context import Facts, context_of, problem
from generator.proposal.fields import single
from generator.proposal.nodes import Scalar
from generator.proposal.problems import MOST_HINTS, letters_of, nearest
from generator.wording.saying import all_of, any_of, quoted, said

# A note that these fields leave in their schemas for `schema` to replace.
CATALOGUE_KIND = "x-catalogue-kind"
# How like a name of the catalogue must be to be offered in the place of an unknown one.
LIKE_ENOUGH = 0.45
# Kind → what an entry is, the list of `budget list` that has them, and what else there is than numbers beside the name.
KINDS = {
    "gpu": (said("card"), "cards", ""),
    "model": (said("model"), "models", ""),
    "hardware": (
        said("machine"),
        "hardware",
        said("state unit_price: … and life_years: … instead"),
    ),
    "quantisation": (
        said("quantisation"),
        "quantisations",
        said("name the nearest and add bits_per_weight: …"),
    ),
    "labour": (
        said("task list"),
        "labour",
        said("write labour: {{tasks: [{{task: …, days: …}}]}}"),
    ),
    "operations": (
        said("task list"),
        "operations",
        said("write labour: {{tasks: [{{task: …, hours: …}}]}}"),
    ),
}


@dataclass(frozen=True)
class CatalogueName:
    """Marks a field that names an entry of the catalogue.

    outright: the numbers beside a name that the catalogue lacks which make the name good.
    """

    kind: str
    outright: tuple[str, ...] = ()

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
            return OwnName(name)
        facts = context_of(info).facts
        try:
            facts.entry(self.kind, name)
        except KeyError:
            names = facts.names(self.kind)
            raise unknown_entry(self.kind, name, names, self.outright) from None
        return str(name)


class StatedOutright(Scalar):
    """A name that no catalogue needs to have: the numbers that it would bring stand beside it."""


class OwnName(str):
    """Such a name as a proposal has it."""


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
    kind: str, name: Scalar, names: list[str], numbers: Sequence[str] = ()
) -> PydanticCustomError:
    """What to say of a name that the catalogue does not have: the nearest, and how to do without it."""
    what, listed, outright = KINDS[kind]
    if numbers:
        outright = said(
            "add {numbers} beside the name, or describe it in catalogue.yaml",
            numbers=all_of(numbers),
        )
    close = any_of([quoted(other) for other in _meant_by(name, names)[:MOST_HINTS]])
    fix = said(
        "'budget list {listed}' prints all names; otherwise {outright}",
        listed=listed,
        outright=outright,
    )
    if close:
        fix = said("did you mean {meant}? otherwise {outright}", meant=close, outright=outright)
    return problem(
        "E018",
        said("the catalogue has no {what} '{name}'", what=what, name=shortened(name)),
        fix,
        at=name,
    )
