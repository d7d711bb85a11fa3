"""Turns the file's scenarios into cases of the whole model."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.figures.cases import Case
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.substitution import substituted_all
from generator.proposal.limits import numbers_of
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.scenarios import BASE, applied, is_customary

MEASURES = {
    "capex.total": "capex",
    "return.npv": "npv",
    "return.roi_on_costs": "roi_on_costs",
    "return.roi": "roi",
    "return.payback_months": "payback_months",
    "return.irr": "irr",
}
# Where the proposal states an income tax.
AFTER_TAX = {
    "return.npv_after_tax": "npv_after_tax",
    "return.irr_after_tax": "irr_after_tax",
    "return.payback_months_after_tax": "payback_months_after_tax",
}
TOTAL = "tco.total"


@dataclass(frozen=True)
class Scenario:
    """One set of assumptions. values: what each of the inputs is that any
    scenario changes, and numbers these inputs, by key; base has none."""

    id: str
    values: Mapping[str, Figure]
    numbers: Mapping[str, Figure]

    @property
    def moves(self) -> Iterator[tuple[Figure, Figure]]:
        """Each input that it changes, and the figure that says to what."""
        return ((self.numbers[key], value) for key, value in self.values.items())

    @property
    def case(self) -> Case:
        """The scenario as a case of the model."""
        return Case(self.id, {key: value.value for key, value in self.values.items()})


def scenarios_of(proposal: Proposal) -> tuple[Scenario, ...]:
    """What the file itself states, called base, then its scenarios in their order.

    A value is the stated number, that number times a factor, or another number: a formula over stated ones alone.
    """
    numbers = numbers_of(proposal)
    changes = {
        id: [applied(change, id, pattern, numbers) for pattern, change in scenario.items()]
        for id, scenario in proposal.scenarios.items()
    }
    changed: dict[str, Figure] = {
        number.key: number
        for found in changes.values()
        for change in found
        for number in change.inputs
    }
    scenarios = [Scenario(BASE, {}, {})]
    for id, found in changes.items():
        ways: dict[str, tuple[Figure, bool]] = {
            number.key: (change.figure, change.times)
            for change in found
            for number in change.inputs
        }
        values = {
            key: _value(id, number, *ways.get(key, (None, False)))
            for key, number in changed.items()
        }
        scenarios.append(Scenario(id, values, changed))
    return tuple(scenarios)


def _value(id: str, number: Figure, change: Figure | None = None, times: bool = False) -> Figure:
    definition = number if change is None else number * change if times else change
    value = figure(
        Key("scenarios", id, "values", number.key), number.unit, definition, number.subject
    )
    return value.in_case(id, number.key)


def measures_of(figures: Collection[str]) -> dict[str, str]:
    """The headline figures besides the total, by key."""
    return MEASURES | {key: name for key, name in AFTER_TAX.items() if key in figures}


def idle_scenarios(proposal: Proposal, figures: Mapping[str, Figure]) -> Iterator[str]:
    """The ids of the file's own scenarios that change no headline figure, nor whether the chosen option serves."""
    serves = Key("options", proposal.chosen, "capacity", "feasible")
    results = [figures[key] for key in (TOTAL, *measures_of(figures), serves) if key in figures]
    for scenario in scenarios_of(proposal)[1:]:
        if is_customary(proposal.scenarios[scenario.id]):
            continue
        found = substituted_all(results, scenario.case.values)
        pairs = zip(results, found, strict=True)
        if all(_same(result.value, value.value) for result, value in pairs):
            yield scenario.id


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
