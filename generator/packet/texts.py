"""Turns a proposal into its texts, each with its place, and into the names of what its numbers measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.figures.figure import Figure, Source
from generator.proposal.limits import sections_of
from generator.proposal.models.proposal import Proposal
from generator.proposal.nodes import Scalar
from generator.proposal.section import Section

# What names a thing in tables, charts, bookmarks and the workbook alike; all other texts are prose.
NAMES = (
    *("title", "version", "name", "department", "contact"),
    *("item", "account", "cost_center", "funding", "task", "phase", "chosen", "organisation"),
)
SUBJECTS = ("item", "task", "name", "organisation")
# The one text that may have several paragraphs.
PARAGRAPHS = ("background.summary",)


def texts_of(proposal: Proposal) -> Iterator[Scalar]:
    """Every text that the input holds, in the order of the models, what is noted about numbers last."""
    for section in sections_of(proposal):
        for name in type(section).model_fields:
            yield from _scalars(getattr(section, name))
    yield from remarks_of(proposal)


def remarks_of(proposal: Proposal) -> Iterator[Scalar]:
    """What is noted about numbers: where one is from, how it was reckoned."""
    for section in sections_of(proposal):
        for name in type(section).model_fields:
            source = getattr(getattr(section, name), "source", None)
            if isinstance(source, Source) and isinstance(source.note, Scalar):
                yield source.note


def own_names_of(proposal: Proposal) -> Iterator[str]:
    """Names of the user's that are no texts: of scenarios, kinds of request, entries of a catalogue of their own."""
    for section in sections_of(proposal):
        for name in type(section).model_fields:
            value = getattr(section, name)
            yield from value if isinstance(value, dict) else ()
            if isinstance(value, str) and not isinstance(value, Scalar):
                yield value


def is_name(text: Scalar) -> bool:
    """Whether a text names something rather than tells something."""
    return text.path.name in NAMES


def subjects_of(proposal: Proposal) -> Mapping[str, str]:
    """The user's own name of what stands at a path: `options.on_premise.capex.0` → GPU 工作站; of points a number."""
    points = {
        point.path: f"{option.name} #{number}"
        for option in proposal.options.values()
        for number, point in enumerate(
            getattr(getattr(option, "serving", None), "measured", ()), start=1
        )
    }
    return points | {
        section.path: str(getattr(section, field))
        for section in sections_of(proposal)
        for field in SUBJECTS
        if field in type(section).model_fields and section.path
    }


def role_of(text: Scalar) -> str:
    """What a text is in a document: a "name", a "line" or "paragraphs"."""
    if text.path in PARAGRAPHS:
        return "paragraphs"
    return "name" if is_name(text) else "line"


def as_data(value: Any, write: Callable[[str, str], str]) -> Any:
    """A proposal as plain mappings, lists, counts and texts; figures are left out, as they are quoted by key.

    write: a text and its role → the text as a template may have it.
    """
    if isinstance(value, Section):
        fields = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {name: as_data(item, write) for name, item in fields if not isinstance(item, Figure)}
    if isinstance(value, Mapping):
        return {key: as_data(item, write) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item, write) for item in value]
    if isinstance(value, Scalar):
        return write(value, role_of(value))
    return value if isinstance(value, str | int | None) else str(value)


def _scalars(value: Any) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, Scalar):
                yield item
