"""Turns a validated proposal into the whole cost model: every figure and every schedule, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.engines.benefits import Benefits, weigh
from generator.engines.cash_flow import CashFlow, flow_of
from generator.engines.checks import Checks, check
from generator.engines.ledger import open_ledger
from generator.engines.options import (
    OptionCost,
    capex_schedule,
    cost_of,
    labour_schedules,
    opex_by_year,
    opex_schedule,
    power_schedule,
)
from generator.engines.ownership import Ownership, own
from generator.engines.returns import Returns, measure
from generator.engines.summary import Summary, comparison, summarise
from generator.engines.timeline import MONTHS_PER_YEAR, months_of, years_of
from generator.figures.evaluation import figures_below
from generator.figures.figure import Figure, figure
from generator.figures.schedule import Schedule
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Model:
    """A proposal's numbers. `schedules` stand in the order in which each is computed from those before it."""

    proposal: Proposal
    years: tuple[Figure, ...]
    options: Mapping[str, OptionCost]
    chosen: OptionCost
    summary: Summary
    ownership: Ownership
    benefits: Benefits
    flow: CashFlow
    returns: Returns
    checks: Checks
    schedules: Mapping[str, Schedule]

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by key, inputs included, each after those that it depends on."""
        shown = [item for schedule in self.schedules.values() for item in schedule.figures()]
        return figures_below(shown)


def compute(proposal: Proposal) -> Model:
    """Run every engine once."""
    ledger = open_ledger(proposal.money)
    years = years_of(proposal.horizon.years)
    months = months_of(proposal.horizon.years)
    options = {
        id: cost_of(id, option, proposal, years, ledger) for id, option in proposal.options.items()
    }
    chosen = options[proposal.chosen]
    ownership = own(chosen, years, ledger)
    summary = summarise(chosen, options, ownership, ledger)
    benefits = weigh(proposal, ledger)
    investment = figure("return.investment", "money", ownership.capex_total)
    flow = flow_of(
        months, investment, benefits.monthly, ownership.opex_years, proposal.horizon.discount_rate
    )
    first_month = ownership.opex_years[0] / MONTHS_PER_YEAR
    monthly_net = figure("return.monthly_net", "money/month", benefits.monthly - first_month)
    returns = measure(investment, flow, monthly_net)
    checks = check(proposal, chosen, ownership, benefits, flow, returns)
    schedules = [
        *_option_schedules(options, years),
        comparison(options),
        summary.schedule,
        ownership.cash,
        ownership.accrual,
        benefits.schedule,
        flow.schedule,
        returns.schedule,
        checks.schedule,
    ]
    return Model(
        proposal,
        years,
        options,
        chosen,
        summary,
        ownership,
        benefits,
        flow,
        returns,
        checks,
        {schedule.key: schedule for schedule in schedules},
    )


def _option_schedules(
    options: Mapping[str, OptionCost], years: tuple[Figure, ...]
) -> list[Schedule]:
    schedules: list[Schedule] = []
    for option in options.values():
        if option.investments:
            schedules += [*labour_schedules(option), capex_schedule(option)]
    for option in options.values():
        power = power_schedule(option)
        if power is not None:
            schedules.append(power)
    for option in options.values():
        if option.running:
            schedules += [opex_schedule(option), opex_by_year(option, years)]
    return schedules
