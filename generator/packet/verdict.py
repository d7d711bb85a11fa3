"""Turns the verdict of a model into the key of its words: recommend, assess, reject, or why there is none."""

from __future__ import annotations

from generator.engines.verdict import REJECT, UNREASONED, by_return
from generator.figures.figure import Figure

# By the level of the figure.
VERDICTS = ("reject", "assess", "recommend")


def key_of(verdict: Figure) -> str:
    """Under which its words stand."""
    return verdict.reason or VERDICTS[int(verdict.value)]


def verdict_in(
    case: tuple[Figure, Figure], required: Figure, verdict: Figure, *, serves: bool
) -> str:
    """The same in a case of its own, told by its net present value and its return; `verdict`: of the file's values."""
    level = by_return(*case, required).value if serves else REJECT
    if level > REJECT and verdict.reason == UNREASONED:
        return UNREASONED
    return VERDICTS[int(level)]
