"""Turns our stylesheet into that of a document with a look of its own: other sizes of type, another colour."""

from __future__ import annotations

import re

SIZE = re.compile(r"(?<=font-size: )(\d+(?:\.\d+)?)(?=pt)")
# The size of the text in our stylesheet, in points.
CUSTOMARY = 9.6


def scale_of(size: float | None) -> float:
    """By how much all type is larger than ours."""
    return 1.0 if size is None else size / CUSTOMARY


def styled(sheet: str, size: float | None, colour: str | None) -> str:
    """The stylesheet with every size of type scaled, and the colour in the place of ours."""
    scale = scale_of(size)
    if scale != 1:
        sheet = SIZE.sub(lambda found: f"{float(found[1]) * scale:.3g}", sheet)
    return sheet if colour is None else f"{sheet}\n:root {{ --accent: {colour} }}\n"
