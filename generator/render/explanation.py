"""Turns a figure into lines of text: its formula in words, the parts below it, down to the line of the input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.figures.figure import Figure
from generator.figures.words import Telling, steps
from generator.packet.packet import Packet
from generator.wording.saying import in_language, said

INDENT = "    "
SEE_ABOVE = said("(see above)")
# A line of the input, or of the catalogue beside it; an entry of our own data has a name.
LINE = re.compile(r".+:\d+")


def explain(figure: Figure, packet: Packet, folder: Path) -> Iterator[str]:
    """Each figure with its name and numeral, then its formula or where it was stated; parts are indented below.

    folder: of the input as the user typed it, so that an editor finds its lines.
    """
    words = packet.words
    for step in steps(figure, Telling(reason=words.reason, language=words.language)):
        margin = INDENT * step.depth
        part = step.figure
        numeral = _numeral(part, packet)
        yield f"{margin}{part.key} = {numeral}  ({words.name(part)})"
        if step.repeated:
            yield f"{margin}  {in_language(SEE_ABOVE, words.language)}"
        elif part.source is not None:
            yield f"{margin}  {packet.fill(origin(part, folder))}"
        else:
            yield f"{margin}  = {step.formula}"


def _numeral(figure: Figure, packet: Packet) -> str:
    """An input as it was stated, in the plain currency; a result as the document says it."""
    if not figure.is_input:
        return packet.numerals.with_unit(figure)
    return packet.numerals.as_stated(figure)


def origin(figure: Figure, folder: Path) -> str:
    """`inputs/x.yaml:31: 30%`, with date and note where they were given."""
    source = figure.source
    if source is None:
        return ""
    place = str(folder / source.place) if LINE.fullmatch(source.place) else source.place
    stated = f"{place}: {source.text}" if place else source.text
    return " · ".join(filter(None, (stated, source.note, source.date)))
