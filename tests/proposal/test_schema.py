"""The JSON Schema: it accepts what validation accepts, refuses what an editor can see, and explains every field.

Judged by a reader of the few keywords that the schema uses.
"""

import json
import re
from collections.abc import Iterator
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
    for keyword, demand in part.items():
        if keyword not in NOTES:
            yield from broken(keyword, demand, data, part, path)


def broken(keyword: str, demand: Any, data: Any, part: dict[str, Any], path: str) -> Iterator[str]:
    match keyword:
        case "$ref":
            yield from faults(data, whole()["$defs"][demand.removeprefix("#/$defs/")], path)
        case "type":
            if not any(is_of(data, name) for name in ([demand] if isinstance(demand, str) else demand)):
                yield f"{path}: not {demand}"
        case "enum":
            if data not in demand:
                yield f"{path}: not in {demand}"
        case "anyOf" | "oneOf":
            fitting = sum(not list(faults(data, branch, path)) for branch in demand)
            if fitting == 0 or (keyword == "oneOf" and fitting > 1):
                yield f"{path}: {keyword} fits {fitting}"
        case "properties" | "required" | "additionalProperties" if isinstance(data, dict):
            yield from broken_fields(keyword, demand, data, part, path)
        case "items" if isinstance(data, list):
            for index, item in enumerate(data):
                yield from faults(item, demand, f"{path}.{index}")
        case "pattern" if isinstance(data, str):
            if not re.search(demand, data):
                yield f"{path}: not like {demand}"
        case "minimum" | "maximum" | "exclusiveMinimum" if is_of(data, "number"):
            holds = {"minimum": data >= demand, "maximum": data <= demand}
            if not holds.get(keyword, data > demand):
                yield f"{path}: {keyword} {demand}"
        case _:
            known = {"properties", "required", "additionalProperties", "items", "pattern"}
            assert keyword in known | {"minimum", "maximum", "exclusiveMinimum"}


def broken_fields(
    keyword: str, demand: Any, data: dict[str, Any], part: dict[str, Any], path: str
) -> Iterator[str]:
    if keyword == "required":
        yield from (f"{path}.{name}: missing" for name in demand if name not in data)
    elif keyword == "properties":
        for name in demand.keys() & data.keys():
            yield from faults(data[name], demand[name], f"{path}.{name}")
    else:
        for name in data.keys() - part.get("properties", {}).keys():
            if demand is False:
                yield f"{path}.{name}: unknown"
            else:
                yield from faults(data[name], demand, f"{path}.{name}")


def is_of(data: Any, name: str) -> bool:
    return isinstance(data, TYPES[name]) and (name == "boolean" or not isinstance(data, bool))


def plain(text: str) -> Any:
    """The data as an editor sees them: dates are texts."""
    loaded = yaml.safe_load(text)
    return json.loads(json.dumps(loaded, default=str))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_every_shipped_input_fits(path: Path) -> None:
    assert list(faults(plain(path.read_text(encoding="utf-8")), whole())) == []


@pytest.mark.parametrize(
    "rest",
    [
        "horizon: {years: 11}",
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
    for trace in ("__path__", '"null"', "x-"):
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
