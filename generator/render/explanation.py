"""Turns a figure into lines of text: its formula in words, the parts below it, down to the line of the input."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures.figure import Figure
from generator.figures.words import steps
from generator.packet.packet import Packet

INDENT = "    "


def explain(figure: Figure, packet: Packet) -> Iterator[str]:
    """Each figure with its name and numeral, then its formula or where it was stated; parts are indented below."""
    for step in steps(figure):
        margin = INDENT * step.depth
        part = step.figure
        numeral = _numeral(part, packet)
        yield f"{margin}{part.key} = {numeral}  ({packet.words.name(part)})"
        if step.repeated:
            yield f"{margin}  (see above)"
        elif part.source is not None:
            yield f"{margin}  {packet.fill(origin(part))}"
        else:
            yield f"{margin}  = {step.formula}"


def _numeral(figure: Figure, packet: Packet) -> str:
    """An input as it was stated, in the plain currency; a result as the document says it."""
    if not figure.is_input:
        return packet.numerals.with_unit(figure)
    unit = "" if figure.unit == "ratio" else packet.words.unit(figure.unit)
    return " ".join(filter(None, (packet.numerals.stated(figure), unit)))


def origin(figure: Figure) -> str:
    """`x.yaml:31: 30%`, with date and note where they were given."""
    source = figure.source
    if source is None:
        return ""
    stated = f"{source.place}: {source.text}" if source.place else source.text
    return " · ".join(filter(None, (stated, source.note, source.date)))
