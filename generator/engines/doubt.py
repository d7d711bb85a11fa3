"""A doubt: what an experienced reviewer would ask about an input that is valid."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.key import Key


@dataclass(frozen=True)
class Doubt:
    """A warning: its stable code, the path of the field that it is about, what is odd, and what to do."""

    code: str
    path: Key
    message: str
    fix: str
