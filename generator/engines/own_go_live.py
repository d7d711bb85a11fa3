"""Turns the go-live of an option that is not that of the chosen one into the benefits that it brings by month.

Every option brings the same benefits, each from its own go-live. What a later one forgoes is partly in its cost,
which holds today's bill until then. The rest it brings less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.engines.benefits import Benefits, lay_out
from generator.engines.running import Years
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.timing import Line
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, pick, rounded_up, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule
from generator.proposal.models.alternative import Improvable
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class OwnBenefits:
    """What an option brings in each month, from 0, how that comes, and the same by year."""

    months: Line
    workings: tuple[Row, ...]
    schedule: Schedule


def own_benefits(proposal: Proposal, laid: Years, benefits: Benefits) -> Mapping[str, OwnBenefits]:
    """Of each option with another go-live than the chosen one's, by id."""
    if not proposal.benefits:
        return {}
    return {
        id: _benefits_of(id, proposal, replace(laid, go_live=proposal.go_live_of(id)), benefits)
        for id in _apart(proposal)
    }


def _apart(proposal: Proposal) -> Iterator[str]:
    for id, option in proposal.options.items():
        if isinstance(option, Improvable) and proposal.go_live_of(id) is not proposal.go_live:
            yield id


def _benefits_of(id: str, proposal: Proposal, laid: Years, benefits: Benefits) -> OwnBenefits:
    name = proposal.options[id].name
    timings = [laid.timing_of(benefit, live=True) for benefit in proposal.benefits]
    whole = [years.amounts for years in benefits.whole]
    found = lay_out(proposal, laid, whole, timings, Key("options", id))

    def in_month(index: int, month: Figure) -> Expression:
        if found.course:
            return found.course.in_month(index)
        year = maximum(rounded_up(month / MONTHS_PER_YEAR, 0), 1)
        return where(month > 0, pick(found.years, year) / MONTHS_PER_YEAR, 0)

    months = tuple(
        figure(
            Key("options", id, "benefits", month.key.name), "money", in_month(index, month), name
        )
        for index, month in enumerate(laid.timings.months)
    )
    row = Row(Key(id, "own_benefits"), (None, *months), name, kind="working", unit="money")
    schedule = Schedule(Key("benefits_of", id), found.columns, found.rows, name)
    return OwnBenefits(months, (*found.course.monthly_rows(), row), schedule)
