"""Turns running lines into what each year of the horizon pays for them, growth included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.power import PowerUse, power_use
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.proposal.models.costs import OpexLine, StatusQuo


@dataclass(frozen=True)
class Running:
    """A running line with its figures.

    monthly: in the first year; annual: the rounded yearly amount at today's prices; years: what each year pays.
    """

    key: str
    subject: str
    note: str
    monthly: Figure
    annual: Figure
    growth: Figure
    years: tuple[Figure, ...]
    total: Figure
    power: PowerUse | None = None


def run(line: OpexLine, growth: Figure, years: Sequence[Figure], ledger: Ledger) -> Running:
    """One line of an option; its own growth wins over the proposal's."""
    power = None if line.power is None else power_use(line.power, line.item, ledger)
    monthly, annual = _amounts(line, power, ledger)
    growth = growth if line.growth is None else line.growth
    paid, total = _over_time(line.path, annual, growth, years, ledger, line.item)
    return Running(
        line.path, line.item, line.note or "", monthly, annual, growth, paid, total, power
    )


def run_status_quo(
    option: StatusQuo, growth: Figure, years: Sequence[Figure], ledger: Ledger
) -> Running:
    """Today's bill, going on and growing."""
    key = f"{option.path}.bill"
    annual = ledger.line(
        f"{key}.annual", "money/year", option.monthly * MONTHS_PER_YEAR, option.name
    )
    growth = growth if option.growth is None else option.growth
    paid, total = _over_time(key, annual, growth, years, ledger, option.name)
    return Running(key, option.name, "", option.monthly, annual, growth, paid, total)


def _amounts(line: OpexLine, power: PowerUse | None, ledger: Ledger) -> tuple[Figure, Figure]:
    if power is not None:
        annual = power.annual_cost
    elif line.annual is not None:
        annual = ledger.line(f"{line.path}.annual_amount", "money/year", line.annual, line.item)
    else:
        monthly = _stated_monthly(line)
        annual = ledger.line(
            f"{line.path}.annual_amount", "money/year", monthly * MONTHS_PER_YEAR, line.item
        )
        return monthly, annual
    monthly = figure(
        f"{line.path}.monthly_amount", "money/month", annual / MONTHS_PER_YEAR, line.item
    )
    return monthly, annual


def _stated_monthly(line: OpexLine) -> Figure:
    if line.labour is not None:
        worked: Expression = line.labour.hours * line.labour.rate
        return figure(f"{line.path}.labour.monthly", "money/month", worked, line.item)
    assert line.monthly is not None
    return line.monthly


def _over_time(
    key: str,
    annual: Figure,
    growth: Figure,
    years: Sequence[Figure],
    ledger: Ledger,
    subject: str,
) -> tuple[tuple[Figure, ...], Figure]:
    """annual × (1 + growth)^(year − 1), rounded each year; one formula for all years."""
    paid = tuple(
        ledger.line(f"{key}.{name_of(year)}", "money", annual * (1 + growth) ** (year - 1), subject)
        for year in years
    )
    return paid, figure(f"{key}.total", "money", sum_of(paid), subject)


def name_of(period: Figure) -> str:
    """`year_2` of `horizon.year_2`."""
    return period.key.rpartition(".")[2]
