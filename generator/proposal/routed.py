"""Turns the rules of routing that a file states into those that a log is asked by, and what it counts into the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.proposal.nodes import MappingNode, Place, Scalar

if TYPE_CHECKING:
    from generator.evidence.findings import Findings
    from generator.evidence.tiers import Rules
    from generator.proposal.context import Facts
    from generator.proposal.models.routing_history import RoutingHistory

# What both sections have in common; the first says nothing of logs.
SHARED = ("optimisations", "routing")
HISTORY = ("evidence", "routing")
COUNTED = "counted"
BY_TIER = ("requests", "input_tokens", "output_tokens")


def with_shared_rules(history: MappingNode, shared: MappingNode) -> MappingNode:
    """The section of the history with the rules and prices that the other one states and it does not."""
    from generator.proposal.models.optimisations import Routing

    whole = copy_of(history)
    for name in Routing.field_names():
        node = shared.get(name)
        if isinstance(node, Scalar) and name not in whole:
            whole[name] = Scalar(node, Place(history.place, name), node.mark, node.plain)
            whole.key_marks[name] = shared.key_marks.get(name, node.mark)
    return whole


def rules_of(history: RoutingHistory | None, facts: Facts) -> Rules | None:
    """What the log is asked by."""
    from generator.evidence.tiers import SIMPLE, Rules

    if history is None:
        return None
    names = [name.lower() for name in history.simple_tasks] or facts.names_of_kinds(SIMPLE)
    return Rules(
        urgent_tokens=history.urgent_tokens.value,
        simple_tokens=history.simple_tokens.value,
        standard_tokens=history.standard_tokens.value,
        complex_tokens=history.complex_tokens.value,
        simple_names=tuple(names),
        slow_seconds=history.slow_seconds,
    )


def counted_of(findings: Findings, history: MappingNode, language: str) -> MappingNode:
    """What the log counts, as the file would state it."""
    from generator.evidence.findings import words

    about = {
        "source": f"{findings.source(language)} · {words(language)['rules']['routed']}",
        "date": findings.last,
    }

    def number(parent: MappingNode, name: str, count: int) -> None:
        stated = _child(parent, name)
        for field, text in ({"value": str(count)} | about).items():
            stated[field] = Scalar(text, Place(stated.place, field), history.mark, plain=False)
            stated.key_marks[field] = history.mark

    counted = MappingNode(Place(history.place, COUNTED), history.mark)
    for name, counts in findings.tiers.items():
        tier = _child(counted, name)
        for field in BY_TIER:
            number(tier, field, counts[field])
        if counts["escalated"]:
            number(tier, "escalated", counts["escalated"])
    for name, count in _overall(findings):
        number(counted, name, count)
    return counted


def copy_of(mapping: MappingNode) -> MappingNode:
    """Another mapping of the same nodes."""
    copied = MappingNode(mapping.place, mapping.mark)
    copied.update(mapping)
    copied.key_marks = dict(mapping.key_marks)
    return copied


def _child(parent: MappingNode, name: str) -> MappingNode:
    child = MappingNode(Place(parent.place, name), parent.mark)
    parent[name], parent.key_marks[name] = child, parent.mark
    return child


def _overall(findings: Findings) -> Iterator[tuple[str, int]]:
    for name in ("urgent", "slow"):
        if count := sum(tier[name] for tier in findings.tiers.values()):
            yield name, count
