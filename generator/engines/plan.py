"""Turns what a one-time line says of time into its plan: when it is paid, how often it is bought, what comes back."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.engines.fleet import Fleet
from generator.engines.levies import Levy, counted
from generator.engines.scenarios import scenarios_of
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.proposal.models.costs import CapexLine
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A line's own numbers; None where it says nothing.

    trend: the change of its price a year. times: how often it may be bought within the horizon, in any scenario.
    cycle: the months after which it is bought again, at least. fleet: the units that each need one.
    """

    month: Expression | None = None
    after_years: Figure | None = None
    trend: Figure | None = None
    resale: Expression | None = None
    resale_share: Figure | None = None
    times: int = 1
    cycle: int | None = None
    fleet: Fleet | None = None

    @property
    def sells(self) -> bool:
        """Whether money comes back when it leaves."""
        return self.resale is not None or self.resale_share is not None


def plan_of(
    line: CapexLine, proposal: Proposal, levy: Levy | None, fleet: Fleet | None = None
) -> Plan | None:
    """None for a line that is paid in month 0 and stays. fleet: the units that each need one."""
    after_years = None if line.replace is None else line.replace.after_years
    stated = (line.month, after_years, line.resale, line.resale_share, fleet)
    if all(number is None for number in stated):
        return None
    return Plan(
        month=line.month,
        after_years=after_years,
        trend=line.trend,
        resale=None if line.resale is None else counted(levy, line.resale),
        resale_share=line.resale_share,
        times=1 if after_years is None else _times(line.month, after_years, proposal),
        cycle=None if after_years is None else _cycle(after_years, proposal),
        fleet=fleet,
    )


def _times(month: Figure | None, after_years: Figure, proposal: Proposal) -> int:
    """As many as fit strictly before the end; a scenario may buy earlier, or replace sooner."""
    first = 0.0 if month is None else _least(month, proposal)
    end = proposal.horizon.years * MONTHS_PER_YEAR
    return max(1, math.ceil((end - first) / _cycle(after_years, proposal)))


def _cycle(after_years: Figure, proposal: Proposal) -> int:
    return round(_least(after_years, proposal) * MONTHS_PER_YEAR)


def _least(number: Figure, proposal: Proposal) -> float:
    """The lowest that it is in any scenario."""
    values = (scenario.values.get(number.key, number) for scenario in scenarios_of(proposal))
    return min(value.value for value in values)
