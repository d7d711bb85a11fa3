"""Turns the model's stated numbers into groups, as the assumptions sheet and the assumptions register list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.engines.checks import is_control
from generator.figures.figure import Figure
from generator.figures.key import Key, Part

__all__ = ["InputGroup", "groups_of", "is_control", "sorted_by_key"]


@dataclass(frozen=True)
class InputGroup:
    """Stated numbers that belong together: `key` is money, horizon, options.<id> …; subject the user's name."""

    key: Key
    subject: str
    figures: tuple[Figure, ...]


def groups_of(figures: Iterable[Figure], option_names: dict[str, str]) -> tuple[InputGroup, ...]:
    """The inputs in the order in which the file's sections stand, options apart."""
    grouped: dict[Key, list[Figure]] = {}
    for figure in figures:
        if figure.is_input:
            grouped.setdefault(_group(figure.key), []).append(figure)
    options = (Key("options", id) for id in option_names)
    order = ("money", "horizon", "workload", *options, "benefits")
    keys = sorted(grouped, key=lambda key: order.index(key) if key in order else len(order))
    return tuple(
        InputGroup(key, option_names.get(str(key.name), ""), tuple(sorted_by_key(grouped[key])))
        for key in keys
    )


def sorted_by_key(figures: Iterable[Figure]) -> list[Figure]:
    """In the order of the file: numbered items by number, the rest as they came."""
    placed = list(figures)
    return sorted(placed, key=lambda figure: list(map(_place, figure.key.above.parts)))


def _place(part: Part) -> tuple[int, str]:
    return (part, "") if isinstance(part, int) else (-1, part)


def _group(key: Key) -> Key:
    return Key(*key.parts[:2]) if key.family == "options" else Key(key.family)
