"""Turns options into an order by cost in which one that cannot serve the load has no place.

Whether it can is a figure and no decision of ours, so that every formula here follows it in a spreadsheet.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

from generator.engines.options import OptionCost
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure
from generator.figures.functions import both, maximum, minimum, rank, sum_of, where

INFEASIBLE = "infeasible"


def where_feasible(number: Expression, *options: OptionCost) -> Expression:
    """The number; none where one of the options cannot serve the load."""
    able = [option.capacity.feasible == 1 for option in options if option.capacity is not None]
    return where(functools.reduce(both, able), number, Missing(INFEASIBLE)) if able else number


def rank_of(option: OptionCost, options: Collection[OptionCost]) -> Expression:
    """The place by total cost among those that serve the load: among all, less the cheaper ones that do not."""
    place = rank(option.tco, [each.tco for each in options])
    for other in options:
        if other is not option and other.capacity is not None:
            passed_over = both(other.capacity.feasible == 0, other.tco < option.tco)
            place = place - where(passed_over, 1, 0)
    return where_feasible(place, option)


def saving_against(options: Sequence[OptionCost], own: Figure, reason: str) -> Expression:
    """What the cheapest of some options that serve the load costs more than `own`. reason: where there are none."""
    if not options:
        return Missing(reason)
    sure = [option.tco for option in options if option.capacity is None]
    # Of no effect on the minimum wherever any option serves the load.
    neutral = sure[0] if sure else maximum(*(option.tco for option in options))
    able = [option.capacity.feasible for option in options if option.capacity is not None]
    totals = [_unless(option, neutral) for option in options]
    saving = minimum(*totals) - own
    return saving if sure else where(sum_of(able) > 0, saving, Missing(INFEASIBLE))


def _unless(option: OptionCost, neutral: Expression) -> Expression:
    """The option's total; the neutral number where the option cannot serve the load."""
    if option.capacity is None:
        return option.tco
    return where(option.capacity.feasible == 1, option.tco, neutral)
