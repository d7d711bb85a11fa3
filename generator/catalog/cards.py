"""Turns the name of a graphics card into its numbers, from a table of some 2,800: those that our own list lacks.

The table is what a package says, as `scripts/card-table` writes it; its first line names the package and the version.
"""

from __future__ import annotations

import csv
import functools
import re

from generator.catalog.dated import DATA

TABLE = "cards.csv"
FIELDS = ("tdp", "memory_gb", "bandwidth")
# The columns of the table, as it is typed; a number that nobody knows is empty.
Row = dict[str, str]


def card(name: str) -> tuple[str, dict[str, float]]:
    """Where a card stands in the package, and its tdp in W, memory_gb in GB, bandwidth in GB/s, as far as known.

    A name may leave out the words before it, `rtx_5090` for GeForce RTX 5090, where that fits one card alone; but not
    a number, nor all but one: neither `6` nor `eyefinity_6` is Radeon HD 5870 Eyefinity 6. Raises KeyError for a name
    that fits none or several.
    """
    found = _find(name)
    known = {field: float(found[field]) for field in FIELDS if found[field]}
    package, _ = _table()
    return f"{package}:{found['name']}", known


def card_names() -> list[str]:
    """The names of all cards, as people use them: RTX 5090 rather than GeForce RTX 5090."""
    _, rows = _table()
    return [_short(row["name"]) for row in rows]


def _short(name: str) -> str:
    """RTX 5090 is enough; 210 is not."""
    short = name.removeprefix("GeForce ")
    return name if short.isdigit() else short


def _find(name: str) -> Row:
    named = _by_key().get(_key(name))
    if named:
        return named
    words = _words(name)
    fitting = [row for row, its in _by_words() if _is_identified(its, words)]
    if len(fitting) != 1:
        raise KeyError(name)
    return fitting[0]


def _is_identified(name: list[str], words: list[str]) -> bool:
    """Whether words are the end of a card's name and all of it that tells the card from others of its maker."""
    said, kept = "".join(words), len(words)
    tells = not said.isdigit() and any(letter.isdigit() for letter in said)
    return tells and name[-kept:] == words and not re.search(r"\d", "".join(name[:-kept]))


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


def _key(name: str) -> str:
    """A name as it is looked up: its words, with 80 GB and 80GB the same."""
    return re.sub(r"(\d) (gb|gib)", r"\1\2", " ".join(_words(name)))


@functools.cache
def _by_key() -> dict[str, Row]:
    """Each card by its name, with and without its maker."""
    _, rows = _table()
    names = {_key(row["name"]): row for row in rows}
    return names | {_key(f"{row['maker']} {row['name']}"): row for row in rows}


@functools.cache
def _by_words() -> list[tuple[Row, list[str]]]:
    _, rows = _table()
    return [(row, _words(row["name"])) for row in rows]


@functools.cache
def _table() -> tuple[str, list[Row]]:
    """The package and the version that the table is from, and all of its cards."""
    lines = (DATA / TABLE).read_text(encoding="utf-8").splitlines()
    remarks = [line for line in lines if line.startswith("#")]
    package = remarks[0].removeprefix("# from ").partition(",")[0]
    return package, list(csv.DictReader(lines[len(remarks) :]))
