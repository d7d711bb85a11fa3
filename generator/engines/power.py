"""Turns a machine's cards, load and room into the kilowatt-hours and the money that a year of current takes."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.levies import Levy, counted
from generator.engines.timeline import HOURS_PER_YEAR, MONTHS_PER_YEAR, WATTS_PER_KILOWATT
from generator.figures.figure import Figure, figure
from generator.proposal.models.power import Power


@dataclass(frozen=True, kw_only=True)
class PowerUse:
    """The steps from watts to money. Watts as drawn by the machine; kWh at the meter, cooling included."""

    subject: str
    utilisation: Figure
    peak: Figure
    idle: Figure
    average: Figure
    machine_kwh: Figure
    annual_kwh: Figure
    annual_cost: Figure

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

    def step(name: str, unit: str, definition: object) -> Figure:
        return figure(power.path / name, unit, definition, subject)  # type: ignore[arg-type]

    peak = step("peak_watts", "W", power.tdp * power.count + power.base_watts)
    idle = step(
        "idle_total_watts",
        "W",
        power.idle_watts * power.count + power.base_watts * power.base_idle_share,
    )
    stated = power.utilisation
    by_default = stated.source is not None and stated.source.kind == "default"
    utilisation = measured if by_default and measured is not None else stated
    average = step("average_watts", "W", idle + (peak - idle) * utilisation)
    monthly = power.hours_per_month
    hours = HOURS_PER_YEAR if monthly is None else monthly * MONTHS_PER_YEAR
    machine = step("machine_kwh", "kWh/year", average * hours / WATTS_PER_KILOWATT)
    energy = step("annual_kwh", "kWh/year", machine * power.pue)
    paid = counted(levy, energy * power.tariff)
    cost = ledger.line(power.path / "annual_cost", "money/year", paid, subject)
    return PowerUse(
        subject=subject,
        utilisation=utilisation,
        peak=peak,
        idle=idle,
        average=average,
        machine_kwh=machine,
        annual_kwh=energy,
        annual_cost=cost,
    )
