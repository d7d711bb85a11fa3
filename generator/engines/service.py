"""Turns the capacity of an option into what is asked of it in each year beside what its units can serve by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.capacity import Capacity, Machines
from generator.engines.load import Load
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.timing import Line
from generator.figures.expression import Expression, Missing
from generator.figures.figure import figure
from generator.figures.functions import maximum, pick, rounded_up, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule


@dataclass(frozen=True, kw_only=True)
class Service:
    """By year, at its end: requests a month that are asked for, and that the units serve in the busiest hour; the
    units that this takes.

    units, added: those that are there, and those of them that were bought for this year; busy: the share of the year
    that they are busy. None of these where the number of units is fixed.
    """

    asked: Line
    served: Line
    needed: Line
    units: Line = ()
    added: Line = ()
    busy: Line = ()

    @property
    def moves(self) -> bool:
        """Whether years differ."""
        return bool(self.units) or len({asked.value for asked in self.asked}) > 1

    def schedule(self, option_id: str, name: str, years: Line) -> Schedule:
        """The table of it."""
        rows = {
            "volume_asked": (self.asked, "request/month"),
            "volume_served": (self.served, "request/month"),
            "units_needed": (self.needed, "count"),
            "units_there": (self.units, "count"),
            "units_added": (self.added, "count"),
            "busy_share": (self.busy, "ratio"),
        }
        return Schedule(
            Key("service", option_id),
            period_columns(years, "", "year"),
            tuple(
                Row(key, (None, *line), kind="memo", unit=unit)
                for key, (line, unit) in rows.items()
                if line
            ),
            name,
        )


def service_of(
    path: Key, name: str, machines: Machines, capacity: Capacity, load: Load, years: Line
) -> Service:
    """asked = volume × how high the year ends; served = what is asked × units ÷ units that are busy in its peak."""
    of = _Years(path / "service", name, machines, capacity, load, years)
    asked = of.line("volume_asked", "request/month", of.asked())
    units: Line = ()
    if capacity.throughput.fleet is not None:
        units = of.line("units_there", "count", of.units())
    needed = of.line("units_needed", "count", of.needed())
    served = of.line("volume_served", "request/month", of.served(units))
    if not units:
        return Service(asked=asked, served=served, needed=needed)
    return Service(
        asked=asked,
        served=served,
        needed=needed,
        units=units,
        added=() if machines.terms.rented else of.line("units_added", "count", of.added(units)),
        busy=of.line("busy_share", "ratio", of.busy()),
    )


@dataclass(frozen=True)
class _Years:
    """The rows of a table by year, each in one formula."""

    key: Key
    name: str
    machines: Machines
    capacity: Capacity
    load: Load
    years: Line

    def line(self, row: str, unit: str, definitions: Iterator[Expression]) -> Line:
        return tuple(
            figure(self.key / row / year.key.name, unit, definition, self.name)
            for year, definition in zip(self.years, definitions, strict=True)
        )

    def _at_ends(self, first: Expression) -> Iterator[Expression]:
        course = self.load.course
        return (course.at_end(first, year, index) for index, year in enumerate(self.years))

    def asked(self) -> Iterator[Expression]:
        """Nothing in years that end before units serve that follow the load."""
        fleet = self.capacity.throughput.fleet
        live = None if fleet is None else fleet.terms.live
        asked = self._at_ends(self.load.workload.volume)
        for year, volume in zip(self.years, asked, strict=True):
            yield volume if live is None else where(year * MONTHS_PER_YEAR >= live, volume, 0)

    def units(self) -> Iterator[Expression]:
        fleet = self.capacity.throughput.fleet
        assert fleet is not None
        return (pick(fleet.there, year * MONTHS_PER_YEAR + 1) for year in self.years)

    @property
    def _peak(self) -> Expression:
        """Units that are busy in the busiest hour, at the stated volume."""
        found = self.capacity.throughput
        busy = found.average / found.unit_speed if found.busy is None else found.busy
        return busy * self.load.peak

    def needed(self) -> Iterator[Expression]:
        fleet = self.capacity.throughput.fleet
        if fleet is not None and fleet.moves_otherwise:
            yield from (pick(fleet.needed, year * MONTHS_PER_YEAR + 1) for year in self.years)
            return
        for busy in self._at_ends(self._peak):
            yield maximum(1, rounded_up(self.machines.terms.peak(busy)))

    def served(self, units: Line) -> Iterator[Expression]:
        """Of a fixed number of units the same in every year."""
        volume, found = self.load.workload.volume, self.capacity.throughput
        able = self.capacity.able
        for index in range(len(self.years)):
            there = units[index] if units else found.units
            most = where(self._peak > 0, volume * there / self._peak, Missing("no_workload"))
            yield where(able, most, 0)

    def added(self, units: Line) -> Iterator[Expression]:
        fleet = self.capacity.throughput.fleet
        assert fleet is not None
        for there, year in zip(units, self.years, strict=True):
            yield there - pick(fleet.there, (year - 1) * MONTHS_PER_YEAR + 1)

    def busy(self) -> Iterator[Expression]:
        found, course = self.capacity.throughput, self.load.course
        assert found.fleet is not None
        assert found.busy is not None
        for index, (year, there) in enumerate(
            zip(self.years, found.fleet.unit_months, strict=True)
        ):
            if found.fleet.served is None:
                yield course.of_year(found.busy * MONTHS_PER_YEAR, year, index) / there
            else:
                worked = found.fleet.served.years[index]
                each = course.by_steps(found.busy, year, index)
                yield where(there > 0, each * worked / maximum(there, 1), 0)
