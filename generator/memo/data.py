"""Turns a comparison into plain data for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.compare.alignment import Change, plain
from generator.compare.causes import Cause
from generator.compare.comparison import Moved
from generator.compare.moves import Move, Part
from generator.compare.sides import Side
from generator.figures.figure import Figure
from generator.packet.wording import Wording

FORMAT_VERSION = 1


def to_json(wording: Wording) -> str:
    """The same as a text."""
    return json.dumps(to_data(wording), ensure_ascii=False, indent=1) + "\n"


def to_data(wording: Wording) -> dict[str, Any]:
    """All that is different; numbers at full precision, causes by their place in `causes`."""
    told = wording.comparison
    causes = {id(cause): place for place, cause in enumerate(told.causes)}
    return {
        "format_version": FORMAT_VERSION,
        "same": told.is_same,
        "old": _side(told.old),
        "new": _side(told.new),
        "changes": [_change(wording, change) for change in told.changes],
        "facts": [
            {"key": fact.figure.key, "old": fact.recorded, "new": fact.figure.value}
            for fact in told.facts
        ],
        "causes": [_cause(wording, cause) for cause in told.causes],
        "headlines": [_headline(wording, move, causes) for move in told.headlines],
        "figures": [_figure(wording, moved) for moved in told.figures],
    }


def _side(side: Side) -> dict[str, Any]:
    kind = "packet" if side.manifest else "input"
    made = {name: side.manifest[name] for name in ("tool", "data_dates") if name in side.manifest}
    read = {"scenario": side.loaded.scenario, "set": list(side.assignments)}
    return {"name": side.name, "kind": kind, **read, **made}


def _change(wording: Wording, change: Change) -> dict[str, Any]:
    kind = wording.kind(change)
    told: dict[str, Any] = {"key": change.path, "kind": kind, "label": wording.name(change)}
    if kind == "number":
        figures = [wording.number(change, new=new) for new in (False, True)]
        old, new = (None if figure is None else figure.value for figure in figures)
        unit = next(_unit(wording, figure) for figure in figures if figure is not None)
        return {**told, "old": old, "new": new, "unit": unit, "source": wording.source(change)}
    ends = (None if node is None else plain(node) for node in (change.old, change.new))
    return {**told, **dict(zip(("old", "new"), ends, strict=True))}


def _cause(wording: Wording, cause: Cause) -> dict[str, Any]:
    outside = {"outside": cause.outside} if cause.outside else {}
    fact = {} if cause.fact is None else {"fact": cause.fact.figure.key}
    keys = [change.path for change in cause.changes]
    return {"label": wording.cause(cause), "changes": keys, **outside, **fact}


def _headline(wording: Wording, move: Move, causes: dict[int, int]) -> dict[str, Any]:
    def parts(listed: Sequence[Part]) -> list[dict[str, Any]]:
        return [
            {"causes": [causes[id(cause)] for cause in part.causes], "change": part.amount}
            for part in listed
        ]

    return {
        "key": move.key,
        "label": wording.headline(move),
        "unit": _unit(wording, wording.figure(move)),
        "old": move.old,
        "new": move.new,
        "change": move.change,
        "parts": parts(move.parts),
        "alone": parts(move.alone),
        "joint": move.joint,
    }


def _figure(wording: Wording, moved: Moved) -> dict[str, Any]:
    figure = moved.figure
    return {
        "key": figure.key,
        "label": wording.words.name(figure),
        "unit": _unit(wording, figure),
        "old": moved.old,
        "new": moved.new,
    }


def _unit(wording: Wording, figure: Figure) -> str:
    return figure.unit.replace("money", wording.words.currency)
