"""Turns an option whose backup states no size into one that says what it follows: its models, else its cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.proposal.catalogue_names import stated_outright
from generator.proposal.context import Facts
from generator.proposal.entries import bring_entry
from generator.proposal.nodes import MappingNode, Node, SequenceNode
from generator.proposal.problems import Problem
from generator.wording.saying import said

MEMORY = {"memory_gb": "GB"}


def bring_memory(values: dict[str, Any], facts: Facts) -> None:
    """Where a backup follows the cards, each of them brings its memory."""
    lines = values.get("opex")
    if not isinstance(lines, SequenceNode) or not any(_following(values)):
        return
    told = SequenceNode(lines.place, lines.mark)
    told.extend(_with_memory(line, facts) for line in lines)
    values["opex"] = told


def copies_faults(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Nothing says what is kept: there is no size, no model, and no card whose memory is known."""
    cards = [line["power"] for line in _lines(values) if "power" in line]
    if cards and all("memory_gb" in card for card in cards if isinstance(card, MappingNode)):
        return
    for line in _following(values):
        mark = line.key_marks.get("backup", line.mark)
        message = said("a backup follows the models or the cards, and neither is known")
        fix = said("add gigabytes: …, serving: {{…}}, or power: {{gpu: …}}")
        yield Problem("E012", mark, message, fix)


def _following(values: Mapping[str, Any]) -> Iterator[MappingNode]:
    """The lines of a backup that follows the cards, as no size is stated and no model is known."""
    for line in _lines(values):
        backup = line.get("backup")
        untold = isinstance(backup, MappingNode) and "gigabytes" not in backup
        if untold and "serving" not in values:
            yield line


def _lines(values: Mapping[str, Any]) -> Iterator[MappingNode]:
    lines = values.get("opex")
    if isinstance(lines, SequenceNode):
        yield from (line for line in lines if isinstance(line, MappingNode))


def _with_memory(line: Node, facts: Facts) -> Node:
    power = line.get("power") if isinstance(line, MappingNode) else None
    if not isinstance(line, MappingNode) or not isinstance(power, MappingNode):
        return line
    told, card = _copied(line), _copied(power)
    stated_outright(card, facts, "gpu", "tdp" in card)
    bring_entry(card, power, facts, "gpu", card.get("gpu"), MEMORY)
    told["power"] = card
    return told


def _copied(node: MappingNode) -> MappingNode:
    copy = MappingNode(node.place, node.mark)
    copy.update(node)
    copy.key_marks = node.key_marks
    return copy
