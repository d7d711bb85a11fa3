"""Turns two inputs or packets into all that is different between them, and why each headline moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.compare.alignment import Change, new_key
from generator.compare.causes import Cause, Fact, causes_of
from generator.compare.moves import Move, move_of
from generator.compare.outside import causes_outside, facts_of
from generator.compare.sameness import Numbers, is_same
from generator.compare.sides import Side
from generator.compare.states import ASK, NOTHING, Inputs, States, value_of
from generator.engines.model import Model, compute
from generator.figures.figure import Figure
from generator.figures.key import Key, Numbered
from generator.proposal.loading import FactsFor

# What an approver asks of first; as far as old or new have it.
HEADLINES = (
    ASK,
    "capex.total",
    "opex.year_1",
    "opex.total",
    "tco.total",
    "savings.vs_runner_up",
    "savings.vs_do_nothing",
    "benefits.annual",
    "return.npv",
    "return.payback_months",
    "return.roi",
    "return.irr",
    "verdict.level",
)


@dataclass(frozen=True, eq=False)
class Moved:
    """A result that is another number. figure: the new one, or the old one where there is no new one."""

    figure: Figure
    old: float | None
    new: float | None

    @property
    def weight(self) -> float:
        """How far it moved against what it was; all where it had or has no value."""
        if self.old is None or self.new is None:
            return 1.0
        return abs(self.new - self.old) / max(abs(self.old), abs(self.new))

    @property
    def size(self) -> float:
        """By how much it moved, whatever the direction."""
        return 0.0 if self.old is None or self.new is None else abs(self.new - self.old)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two inputs or packets. before, after: their models as computed today.

    changes: of the inputs, in the order of the file; idle: those that move no number. headlines: those that moved, by
    cause. figures: all results that moved, the widest first. facts: by side.
    """

    old: Side
    new: Side
    before: Model
    after: Model
    inputs: Inputs
    idle: tuple[Change, ...]
    causes: tuple[Cause, ...]
    headlines: tuple[Move, ...]
    figures: tuple[Moved, ...]
    facts: tuple[Fact, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is different in the inputs."""
        return self.inputs.changes

    @property
    def is_same(self) -> bool:
        """Whether nothing at all is different."""
        # Of two packets what stands outside of both moves there and back.
        return not (self.changes or self.headlines or self.figures)


def compare(old: Side, new: Side, facts_for: FactsFor) -> Comparison:
    """Re-evaluate the model from the old state to the new one, a change at a time."""
    inputs = Inputs.of(old.loaded, new.loaded)
    before, after = compute(old.loaded.proposal), compute(new.loaded.proposal)
    states = States(before, after, inputs, facts_for)
    found = causes_of(inputs.changes, states)
    start, end = states.numbers(NOTHING), states.numbers(inputs.changes)
    assert start is not None
    assert end is not None
    outside = (
        causes_outside(old, before, start, HEADLINES, "old"),
        causes_outside(new, after, end, HEADLINES, "new"),
    )
    causes = (*outside[0], *found, *outside[1])
    numbers = (old.recorded or start, new.recorded or end)
    moves = (move_of(key, *numbers, causes, start) for key in HEADLINES)
    moving = {change for cause in found for change in cause.changes}
    return Comparison(
        old=old,
        new=new,
        before=before,
        after=after,
        inputs=inputs,
        idle=tuple(change for change in inputs.changes if change not in moving),
        causes=causes,
        headlines=tuple(move for move in moves if not is_same(move.old, move.new)),
        figures=_moved(before, after, inputs, (old.recorded, new.recorded)),
        facts=(*facts_of(old, before, "old"), *facts_of(new, after, "new")),
    )


def _moved(
    before: Model, after: Model, inputs: Inputs, recorded: Sequence[Numbers | None]
) -> tuple[Moved, ...]:
    """Results of both, by what they are called in the new one, the widest first."""
    results = after.result_figures
    moved = []
    for figure in before.result_figures.values():
        now = results.get(new_key(inputs.input, figure.key) or "")
        if now is None or figure.is_input or now.unit != figure.unit or _is_month(figure.key):
            continue
        ends = _value(figure, recorded[0]), _value(now, recorded[1])
        if not is_same(*ends):
            moved.append(Moved(now, *ends))
    return tuple(sorted(moved, key=_rank))


def _rank(moved: Moved) -> tuple[bool, float, float]:
    """Amounts by their size, then all others by their share."""
    is_amount = moved.figure.unit.partition("/")[0] == "money"
    return (not is_amount, -moved.size if is_amount else 0.0, -moved.weight)


def _value(figure: Figure, recorded: Numbers | None) -> float | None:
    if recorded is None or figure.key not in recorded:
        return value_of(figure)
    return recorded[figure.key]


def _is_month(key: Key) -> bool:
    """One of the many months of a course says nothing that its total does not."""
    return any(isinstance(part, Numbered) and part.period == "month" for part in key.parts)
