"""Turns the tree of an input into the tree that states what one of its scenarios assumes, and has no scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.figures.key import Key, Part
from generator.proposal.assignments import HIGH, LOW, VALUE
from generator.proposal.limits import numbers_of
from generator.proposal.models.scenarios import BASE, applied
from generator.proposal.nodes import ROOT, MappingNode, Node, Place, Scalar, SequenceNode
from generator.proposal.problems import SET, Mark, Problem, ProblemList, nearest
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.figures.figure import Figure
    from generator.proposal.models.proposal import Proposal

OPTION = Mark("--scenario", 0, 0)


def in_scenario(root: MappingNode, proposal: Proposal, name: str) -> MappingNode:
    """The input as a scenario has it; its title says which. Raises ProblemList where there is no such scenario."""
    if unknown := unknown_scenario(name, list(proposal.scenarios)):
        raise ProblemList(unknown)
    numbers = numbers_of(proposal)
    for pattern, change in proposal.scenarios.get(name, {}).items():
        for number in applied(change, name, pattern, numbers).inputs:
            new = number.value * change.value if change.times else change.value
            root = with_number(root, number, new)
    return _alone(root, proposal, name)


def unknown_scenario(name: str, known: Sequence[str]) -> list[Problem]:
    """What is wrong with the name of a scenario, if anything. known: those that the input states."""
    if name in (BASE, *known):
        return []
    close = nearest(name, known)
    fix = (
        said("did you mean '{meant}'?", meant=close[0])
        if close
        else said("there are: {known}", known=", ".join((BASE, *known)))
    )
    return [Problem("E018", OPTION, said("there is no scenario '{name}'", name=name), fix)]


def with_number(root: MappingNode, number: Figure, value: float) -> MappingNode:
    """The tree in which a stated number is another; what lies beyond its range widens it."""
    source = number.source
    low, high = (None, None) if source is None else (source.low, source.high)
    said = {
        VALUE: value,
        LOW: None if low is None else min(low, value),
        HIGH: None if high is None else max(high, value),
    }
    texts = {name: f"{each:.15g}" for name, each in said.items() if each is not None}
    changed = _with(root, number.key.parts, texts, ROOT)
    assert isinstance(changed, MappingNode)
    return changed


def _alone(root: MappingNode, proposal: Proposal, name: str) -> MappingNode:
    """Without scenarios, which would change again what is changed; base is the file as it is."""
    if name == BASE:
        return root
    title = f"{proposal.proposal.title} ({name})"
    root = _field(root, ("proposal", "title"), Scalar(title, Key("proposal", "title"), SET))
    return _field(root, ("scenarios",), MappingNode(Key("scenarios"), SET))


def _field(root: MappingNode, steps: Sequence[str], node: Node) -> MappingNode:
    copy = _copy(root)
    name, *rest = steps
    below = root.get(name)
    copy[name] = _field(below, rest, node) if rest and isinstance(below, MappingNode) else node
    copy.key_marks.setdefault(name, SET)
    return copy


def _with(
    node: Node | None, parts: Sequence[Part], texts: Mapping[str, str], place: Place | Key
) -> Node:
    if not parts or (isinstance(node, Scalar) and not node.empty):
        # A single value may stand for the section that the number is the first of.
        return _stated(node, texts, place)
    name, rest = parts[0], parts[1:]
    if isinstance(node, SequenceNode):
        items = SequenceNode(node.place, node.mark)
        items.extend(node)
        items[int(name)] = _with(node[int(name)], rest, texts, Place(node.place, name))
        return items
    fields = _copy(node) if isinstance(node, MappingNode) else MappingNode(place, SET)
    fields[str(name)] = _with(fields.get(str(name)), rest, texts, Place(place, name))
    fields.key_marks.setdefault(str(name), SET)
    return fields


def _stated(node: Node | None, texts: Mapping[str, str], place: Place | Key) -> Node:
    ranged = isinstance(node, MappingNode) and VALUE in node
    if not ranged and len(texts) == 1:
        return Scalar(texts[VALUE], place, SET)
    fields = _copy(node) if isinstance(node, MappingNode) and ranged else MappingNode(place, SET)
    for name, text in texts.items():
        fields[name] = Scalar(text, Place(place, name), SET)
        fields.key_marks.setdefault(name, SET)
    return fields


def _copy(node: MappingNode) -> MappingNode:
    copy = MappingNode(node.place, node.mark)
    copy.update(node)
    copy.key_marks = dict(node.key_marks)
    return copy
