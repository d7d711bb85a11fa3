"""Tells whether a node of the tree can be the name of a field, and of one that cannot be, why."""

from __future__ import annotations

import re

from generator.proposal.characters import shortened
from generator.proposal.nodes import MappingNode, Node, Scalar
from generator.proposal.problems import Problem
from generator.wording.saying import said

EDGE_SPACES = re.compile(r"^[^\S\n]|[^\S\n]$")
# A name given twice: the first one counts. One with spaces around it: that without them.
GIVEN_TWICE = "E007"
SPACES_AROUND = "E004"
MERGE = "<<"


def name_problem(mapping: MappingNode, node: Node) -> Problem | None:
    """What keeps a node from being the name of a field."""
    if not isinstance(node, Scalar):
        fix = said("check its brackets; a text with brackets needs quotes")
        return Problem(
            "E009", node.mark, said("a list or mapping stands as the name of a field"), fix
        )
    name = shortened(node)
    if not node:
        return Problem("E009", node.mark, said("a field has no name"), said("write 'name: value'"))
    if node == MERGE and node.plain:
        fix = said("write the fields out, or repeat a whole value with '*name'")
        return Problem("E009", node.mark, said("merge keys ('<<') are not allowed"), fix)
    if EDGE_SPACES.search(node):
        fix = said("write '{name}:'; only ordinary spaces indent a line", name=name)
        return Problem(
            SPACES_AROUND,
            node.mark,
            said("this name begins or ends with a space, perhaps a full-width one"),
            fix,
        )
    if node in mapping:
        fix = said(
            "it is first given on line {line}: keep one of the two",
            line=mapping.key_marks[node].line,
        )
        return Problem(
            GIVEN_TWICE, node.mark, said("the field '{name}' is given twice", name=name), fix
        )
    return None


def meant_name(mapping: MappingNode, node: Scalar) -> str | None:
    """A name without the spaces around it, unless it is given already."""
    name = node.strip()
    return name if name and name not in mapping else None
