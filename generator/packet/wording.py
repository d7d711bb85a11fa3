"""Turns changes, causes and moves into texts in the language of the new proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from generator.compare.alignment import STATED, Change, name_of
from generator.compare.causes import Cause, Fact
from generator.compare.comparison import Comparison, Moved
from generator.compare.moves import Move
from generator.compare.states import ASK, CATALOGUE
from generator.engines.asking import asked_of
from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.numerals import (
    HIGHEST_RATE,
    MINUS,
    Numerals,
    digits,
    is_rate_of_return,
    trimmed,
)
from generator.packet.quotes import QUOTE, filled
from generator.packet.texts import subjects_of
from generator.packet.verdict import VERDICTS
from generator.packet.words import Words
from generator.proposal.characters import shortened
from generator.proposal.limits import numbers_of
from generator.proposal.nodes import MappingNode, Node, SequenceNode

ARROW = " → "
LONGEST = 60
VERDICT = "verdict"
# What tells of versions is no line of a proposal.
OF_VERSIONS = ("history", "previous")
# Fields of the top that are no figures and move nearly all of them, by their words.
FIELDS = {"horizon.years": "field_years", "chosen": "field_chosen"}


class Wording:
    """The words for one comparison."""

    def __init__(self, comparison: Comparison, templates: Path) -> None:
        self.comparison = comparison
        before, after = comparison.before, comparison.after
        self._templates = templates
        self._old, self.words = (self._words(model) for model in (before, after))
        self.numerals = _numerals(after, self.words)
        self._headlines = {**before.result_figures, **after.result_figures, ASK: asked_of(after)}

    def say(self, key: str, **names: object) -> str:
        """A word of ours."""
        return self.words.word("comparison", key).format(**names)

    @cached_property
    def _stated(self) -> tuple[Mapping[str, Figure], Mapping[str, Figure]]:
        """The stated numbers of both."""
        proposals = (self.comparison.before.proposal, self.comparison.after.proposal)
        old, new = (
            {key: number for key, (number, _) in numbers_of(each).items()} for each in proposals
        )
        return old, new

    @cached_property
    def _subjects(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What stands at the paths of both."""
        models = (self.comparison.before, self.comparison.after)
        old, new = (subjects_of(model.proposal) for model in models)
        return old, new

    @cached_property
    def headlines(self) -> tuple[Move, ...]:
        """Those that moved and say something: no internal rate of return that is too high to mean anything."""
        return tuple(move for move in self.comparison.headlines if not self._says_nothing(move))

    def _says_nothing(self, move: Move) -> bool:
        ends = [end for end in (move.old, move.new) if end is not None]
        return is_rate_of_return(self.figure(move)) and max(ends, default=0.0) > HIGHEST_RATE

    def headline(self, move: Move) -> str:
        """The name of a headline."""
        figure = self.figure(move)
        if move.key == ASK:
            return self.say("ask")
        return self.words.name(figure)

    def figure(self, move: Move) -> Figure:
        """The figure that a headline is."""
        return self._headlines[move.key]

    def move(self, move: Move) -> str:
        """`CNY +3,840 (61,400 → 65,240)`."""
        return self._moved(self.figure(move), move.change, self._ends(move))

    def _moved(self, figure: Figure, change: float | None, ends: Sequence[str]) -> str:
        told = ARROW.join(ends)
        if change is None or figure.unit == VERDICT:
            return told
        unit = self.numerals.unit(figure)
        return f"{self.words.measured(self.signed(figure, change), unit)} ({told})"

    def _ends(self, move: Move) -> tuple[str, str]:
        """Old and new value; in words where there is none."""
        models = (self.comparison.before, self.comparison.after)
        old, new = (
            self._end(model.result_figures.get(move.key), self.figure(move), value)
            for model, value in zip(models, (move.old, move.new), strict=True)
        )
        return old, new

    def _end(self, own: Figure | None, like: Figure, value: float | None) -> str:
        if value is None and own is not None and own.reason is not None:
            return self.numerals.show(own)
        return self._value(like, value)

    def headline_with_unit(self, move: Move) -> str:
        """Its name with its unit."""
        unit = self.numerals.unit(self.figure(move))
        return self.words.with_unit("name", self.headline(move), unit)

    def ends(self, move: Move) -> tuple[str, str]:
        """Old and new value, each with its unit."""
        unit = self.numerals.unit(self.figure(move))
        told = zip(self._ends(move), (move.old, move.new), strict=True)
        old, new = (
            self.words.measured(text, unit if value is not None else "") for text, value in told
        )
        return old, new

    def whole_with_unit(self, move: Move) -> str:
        """The same with its unit."""
        return self.words.measured(self.whole(move), self.numerals.unit(self.figure(move)))

    def whole(self, move: Move) -> str:
        """By how much it moved; nothing where it has no value at an end."""
        return "—" if move.change is None else self.signed(self.figure(move), move.change)

    def adjustment(self, approved: float, change: float, adjusted: float) -> tuple[str, str, str]:
        """Amounts to the cent, so that they add up as they are printed."""
        sign = "+" if change > 0 else ""
        return digits(approved, 2), sign + digits(change, 2), digits(adjusted, 2)

    def result(self, moved: Moved) -> str:
        """A result in a line."""
        name = self.words.name(moved.figure)
        old, new = (self._value(moved.figure, each) for each in (moved.old, moved.new))
        change = None if moved.old is None or moved.new is None else moved.new - moved.old
        return f"{name} {self._moved(moved.figure, change, (old, new))}"

    def signed(self, figure: Figure, amount: float) -> str:
        """A difference with its sign, in the form of a figure."""
        if figure.unit == VERDICT:
            return "↓" if amount < 0 else "↑"
        numeral = self.numerals.like(figure, abs(amount))
        if figure.unit == "ratio":
            numeral = self.say("points", number=numeral.removesuffix("%"))
        return f"{MINUS if amount < 0 else '+'}{numeral}"

    def _value(self, figure: Figure, value: float | None) -> str:
        if figure.unit == VERDICT and value is not None:
            return self.words.word("verdicts", VERDICTS[int(value)])
        return self.say("no_value") if value is None else self.numerals.like(figure, value)

    def cause(self, cause: Cause) -> str:
        """What moved numbers, in a line."""
        if cause.fact is not None:
            return self.fact(cause.fact, back=cause.fact.side == "new")
        if cause.outside:
            return self.outside(cause)
        return self.say("and").join(map(self.change, cause.changes))

    def short(self, cause: Cause) -> str:
        """The same in as few words as a chart has room for."""
        if cause.fact is not None:
            return self._name_of(cause.fact)
        if cause.outside:
            return self.say("outside_short")
        told = (
            self.change(change) if self.kind(change) in ("added", "gone") else self.name(change)
            for change in cause.changes
        )
        return self.say("and").join(told)

    def outside(self, cause: Cause) -> str:
        """The tool and its data: of one day, and of today."""
        side = self.comparison.old if cause.outside == "old" else self.comparison.new
        return self.say(f"outside_{cause.outside}", tool=side.manifest.get("tool", ""))

    def change(self, change: Change) -> str:
        """`GPU server · unit price 32,000 → 35,840`; a line that came or is gone by its name."""
        kind = self.kind(change)
        if kind in ("added", "gone"):
            return self.say(kind, name=self.name(change))
        return f"{self.name(change)} {self.values(change)}"

    def kind(self, change: Change) -> str:
        """Either number, added or gone (of a line or an entry), or text."""
        figures = self._figures(change)
        if figures:
            return "text" if len({figure.value for figure in figures}) < len(figures) else "number"
        node = change.old if change.new is None else change.new
        is_changed = change.old is not None and change.new is not None
        if is_changed or change.path.family in OF_VERSIONS:
            return "text"
        is_line = isinstance(node, MappingNode)
        return "text" if not is_line else "added" if change.old is None else "gone"

    def number(self, change: Change, *, new: bool) -> Figure | None:
        """The stated number that a change is about, in the new or the old input; one of ours where it states none."""
        node = change.new if new else change.old
        path = change.path if node is None else node.path
        key = path.above if path and path.name == STATED else path
        return self._stated[new].get(key)

    def name(self, change: Change) -> str:
        """What it is about."""
        for new, words in ((True, self.words), (False, self._old)):
            figure = self.number(change, new=new)
            if figure is not None:
                return words.name(figure)
        if change.path in FIELDS:
            return self.say(FIELDS[change.path])
        node = change.old if change.new is None else change.new
        named = "" if node is None else name_of(node)
        is_of_input = node is not None and change.path.family != CATALOGUE
        path = node.path if node is not None and is_of_input else change.path
        subjects = self._subjects[change.new is not None]
        return subjects.get(path) or self.words.below(*_below(path, named, subjects))

    def _figures(self, change: Change) -> list[Figure]:
        """The stated numbers, old and new, of which there may be one or none."""
        found = (self.number(change, new=new) for new in (False, True))
        return [figure for figure in found if figure is not None]

    def values(self, change: Change) -> str:
        """`CNY 32,000 → 35,840`."""
        figures = [self.number(change, new=new) for new in (False, True)]
        stated = self._figures(change)
        if not stated:
            return ARROW.join(map(self._text, (change.old, change.new)))
        told = [
            self.say("nothing") if figure is None else self.numerals.stated(figure)
            for figure in figures
        ]
        if told[0] == told[1]:
            told = [self.say("nothing"), told[1]] if change.old is None else told
        unit = "" if stated[-1].unit == "ratio" else self.words.unit(stated[-1].unit)
        ends = self.words.measured(ARROW.join(told), unit)
        return " ".join(filter(None, (ends, relative(figures))))

    def _text(self, node: Node | None) -> str:
        if node is None:
            return self.say("nothing")
        if isinstance(node, MappingNode):
            return "{…}"
        if isinstance(node, SequenceNode):
            return shortened(", ".join(map(self._text, node)), LONGEST)
        return shortened(node, LONGEST)

    def source(self, change: Change) -> str:
        """Where the new number comes from, as far as it is said."""
        figure = self.number(change, new=True)
        source = None if figure is None else figure.source
        if source is None:
            return ""
        return ", ".join(filter(None, (self._filled(source.note), source.date)))

    def _filled(self, note: str) -> str:
        """With the figures that it quotes."""
        if not QUOTE.search(note):
            return note
        return filled(note, self.comparison.after.figures, self.numerals)

    def _name_of(self, fact: Fact) -> str:
        return (self._old if fact.side == "old" else self.words).name(fact.figure)

    def fact(self, fact: Fact, back: bool = False) -> str:
        """A number of our data, then and today, or the other way round."""
        source = fact.figure.source
        today = "" if source is None else source.date
        ends = [self.numerals.stated(fact.figure, fact.recorded), self.numerals.stated(fact.figure)]
        dates = list(filter(None, (fact.date, today)))
        if back:
            ends, dates = ends[::-1], dates[::-1]
        unit = "" if fact.figure.unit == "ratio" else self.words.unit(fact.figure.unit)
        told = self.words.measured(ARROW.join(ends), unit)
        return f"{self._name_of(fact)} {told} ({ARROW.join(dates)})"

    def _words(self, model: Model) -> Words:
        proposal = model.proposal
        language = self.comparison.after.proposal.proposal.language
        subjects = subjects_of(proposal)
        return Words(self._templates, language, proposal.money.currency, subjects, proposal.horizon)


def _below(path: Key, named: str, subjects: Mapping[str, str]) -> tuple[str, ...]:
    """What a field is called that has no name: the thing that it belongs to, and the rest of its path."""
    above = path.above
    while above and above not in subjects:
        above = above.above
    rest = path.above if named else path.below(above)
    return subjects.get(above, ""), str(rest), named


def relative(figures: Sequence[Figure | None]) -> str:
    """`(+12%)`: how far the second of two numbers is from the first."""
    old, new = (None if figure is None else figure.value for figure in figures)
    if not old or new is None or new == old:
        return ""
    share = trimmed((new / old - 1) * 100, 1)
    return f"({share}%)" if share.startswith(MINUS) else f"(+{share}%)"


def _numerals(model: Model, words: Words) -> Numerals:
    money = model.proposal.money
    return Numerals(words, money.decimals, money.unit == "万元").in_sentences
