"""Turns the nodes of a file into a validated Proposal, or every problem at once, each at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from generator.figures.key import Key
from generator.proposal.apart import are_without_numbers, rest_of
from generator.proposal.characters import shortened
from generator.proposal.context import Context, Facts, belongs, described, place_of
from generator.proposal.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.proposal.places import sections_of
from generator.proposal.problems import Mark, Problem, ProblemList, choices_for
from generator.wording.saying import all_of, quoted, said

if TYPE_CHECKING:
    from generator.proposal.models.proposal import Proposal
    from generator.proposal.section import Section

Model = TypeVar("Model", bound="Section")

# The codes of what may be said of a rest only because it lacks something.
OF_WHAT_IS_NOT_THERE = ("E012", "E016", "E018")
# What pydantic's own errors mean here: what is needed, and how to write it.
NEEDED = {
    "list_type": (
        said("a list is needed here"),
        said("write each item on a line of its own, behind '- '"),
    ),
    "dict_type": (
        said("named entries are needed here"),
        said("write each entry as 'name:', without '- '"),
    ),
}


@dataclass(frozen=True)
class Found:
    """What stands at a place of the file: the node, its name there, and the mark to point at."""

    node: Node
    name: str
    mark: Mark

    def problem(self, code: str, message: str, fix: str, mark: Mark | None = None) -> Problem:
        """A problem of it; one of a value that no line holds (`--set`) names the field."""
        mark = mark or self.mark
        named = (
            said("{path}: {message}", path=self.node.path, message=message)
            if mark.line == 0 and self.node.path
            else message
        )
        return Problem(code, mark, named, fix)


def validate(root: MappingNode, facts: Facts) -> Proposal:
    """The proposal that a file describes. Raises ProblemList with all that is wrong in it."""
    from generator.proposal.models.proposal import Proposal

    return validated(Proposal, root, facts)


def validated(model: type[Model], root: MappingNode, facts: Facts) -> Model:
    """A file read as a model. Raises ProblemList with all that is wrong in it."""
    from pydantic import ValidationError

    context = Context(facts)
    report, errors = Report(root, context), []
    others: Iterator[Problem] = iter(())
    try:
        section = model.model_validate(root, context=context)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        others = _between_others(model, root, facts, errors)
    problems = [*context.problems, *report.problems(errors), *report.misfits()]
    if problems:
        raise ProblemList(dict.fromkeys([*problems, *others]))
    return section


def _between_others(
    model: type[Section], root: MappingNode, facts: Facts, errors: Sequence[Any]
) -> Iterator[Problem]:
    """What is wrong between the parts of a file in which no error stands: it is looked for where all are read."""
    from pydantic import ValidationError

    faults = [list(map(str, error["loc"])) for error in errors]
    rest = rest_of(root, faults)
    if rest is None:
        return
    context = Context(facts)
    with suppress(ValidationError):
        model.model_validate(rest, context=context)
    unsure = () if are_without_numbers(faults) else OF_WHAT_IS_NOT_THERE
    yield from (found for found in context.problems if found.code not in unsure)
    yield from Report(root, context).misfits()


def mark_of(root: MappingNode, path: str) -> Mark:
    """Where a field of a valid file is written, or the nearest field above it that is."""
    return _find(root, path.split("."), {}).mark


def is_written(root: MappingNode, path: str) -> bool:
    """Whether a single value stands at a path of a valid file, or stands there for the section of the field."""
    return isinstance(_find(root, path.split("."), {}).node, Scalar)


class Report:
    """Puts the errors of validation into the words of the file, each at its place."""

    def __init__(self, root: MappingNode, context: Context) -> None:
        self._root = root
        self._context = context

    def problems(self, errors: Sequence[Any]) -> Iterator[Problem]:
        """One problem for each error; the missing fields of one section stand together."""
        missing: dict[tuple[str, ...], list[str]] = {}
        for error in errors:
            where = tuple(map(str, error["loc"]))
            if error["type"] == "missing":
                missing.setdefault(where[:-1], []).append(where[-1])
            else:
                yield self._problem(error["type"], error.get("ctx", {}), where)
        for where, names in missing.items():
            yield self._missing(self._find(where), names)

    def misfits(self) -> Iterator[Problem]:
        """One problem for each fault between the fields of a section."""
        for path, fault in self._context.misfits:
            yield self._problem(fault.type, fault.context or {}, list(map(str, path.parts)))

    def _missing(self, section: Found, fields: Sequence[str]) -> Problem:
        """Fields that are missing; one that a name beside it would state is asked for by that name."""
        paths = {field: section.node.path / field for field in fields}
        asked = (self._context.bringers.get(path, field) for field, path in paths.items())
        names = list(dict.fromkeys(asked))
        shown = [quoted(name) for name in names]
        message = said("required field {name} is missing", name=shown[0])
        if len(names) > 1:
            message = said("required fields {names} are missing", names=all_of(shown))
        fix = said("add {fields}", fields=all_of([f"{name}: …" for name in names]))
        return section.problem("E012", message, fix)

    def _problem(self, kind: str, details: dict[str, Any], where: Sequence[str]) -> Problem:
        found = self._find([*where, *details.get("field", "").split(".")])
        if kind == "union_tag_invalid":
            found = self._find([*where, "kind"])
            kind, message, fix = _unknown_kind(found.node, details["expected_tags"])
        elif kind == "too_short":
            kind, message, fix = "E013", said("the list is empty"), NEEDED["list_type"][1]
        elif kind in NEEDED:
            message, fix = NEEDED[kind]
            what = described(found.node)
            kind, message = "E013", said("{message}, not {what}", message=message, what=what)
        else:
            message, fix = details["message"], details["fix"]
        if kind == "E013":
            fix = self._where_it_belongs(found.node) or fix
        if isinstance(found.node, Scalar) and found.node.empty:
            return self._no_value(found, fix)
        if kind == "E010" and isinstance(found.node, Scalar):
            fix = self._where_a_word_belongs(found.node) or fix
        return found.problem(kind, message, fix, details.get("mark"))

    def _where_a_word_belongs(self, word: Scalar) -> str:
        """Of a word where a number is needed: the section above where a field of this name may be that word."""
        path = word.path
        name, text = str(path.name), str(word)
        home = self._context.above(path.above, lambda section: section.may_be(name, text))
        if home is None:
            return ""
        place = place_of(home)
        return said(
            "'{name}: {text}' belongs {place}: move it there", name=name, text=text, place=place
        )

    def _where_it_belongs(self, node: Node) -> str:
        """Of an entry of the wrong shape, or of a field that stands for a list: the section above that has one."""
        path, names = node.path, [str(node.path.name)] if node.path else []
        section = self._context.sections.get(path.above)
        if section is not None:
            items = (
                sections_of(section.model_fields[names[0]])
                if names[0] in section.model_fields
                else []
            )
            known = {name for item in items for name in item.field_names()}
            names = (
                [name for name in node if name not in known]
                if isinstance(node, MappingNode)
                else []
            )
        for name in names:
            if (home := self._context.home_of(name, path)) is not None:
                return belongs(name, home)
        return ""

    def _no_value(self, found: Found, fix: str) -> Problem:
        if not found.name:
            return found.problem(
                "E013",
                said("nothing stands behind this '-'"),
                said("{fix}; or delete the '-'", fix=fix),
            )
        if found.node.path in self._context.optional:
            fix = said("{fix}; or delete '{name}:'", fix=fix, name=found.name)
        return found.problem("E013", said("'{name}' has no value", name=found.name), fix)

    def _find(self, where: Sequence[str]) -> Found:
        return _find(self._root, where, self._context.misspelt)


def _find(root: MappingNode, where: Sequence[str], misspelt: Mapping[Key, str]) -> Found:
    """What stands at a location, or the nearest above it; a step that names a union's branch is skipped."""
    found = Found(root, "", root.mark)
    for step in where:
        found = _below(found, step, misspelt)
    return found


def _below(found: Found, step: str, misspelt: Mapping[Key, str]) -> Found:
    node = found.node
    if isinstance(node, SequenceNode) and step.isdecimal() and int(step) < len(node):
        item = node[int(step)]
        return Found(item, "", item.mark)
    if isinstance(node, MappingNode):
        name = misspelt.get(node.path / step, step)
        if name in node:
            child = node[name]
            # Nothing shows of an empty value but its name, unless it comes from outside the file.
            is_told = isinstance(child, Scalar) and not (child.empty and child.mark.line)
            return Found(child, name, child.mark if is_told else node.key_marks[name])
    return found


def _unknown_kind(node: Node, expected_tags: str) -> tuple[str, str, str]:
    kinds = expected_tags.replace("'", "").split(", ")
    if not isinstance(node, Scalar):
        return (
            "E013",
            said("a single word is needed here, not {what}", what=described(node)),
            said("allowed: {choices}", choices=", ".join(kinds)),
        )
    message = said("unknown kind of option '{name}'", name=shortened(node))
    return "E015", message, choices_for(node, kinds)
