"""Turns a mapping of the file into a frozen model: unknown keys refused, left-out numbers filled from defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic.fields import FieldInfo

from generator.proposal.fields import Facts, Quantity, context_of, problem
from generator.proposal.nodes import Mapping
from generator.proposal.problems import Problem, nearest

PATH = "__path__"


class Section(BaseModel):
    """A mapping of the input file. `path` is where it stands: `options.on_premise`."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    path: str = Field(alias=PATH, exclude=True, json_schema_extra={"hidden": True})

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, node: Any, info: ValidationInfo) -> Any:
        if not isinstance(node, Mapping):
            raise problem("E013", "a mapping is needed here: lines of 'name: value'", "")
        context = context_of(info)
        values: dict[str, Any] = {
            name: child
            for name, child in node.items()
            if name in cls.model_fields and name != "path"
        }
        context.problems.extend(cls._unknown(node))
        cls.expand(values, node, context.facts)
        for name, field in cls.model_fields.items():
            if name not in values:
                values |= _left_out(name, field, node, context.facts)
        values[PATH] = node.path
        return values

    @classmethod
    def _unknown(cls, node: Mapping) -> Iterator[Problem]:
        allowed = [name for name in cls.model_fields if name != "path"]
        for name in node:
            if name not in allowed:
                close = nearest(name, allowed)
                fix = f"did you mean '{close[0]}'?" if close else f"allowed: {', '.join(allowed)}"
                yield Problem("E014", node.key_marks[name], f"unknown field '{name}'", fix)

    @classmethod
    def expand(cls, values: dict[str, Any], node: Mapping, facts: Facts) -> None:
        """Put into `values` what a name of the catalogue stands for. Most sections name none."""


def _left_out(name: str, field: FieldInfo, node: Mapping, facts: Facts) -> dict[str, Any]:
    """What stands in for a field that the file leaves out; nothing where the model's own default does."""
    path = f"{node.path}.{name}" if node.path else name
    for mark in field.metadata:
        if isinstance(mark, Quantity) and mark.default:
            default = facts.default(mark.default)
            return {} if default is None else {name: mark.stand_in(path, *default)}
    return {name: Mapping.empty_at(path, node.mark)} if field.json_schema_extra == ALWAYS else {}


ALWAYS: dict[str, Any] = {"always": True}


def always(**options: Any) -> Any:
    """A section that exists, with its defaults, even when the file does not mention it."""
    return Field(json_schema_extra=ALWAYS, **options)


def exactly_one(section: Section, *names: str) -> None:
    """Refuse a section that gives none or several of some fields."""
    given = [name for name in names if getattr(section, name) is not None]
    if not given:
        raise problem(
            "E016", f"one of {', '.join(names)} is needed here", f"add one of them: {names[0]}: …"
        )
    if len(given) > 1:
        raise problem(
            "E016",
            f"{' and '.join(given)} are given together",
            f"keep one and remove {', '.join(given[1:])}",
        )
