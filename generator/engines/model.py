"""Turns a validated proposal into the whole cost model: every figure and every schedule, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.engines.benefits import Benefits, weigh
from generator.engines.break_even import BreakEvens, compare_all
from generator.engines.capacity import capacity_schedule
from generator.engines.cash_flow import CashFlow, flow_of
from generator.engines.checks import Checks, check
from generator.engines.hidden import Hidden, hidden_costs
from generator.engines.ledger import open_ledger
from generator.engines.load import Load, load_of
from generator.engines.options import (
    OptionCost,
    capex_schedule,
    costs_of,
    labour_schedules,
    opex_by_year,
    opex_schedule,
    power_schedule,
    pricing_schedule,
)
from generator.engines.ownership import Ownership, own
from generator.engines.returns import Returns, measure
from generator.engines.running import Years
from generator.engines.summary import Summary, at_scales, comparison, summarise, unit_costs
from generator.engines.tax import Taxed, with_tax
from generator.engines.timeline import months_of, years_of
from generator.figures.evaluation import figures_below
from generator.figures.figure import Figure, figure
from generator.figures.schedule import Schedule
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Model:
    """A proposal's numbers, one part for each cost question; a part is None where the proposal does not ask it."""

    proposal: Proposal
    years: tuple[Figure, ...]
    options: Mapping[str, OptionCost]
    chosen: OptionCost
    load: Load | None
    summary: Summary
    break_evens: BreakEvens
    ownership: Ownership
    taxed: Taxed | None
    hidden: Hidden | None
    benefits: Benefits
    flow: CashFlow
    returns: Returns
    checks: Checks

    @cached_property
    def schedules(self) -> Mapping[str, Schedule]:
        """Every schedule by key, in the order in which each is computed from those before it."""
        schedules = [
            *([] if self.load is None else [self.load.schedule]),
            *_option_schedules(self.options, self.years),
            comparison(self.options),
            unit_costs(self.options),
            *_scales(self.options, self.load),
            *(part.schedule for part in (self.taxed, self.hidden) if part is not None),
            *self.break_evens.schedules,
            self.summary.schedule,
            self.ownership.cash,
            self.ownership.accrual,
            self.benefits.schedule,
            self.flow.schedule,
            self.returns.schedule,
            self.checks.schedule,
        ]
        return {schedule.key: schedule for schedule in schedules}

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
    load = load_of(proposal, years)
    options = costs_of(proposal, Years(years, proposal.horizon.opex_growth, ledger), load)
    chosen = options[proposal.chosen]
    ownership = own(chosen, years, ledger)
    benefits = weigh(proposal, ledger)
    investment = figure("return.investment", "money", ownership.capex_total)
    flow = flow_of(
        months, investment, benefits.monthly, ownership.opex_years, proposal.horizon.discount_rate
    )
    returns = measure(investment, flow, benefits.monthly, ownership.opex_years[0])
    tax, costs = proposal.tax, proposal.hidden_costs
    return Model(
        proposal=proposal,
        years=years,
        options=options,
        chosen=chosen,
        load=load,
        summary=summarise(chosen, options, ownership, ledger),
        break_evens=compare_all(chosen, options, months, load),
        ownership=ownership,
        taxed=None if tax is None else with_tax(chosen, tax, ledger),
        hidden=None
        if costs is None
        else hidden_costs(costs, ownership.capex_total, years[-1], ledger),
        benefits=benefits,
        flow=flow,
        returns=returns,
        checks=check(proposal, chosen, ownership, benefits, flow, returns),
    )


def _scales(options: Mapping[str, OptionCost], load: Load | None) -> list[Schedule]:
    if load is None or not load.workload.scales:
        return []
    return [at_scales(options, load, load.workload.scales)]


def _option_schedules(
    options: Mapping[str, OptionCost], years: tuple[Figure, ...]
) -> list[Schedule]:
    schedules: list[Schedule] = []
    for option in options.values():
        if option.investments:
            schedules += [*labour_schedules(option), capex_schedule(option)]
    for option in options.values():
        if option.capacity is not None:
            schedules.append(capacity_schedule(option.id, option.name, option.capacity))
        derived = (power_schedule(option), pricing_schedule(option))
        schedules += [schedule for schedule in derived if schedule is not None]
    for option in options.values():
        if option.running:
            schedules += [opex_schedule(option), opex_by_year(option, years)]
    return schedules
