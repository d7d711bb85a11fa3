"""Turns the model's stated numbers into groups, as the assumptions sheet and the assumptions register list them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.engines.checks import is_control, is_ours
from generator.figures.figure import Figure
from generator.figures.key import Key, Part

__all__ = ["InputGroup", "groups_of", "is_control", "is_ours", "sorted_by_key"]


@dataclass(frozen=True)
class InputGroup:
    """Stated numbers that belong together: `key` is money, horizon, options.<id> …; subject the user's name.

    told: the keys of what a table of its own tells, for whoever lists them on paper.
    """

    key: Key
    subject: str
    figures: tuple[Figure, ...]
    told: frozenset[str] = frozenset()


def groups_of(
    figures: Iterable[Figure], option_names: dict[str, str], told: frozenset[str] = frozenset()
) -> tuple[InputGroup, ...]:
    """The inputs in the order in which the file's sections stand, options apart."""
    grouped: dict[Key, list[Figure]] = {}
    for figure in figures:
        if figure.is_input:
            grouped.setdefault(_group(figure.key), []).append(figure)
    options = (Key("options", id) for id in option_names)
    order = ("money", "horizon", "workload", *options, "benefits")
    keys = sorted(grouped, key=lambda key: order.index(key) if key in order else len(order))
    return tuple(
        InputGroup(
            key, option_names.get(str(key.name), ""), tuple(sorted_by_key(grouped[key])), told
        )
        for key in keys
    )


def sorted_by_key(figures: Iterable[Figure]) -> list[Figure]:
    """Those of one item together, in the order of the file: items by number, names as they first came."""
    placed = list(figures)
    names: dict[tuple[Part, ...], int] = {}
    for figure in placed:
        for path in _paths(figure):
            names.setdefault(path, len(names))

    def place(figure: Figure) -> list[int]:
        return [end if isinstance(end := path[-1], int) else names[path] for path in _paths(figure)]

    return sorted(placed, key=place)


def _paths(figure: Figure) -> Iterator[tuple[Part, ...]]:
    """All that the figure stands in, the outermost first."""
    parts = figure.key.above.parts
    return (parts[:end] for end in range(1, len(parts) + 1))


def _group(key: Key) -> Key:
    return Key(*key.parts[:2]) if key.family == "options" else Key(key.family)
