"""Turns the model's stated numbers into groups, as the assumptions sheet and the assumptions register list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.engines.checks import is_control
from generator.figures.figure import Figure

__all__ = ["InputGroup", "groups_of", "is_control", "sorted_by_key"]


@dataclass(frozen=True)
class InputGroup:
    """Stated numbers that belong together: `key` is money, horizon, options.<id> …; subject the user's name."""

    key: str
    subject: str
    figures: tuple[Figure, ...]


def groups_of(figures: Iterable[Figure], option_names: dict[str, str]) -> tuple[InputGroup, ...]:
    """The inputs in the order in which the file's sections stand, options apart."""
    grouped: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.is_input:
            grouped.setdefault(_group(figure.key), []).append(figure)
    options = (f"options.{id}" for id in option_names)
    order = ("money", "horizon", "workload", *options, "benefits")
    keys = sorted(grouped, key=lambda key: order.index(key) if key in order else len(order))
    return tuple(
        InputGroup(
            key, option_names.get(key.partition(".")[2], ""), tuple(sorted_by_key(grouped[key]))
        )
        for key in keys
    )


def sorted_by_key(figures: Iterable[Figure]) -> list[Figure]:
    """In the order of the file: numbered items by number, the rest as they came."""
    placed = list(figures)
    return sorted(placed, key=lambda figure: [_place(part) for part in figure.key.split(".")[:-1]])


def _place(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (-1, part)


def _group(key: str) -> str:
    parts = key.split(".")
    return ".".join(parts[:2]) if parts[0] == "options" else parts[0]
