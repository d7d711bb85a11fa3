"""What validation carries along: the data to fill gaps from, and what was found wrong so far."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from generator.figures.figure import Source
from generator.figures.key import Key
from generator.proposal.calendar_month import CalendarMonth
from generator.proposal.characters import shortened
from generator.proposal.nodes import ROOT, MappingNode, Node, SequenceNode
from generator.proposal.places import homes_in, is_at
from generator.proposal.problems import (
    MOST_ALLOWED,
    MOST_HINTS,
    SET,
    Mark,
    Problem,
    nearest,
    some_of,
)
from generator.wording.saying import any_of, quoted, said

if TYPE_CHECKING:
    from generator.proposal.section import Section

# Kind of an entry → its name → its fields, each with value and source.
Entries = Mapping[str, Mapping[str, Mapping[str, tuple[float, Source]]]]
# How like a field an unknown name must be to be that field misspelt, where fields elsewhere have this name.
HARDLY_ANOTHER = 0.8
# Of a machine each part with its numbers.
Parts = list[tuple[str, dict[str, tuple[float, Source]]]]


class Facts(Protocol):
    """What a proposal may leave to our dated data; the caller brings it as the validation context."""

    def default(self, name: str) -> tuple[float, Source] | None:
        """The default of a field and where it comes from; None where there is none in the proposal's currency."""

    def names(self, kind: str) -> list[str]:
        """All names of a kind: "hardware", "gpu", "model", "quantisation", "labour", "operations".

        May take long: for suggestions.
        """

    def entry(self, kind: str, name: str) -> Mapping[str, tuple[float, Source]]:
        """The numbers of a catalogue entry, by field. Raises KeyError for a name that it does not have."""

    def model_prices(self, provider: str | None, model: str) -> Mapping[str, tuple[float, Source]]:
        """The list prices of a cloud model in USD per million tokens, by field, as far as they are published.

        Raises KeyError for an unknown one.
        """

    def days(self) -> list[datetime.date]:
        """The days of which our lists are, the first one first: of an earlier day they tell nothing."""

    def providers(self) -> list[str]:
        """The providers whose list prices are known."""

    def cloud_models(self, provider: str | None) -> list[str]:
        """The models of a known provider, or of all of them."""

    def extended(self, entries: Entries, parts: Mapping[str, Parts]) -> Self:
        """These facts with more entries, which win over those of the same name."""

    def kind_of_request(self, name: str) -> tuple[int, str, str] | None:
        """The complexity from 1 to 4, the fitting quantisation and the next best of a common task; None for an unknown
        one. The last may be empty.
        """

    def names_of_kinds(self, complexity: int) -> list[str]:
        """Every name of the common tasks of a complexity, in small letters."""

    def suits(self, machine: str) -> str | None:
        """What a machine of the catalogue is for, in a few words; None where nobody says so."""

    def materials(self, machine: str) -> Parts:
        """The parts of a machine of the catalogue: what each is, its `unit_price`, and its `quantity` unless it is one.

        None of one that it lacks, or whose prices are in another currency.
        """

    def quality(self, model: str) -> str | None:
        """How good a model is, as a word of our scale; None where nobody rated it."""

    def models_by_complexity(self) -> Mapping[str, str]:
        """The names of the models for requests of each complexity, by the fields of `TaskModels`."""

    def tasks(self, name: str) -> list[tuple[str, float, Source]]:
        """The tasks of a labour list: what is done, person-days, where from."""

    def duties(self, name: str) -> list[tuple[str, dict[str, tuple[float, Source]]]]:
        """The tasks of an operations list: what is done, and `hours` or the amount `monthly` of a month.

        Neither where the amount is not known in the proposal's currency.
        """


