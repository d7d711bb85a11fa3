"""Turns a tree with faults into the rest of it, in which what is wrong between other parts can still be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.proposal.nodes import MappingNode, Node, SequenceNode

# The parts of a file from which nothing elsewhere in it follows.
APART = (
    *("background", "plan", "indirect_benefits", "risks", "timeline", "approval", "request"),
    *("attachments", "history", "previous", "style"),
)
# That of them whose numbers a scenario may name.
WITH_NUMBERS = "approval"
# Of these it is known that no number, and nothing else that another part may name, stands in them.
UNNAMED = frozenset(APART) - {WITH_NUMBERS}
# The lists of lines, each of which is one of many.
LINES = ("capex", "opex", "benefits")


def rest_of(root: MappingNode, faults: Iterable[Sequence[str]]) -> MappingNode | None:
    """The tree without the parts in which faults stand; None where what is left may need one of these."""
    dropped = [_part(root, where) for where in faults]
    if any(part is None for part in dropped):
        return None
    return _without(root, {id(part) for part in dropped})


def are_without_numbers(faults: Iterable[Sequence[str]]) -> bool:
    """Whether no number, and nothing else that another part may name, is lost with the parts in which faults stand."""
    return all(where[0] in UNNAMED for where in faults)


def _part(root: MappingNode, where: Sequence[str]) -> Node | None:
    """The part of the tree in which a location is; a step that names a union's branch is skipped."""
    if where and where[0] in APART:
        return root.get(where[0])
    node: Node = root
    name = ""
    for step in where:
        if isinstance(node, MappingNode) and step in node:
            node, name = node[step], step
        elif isinstance(node, SequenceNode) and step.isdecimal() and int(step) < len(node):
            return node[int(step)] if name in LINES else None
    return None


def _without(root: MappingNode, dropped: set[int]) -> MappingNode:
    kept = MappingNode(root.place, root.mark)
    kept.key_marks = root.key_marks
    for name, node in root.items():
        if id(node) not in dropped:
            kept[name] = _kept(node, dropped)
    return kept


def _kept(node: Node, dropped: set[int]) -> Node:
    if isinstance(node, MappingNode):
        return _without(node, dropped)
    if not isinstance(node, SequenceNode):
        return node
    items = SequenceNode(node.place, node.mark)
    items.extend(_kept(item, dropped) for item in node if id(item) not in dropped)
    return items
