"""Turns causes into how far each of them moves one number, so that the parts add up to the whole move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.compare.causes import Cause
from generator.compare.sameness import Numbers, is_same


@dataclass(frozen=True, eq=False)
class Part:
    """How far causes move a number; more than one where it has no value between them."""

    causes: tuple[Cause, ...]
    amount: float


@dataclass(frozen=True, eq=False)
class Move:
    """One number, old and new; None where it has no value.

    parts: its move by cause, one after another; they add up to it, and are none where it has no value at an end.
    alone: what each cause moves by itself in the old input, as far as that can be said. joint: what is left of the
    move then, which comes of several causes at once; None where some cause is not possible alone.
    """

    key: str
    old: float | None
    new: float | None
    parts: tuple[Part, ...]
    alone: tuple[Part, ...]
    joint: float | None

    @property
    def change(self) -> float | None:
        """By how much it moved."""
        return None if self.old is None or self.new is None else self.new - self.old


def move_of(key: str, old: Numbers, new: Numbers, causes: Sequence[Cause], origin: Numbers) -> Move:
    """Split the move of a number by cause. origin: the old input as it is computed today."""
    start, end = old.get(key), new.get(key)
    if start is None or end is None:
        return Move(key, start, end, (), (), None)
    parts = _in_turn(key, start, causes)
    alone = [_alone(key, cause, origin) for cause in causes]
    known = [part for part in alone if part is not None]
    joint = None
    if len(known) == len(causes):
        joint = end - start - sum(part.amount for part in known)
        joint = 0.0 if is_same(joint + end, end) else joint
    moving = tuple(part for part in known if not is_same(part.amount + start, start))
    return Move(key, start, end, parts, moving, joint)


def _in_turn(key: str, start: float, causes: Sequence[Cause]) -> tuple[Part, ...]:
    parts: list[Part] = []
    waiting: list[Cause] = []
    value = start
    for cause in causes:
        before, after = cause.before.get(key), cause.after.get(key)
        if is_same(before, after) and after is not None:
            continue
        waiting.append(cause)
        if after is not None:
            parts.append(Part(tuple(waiting), after - value))
            value, waiting = after, []
    return tuple(parts)


def _alone(key: str, cause: Cause, origin: Numbers) -> Part | None:
    """What is outside the inputs is possible in its own place alone."""
    if not cause.changes:
        before, after = cause.before.get(key), cause.after.get(key)
        return None if before is None or after is None else Part((cause,), after - before)
    if cause.alone is None:
        return None
    start, value = origin.get(key), cause.alone.get(key)
    return None if start is None or value is None else Part((cause,), value - start)
