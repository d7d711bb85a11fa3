"""Turns inputs into groups of those that move much the same: a sheet need not repeat what a case leaves alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

# What a row asks of a reader, who reads its formula once, and what a group with headings of its own, in cells.
ROW, HEADINGS = 3, 30


@dataclass(frozen=True)
class Kin:
    """Inputs whose cases stand side by side. rows: what any of them moves, one bit each; columns: how many cases."""

    inputs: tuple[int, ...]
    rows: int
    columns: int

    @property
    def size(self) -> int:
        """The cells that they take, and what they ask of a reader besides."""
        return self.rows.bit_count() * (self.columns + ROW) + HEADINGS

    def joined(self, other: Kin) -> Kin:
        """Both as one, the inputs in their order."""
        inputs = tuple(sorted((*self.inputs, *other.inputs)))
        return Kin(inputs, self.rows | other.rows, self.columns + other.columns)


def kindred(rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, ...]]:
    """The numbers of the inputs, grouped. rows: what each moves, one bit for each row; columns: how many cases it has.

    Two groups are joined, those that save most first, while that makes the whole smaller.
    """
    alike: dict[int, Kin] = {}
    for number, (moved, wide) in enumerate(zip(rows, columns, strict=True)):
        own = Kin((number,), moved, wide)
        alike[moved] = alike[moved].joined(own) if moved in alike else own
    groups = {kin.inputs: kin for kin in alike.values()}
    saved = {pair: _saved(groups, pair) for pair in combinations(groups, 2)}
    while saved and max(saved.values()) > 0:
        pair = max(saved, key=lambda pair: saved[pair])
        new = groups[pair[0]].joined(groups[pair[1]])
        saved = {others: cells for others, cells in saved.items() if not set(others) & set(pair)}
        groups = {inputs: kin for inputs, kin in groups.items() if inputs not in pair}
        saved |= {
            (other, new.inputs): _saved(groups | {new.inputs: new}, (other, new.inputs))
            for other in groups
        }
        groups[new.inputs] = new
    return sorted(groups)


def _saved(groups: dict[tuple[int, ...], Kin], pair: Collection[tuple[int, ...]]) -> int:
    one, other = (groups[inputs] for inputs in pair)
    return one.size + other.size - one.joined(other).size
