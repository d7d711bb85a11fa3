"""Turns the text of a YAML file into the same text with one number changed or added: every other byte stays as it was.

The places are those that the parser itself reports; nothing is dumped anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from generator.proposal.parsing import LOADER
from generator.wording.saying import said

PLAIN_NAME = re.compile(r"[^\W\d][\w-]*")
# A name that may stand between braces as it is written.
PLAIN_WORD = re.compile(r"[\w.%/-]+(?::[\w.%/-]+)*|\"[^\"]*\"|'[^']*'")
BLOCK_TEXTS = ("|", ">")


class CannotWrite(ValueError):
    """The number has no place that could be changed alone; the message says why, or what to write by hand."""


@dataclass(frozen=True)
class Found:
    """The deepest node on the way along a path: its own path, the steps that the file does not have below it."""

    node: yaml.Node
    path: tuple[str, ...]
    rest: tuple[str, ...]


def with_changed_number(text: str, path: str, typed: str, new: str) -> str:
    """Write `new` in the place of the number at a path, which the file states as `typed`. Raises CannotWrite.

    A number may stand in the field `value` of a mapping, or alone in the place of a section.
    """
    root = _compose(text)
    found = _find(root, path)
    node: yaml.Node = _field(found.node, "value") or found.node
    if sum(other is node for other in _every(root)) > 1:
        message = said(
            "line {line} states it for several fields by an alias", line=node.start_mark.line + 1
        )
        raise CannotWrite(
            said("{message}: change {path} to {new} by hand", message=message, path=path, new=new)
        )
    start, end = node.start_mark.index, node.end_mark.index
    at = text.rfind(typed, start, end) if isinstance(node, yaml.ScalarNode) else -1
    if at < 0:
        raise CannotWrite(
            said(
                "its place in the file is not clear: change {path} to {new} by hand",
                path=path,
                new=new,
            )
        )
    return text[:at] + new + text[at + len(typed) :]


def with_added_number(text: str, path: str, new: str, stands_for: Callable[[str], str]) -> str:
    """Write a number that the file has left out into the mapping where it belongs. Raises CannotWrite.

    stands_for: the field that a name in the place of a section gives, by the section's path; empty where none can.
    """
    root = _compose(text)
    found = _find(root, path)
    line = found.node.start_mark.line + 1
    by_hand = CannotWrite(
        said(
            "what stands in line {line} has no place for it: add {path}: {new} by hand",
            line=line,
            path=path,
            new=new,
        )
    )
    if sum(other is found.node for other in _every(root)) > 1:
        raise by_hand
    if isinstance(found.node, yaml.MappingNode):
        if found.node.flow_style:
            return _added_between_braces(text, found.node, _entry(found.rest, new))
        return _added_line(text, found.node, _entry(found.rest, new), by_hand)
    start, end = found.node.start_mark.index, found.node.end_mark.index
    name, field = text[start:end], stands_for(".".join(found.path))
    if not field or len(found.rest) != 1 or not PLAIN_WORD.fullmatch(name):
        raise by_hand
    return f"{text[:start]}{{{field}: {name}, {_entry(found.rest, new)}}}{text[end:]}"


def _compose(text: str) -> yaml.Node:
    """The tree with places; the text has been read without a problem before."""
    root = yaml.compose(text, Loader=LOADER)
    assert root is not None
    return root


def _every(node: yaml.Node) -> Iterator[yaml.Node]:
    """Every node, as often as the file and its aliases show it."""
    yield node
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _every(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _every(item)


def _find(root: yaml.Node, path: str) -> Found:
    found = Found(root, (), tuple(path.split(".")))
    while found.rest:
        deeper = _step(found)
        if deeper is None:
            return found
        found = deeper
    return found


def _step(found: Found) -> Found | None:
    """One node deeper, along the longest name that the file has: names may hold dots."""
    if isinstance(found.node, yaml.SequenceNode):
        index = int(found.rest[0]) if found.rest[0].isdecimal() else len(found.node.value)
        if index >= len(found.node.value):
            return None
        return Found(found.node.value[index], (*found.path, found.rest[0]), found.rest[1:])
    for count in range(len(found.rest), 0, -1):
        child = _field(found.node, ".".join(found.rest[:count]))
        if child is not None:
            return Found(child, (*found.path, *found.rest[:count]), found.rest[count:])
    return None


def _field(node: yaml.Node, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _entry(steps: Sequence[str], new: str) -> str:
    """`rate: 1600`, or `horizon: {discount_rate: 9%}` where the section is not there either."""
    name, *rest = steps
    quoted = name if PLAIN_NAME.fullmatch(name) else f'"{name}"'
    return f"{quoted}: {{{_entry(rest, new)}}}" if rest else f"{quoted}: {new}"


def _added_between_braces(text: str, node: yaml.MappingNode, entry: str) -> str:
    if not node.value:
        at = node.end_mark.index - 1
        return text[:at] + entry + text[at:]
    at = _end_of_last(node)
    return f"{text[:at]}, {entry}{text[at:]}"


def _end_of_last(node: yaml.MappingNode) -> int:
    """Where the last entry ends; an alias, whose value stands elsewhere, ends with the mapping."""
    key, value = node.value[-1]
    if key.end_mark.index <= value.start_mark.index < node.end_mark.index:
        return int(value.end_mark.index)
    return int(node.end_mark.index) - 1


def _added_line(text: str, node: yaml.MappingNode, entry: str, by_hand: CannotWrite) -> str:
    """Below the last entry, as far in as the others. Raises `by_hand` behind a text of many lines."""
    at = _last_character(node)
    if at is None:
        raise by_hand
    line_break = "\r\n" if "\r\n" in text else "\n"
    end = re.compile(r"\r?\n|\Z").search(text, at)
    assert end is not None
    indent = " " * int(node.value[0][0].start_mark.column)
    position = end.start()
    return f"{text[:position]}{line_break}{indent}{entry}{text[position:]}"


def _last_character(node: yaml.Node) -> int | None:
    """Behind the last thing that a node holds; None where the parser does not tell it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        key, value = last if isinstance(node, yaml.MappingNode) else (None, last)
        if key is not None and value.start_mark.index < key.end_mark.index:
            return int(key.end_mark.index)
        return _last_character(value)
    if isinstance(node, yaml.ScalarNode) and node.style in BLOCK_TEXTS:
        return None
    return int(node.end_mark.index)
