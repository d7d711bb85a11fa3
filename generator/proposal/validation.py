"""Turns the nodes of a file into a validated Proposal, or every problem at once, each at its line and column."""

from __future__ import annotations

from collections.abc import Sequence as Items
from typing import TYPE_CHECKING, Any

from generator.proposal.fields import Context, Facts
from generator.proposal.nodes import Mapping, Node, Sequence
from generator.proposal.problems import Mark, Problem, ProblemList, nearest

if TYPE_CHECKING:
    from generator.proposal.models.proposal import Proposal


def validate(root: Mapping, facts: Facts) -> Proposal:
    """The proposal that a file describes. Raises ProblemList with all that is wrong in it."""
    from pydantic import ValidationError

    from generator.proposal.models.proposal import Proposal

    context = Context(facts)
    try:
        proposal = Proposal.model_validate(root, context=context)
    except ValidationError as error:
        found = [_problem(detail, root) for detail in error.errors(include_url=False)]
        raise ProblemList([*context.problems, *found]) from None
    if context.problems:
        raise ProblemList(context.problems)
    return proposal


def mark_of(root: Mapping, path: str) -> Mark:
    """Where a field is written, or the nearest field above it that is."""
    return _place(*_find(root, path.split(".")))


def _problem(detail: Any, root: Mapping) -> Problem:
    where = [str(step) for step in detail["loc"]]
    kind = detail["type"]
    if kind == "missing":
        parent, _ = _find(root, where[:-1])
        fix = f"add '{where[-1]}: …' here"
        return Problem("E012", parent.mark, f"required field '{where[-1]}' is missing", fix)
    node, key_mark = _find(root, where)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_kind(detail, node)
    context = detail.get("ctx", {})
    if kind.startswith("E"):
        mark = context["mark"] or _place(node, key_mark)
        return Problem(kind, mark, context["message"], context["fix"])
    needed = {
        "list_type": "a list: lines that start with '- '",
        "dict_type": "a mapping: lines of 'name: value'",
    }
    fix = f"write {needed[kind]}" if kind in needed else ""
    return Problem("E013", _place(node, key_mark), "the wrong kind of value stands here", fix)


def _place(node: Node, key_mark: Mark | None) -> Mark:
    return key_mark if key_mark is not None and isinstance(node, Mapping | Sequence) else node.mark


def _unknown_kind(detail: Any, node: Node) -> Problem:
    tags = detail["ctx"]["expected_tags"].replace("'", "").split(", ")
    kind = node["kind"] if isinstance(node, Mapping) else node
    close = nearest(str(kind), tags)
    hint = f"did you mean '{close[0]}'? " if close else ""
    return Problem(
        "E015", kind.mark, f"unknown kind of option '{kind}'", f"{hint}allowed: {', '.join(tags)}"
    )


def _find(root: Mapping, where: Items[str]) -> tuple[Node, Mark | None]:
    """The node at a location, or the nearest above it; a step that names a union's branch is skipped."""
    node: Node = root
    key_mark: Mark | None = None
    for step in where:
        if isinstance(node, Mapping) and step in node:
            key_mark = node.key_marks.get(step)
            node = node[step]
        elif isinstance(node, Sequence) and step.isdigit() and int(step) < len(node):
            key_mark = None
            node = node[int(step)]
    return node, key_mark
