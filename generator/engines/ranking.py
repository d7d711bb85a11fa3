"""Turns options into an order by cost in which one that cannot serve the load has no place.

Whether it can is a figure and no decision of ours, so that every formula here follows it in a spreadsheet.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from generator.engines.options import OptionCost
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    greatest_of,
    if_error,
    least_of,
    minimum,
    rank,
    sum_of,
    where,
)
from generator.figures.key import Key

INFEASIBLE = "infeasible"
# Machines that follow the load make steps: no line tells what another volume costs, and several may tie, or none.
IN_STEPS = "machines_in_steps"


def where_feasible(number: Expression, *options: OptionCost) -> Expression:
    """The number; none where one of the options cannot serve the load."""
    able = [option.capacity.feasible == 1 for option in options if option.capacity is not None]
    return where(functools.reduce(both, able), number, Missing(INFEASIBLE)) if able else number


def up_to_largest(number: Expression, volume: Figure, option: OptionCost) -> Expression:
    """The number at a monthly volume; none where that is more than the option serves."""
    if option.capacity is None:
        return number
    most = if_error(option.capacity.throughput.largest_volume * 1, volume)
    return where(volume <= most, number, Missing(INFEASIBLE))


def comparable(
    options: Mapping[str, OptionCost], name: str = "comparable"
) -> dict[str, OptionCost]:
    """The options with the totals that count in a comparison: one that cannot serve the load is as dear as any.

    name: of these figures.
    """
    if all(option.capacity is None for option in options.values()):
        return dict(options)
    highest = greatest_of([option.tco for option in options.values()])
    return {id: _comparable(option, highest, name) for id, option in options.items()}


def _comparable(option: OptionCost, highest: Expression, name: str) -> OptionCost:
    total: Expression = option.tco * 1
    if option.capacity is not None:
        total = where(option.capacity.feasible == 1, option.tco, highest)
    key = Key("options", option.id, name)
    return replace(option, comparable=figure(key, "money", total, option.name))


def rank_of(option: OptionCost, options: Collection[OptionCost]) -> Expression:
    """The place by total cost among the options that serve the load."""
    return where_feasible(rank(option.comparable, [each.comparable for each in options]), option)


def saving_against(groups: Sequence[Sequence[OptionCost]], own: Figure, reason: str) -> Expression:
    """What the cheapest of some options that serve the load costs more than `own`. reason: where there are none.

    The options come in groups that stand side by side, as a formula reads them.
    """
    some = [group for group in groups if group]
    if not some:
        return Missing(reason)
    least = [least_of([option.comparable for option in group]) for group in some]
    saving = (least[0] if len(least) == 1 else minimum(*least)) - own
    able = [[option.capacity.feasible for option in group if option.capacity] for group in some]
    if sum(map(len, able)) < sum(map(len, some)):
        return saving
    serving = functools.reduce(operator.add, map(sum_of, able))
    return where(serving > 0, saving, Missing(INFEASIBLE))
