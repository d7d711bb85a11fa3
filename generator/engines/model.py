"""Turns a validated proposal into the whole cost model: every figure and every schedule, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from generator.engines.accounts import book
from generator.engines.benefits import weigh
from generator.engines.break_even import BreakEvens, compare_all
from generator.engines.cash_flow import Running, flow_of
from generator.engines.cashable import on_cash_alone
from generator.engines.checks import Checks, check
from generator.engines.choice import Choice
from generator.engines.choosing import least_dear
from generator.engines.fiscal import by_fiscal_year
from generator.engines.fiscal_accrual import accrue
from generator.engines.funding import fund
from generator.engines.hidden import DEBT, Bearing, Hidden, beside_options, hidden_costs
from generator.engines.income_tax import after_tax
from generator.engines.ledger import Ledger, open_ledger
from generator.engines.levies import levies_of
from generator.engines.load import load_of
from generator.engines.optimisation.waterfall import optimise
from generator.engines.options import (
    OptionCost,
    costs_of,
)
from generator.engines.outlook import Outlook, look_ahead
from generator.engines.own_go_live import own_benefits
from generator.engines.ownership import own
from generator.engines.ranking import comparable
from generator.engines.results import Results
from generator.engines.returns import Returns, measure
from generator.engines.routing import routing_of
from generator.engines.running import Years
from generator.engines.starts import starts_of
from generator.engines.summary import summarise
from generator.engines.tax import with_tax
from generator.engines.timeline import months_of, years_of
from generator.engines.timing import Timings
from generator.engines.verdict import Verdict, by_return, recommend, unquantified
from generator.engines.worth import Brought, Rivals, Today, Worth, worth_of
from generator.engines.yearly_flow import flow_by_year
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Schedule
from generator.proposal.models.costs import StatusQuo
from generator.proposal.models.proposal import Proposal


class Model(Results):
    """A proposal's numbers: the results, the outlook on them and the checks of both."""

    @cached_property
    def outlook(self) -> Outlook:
        """The results in every scenario and at the ends of every range; whoever only checks an input does not ask."""
        returns, ownership = self.returns, self.ownership
        rates = (returns.roi_on_costs, returns.roi, returns.irr)
        measures = (returns.npv, *rates, returns.payback_months)
        results = [ownership.capex_total, ownership.total, *measures]
        results += [] if self.after_tax is None else self.after_tax.measures
        choice = Choice(self.chosen, self.options, self.ledger, self.worth.meetings)
        return look_ahead(self.proposal, results, choice, self.years[-1])

    @cached_property
    def checks(self) -> Checks:
        """What must be equal."""
        return check(self, self.outlook)

    @cached_property
    def schedules(self) -> Mapping[str, Schedule]:
        """Every schedule by key, in the order in which each is computed from those before it."""
        schedules = [*self.result_schedules, *self.outlook.schedules, self.checks.schedule]
        return {schedule.key: schedule for schedule in schedules}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by key, inputs included, each after those that it depends on.

        What a number would be in a scenario is one of them, unless nothing depends on that number.
        """
        return self.checks.below.figures


def compute(proposal: Proposal) -> Model:
    """Run every engine once; first to choose, where the file leaves that to the numbers."""
    if proposal.chosen:
        return _computed(proposal)
    tried = _computed(proposal.choosing(next(iter(proposal.options))))
    return _computed(proposal.choosing(least_dear(tried)), chosen_by_file=False)


def _computed(proposal: Proposal, *, chosen_by_file: bool = True) -> Model:
    ledger = open_ledger(proposal.money)
    years, months = years_of(proposal.horizon.years), months_of(proposal.horizon.years)
    horizon, timings = proposal.horizon, Timings(months, years)
    load, routing = load_of(proposal, timings), routing_of(proposal)
    levies, growth = levies_of(proposal), horizon.opex_growth
    laid = Years(years, growth, ledger, timings, proposal.go_live, levies)
    options = comparable(costs_of(proposal, laid, load, routing))
    chosen = options[proposal.chosen]
    ownership = own(chosen, years, ledger)
    bills = {id: option.running[0] for id, option in options.items() if option.kind == "status_quo"}
    benefits = weigh(proposal, laid, bills)
    outlay, running = ownership.capex_total, Running(ownership.opex_years, chosen.course)
    flow = flow_of(months, chosen.outlay, outlay, benefits, running, horizon)
    investment = figure(Key("return", "investment"), "money", outlay)
    first_opex = chosen.annual if chosen.course else ownership.opex_years[0]
    returns = measure(investment, flow, benefits.monthly, first_opex, proposal)
    fiscal = by_fiscal_year(horizon, months, flow)
    break_evens = compare_all(chosen, options, months, load)
    brought = Brought(returns.npv, flow, own_benefits(proposal, laid, benefits))
    worth = _worth(proposal, options, break_evens, brought, months)
    return Model(
        proposal=proposal,
        chosen_by_file=chosen_by_file,
        ledger=ledger,
        years=years,
        options=options,
        chosen=chosen,
        load=load,
        summary=summarise(chosen, options, ownership),
        break_evens=break_evens,
        ownership=ownership,
        accounts=book(chosen, years, months, fiscal),
        taxed=with_tax(chosen, proposal, ledger),
        hidden=_hidden(proposal, options, outlay, years[-1], ledger),
        benefits=benefits,
        flow=flow,
        yearly=flow_by_year(years, chosen.outlay, investment, benefits.years, ownership.opex_years),
        timings=timings,
        fiscal=fiscal,
        fiscal_accrual=accrue(chosen, fiscal, years[-1], ledger),
        funding=fund(chosen, years, months, flow, fiscal),
        starts=starts_of(chosen, proposal.benefits, benefits, months),
        returns=returns,
        after_tax=after_tax(proposal, chosen, flow, returns, months, ledger),
        worth=worth,
        verdict=_verdict(proposal, chosen, returns, worth, ledger),
        cashable=on_cash_alone(proposal.benefits, benefits, flow, months),
        optimisation=optimise(proposal, options, load, routing, years[-1]),
    )


def _hidden(
    proposal: Proposal,
    options: Mapping[str, OptionCost],
    outlay: Figure,
    last_year: Figure,
    ledger: Ledger,
) -> Hidden | None:
    """Beside every option where several are compared."""
    costs = proposal.hidden_costs
    hidden = hidden_costs(costs, outlay, last_year, ledger)
    if hidden is None or costs is None or len(options) == 1:
        return hidden
    debt = costs.technical_debt
    bearing = Bearing({} if debt is None else {DEBT: debt.share_per_year}, last_year, ledger)
    beside = beside_options(hidden, bearing, options, options[proposal.chosen])
    return replace(hidden, beside=beside)


def _worth(
    proposal: Proposal,
    options: Mapping[str, OptionCost],
    break_evens: BreakEvens,
    brought: Brought,
    months: tuple[Figure, ...],
) -> Worth:
    return worth_of(
        options[proposal.chosen],
        options,
        break_evens,
        Today(months, brought.flow.discount_factors),
        brought=brought,
        rivals=Rivals(
            _bringing(proposal), _rejected(proposal), proposal.chosen_because is not None
        ),
    )


def _bringing(proposal: Proposal) -> frozenset[str]:
    """The options that bring the benefits: the chosen one, and all but doing nothing."""
    return frozenset(
        id
        for id, option in proposal.options.items()
        if id == proposal.chosen or not (proposal.benefits and isinstance(option, StatusQuo))
    )


def _rejected(proposal: Proposal) -> dict[str, str]:
    """Why options are not chosen, by id."""
    options = proposal.options.items()
    return {
        id: option.rejected_because for id, option in options if option.rejected_because is not None
    }


def _verdict(
    proposal: Proposal, chosen: OptionCost, returns: Returns, worth: Worth, ledger: Ledger
) -> Verdict:
    if not proposal.benefits:
        return unquantified()
    on_return = by_return(returns.npv, returns.roi, proposal.approval.required_return)
    return recommend(chosen, on_return, worth.unexplained, ledger)
