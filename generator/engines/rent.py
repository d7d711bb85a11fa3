"""Turns the rent of machines into what each year pays for it: of a fixed number, or of as many as the load needs."""

from __future__ import annotations

from generator.engines.fleet import Fleet
from generator.engines.levies import counted
from generator.engines.running import Running, Years
from generator.engines.timeline import DAYS_PER_YEAR, MONTHS_PER_YEAR
from generator.engines.timing import Timing
from generator.figures.figure import figure
from generator.figures.schedule import Row, alone
from generator.proposal.models.costs import RentedGpu


def rent_of(option: RentedGpu, years: Years, fleet: Fleet | None) -> Running:
    """Machines × rate × booked hours a day × 365, moving with the price trend.

    Those that follow the load are paid for as many months as they are there.
    """
    key = option.path / "rent"
    levy = years.levies.on(option.tax)
    hours = option.hours_per_day * DAYS_PER_YEAR
    machines = option.count if fleet is None else fleet.first
    annual = counted(levy, option.hourly * machines * hours)
    amount = years.ledger.line(key / "annual_amount", "money/year", annual)
    timing: Timing | None = None
    steps: tuple[Row, ...] = ()
    whole = years.whole(amount, option.price_trend)
    if fleet is not None:
        each = figure(key / "of_each", "money/year", counted(levy, option.hourly * hours))
        timing, steps = fleet.timing, (alone(each),)
        whole = years.whole(each, option.price_trend)
    paid, total = years.paid(key, whole, "", timing)
    return Running(
        key=key,
        monthly=figure(key / "monthly_amount", "money/month", amount / MONTHS_PER_YEAR),
        annual=amount,
        growth=option.price_trend,
        years=paid,
        total=total,
        hourly=counted(levy, option.hourly * machines),
        hours_per_day=option.hours_per_day,
        levy=levy,
        steps=steps,
        timing=timing,
        for_each_unit=fleet is not None,
    )
