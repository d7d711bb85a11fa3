"""Turns the parts of a cost model, one for each cost question, into its schedules in the order of their computation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.engines.accounts import Accounts
from generator.engines.benefits import Benefits
from generator.engines.break_even import BreakEvens
from generator.engines.capacity import capacity_schedule, sizing_schedules
from generator.engines.cash_flow import CashFlow
from generator.engines.cashable import Cashable
from generator.engines.fiscal import Fiscal
from generator.engines.fiscal_accrual import FiscalAccrual
from generator.engines.funding import Funding
from generator.engines.hidden import Hidden
from generator.engines.income_tax import AfterTax
from generator.engines.ledger import Ledger
from generator.engines.load import Load
from generator.engines.materials import materials_of
from generator.engines.mix import mix_schedule, precision_schedule
from generator.engines.optimisation.waterfall import Optimisation
from generator.engines.option_tables import (
    capex_schedule,
    depreciation_schedule,
    derivation_schedule,
    labour_schedules,
    network_by_month,
    network_schedule,
    opex_by_year,
    opex_schedule,
    power_by_year,
    power_schedule,
    pricing_schedule,
    purchases_schedule,
)
from generator.engines.options import OptionCost
from generator.engines.ownership import Ownership
from generator.engines.rents import rent_schedules
from generator.engines.returns import Returns
from generator.engines.routing_history import RoutedHistory, routed_history
from generator.engines.summary import Summary, comparison, unit_costs
from generator.engines.tax import Taxed
from generator.engines.timing import Timings
from generator.engines.verdict import Verdict
from generator.engines.worth import Worth
from generator.engines.yearly_flow import YearlyFlow
from generator.figures.evaluation import Below
from generator.figures.figure import Figure
from generator.figures.schedule import Schedule
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Results:
    """What follows from the file alone; a part is None where the proposal does not ask it.

    chosen_by_file: whether the file chooses the option; else it is the least dear in money of today.
    """

    proposal: Proposal
    chosen_by_file: bool
    ledger: Ledger
    years: tuple[Figure, ...]
    options: Mapping[str, OptionCost]
    chosen: OptionCost
    load: Load | None
    summary: Summary
    break_evens: BreakEvens
    ownership: Ownership
    accounts: Accounts | None
    taxed: Taxed | None
    hidden: Hidden | None
    benefits: Benefits
    flow: CashFlow
    yearly: YearlyFlow
    timings: Timings
    starts: Schedule | None
    fiscal: Fiscal
    fiscal_accrual: FiscalAccrual | None
    funding: Funding | None
    returns: Returns
    after_tax: AfterTax | None
    worth: Worth
    verdict: Verdict
    cashable: Cashable | None
    optimisation: Optimisation | None

    @cached_property
    def routed(self) -> RoutedHistory | None:
        """The tiers over a usage log."""
        return routed_history(self.proposal, self.options)

    @cached_property
    def result_schedules(self) -> tuple[Schedule, ...]:
        """Each computed from those before it."""
        return (
            *_load_schedules(self.load),
            *self.timings.schedules,
            *self._materials(),
            *_option_schedules(self.options, self.years, self.timings.months),
            *_purchase_schedules(self.options, self.chosen, self.years),
            *(() if self.optimisation is None else self.optimisation.schedules),
            *(() if self.routed is None else self.routed.schedules),
            comparison(self.options),
            unit_costs(self.options),
            *rent_schedules(self.proposal, self.options),
            *(part.schedule for part in (self.taxed, self.hidden) if part is not None),
            *self.break_evens.schedules,
            self.summary.schedule,
            self.ownership.cash,
            self.ownership.accrual,
            *_by_rate(self.taxed),
            self.benefits.schedule,
            *(part for part in (self.benefits.amounts, self.benefits.by_year) if part is not None),
            *([] if self.starts is None else [self.starts]),
            self.flow.schedule,
            self.returns.scan.schedule,
            *self.fiscal.schedules,
            *(() if self.fiscal_accrual is None else self.fiscal_accrual.schedules),
            *(() if self.accounts is None else self.accounts.schedules),
            *(() if self.funding is None else self.funding.schedules),
            self.returns.schedule,
            *_of_returns(self.after_tax),
            *_of_returns(self.cashable),
            self.yearly.schedule,
            *_beside(self.hidden),
            *self.worth.schedules,
            self.verdict.schedule,
        )

    def _materials(self) -> list[Schedule]:
        """Of every option whose machines are known by their parts, or rented."""
        stated = self.proposal.options
        found = [materials_of(it, stated[id], self.ledger) for id, it in self.options.items()]
        return [schedule for schedule in found if schedule is not None]

    @cached_property
    def result_figures(self) -> Mapping[str, Figure]:
        """Every figure of these schedules by key, inputs included, each after those that it depends on."""
        return self.below_results.figures

    @cached_property
    def below_results(self) -> Below:
        """All that these schedules are computed from."""
        return Below(item for part in self.result_schedules for item in part.figures())


def _beside(hidden: Hidden | None) -> list[Schedule]:
    return [] if hidden is None or hidden.beside is None else [hidden.beside]


def _by_rate(taxed: Taxed | None) -> list[Schedule]:
    return [] if taxed is None or taxed.by_rate is None else [taxed.by_rate.schedule]


def _of_returns(part: AfterTax | Cashable | None) -> list[Schedule]:
    if part is None:
        return []
    scanned = [part.scan.schedule] if isinstance(part, AfterTax) else []
    return [part.by_month, *scanned, part.schedule]


def _load_schedules(load: Load | None) -> list[Schedule]:
    if load is None:
        return []
    return [
        *load.course.schedules,
        load.schedule,
        *(
            table(load.workload)
            for table in (mix_schedule, precision_schedule)
            if load.workload.mix
        ),
    ]


def _purchase_schedules(
    options: Mapping[str, OptionCost], chosen: OptionCost, years: tuple[Figure, ...]
) -> Iterator[Schedule]:
    """Of options that say when they buy; how purchases are written off matters for the chosen one alone."""
    for option in options.values():
        if option.outlay.purchases:
            yield purchases_schedule(option)
    if chosen.outlay.purchases:
        yield depreciation_schedule(chosen, years)


def _by_year(option: OptionCost, years: tuple[Figure, ...]) -> Iterator[Schedule]:
    """What machines serve and draw by year; and how many there are by month, where they follow the load."""
    assert option.capacity is not None
    if (fleet := option.capacity.throughput.fleet) is not None:
        yield from fleet.schedules
        yield fleet.by_year(years)
    if option.search is not None:
        yield from option.search.schedules
    if option.service is not None:
        yield option.service.schedule(option.id, option.name, years)


def _option_schedules(
    options: Mapping[str, OptionCost], years: tuple[Figure, ...], months: tuple[Figure, ...]
) -> list[Schedule]:
    schedules: list[Schedule] = []
    for option in options.values():
        if option.investments:
            schedules += [*labour_schedules(option), capex_schedule(option)]
    for option in options.values():
        if option.capacity is not None:
            schedules.append(capacity_schedule(option.id, option.name, option.capacity))
            schedules += sizing_schedules(option.id, option.name, option.capacity)
            schedules += _by_year(option, years)
        derived = (
            power_schedule(option),
            power_by_year(option, years),
            pricing_schedule(option),
            network_by_month(option, months),
            network_schedule(option, years),
            derivation_schedule(option),
        )
        schedules += [schedule for schedule in derived if schedule is not None]
    for option in options.values():
        if option.running:
            schedules.append(opex_schedule(option))
        schedules.append(opex_by_year(option, years))
    return schedules
