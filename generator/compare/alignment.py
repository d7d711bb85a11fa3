"""Turns two trees of an input into one that holds both, and into the changes that lead from the old to the new one.

Any of the changes can be made without the others: `merged` gives the tree in which some of them are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.figures.key import Key, Part
from generator.proposal.nodes import MappingNode, Node, Place, Scalar, SequenceNode

# What people call an item of a list by.
NAMES = (
    "item",
    "name",
    "risk",
    "phase",
    "task",
    "indicator",
    "supplier",
    "version",
    "role",
    "title",
)
STATED = "value"


@dataclass(frozen=True, eq=False)
class Change:
    """One field, line or entry that differs. old, new: what stands there; None where nothing does.

    path: of its place in the new tree, for one that is gone in the old one.
    """

    path: Key
    old: Node | None
    new: Node | None


@dataclass(frozen=True, eq=False)
class Pair:
    """What stands at one place of both trees.

    name: its name there, in a list its place in the new one. change: where it differs as a whole. parts: where it
    differs, if at all, in these. before: its name or place in the old tree.
    """

    name: Part
    before: Part
    old: Node | None
    new: Node | None
    change: Change | None = None
    parts: tuple[Pair, ...] = ()

    @property
    def changes(self) -> Iterator[Change]:
        """All changes at or below it, in the order of the file."""
        if self.change is not None:
            yield self.change
        for part in self.parts:
            yield from part.changes


def aligned(old: Node | None, new: Node | None, place: Key, before: Part = "") -> Pair:
    """Both trees as one. Lines of a list belong together by their name, wherever they stand."""
    name = place.parts[-1] if place.parts else ""
    pair = Pair(name, before, old, new)
    if old is None or new is None or not _has_parts(old, new):
        same = old is not None and new is not None and plain(old) == plain(new)
        return pair if same else _with(pair, change=Change(place, old, new))
    if isinstance(old, MappingNode) and isinstance(new, MappingNode):
        names = _in_order(dict.fromkeys(old), dict.fromkeys(new))
        parts = [aligned(old.get(each), new.get(each), place / each, each) for each in names]
    else:
        assert isinstance(old, SequenceNode)
        assert isinstance(new, SequenceNode)
        parts = list(_items(old, new, place))
    return _with(pair, parts=tuple(parts))


def merged(pair: Pair, made: Collection[Change], place: Place | Key) -> Node | None:
    """The tree in which the changes that are `made` are made, and no others."""
    if not pair.parts:
        is_old = pair.change is not None and pair.change not in made
        node = pair.old if is_old else pair.new
        return None if node is None else _copied(node, place)
    if isinstance(pair.new, MappingNode):
        fields = MappingNode(place, pair.new.mark)
        marks = getattr(pair.old, "key_marks", {}) | pair.new.key_marks
        for part in pair.parts:
            node = merged(part, made, Place(place, part.name))
            if node is not None:
                fields[str(part.name)] = node
                fields.key_marks[str(part.name)] = marks.get(str(part.name), node.mark)
        return fields
    assert pair.new is not None
    items = SequenceNode(place, pair.new.mark)
    for part in pair.parts:
        node = merged(part, made, Place(place, len(items)))
        if node is not None:
            items.append(node)
    return items


def plain(node: Node) -> object:
    """What a node says, wherever it stands."""
    if isinstance(node, MappingNode):
        return {name: plain(value) for name, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, SequenceNode) else str(node)


def new_key(pair: Pair, key: Key) -> Key | None:
    """What a key of the old tree, or of a figure below it, is called in the new one; None where its line is gone."""
    parts: list[Part] = []
    rest = list(key.parts)
    while rest:
        found = next((each for each in pair.parts if each.before == rest[0]), None)
        if found is None:
            break
        if found.new is None:
            return None
        parts.append(found.name)
        pair, rest = found, rest[1:]
    return Key(*parts, *rest, about=key.about)


def _with(pair: Pair, change: Change | None = None, parts: tuple[Pair, ...] = ()) -> Pair:
    return Pair(pair.name, pair.before, pair.old, pair.new, change, parts)


def _has_parts(old: Node, new: Node) -> bool:
    """Whether two nodes can differ in parts: fields of both, or lines of both; never a list of plain values."""
    if isinstance(old, MappingNode) and isinstance(new, MappingNode):
        return bool(old) and bool(new) and (STATED in old) == (STATED in new)
    if isinstance(old, SequenceNode) and isinstance(new, SequenceNode):
        return (
            bool(old) and bool(new) and all(isinstance(each, MappingNode) for each in (*old, *new))
        )
    return False


def _in_order(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """The names of the new tree in its order, each that is gone behind what stood before it."""
    names = list(new)
    previous = -1
    for name in old:
        if name in new:
            previous = names.index(name)
        else:
            previous += 1
            names.insert(previous, name)
    return names


def _items(old: SequenceNode, new: SequenceNode, place: Key) -> Iterator[Pair]:
    """The lines of two lists, those of one name together; and a line that got another name alone."""
    before, after = _named(old), _named(new)
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    for name in come:
        nameless = _nameless(new[after[name]])
        same = next((each for each in gone if _nameless(old[before[each]]) == nameless), None)
        if same is not None:
            gone.remove(same)
            before = {name if key == same else key: index for key, index in before.items()}
    for name in _in_order(dict.fromkeys(before), dict.fromkeys(after)):
        was = old[before[name]] if name in before else None
        now = new[after[name]] if name in after else None
        index = after.get(name, before.get(name, 0))
        yield aligned(was, now, place / index, before.get(name, -1))


def _named(items: SequenceNode) -> dict[str, int]:
    """Where each item stands, by its name and how often that came before."""
    seen: Counter[str] = Counter()
    places = {}
    for index, item in enumerate(items):
        name = name_of(item)
        places[f"{name} {seen[name]}"] = index
        seen[name] += 1
    return places


def name_of(item: Node) -> str:
    """What people call an item of a list by; empty where it has no name."""
    fields = item if isinstance(item, MappingNode) else {}
    found = (fields[name] for name in NAMES if isinstance(fields.get(name), Scalar))
    return str(next(found, ""))


def _nameless(item: Node) -> object:
    fields = item if isinstance(item, MappingNode) else {}
    return {name: plain(value) for name, value in fields.items() if name not in NAMES}


def _copied(node: Node, place: Place | Key) -> Node:
    if isinstance(node, Scalar):
        return Scalar(node, place, node.mark, node.plain)
    if isinstance(node, MappingNode):
        fields = MappingNode(place, node.mark)
        fields.key_marks.update(node.key_marks)
        for name, value in node.items():
            fields[name] = _copied(value, Place(place, name))
        return fields
    items = SequenceNode(place, node.mark)
    for index, item in enumerate(node):
        items.append(_copied(item, Place(place, index)))
    return items
