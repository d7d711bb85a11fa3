"""The tree that an input becomes: scalars, mappings and sequences that know where they stand.

Every scalar stays the text that was typed; what it means is decided by the field that takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

from generator.figures.key import Key, Part

if TYPE_CHECKING:
    from generator.proposal.problems import Mark

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
ROOT = Key()


@dataclass(frozen=True, slots=True)
class Place:
    """A node's place in the tree: its name or 0-based index within its parent's place.

    A chain instead of a finished path, so that a long name is kept once and not in the path of
    every node below it.
    """

    parent: Place | Key
    name: Part

    def __str__(self) -> str:
        return _path_of(self)


def _path_of(place: Place | Key) -> Key:
    """The dotted path from the root."""
    names: list[Part] = []
    while isinstance(place, Place):
        names.append(place.name)
        place = place.parent
    return Key(place, *reversed(names))


class Scalar(str):
    """A text as typed. plain: without quotes. empty: nothing was written, or `~` or `null`."""

    place: Place | Key
    mark: Mark
    plain: bool
    empty: bool

    def __new__(cls, text: str, place: Place | Key, mark: Mark, plain: bool = True) -> Self:
        """The scalar that stands at `place` (a path will do) and is written at `mark`."""
        empty = plain and text in NULLS
        scalar = super().__new__(cls, "" if empty else text)
        scalar.place, scalar.mark, scalar.plain, scalar.empty = place, mark, plain, empty
        return scalar

    def __getnewargs__(self) -> tuple[str, Place | Key, Mark, bool]:  # type: ignore[override]
        """What a copy, also one in another process, is made from."""
        return str(self), self.place, self.mark, self.plain

    @property
    def path(self) -> Key:
        """The dotted path from the root."""
        return _path_of(self.place)


class MappingNode(dict[str, "Node"]):
    """Named fields in the order of the file. key_marks: where each name is written."""

    def __init__(self, place: Place | Key, mark: Mark) -> None:
        super().__init__()
        self.place = place
        self.mark = mark
        self.key_marks: dict[str, Mark] = {}

    @property
    def path(self) -> Key:
        """The dotted path from the root."""
        return _path_of(self.place)

    @classmethod
    def empty_at(cls, path: Key, mark: Mark) -> Self:
        """A mapping that the file does not hold, on account of another place in the file."""
        return cls(path, mark)


class SequenceNode(list["Node"]):
    """Items in the order of the file."""

    def __init__(self, place: Place | Key, mark: Mark) -> None:
        super().__init__()
        self.place = place
        self.mark = mark

    @property
    def path(self) -> Key:
        """The dotted path from the root."""
        return _path_of(self.place)


Node: TypeAlias = Scalar | MappingNode | SequenceNode
