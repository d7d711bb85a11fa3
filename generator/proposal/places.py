"""Turns the models of a file into the places at which each section and each field may stand: `options.<id>.capex.0`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from generator.proposal.section import Section

# How a place names what a list or a mapping of entries holds.
ITEM, ENTRY = ".0", ".<id>"


def parts_of(annotation: Any) -> Iterator[Any]:
    """An annotation and all that it is made of: alternatives, items, marks."""
    yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


def parts_of_field(field: FieldInfo) -> list[Any]:
    """The marks of a field, and what its annotation is made of."""
    return [*field.metadata, *parts_of(field.annotation)]


def sections_of(field: FieldInfo) -> list[type[Section]]:
    """The sections that a field may hold, itself, in a list or by name."""
    from generator.proposal.section import Section

    found = [part for part in parts_of_field(field) if isinstance(part, type)]
    return [part for part in dict.fromkeys(found) if issubclass(part, Section)]


def held_by(field: FieldInfo) -> str:
    """What comes behind the field's name in the place of a section that it holds."""
    origins = {get_origin(part) for part in parts_of(field.annotation)} - {Annotated}
    return ITEM if list in origins else ENTRY if dict in origins else ""


def places_below(section: type[Section], path: str = "") -> Iterator[tuple[type[Section], str]]:
    """Each section of a file, in its order, and where it stands."""
    for name in section.field_names():
        field = section.model_fields[name]
        place = f"{path}{name}{held_by(field)}"
        for part in sections_of(field):
            yield part, place
            yield from places_below(part, f"{place}.")


@cache
def homes_in(file: type[Section]) -> Mapping[str, list[str]]:
    """The places of the sections that have a field, by its name; with the kind where those of another kind do not."""
    at: dict[str, list[type[Section]]] = {}
    homes: dict[str, dict[str, None]] = {}
    for section, place in places_below(file):
        at.setdefault(place, []).append(section)
    for place, sections in at.items():
        for section in sections:
            for name in section.field_names():
                everywhere = all(name in other.field_names() for other in sections)
                home = place if everywhere else f"{place} (kind: {_kind_of(section)})"
                homes.setdefault(name, {})[home] = None
    return {
        name: sorted(places, key=lambda place: place.count(".")) for name, places in homes.items()
    }


def _kind_of(section: type[Section]) -> str:
    """The word that tells it from the others at its place."""
    words = (get_args(part) for part in parts_of(section.model_fields["kind"].annotation))
    return next(str(word) for found in words for word in found)


def is_at(place: str, path: str) -> bool:
    """Whether a path of a file is such a place."""
    steps, parts = place.partition(" ")[0].split("."), path.split(".")
    same = (
        step in (part, ENTRY[1:]) or part.isdecimal()
        for step, part in zip(steps, parts, strict=False)
    )
    return len(steps) == len(parts) and all(same)
