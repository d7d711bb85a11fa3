"""Turns groups of stated numbers into the assumptions register: each with value, unit, kind and origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.inputs import InputGroup, is_ours
from generator.packet.numerals import Numerals
from generator.packet.shortening import KEPT, MOST, remainder_label
from generator.packet.tables import Table
from generator.packet.words import Words

COLUMNS = ("assumption", "stated_value", "origin")


def register_of(
    groups: Iterable[InputGroup], words: Words, numerals: Numerals, fill: Callable[[str], str]
) -> Table:
    """One table, a heading above each group; neither control numbers nor what was solved are assumptions.

    `fill` puts in what notes quote.
    """
    rows: list[tuple[str, ...]] = []
    kinds: list[str] = []
    for group in groups:
        if own := _rows(group, words, numerals, fill):
            rows += [_alone(_title(group, words)), *own]
            kinds += ["heading", *("memo" for _ in own)]
    return Table(
        Key("register"),
        words.word("notes", "register"),
        tuple(words.word("columns", name) for name in COLUMNS),
        tuple(name == "stated_value" for name in COLUMNS),
        tuple(rows),
        tuple(kinds),
    )


def _alone(label: str) -> tuple[str, ...]:
    """A row that says nothing but its label."""
    return (label, *("" for _ in COLUMNS[1:]))


def _rows(
    group: InputGroup, words: Words, numerals: Numerals, fill: Callable[[str], str]
) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    last = ""
    for figure in group.figures:
        if figure.source is None or is_ours(figure) or figure.key in group.told:
            continue
        origin = fill(_origin(figure, words, numerals))
        said = words.word("notes", "as_above") if origin and origin == last else origin
        rows.append((*_facts(figure, group.subject, words, numerals), said))
        last = origin
    more = len(rows) - KEPT
    return [*rows[:KEPT], _alone(remainder_label(more, words))] if len(rows) > MOST else rows


def _title(group: InputGroup, words: Words) -> str:
    return group.subject or words.word("groups", group.key.family)


def _facts(figure: Figure, subject: str, words: Words, numerals: Numerals) -> tuple[str, ...]:
    """The group's own subject is not repeated in every row."""
    name = words.name(figure)
    return words.without(subject, name), numerals.as_stated(figure)


def _origin(figure: Figure, words: Words, numerals: Numerals) -> str:
    """Who stated it, unless the file did; what was noted about it, or the entry of our data; its date; its range."""
    source = figure.source
    assert source is not None
    dated = words.word("notes", "as_of").format(date=source.date) if source.date else ""
    said = words.word("notes", "and").join(
        part for part in (source.note, dated, _range(figure, words, numerals)) if part
    )
    kind = "" if source.kind == "input" else words.word("sources", source.kind)
    return (
        words.word("notes", "says").format(who=kind, what=said) if kind and said else kind or said
    )


def _range(figure: Figure, words: Words, numerals: Numerals) -> str:
    source = figure.source
    if source is None or source.low is None or source.high is None:
        return ""
    low, high = numerals.stated(figure, source.low), numerals.stated(figure, source.high)
    return words.word("notes", "range").format(low=low, high=high)
