"""The JSON Schema: it accepts what validation accepts, refuses what an editor can see, and explains every field.

Judged by a reader of the few keywords that the schema uses.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalog.catalogue import Catalogue
from generator.proposal.schema import schema
from tests.proposals import INPUTS, one_option

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}
NOTES = {"$schema", "$defs", "title", "description", "default", "format"}


@cache
def whole() -> dict[str, Any]:
    return schema(Catalogue("en"))


def faults(data: Any, part: dict[str, Any], path: str = "") -> Iterator[str]:
    """Where the data break the schema."""
    for keyword in part.keys() - NOTES:
        yield from KEYWORDS[keyword](data, part, path)


def referred(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    yield from faults(data, whole()["$defs"][part["$ref"].removeprefix("#/$defs/")], path)


def branched(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    branches = part.get("oneOf") or part["anyOf"]
    fitting = sum(not list(faults(data, branch, path)) for branch in branches)
    if fitting == 0 or ("oneOf" in part and fitting > 1):
        yield f"{path}: fits {fitting} of {len(branches)} ways"


def typed(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    names = [part["type"]] if isinstance(part["type"], str) else part["type"]
    if not any(is_of(data, name) for name in names):
        yield f"{path}: not {' or '.join(names)}"


def chosen(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    if data not in part["enum"]:
        yield f"{path}: not one of {part['enum']}"


def shaped(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    if isinstance(data, str) and not re.search(part["pattern"], data):
        yield f"{path}: not like {part['pattern']}"


def bounded(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    lowest, above, highest = (part.get(name) for name in BOUNDS)
    if is_of(data, "number") and (
        (lowest is not None and data < lowest)
        or (above is not None and data <= above)
        or (highest is not None and data > highest)
    ):
        yield f"{path}: out of range"


def listed(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    for index, item in enumerate(data if isinstance(data, list) else ()):
        yield from faults(item, part["items"], f"{path}.{index}")


def complete(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (f"{path}.{name}: missing" for name in part["required"] if name not in data)


def named(data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    for name, item in data.items() if isinstance(data, dict) else ():
        field = part.get("properties", {}).get(name, part.get("additionalProperties"))
        if field is False:
            yield f"{path}.{name}: unknown"
        else:
            yield from faults(item, field, f"{path}.{name}")


BOUNDS = ("minimum", "exclusiveMinimum", "maximum")
KEYWORDS: dict[str, Callable[[Any, dict[str, Any], str], Iterator[str]]] = {
    "$ref": referred,
    "anyOf": branched,
    "oneOf": branched,
    "type": typed,
    "enum": chosen,
    "pattern": shaped,
    **dict.fromkeys(BOUNDS, bounded),
    "items": listed,
    "required": complete,
    "properties": named,
    "additionalProperties": named,
}


def is_of(data: Any, name: str) -> bool:
    return isinstance(data, TYPES[name]) and (name == "boolean" or not isinstance(data, bool))


def plain(text: str) -> Any:
    """The data as an editor sees them: dates are texts."""
    loaded = yaml.safe_load(text)
    return json.loads(json.dumps(loaded, default=str))


def test_a_ramp_is_a_number_of_months_or_a_list_of_shares() -> None:
    for ramp, fits in (("{months: 6}", True), ("[50%, 100%]", True), ("half a year", False)):
        rest = f"benefits: [{{item: a, monthly: 1, ramp: {ramp}}}]"
        found = list(faults(plain(one_option(opex="[]", rest=rest)), whole()))
        assert bool(found) is not fits


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_every_shipped_input_fits(path: Path) -> None:
    assert list(faults(plain(path.read_text(encoding="utf-8")), whole())) == []


@pytest.mark.parametrize(
    "rest",
    [
        "horizon: {years: 31}",
        "horizon: {yaers: 3}",
        "horizon: 3",
        "horizon:",
        "horizon: {discount_rate: 8}",
        "money: {rounding: 0.05}",
        "money: {currency: RMB}",
        "benefits: [{item: a, monthly: {low: 1}}]",
        "benefits: [{monthly: 1}]",
        "timeline: [{phase: a, weeks: soon, milestone: b}]",
        "path: here",
        "__path__: here",
    ],
)
def test_what_an_editor_can_see_is_refused(rest: str) -> None:
    assert list(faults(plain(one_option(opex="[]", rest=rest)), whole()))


def test_ways_of_writing_that_are_allowed() -> None:
    rest = """
horizon: {discount_rate: 8%, opex_growth: {value: 5%, low: 0, date: 2026-11-01}}
timeline: [{phase: a, weeks: 3, milestone: b}, {phase: a, weeks: 4-5, milestone: b}]
"""
    for labour in ("deployment", "{tasks: deployment, rate: 1}", "{tasks: [{task: a, days: 1}]}"):
        text = one_option(f"[{{item: a, labour: {labour}}}]", rest=rest)
        assert list(faults(plain(text), whole())) == []


def test_our_own_bookkeeping_does_not_show() -> None:
    text = json.dumps(schema()) + json.dumps(whole())
    assert "path" not in re.findall(r'"(\w+)": ', text)
    for trace in ("__path__", '"null"', '"x-'):
        assert trace not in text


def test_every_field_is_explained() -> None:
    sections = [whole(), *whole()["$defs"].values()]
    branches = [branch for part in sections for branch in (part, *part.get("anyOf", ()))]
    fields = [
        (part.get("title"), name, field)
        for part in branches
        for name, field in part.get("properties", {}).items()
    ]
    assert len(fields) > 100
    assert [name for *name, field in fields if not field.get("description")] == []


def test_names_and_defaults_are_suggested() -> None:
    fields = whole()["$defs"]["CapexLine"]["properties"]
    assert "server_a100" in fields["hardware"]["anyOf"][0]["enum"]
    assert whole()["$defs"]["Horizon"]["properties"]["discount_rate"]["default"] == 0.08


def test_without_our_data_it_suggests_neither() -> None:
    fields = schema()["$defs"]["CapexLine"]["properties"]
    assert fields["hardware"]["type"] == "string"
    assert "default" not in fields["quantity"]
