"""Turns the numbers that a packet was published with into what moved them since: each number of our data, and the tool.

Our data of that day are put into the model of today, and made those of today one after another; what the packet says
otherwise is of the tool, or of data that are no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from generator.compare.causes import Cause, Fact
from generator.compare.overrides import results_of
from generator.compare.sameness import Numbers, is_same
from generator.compare.sides import Side
from generator.compare.states import ASK
from generator.engines.model import Model

Which = Literal["old", "new"]


def facts_of(side: Side, model: Model, which: Which) -> Iterator[Fact]:
    """Numbers of our data that are others today. which: of the two that are compared."""
    stated = model.result_figures
    for key, entry in side.facts.items():
        figure = stated.get(key)
        if figure is not None and figure.is_input and not is_same(entry["value"], figure.value):
            yield Fact(figure, entry["value"], entry["source"].get("date", ""), which)


def causes_outside(
    side: Side, model: Model, today: Numbers, headlines: Iterable[str], which: Which
) -> list[Cause]:
    """What moved the headlines of a packet until today; of the new one, from today to its day."""
    if side.recorded is None:
        return []
    facts = list(facts_of(side, model, which))
    states = [side.recorded, *_with_facts_of_the_day(model, facts), today]
    steps = list(zip((None, *facts), pairwise(states), strict=True))
    keys = list(headlines)
    turned = steps if which == "old" else [(fact, ends[::-1]) for fact, ends in reversed(steps)]
    return [
        Cause((), before, after, None, which, fact)
        for fact, (before, after) in turned
        if any(not is_same(before.get(key), after.get(key)) for key in keys)
    ]


def _with_facts_of_the_day(model: Model, facts: list[Fact]) -> list[Numbers]:
    """The results of today with all of these as they were, then with all but the first, up to the last alone."""
    overrides = {
        str(fact.figure.key): [fact.recorded] * count + [fact.figure.value] * (len(facts) - count)
        for count, fact in enumerate(facts, start=1)
    }
    return results_of(model, overrides, len(facts), ASK) if facts else []
