"""Makes an input that fails as small as it can be and still fail the same way, for a person to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tests.inputs.inputs import Input
from tests.inputs.texts import Number

Fails = Callable[[Input], bool]


def smallest(made: Input, fails: Fails) -> Input:
    """The input without all that its fault does not need."""
    if made.catalogue and fails(without := replace(made, catalogue={})):
        made = without
    while (smaller := next((one for one in _smaller(made) if fails(one)), None)) is not None:
        made = smaller
    return made


def _smaller(made: Input) -> Iterator[Input]:
    for data in _less(made.data):
        yield replace(made, data=data)


def _less(data: Any) -> Iterator[Any]:
    """The same with something left out or made plain, large things first."""
    if isinstance(data, Number) or data == "甲":
        return
    if isinstance(data, str):
        yield "甲"
        return
    if len(data) == 3 and "value" in data:
        yield data["value"]
    places = list(data) if isinstance(data, dict) else list(range(len(data)))
    for place in places:
        yield _with(data, place, None)
    for place in places:
        for less in _less(data[place]):
            yield _with(data, place, less)


def _with(data: Any, place: Any, value: Any) -> Any:
    if isinstance(data, dict):
        changed = {**data, place: value}
        return changed if value is not None else {k: v for k, v in data.items() if k != place}
    return [*data[:place], *([] if value is None else [value]), *data[place + 1 :]]
