"""Turns a model into what is told of scenarios that turn the verdict, and of assumptions that ask too much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.model import Model
from generator.engines.scenarios import Scenario
from generator.figures.cases import tabulate
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.figures.schedule import Schedule
from generator.packet.verdict import key_of
from generator.packet.words import Words

ENDS = ("serves_low", "serves_high")


@dataclass(frozen=True)
class Turned:
    """A scenario in which the verdict is another. serves: whether the chosen option serves the load there."""

    name: str
    serves: bool
    verdict: str


@dataclass(frozen=True)
class Overload:
    """An assumption by its label, and the ends of its range at which the load is not served."""

    name: str
    low: bool
    high: bool


def turned_scenarios(model: Model, words: Words) -> Iterator[Turned]:
    """Those whose verdict is not that of the file's own values."""
    if "scenarios" not in model.schedules:
        return
    scenarios, level = model.outlook.scenarios, model.verdict.level
    there = tabulate("verdicts", [level], [scenario.case for scenario in scenarios])
    base, *others = (
        (each.id, _serves(model, each), key_of(there.in_case(level, each.id))) for each in scenarios
    )
    for id, serves, verdict in others:
        if (serves, verdict) != base[1:]:
            yield Turned(words.scenario(id), serves, verdict)


def _serves(model: Model, scenario: Scenario) -> bool:
    key, capacity = Key("scenarios", scenario.id), model.chosen.capacity
    return capacity is None or model.figures[key / capacity.feasible.key].value == 1


def overloads(model: Model, key: str, words: Words) -> Iterator[Overload]:
    """Of the table of ranges `key` those of which an end is too much; none where all else is too much already."""
    table = model.schedules.get(key)
    if table is None or (model.chosen.capacity and model.chosen.capacity.obstacle):
        return
    for place, row in enumerate(table.rows):
        low, high = (_is_too_much(table, place, end) for end in ENDS)
        if low or high:
            yield Overload(words.label(table, row), low, high)


def _is_too_much(table: Schedule, place: int, end: str) -> bool:
    cells = zip(table.columns[1:], table.rows[place].cells, strict=True)
    served = next((cell for column, cell in cells if column.key == end), None)
    return isinstance(served, Figure) and served.value == 0
