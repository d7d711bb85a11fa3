"""Turns a machine's cards, load and room into the kilowatt-hours and the money that a year of current takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.engines.fleet import Fleet
from generator.engines.ledger import Ledger
from generator.engines.levies import Levy, counted
from generator.engines.timeline import HOURS_PER_YEAR, MONTHS_PER_YEAR, WATTS_PER_KILOWATT
from generator.engines.timing import Line
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import if_error
from generator.proposal.models.power import Power


@dataclass(frozen=True, kw_only=True)
class PowerUse:
    """The steps from watts to money. Watts as drawn by the machine; kWh at the meter, cooling included.

    energy, by_year: kWh of each year, and what they cost at the tariff of the first; if the machines follow the load.
    """

    subject: str
    utilisation: Figure
    peak: Figure
    idle: Figure
    average: Figure
    machine_kwh: Figure
    annual_kwh: Figure
    annual_cost: Figure
    energy: Line = ()
    by_year: tuple[Expression, ...] = ()

    def by_load(self, cost: Figure) -> Expression:
        """What of a cost goes to what the load draws beyond idling."""
        drawn = (self.peak - self.idle) * self.utilisation / self.average
        return if_error(cost * drawn, 0)

    def steps(self) -> tuple[Figure, ...]:
        """All of them, in the order in which they are worked out."""
        return (
            self.peak,
            self.idle,
            self.average,
            self.machine_kwh,
            self.annual_kwh,
            self.annual_cost,
        )


def power_use(
    power: Power,
    subject: str,
    ledger: Ledger,
    measured: Figure | None = None,
    levy: Levy | None = None,
) -> PowerUse:
    """Load-weighted power: average = idle + (peak − idle) × utilisation, times hours, PUE and tariff.

    The hours are the 8,760 of a year, unless it runs for fewer.

    measured: the utilisation that follows from the workload; it stands in for the default, never for a stated one.
    levy: the tax on it.
    """

    return _used(_watts(power, subject, power.count), _utilisation(power, measured), ledger, levy)


def _used(
    watts: _Watts,
    utilisation: Figure,
    ledger: Ledger,
    levy: Levy | None,
    machines: Expression | None = None,
) -> PowerUse:
    """Of one machine, or of some alike: what all of them draw in a year, and what that costs."""
    power, average = watts.power, watts.average(utilisation)
    drawn = average * _hours(power) if machines is None else average * machines * _hours(power)
    machine = watts.step("machine_kwh", "kWh/year", drawn / WATTS_PER_KILOWATT)
    energy = watts.step("annual_kwh", "kWh/year", machine * power.pue)
    paid = counted(levy, energy * power.tariff)
    cost = ledger.line(power.path / "annual_cost", "money/year", paid, watts.subject)
    return PowerUse(
        subject=watts.subject,
        utilisation=utilisation,
        peak=watts.peak,
        idle=watts.idle,
        average=average,
        machine_kwh=machine,
        annual_kwh=energy,
        annual_cost=cost,
    )


@dataclass(frozen=True, kw_only=True)
class Draw:
    """Machines whose number follows the load. cards: of each, unless the power line says otherwise.

    utilisation: of the first year, by the workload; busy: how many are busy on average of each year.
    """

    fleet: Fleet
    cards: Figure
    utilisation: Figure
    busy: tuple[Expression, ...]


def power_of_units(
    power: Power, subject: str, ledger: Ledger, draw: Draw, levy: Levy | None
) -> PowerUse:
    """Of all units: those of each year idle, and the difference to full load for as many as are busy.

    Watts are those of one unit at the utilisation of the first year.
    """
    watts = _watts(power, subject, draw.cards if _by_default(power.count) else power.count)
    utilisation = _utilisation(power, draw.utilisation)
    use = _used(watts, utilisation, ledger, levy, draw.fleet.in_first_year)
    yearly = []
    for months, busy in zip(draw.fleet.unit_months, draw.busy, strict=True):
        there = months / MONTHS_PER_YEAR
        loaded = busy if utilisation is draw.utilisation else there * utilisation
        drawn = watts.idle * there + (watts.peak - watts.idle) * loaded
        used = drawn * _hours(power) / WATTS_PER_KILOWATT * power.pue
        yearly.append(figure(power.path / "kwh" / months.key.name, "kWh/year", used, subject))
    costs = tuple(counted(levy, used * power.tariff) for used in yearly)
    return replace(use, energy=tuple(yearly), by_year=costs)


@dataclass(frozen=True, kw_only=True)
class _Watts:
    """What a machine draws at full load and idle."""

    power: Power
    subject: str
    peak: Figure
    idle: Figure

    def step(self, name: str, unit: str, definition: Expression) -> Figure:
        return figure(self.power.path / name, unit, definition, self.subject)

    def average(self, utilisation: Figure) -> Figure:
        drawn = self.idle + (self.peak - self.idle) * utilisation
        return self.step("average_watts", "W", drawn)


def _watts(power: Power, subject: str, cards: Figure) -> _Watts:
    peak = power.tdp * cards + power.base_watts
    idle = power.idle_watts * cards + power.base_watts * power.base_idle_share
    return _Watts(
        power=power,
        subject=subject,
        peak=figure(power.path / "peak_watts", "W", peak, subject),
        idle=figure(power.path / "idle_total_watts", "W", idle, subject),
    )


def _utilisation(power: Power, measured: Figure | None) -> Figure:
    """As stated, else by the workload, else our default."""
    follows = measured is not None and _by_default(power.utilisation)
    return measured if measured is not None and follows else power.utilisation


def _by_default(number: Figure) -> bool:
    return number.source is not None and number.source.kind == "default"


def _hours(power: Power) -> Operand:
    monthly = power.hours_per_month
    return HOURS_PER_YEAR if monthly is None else monthly * MONTHS_PER_YEAR
