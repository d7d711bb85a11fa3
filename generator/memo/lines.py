"""Turns a comparison into what a reader is told of it, as plain lines: for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.compare.alignment import Change
from generator.compare.moves import Move, Part
from generator.packet.wording import VERDICT, Wording

# More results than these nobody reads; programs get all of them.
MOST_FIGURES = 12


def lines_of(wording: Wording) -> Iterator[str]:
    """Assumptions, lines, headlines by cause, other results, texts."""
    told = wording.comparison
    yield f"{wording.say('old')} {told.old.told}"
    yield f"{wording.say('new')} {told.new.told}"
    if told.is_same:
        yield wording.say("same")
        return
    yield from _list(wording.say("facts"), [wording.fact(fact) for fact in told.facts])
    yield from _list(wording.say("assumptions"), list(_changes(wording, ("number",))))
    yield from _list(wording.say("entries"), list(_changes(wording, ("added", "gone"))))
    yield from _headlines(wording)
    yield from _list(wording.say("results"), list(_results(wording)))
    yield from _list(wording.say("texts"), list(_changes(wording, ("text",))))


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _changes(wording: Wording, kinds: Sequence[str]) -> Iterator[str]:
    for change in wording.comparison.changes:
        if wording.kind(change) in kinds:
            yield _with_source(wording, change)


def _with_source(wording: Wording, change: Change) -> str:
    source = wording.source(change)
    told = wording.change(change)
    return f"{told}  [{source}]" if source else told


def _headlines(wording: Wording) -> Iterator[str]:
    if not wording.headlines:
        yield ""
        yield wording.say("no_headline")
        return
    yield ""
    yield wording.say("headlines")
    yield f"  {wording.say('order')}"
    for move in wording.headlines:
        yield f"  {wording.headline(move)} {wording.move(move)}"
        yield from _split(wording, move)


def _split(wording: Wording, move: Move) -> Iterator[str]:
    """By cause; beside it what each does alone, where that is something else."""
    yield from (f"    {line}" for line in _parts(wording, move, move.parts))
    is_number = wording.figure(move).unit != VERDICT
    if is_number and len(move.parts) > 1 and move.joint:
        yield f"    {wording.say('alone')}"
        yield from (f"      {line}" for line in _parts(wording, move, move.alone))
        yield f"      {wording.signed(wording.figure(move), move.joint)}  {wording.say('joint')}"


def _parts(wording: Wording, move: Move, parts: Sequence[Part]) -> Iterator[str]:
    figure = wording.figure(move)
    numerals = [wording.signed(figure, part.amount) for part in parts]
    width = max(map(len, numerals), default=0)
    for numeral, part in zip(numerals, parts, strict=True):
        causes = wording.say("and").join(map(wording.cause, part.causes))
        yield f"{numeral:>{width}}  {causes}"


def _results(wording: Wording) -> Iterator[str]:
    """The widest; headlines were told."""
    told = {move.key for move in wording.comparison.headlines}
    moved = (each for each in wording.comparison.figures if each.figure.key not in told)
    others = list(dict.fromkeys(map(wording.result, moved)))
    yield from others[:MOST_FIGURES]
    if len(others) > MOST_FIGURES:
        yield wording.say("more", number=len(others) - MOST_FIGURES)
