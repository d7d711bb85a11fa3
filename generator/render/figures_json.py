"""Turns a packet's figures into `figures.json`: every number with unit, label, cell, formula and source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.figures.figure import Figure
from generator.figures.words import formula_in_words
from generator.packet.packet import Packet

FORMAT_VERSION = 1


def to_json(packet: Packet, cells: Mapping[str, str]) -> str:
    """Sorted by nothing but the order of computation, so that a diff of two packets reads from cause to effect."""
    figures = {key: entry(figure, packet, cells.get(key)) for key, figure in packet.figures.items()}
    document = {"format_version": FORMAT_VERSION, "figures": figures}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


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
