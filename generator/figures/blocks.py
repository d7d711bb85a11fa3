"""Turns figures into the rows of a sheet that recomputes what moves: in the order of computation, ranges together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from generator.figures.evaluation import in_order
from generator.figures.expression import Call, Expression, Series
from generator.figures.figure import Figure
from generator.figures.functions import SUM

# A sum that reads more pieces from other sheets between its own rows is too long to be read.
MOST_INTERRUPTIONS = 5


@dataclass(frozen=True)
class Blocks:
    """Rows by their keys, each after what it is computed from; `together` are those that one range reads.

    resting: those that no case moves, and which stand here as a formula reads their range beside one that moves.
    unmoved: the targets that no case moves.
    """

    together: tuple[tuple[Figure, ...], ...]
    resting: frozenset[str]
    unmoved: frozenset[str]

    @property
    def rows(self) -> Iterator[Figure]:
        """All of them, in order."""
        return chain.from_iterable(self.together)


def blocks_of(targets: Sequence[Figure], moved: Collection[int]) -> Blocks:
    """Of what moves (ids of expressions below the targets) the rows, and all targets."""
    return _Arrangement(targets, set(moved)).blocks()


class _Arrangement:
    def __init__(self, targets: Sequence[Figure], moved: set[int]) -> None:
        self._targets = targets
        self._ranged = list(_with_ranges(in_order(targets)))
        self._moved = moved
        self._resting: set[int] = set()
        while self._reach_further():
            pass
        self._groups = self._grouped()
        self._blocks: list[list[Figure]] = [[]]
        self._started: set[int] = set()

    def blocks(self) -> Blocks:
        for target in self._targets:
            self._place(target)
        blocks = tuple(tuple(block) for block in self._blocks if block)
        resting = (item.key for item in chain.from_iterable(blocks) if id(item) in self._resting)
        here = self._moved | self._resting
        unmoved = (target.key for target in self._targets if id(target) not in here)
        return Blocks(blocks, frozenset(resting), frozenset(unmoved))

    def _reach_further(self) -> bool:
        """Draw in what one range reads with what moves; a sum can do with a few parts of it. Whether there was any."""
        before = len(self._moved), len(self._resting)
        for call, ranges in self._ranges():
            for range in ranges:
                if call.function is SUM and self._interruptions(range) <= MOST_INTERRUPTIONS:
                    continue
                moves = any(id(item) in self._moved for item in range)
                (self._moved if moves else self._resting).update(map(id, range))
        self._resting -= self._moved
        return before != (len(self._moved), len(self._resting))

    def _interruptions(self, range: Series) -> int:
        """How often something that rests stands between what moves, or before or behind it."""
        return sum(
            not moves for moves, _ in groupby(range, key=lambda item: id(item) in self._moved)
        )

    def _ranges(self) -> Iterator[tuple[Call, list[Series]]]:
        """Formulas with ranges in which anything moves."""
        for call, ranges in self._ranged:
            if not all(self._moved.isdisjoint(map(id, range)) for range in ranges):
                yield call, ranges

    def _grouped(self) -> Mapping[int, Series]:
        """Of each figure the longest range that it stands in."""
        here = self._moved | self._resting
        ranges = (
            Series(item for item in range if id(item) in here)
            for _, ranges in self._ranges()
            for range in ranges
        )
        groups: dict[int, Series] = {}
        for series in sorted(ranges, key=len, reverse=True):
            for item in series:
                groups.setdefault(id(item), series)
        return groups

    def _place(self, figure: Figure) -> None:
        if id(figure) in self._started:
            return
        together = [item for item in self._groups.get(id(figure), ()) if isinstance(item, Figure)]
        members = together or [figure]
        self._started.update(map(id, members))
        for member in members:
            for part in [] if id(member) in self._resting else self._figures_in(member):
                if self._stands_here(part):
                    self._place(part)
        placed = [member for member in members if not member.is_input]
        if len(placed) > 1:
            self._blocks += [placed, []]
        else:
            self._blocks[-1] += placed

    def _stands_here(self, figure: Figure) -> bool:
        return not figure.is_input and (id(figure) in self._moved or id(figure) in self._resting)

    def _figures_in(self, expression: Expression) -> Iterator[Figure]:
        for part in expression.parts:
            if isinstance(part, Figure):
                yield part
            else:
                yield from self._figures_in(part)


def _with_ranges(order: Iterable[Expression]) -> Iterator[tuple[Call, list[Series]]]:
    """The formulas that read ranges, and these."""
    for expression in order:
        if isinstance(expression, Call):
            ranges = [part for part in expression.arguments if isinstance(part, Series)]
            if ranges:
                yield expression, ranges
