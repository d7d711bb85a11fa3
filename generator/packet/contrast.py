"""Turns the colour of a document into a doubt where it is too pale to be read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.proposal.models.look import Style
from generator.wording.saying import said

# The darkest ground that headings stand on, and the contrast that text of this size needs (WCAG 2.2, 1.4.3).
GROUND = "#f1f4f6"
LEAST = 4.5
DARKER = 0.95


def doubts_about_colour(style: Style) -> Iterator[Doubt]:
    """W028 for a colour that readers with weak eyes, and printers, lose."""
    colour = style.colour
    if colour is not None and (found := contrast(colour, GROUND)) < LEAST:
        message = said(
            "the contrast of {colour} is {found:.1f} to 1, and text needs {least} to 1",
            colour=colour,
            found=found,
            least=LEAST,
        )
        fix = said('take a darker one, such as "{colour}"', colour=legible(colour))
        yield Doubt("W028", style.path / "colour", message, fix)


def contrast(one: str, other: str) -> float:
    """How much lighter the lighter of two colours is, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str) -> str:
    """The same hue, as dark as it takes."""
    parts = _parts(colour)
    while contrast(_written(parts), GROUND) < LEAST:
        parts = [part * DARKER for part in parts]
    return _written(parts)


def _written(parts: list[float]) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in parts)


def _parts(colour: str) -> list[float]:
    return [float(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
