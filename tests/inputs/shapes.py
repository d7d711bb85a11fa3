"""Turns the annotations of the models into shapes: what a field holds, and all that one could write into it.

Nothing here names a field: one that is added to a model is found, and missed where no input has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic.fields import FieldInfo

from generator.proposal.catalogue_names import CatalogueName
from generator.proposal.fields import Plain, Quantity
from generator.proposal.models.own_catalogue import OwnCatalogue
from generator.proposal.models.proposal import Proposal
from generator.proposal.section import Section

MARKS = (Quantity, Plain, CatalogueName)
ROOTS = (Proposal, OwnCatalogue)
COUNTS = ("none", "one", "many")
# What stands for the field of a group that is given by a single name or number.
SHORT = "*"
# A field, or one of the words that it takes, or how many items it has: ("Hybrid", "kind", "hybrid").
Point: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Sections:
    """One of several groups of fields."""

    models: tuple[type[Section], ...]


@dataclass(frozen=True)
class Many:
    """A list, or entries by name, of one shape."""

    named: bool
    item: Shape
    at_least: int = 0


Shape: TypeAlias = Sections | Many | Quantity | Plain | CatalogueName


def shape_of(field: FieldInfo) -> Shape:
    """What a field of a model holds."""
    return _shape(field.annotation, tuple(field.metadata))


def _shape(annotation: Any, marks: tuple[Any, ...]) -> Shape:
    for mark in marks:
        if isinstance(mark, MARKS):
            return mark
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(parts[0], parts[1:])
    if origin in (list, dict):
        least = max((mark.min_length for mark in marks if isinstance(mark, MinLen)), default=0)
        return Many(origin is dict, _shape(parts[-1], ()), least)
    if origin in (Union, UnionType):
        shapes = [_shape(part, ()) for part in parts if part is not type(None)]
        if len(shapes) == 1:
            return shapes[0]
        return Sections(tuple(model for shape in shapes for model in _models(shape)))
    return Sections((annotation,))


def _models(shape: Shape) -> tuple[type[Section], ...]:
    """The groups of fields that stand in a shape."""
    if isinstance(shape, Sections):
        return shape.models
    return _models(shape.item) if isinstance(shape, Many) else ()


def words_of(shape: Shape) -> tuple[str, ...]:
    """The words that a field takes, where it takes no others; how many items, of a list."""
    if isinstance(shape, Many):
        return COUNTS[1:] if shape.at_least else COUNTS
    schema = dict(shape.schema) if isinstance(shape, Plain) else {}
    if schema.get("type") == "boolean":
        return ("true", "false")
    ends = [str(schema[end]) for end in ("minimum", "maximum") if end in schema]
    return tuple(schema.get("enum", ends))


def has_short_form(model: type[Section]) -> bool:
    """Whether a single name or number may stand in the place of the group."""
    return model.named.__func__ is not Section.named.__func__  # type: ignore[attr-defined]


@cache
def ways() -> dict[Point, tuple[tuple[str, str], ...]]:
    """Every point of the models, and the fields through which the input leads to it, from the root."""
    found: dict[Point, tuple[tuple[str, str], ...]] = {}
    for root in ROOTS:
        for point, way in _below(root, ()):
            found.setdefault(point, way)
    return found


@cache
def goals() -> tuple[Point, ...]:
    """The points that no way to another leads through: whoever shows these shows all."""
    ends = {point: bool(point[2]) or point[1] == SHORT for point in ways()}
    passed = {step for point, way in ways().items() for step in way[: None if ends[point] else -1]}
    return tuple(point for point in ways() if ends[point] or point[:2] not in passed)


# Proven elsewhere, and no point of an input, so that each number goes on giving the same one.
UNTOLD = {("Power", "memory_gb")}


def _below(
    model: type[Section], way: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Point, tuple[tuple[str, str], ...]]]:
    if has_short_form(model):
        yield (model.__name__, SHORT, ""), way
    for name in (each for each in model.field_names() if (model.__name__, each) not in UNTOLD):
        shape, here = shape_of(model.model_fields[name]), (*way, (model.__name__, name))
        yield (model.__name__, name, ""), here
        for word in words_of(shape):
            yield (model.__name__, name, word), here
        for part in _models(shape):
            yield from _below(part, here)
