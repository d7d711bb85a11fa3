"""Turns a computed model into doubts: what an experienced reviewer would ask about, each at the input's place.

Thresholds are judgements of the field, not facts of a proposal: they decide only whether somebody is asked to look.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.capacity import Capacity
from generator.engines.model import Model
from generator.engines.options import OptionCost
from generator.proposal.models.costs import OnPremise
from generator.proposal.models.parts import CURRENCIES
from generator.proposal.models.proposal import Benefit

LOWEST_LABOUR_SHARE = 0.3
HIGHEST_UTILISATION = 0.8
OLDEST_PRICE = datetime.timedelta(days=180)
LABOUR_WORDS = ("人力", "人工", "运维", "labour", "labor", "operations", "staff", "devops")


@dataclass(frozen=True)
class Doubt:
    """A warning: its stable code, the path of the field that it is about, what is odd, and what to do."""

    code: str
    path: str
    message: str
    fix: str


def doubts_about(model: Model, date: datetime.date) -> list[Doubt]:
    """All doubts, in the order of the document's parts. `date` is the document's."""
    return [
        *_about_labour(model),
        *_about_utilisation(model),
        *_about_old_prices(model, date),
        *_about_benefits(model),
        *_about_horizon(model),
        *_about_options(model),
    ]


def _about_labour(model: Model) -> Iterator[Doubt]:
    option = model.proposal.chosen_option
    if not isinstance(option, OnPremise):
        return
    lines = [
        line
        for line in option.opex
        if line.labour is not None or any(word in line.item.lower() for word in LABOUR_WORDS)
    ]
    if not lines:
        fix = "add an opex line with labour: {hours: …, rate: …}; a platform does not run itself"
        yield Doubt("W002", option.path, "the chosen option has no operations labour", fix)
        return
    paths = {line.path for line in lines}
    labour = sum(line.monthly.value for line in model.chosen.running if line.key in paths)
    depreciation = sum(
        item.monthly_depreciation.value
        for item in model.chosen.investments
        if item.monthly_depreciation is not None
    )
    if labour < depreciation * LOWEST_LABOUR_SHARE:
        message = f"labour is {labour:,.0f} a month, under 30 % of {depreciation:,.0f} depreciation"
        yield Doubt("W003", lines[0].path, message, "check the hours; 30 to 60 % or more is usual")


def _about_utilisation(model: Model) -> Iterator[Doubt]:
    for figure in model.figures.values():
        if figure.key.endswith(".utilisation") and figure.value > HIGHEST_UTILISATION:
            message = f"a utilisation of {figure.value:.0%} leaves no room for peaks"
            yield Doubt("W004", figure.key, message, "plan for 80 % or less, or add a unit")


def _about_old_prices(model: Model, date: datetime.date) -> Iterator[Doubt]:
    for figure in model.figures.values():
        source = figure.source
        is_price = figure.unit.partition("/")[0] in ("money", *CURRENCIES)
        if source is None or not source.date or not is_price:
            continue
        age = date - datetime.date.fromisoformat(source.date)
        if age > OLDEST_PRICE:
            message = f"the price of {source.date} is {age.days} days older than the document"
            yield Doubt("W005", figure.key, message, "ask for a new quote and state its date")


def _about_benefits(model: Model) -> Iterator[Doubt]:
    benefits = model.proposal.benefits
    for benefit in benefits:
        if _looks_weighted_twice(benefit, benefits):
            message = (
                f"'{benefit.item}' looks weighted already: it equals another line × its confidence"
            )
            fix = "give the full amount, or say already_weighted: true"
            yield Doubt("W006", f"{benefit.path}.monthly", message, fix)
        if benefit.kind != "replaced_cost" or benefit.monthly is None:
            continue
        for option in model.options.values():
            if option is model.chosen or option.kind == "status_quo":
                continue
            if option.monthly.value == benefit.monthly.value:
                message = f"'{benefit.item}' equals the cost of option '{option.name}'"
                fix = "count the avoided cost once: as a benefit, or by comparing the options"
                yield Doubt("W007", f"{benefit.path}.monthly", message, fix)


def _looks_weighted_twice(benefit: Benefit, benefits: list[Benefit]) -> bool:
    if benefit.monthly is None or benefit.already_weighted or benefit.confidence.value == 1:
        return False
    return any(
        other is not benefit
        and other.monthly is not None
        and other.confidence.value < 1
        and benefit.monthly.value == other.monthly.value * other.confidence.value
        for other in benefits
    )


def _about_horizon(model: Model) -> Iterator[Doubt]:
    years = model.proposal.horizon.years
    for item in model.chosen.investments:
        life = item.life_years
        if life is not None and item.kind == "hardware" and life.value < years:
            message = f"'{item.label}' lasts {life.value:g} years, the horizon is {years}"
            yield Doubt(
                "W008", f"{item.key}", message, "add its replacement, or shorten the horizon"
            )


def _about_options(model: Model) -> Iterator[Doubt]:
    if not any(option.kind == "status_quo" for option in model.options.values()):
        fix = "add an option of kind status_quo with today's monthly bill"
        yield Doubt("W009", "options", "there is no do-nothing option to compare with", fix)
    for option in model.options.values():
        if option.capacity is not None and option.capacity.obstacle:
            yield _about_capacity(option, option.capacity)


def _about_capacity(option: OptionCost, capacity: Capacity) -> Doubt:
    """An option that cannot serve the load is no alternative, however cheap."""
    if capacity.obstacle == "memory":
        memory = capacity.memory
        lack = (
            f"needs {memory.needed.value:.1f} GB of memory, a unit has {memory.available.value:g}"
        )
        fix = "choose a smaller model or quantisation, less context, or more cards in a unit"
    else:
        lack = f"needs {capacity.throughput.units_needed.value:g} units at the peak"
        fix = "add units, or choose a faster card or a smaller model"
    return Doubt("W010", f"options.{option.id}", f"'{option.name}' {lack}", fix)
