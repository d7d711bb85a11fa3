"""Turns the verdict of a model into the key of its words: recommend, assess, reject, or why there is none."""

from __future__ import annotations

from generator.figures.expression import Expression

# By the level of the figure.
VERDICTS = ("reject", "assess", "recommend")


def key_of(verdict: Expression) -> str:
    """Under which its words stand."""
    return verdict.reason or VERDICTS[int(verdict.value)]
