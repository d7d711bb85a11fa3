"""Turns the verdict of a model into the key of its words: recommend, assess, reject, or why there is none."""

from __future__ import annotations

from generator.figures.figure import Figure

# By the level of the figure.
VERDICTS = ("reject", "assess", "recommend")


def key_of(verdict: Figure) -> str:
    """Under which its words stand."""
    return verdict.reason or VERDICTS[int(verdict.value)]