@dataclass
class Context:
    """The facts, and what was seen of one input.

    problems: those that need not stop the reading of a section. misspelt: the path of a field as it was probably
    meant, where that can be told → its name as written. optional: the paths of fields that may be left out.
    bringers: the path of a field → the name beside it that would state it, where that is not given. first_month: of
    the horizon, where it has a name. sections: the models of those that were read, by their paths. misfits: what is
    wrong between the fields of one that was read, with its path.
    """

    facts: Facts
    problems: list[Problem] = field(default_factory=list)
    misspelt: dict[Key, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    bringers: dict[str, str] = field(default_factory=dict)
    first_month: CalendarMonth | None = None
    sections: dict[str, type[Section]] = field(default_factory=dict)
    misfits: list[tuple[Key, PydanticCustomError]] = field(default_factory=list)

    def is_of_misspelt(self, pattern: str) -> bool:
        """Whether a number that somebody names may stand in what is misspelt, or be it."""
        steps = pattern.split(".")
        return any(
            name in steps or path.name in steps or (path.name == name and not path.above)
            for path, name in self.misspelt.items()
        )

    def above(self, path: Key, fits: Callable[[type[Section]], bool]) -> Key | None:
        """The nearest section above a place that fits, by its path."""
        while path:
            path = path.above
            section = self.sections.get(path)
            if section is not None and fits(section):
                return path
        return None

    def home_of(self, name: str, path: Key) -> Key | None:
        """The nearest section that has a field of this name: one of a section's own, or one above or of those."""
        section = self.sections.get(path)
        if section is not None and (below := section.part_with(name)) is not None:
            return path / below
        above = self.above(path, lambda section: section.has(name))
        if above is None:
            return None
        part = self.sections[above].part_with(name)
        return above if part is None else above / part

    def homes_of(self, name: str, path: Key) -> list[str]:
        """Where in the file a field of this name may stand that a section lacks; another kind of the section alone."""
        file = self.sections.get(ROOT)
        if file is None or path not in self.sections:
            return []
        homes = homes_in(file).get(name, [])
        return [home for home in homes if is_at(home, path)] or homes


def context_of(info: ValidationInfo) -> Context:
    """The context that `validation` passed in."""
    context = info.context
    assert isinstance(context, Context)
    return context


def problem(
    code: str, message: str, fix: str = "", at: Node | Mark | None = None, field: str = ""
) -> PydanticCustomError:
    """An error that `validation` turns into a Problem: at a node, at a field of the section, or where it is raised."""
    mark = at if at is None or isinstance(at, Mark) else at.mark
    details = {"message": message, "fix": fix, "mark": mark, "field": field}
    return PydanticCustomError(code, "{message}", details)


def meant_by(name: str, node: MappingNode, allowed: Iterable[str]) -> str:
    """The field that an unknown name was probably meant to be, among those that are not given; or empty."""
    return next(iter(nearest(name, [field for field in allowed if field not in node])), "")


def unknown_field(
    name: str, node: MappingNode, allowed: Sequence[str], context: Context
) -> tuple[Problem, str]:
    """What to say of a name that no field has here, and the field that it was probably meant to be, or empty."""
    home, shown, meant = context.home_of(name, node.path), shortened(name), ""
    homes = (
        [] if nearest(name, allowed, likeness=HARDLY_ANOTHER) else context.homes_of(name, node.path)
    )
    # A `price` is the `unit_price`, wherever else one may stand.
    nouns = [field for field in allowed if field.endswith(f"_{name}")]
    is_set = node.key_marks[name] == SET
    if is_set and (near := nearest(name, allowed, likeness=HARDLY_ANOTHER)):
        # Whoever sets a value means the field that is there.
        fix = said("did you mean '{meant}'?", meant=near[0])
    elif home is not None:
        fix = said("write {key}=…", key=home / name) if is_set else belongs(name, home)
    elif homes and len(nouns) == 1 and nouns[0] in node:
        fix = said("'{meant}' is there already: delete one of the two", meant=nouns[0])
    elif homes and len(nouns) == 1:
        meant = nouns[0]
        fix = said("did you mean '{meant}'?", meant=meant)
    elif homes:
        places = any_of([quoted(place) for place in homes[:MOST_HINTS]])
        fix = said("'{name}' belongs to {places}", name=shown, places=places)
        if len(allowed) <= MOST_ALLOWED:
            fix = said("{fix}; allowed here: {choices}", fix=fix, choices=some_of(allowed))
    elif meant := meant_by(name, node, allowed):
        fix = said("did you mean '{meant}'?", meant=meant)
    elif beside := nearest(name, [field for field in allowed if field in node]):
        fix = said("'{meant}' is there already: delete one of the two", meant=beside[0])
        if is_set:
            fix = said("did you mean '{meant}'?", meant=beside[0])
    else:
        fix = said("allowed: {choices}", choices=some_of(allowed))
    message = said("unknown field '{name}'", name=shown)
    return Problem("E014", node.key_marks[name], message, fix), meant


def belongs(name: str, home: Key) -> str:
    """What to do with what stands elsewhere than in its section."""
    shown = shortened(name)
    return said("'{name}' belongs {place}: move it there", name=shown, place=place_of(home))


def place_of(path: Key) -> str:
    """Where a section stands, in words."""
    return said("to '{path}'", path=path) if path else said("to the top of the file")


def described(node: Node) -> str:
    """What stands at a place, in a word."""
    if isinstance(node, MappingNode):
        return said("a group of fields")
    return said("a list") if isinstance(node, SequenceNode) else said("a single value")
