"""Turns a packet's figures into `figures.json`: the business case, and each number with cell, formula, source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.figures.figure import Figure
from generator.figures.words import formula_in_words
from generator.packet.business_case import business_case
from generator.packet.packet import Packet

FORMAT_VERSION = 1


def to_json(packet: Packet, cells: Mapping[str, str]) -> str:
    """A figure a line, in the order of computation: a diff of two packets reads from cause to effect."""
    described = (
        (key, entry(figure, packet, cells.get(key))) for key, figure in packet.figures.items()
    )
    return as_json(packet, described)


def as_json(packet: Packet, entries: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """The business case, and described figures by key, each on a line of its own."""
    case = json.dumps(business_case(packet), ensure_ascii=False, indent=1)
    lines = (f"{_text(key)}: {_text(described)}" for key, described in entries)
    figures = ",\n".join(lines)
    head = f'"format_version": {FORMAT_VERSION}, "summary": {case}'
    return f'{{{head}, "figures": {{\n{figures}\n}}}}\n'


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def entry(figure: Figure, packet: Packet, cell: str | None = None) -> dict[str, Any]:
    """One figure as plain data; a figure with no value is null, with a reason."""
    reason = figure.reason
    described: dict[str, Any] = {
        "value": None if reason else figure.value,
        "unit": figure.unit.replace("money", packet.words.currency),
        "label": packet.words.name(figure),
        "cell": cell,
        "formula": formula_in_words(figure) or None,
        "source": _source(figure, packet),
    }
    if reason:
        described["reason"] = packet.words.reason(reason)
    return described


def row(figure: Figure, packet: Packet) -> dict[str, str | float | None]:
    """One figure as a record of a table; a text that there is not is empty.

    kind, place, date: of the source of an input; the kind of all others is `result`.
    """
    reason, source = figure.reason, figure.source
    return {
        "key": str(figure.key),
        "value": None if reason else float(figure.value),
        "unit": figure.unit.replace("money", packet.words.currency),
        "label": packet.words.name(figure),
        "reason": packet.words.reason(reason) if reason else "",
        "kind": source.kind if source else "result",
        "place": source.place if source else "",
        "date": source.date if source else "",
    }


def _source(figure: Figure, packet: Packet) -> dict[str, Any] | None:
    source = figure.source
    if source is None:
        return None
    stated = {
        "kind": source.kind,
        "place": source.place,
        "text": source.text,
        "date": source.date,
        "note": packet.fill(source.note),
        "low": source.low,
        "high": source.high,
    }
    return {name: value for name, value in stated.items() if value not in ("", None)}
