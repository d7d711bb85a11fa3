"""Turns the rows (or columns) of two versions of a sheet into where each of the first stands in the second."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.audit.xlsx.places import LAST_ROW

# What stands further behind our last line is no line that was added among ours.
REACH = 500


@dataclass(frozen=True)
class Lines:
    """Rows or columns, counted from 1. places: where each of ours stands in theirs, None where it is gone.

    added: those that only theirs has.
    """

    places: tuple[int | None, ...] = ()
    added: tuple[int, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether any line was added or removed."""
        return bool(self.added) or None in self.places

    @property
    def removed(self) -> list[int]:
        """The lines of ours that theirs lacks."""
        return [line for line, place in enumerate(self.places, 1) if place is None]

    def place(self, line: int) -> int | None:
        """Where a line of ours stands in theirs; those below the last one go along with it."""
        if line <= len(self.places):
            return self.places[line - 1]
        return line + len(self.added) - len(self.removed)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """A range of ours as spreadsheets keep it when lines come and go; None where all of it is gone."""
        if last >= LAST_ROW:
            return first, last
        places = [place for line in range(first, last + 1) if (place := self.place(line))]
        return (places[0], places[-1]) if places else None


NOTHING_MOVED = Lines()


def candidates(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[Lines]:
    """The ways in which lines may have moved, that they did not among them; of copies, either may be the new one.

    Each key says what stands in a line.
    """
    theirs = theirs[: len(ours) + REACH]
    if ours == theirs[: len(ours)]:
        return [NOTHING_MOVED]
    early = _matched(ours, theirs)
    turned = _matched(ours[::-1], theirs[::-1])
    late = Lines(
        tuple(place and len(theirs) + 1 - place for place in reversed(turned.places)),
        tuple(len(theirs) + 1 - line for line in reversed(turned.added)),
    )
    moved = [lines for lines in dict.fromkeys((early, late)) if lines.moved]
    return [NOTHING_MOVED, *moved]


def _matched(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> Lines:
    """What is alike is one line; of unlike neighbours, as many as there are on both sides were changed in place."""
    start = _alike(ours, theirs)
    end = _alike(ours[start:][::-1], theirs[start:][::-1])
    middle, their_middle = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    places: list[int | None] = list(range(1, start + 1))
    taken = set(places)
    for first, last, other, its_last in _blocks(middle, their_middle):
        count = min(last - first, its_last - other)
        found = range(start + other + 1, start + other + count + 1)
        places += [*found, *[None] * (last - first - count)]
        taken.update(found)
    tail = range(len(theirs) - end + 1, len(theirs) + 1)
    places += tail
    taken.update(tail)
    return Lines(tuple(places), tuple(x for x in range(1, len(theirs) + 1) if x not in taken))


def _blocks(
    ours: Sequence[Hashable], theirs: Sequence[Hashable]
) -> Iterator[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return ((first, last, other, end) for _, first, last, other, end in matcher.get_opcodes())


def _alike(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> int:
    """How many lines are the same from the beginning."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    shorter = min(len(ours), len(theirs))
    return next((count for count, (one, other) in pairs if one != other), shorter)
