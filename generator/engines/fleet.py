"""Turns a load and what a unit serves into how many units stand there in each month, where they follow the load.

A unit that is needed from a month on is paid at the end of the month before, or some months earlier to be set up. Units
stay once they are bought; rented ones are given back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.engines.load import Load
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.timing import Line, Span, Timing, Timings
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    count,
    greatest_of,
    maximum,
    minimum,
    pick,
    rounded_up,
    running_greatest,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule, alone, list_of
from generator.proposal.models.fleet import MOST_AHEAD

# No other timing has it.
NUMBER = -1


@dataclass(frozen=True, kw_only=True)
class Terms:
    """When units serve and stand there.

    live: the month from which they serve; None from the first. lead: how many months earlier each stands there, to be
    set up. rented: whether those that are not needed any more are given back. headroom: what stays free of them.
    """

    live: Figure | None = None
    lead: Figure | None = None
    rented: bool = False
    headroom: Figure | None = None

    def peak(self, busy: Expression) -> Expression:
        """What must be there for as many that are busy."""
        return busy if self.headroom is None else busy / (1 - self.headroom)


@dataclass(frozen=True)
class Moment:
    """A month at whose end units may be bought. earliest: whatever the numbers become."""

    month: Expression
    earliest: int


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """The units of an option in each month, from month 0.

    needed: what the busiest hour of a month takes; there: those that stand there. year: of each month. unit_months: how
    many months of a unit each year has. moments: the months at whose end some may be bought. asked: what the busiest
    hour takes, before it is rounded to whole units. terms: when they serve and stand there; first_month: of their
    standing there, where that is a step. so_far: the most that were needed until a month, where that is a step.
    served: when they serve, where that is not all the time.
    """

    key: Key
    name: str
    months: Line
    needed: Line
    there: Line
    year: Line
    unit_months: Line
    moments: tuple[Moment, ...]
    asked: tuple[Expression, ...]
    terms: Terms
    first_month: Figure | None = None
    so_far: Line = ()
    served: Timing | None = None

    @property
    def first(self) -> Expression:
        """Those that are there from the first month, or from the one in which they come."""
        return self.there[1] if self.begins is None else pick(self.there, self.begins + 1)

    @property
    def last(self) -> Figure:
        """Those that are there in the end."""
        return self.there[-1]

    @property
    def begins(self) -> Figure | None:
        """The month from which they are there; None from the first."""
        return self.terms.live if self.first_month is None else self.first_month

    @property
    def moves_otherwise(self) -> bool:
        """Whether they come later than the load, or go again."""
        return self.terms.rented or self.terms.live is not None

    @property
    def most(self) -> Expression:
        """As many as the busiest month needs."""
        return greatest_of(self.needed)

    @property
    def in_first_year(self) -> Expression:
        """Those of the first year, on average; of those that come later, as many as come first."""
        if self.begins is not None:
            return self.first
        return sum_of(self.there[1 : MONTHS_PER_YEAR + 1]) / MONTHS_PER_YEAR

    @cached_property
    def timing(self) -> Timing:
        """When what is paid for each of them runs, and for how many."""
        return Timing(
            number=NUMBER,
            span=Span(start=self.begins),
            weights=self.there,
            years=self.unit_months,
            year=self.year,
        )

    def bought(self, month: Expression) -> Expression:
        """How many are paid at the end of a month."""
        return pick(self.there, month + 2) - pick(self.there, month + 1)

    def since_first(self, month: Expression) -> Expression:
        """How many months a payment comes after the first one."""
        return month if self.begins is None else month - (self.begins - 1)

    @property
    def schedules(self) -> Iterator[Schedule]:
        """When they come; the units of all months."""
        if self.first_month is not None:
            key = Key("fleet_start", self.key.name)
            yield list_of(key, [alone(self.first_month)], self.name)
        rows = (
            ("year", self.year, "year"),
            ("units_needed", () if self.there is self.needed else self.needed, "count"),
            ("units_so_far", self.so_far, "count"),
            ("units_there", self.there, "count"),
        )
        yield Schedule(
            Key("fleet", self.key.name),
            period_columns(self.months, "", "month"),
            tuple(
                Row(name, (None, *line), kind="working", unit=unit)
                for name, line, unit in rows
                if line
            ),
            self.name,
        )

    def by_year(self, years: Line) -> Schedule:
        """The months of a unit that each year has."""
        row = Row("unit_months", (None, *self.unit_months), kind="working", unit="month")
        key, columns = Key("fleet_by_year", self.key.name), period_columns(years, "", "year")
        return Schedule(key, columns, (row,), self.name)


def fleet_of(
    path: Key, name: str, busy: Figure, load: Load, terms: Terms, timings: Timings
) -> Fleet:
    """needed = max(1, ⌈busy × peak factor × how high the month is ÷ (1 − headroom)⌉); there: the most so far.

    busy: how many units are busy on average at the stated volume.
    """
    key, months = path / "fleet", timings.months

    def line(row: str, unit: str, definitions: Iterable[Expression]) -> Line:
        return tuple(
            figure(key / row / month.key.name, unit, definition, name)
            for month, definition in zip(months, definitions, strict=True)
        )

    peak = terms.peak(busy * load.peak)
    asked = [load.course.of_month(month, index) * peak for index, month in enumerate(months)]
    live = [month > 0 if terms.live is None else month >= terms.live for month in months]
    at_least = (
        where(serves, maximum(1, rounded_up(units)), 0)
        for serves, units in zip(live, asked, strict=True)
    )
    needed = line("units_needed", "count", at_least)
    so_far, there = _standing(needed, months, terms, line)
    year = line("year", "year", [rounded_up(month / MONTHS_PER_YEAR) for month in months])
    unit_months = tuple(
        figure(key / "unit_months" / each.key.name, "month", sum_if(year, each, there), name)
        for each in timings.years
    )
    return Fleet(
        key=path,
        name=name,
        months=months,
        needed=needed,
        there=there,
        year=year,
        unit_months=unit_months,
        moments=_moments(load, timings, terms),
        asked=tuple(asked),
        terms=terms,
        first_month=_first_month(key, name, terms),
        so_far=so_far,
        served=None
        if terms.live is None
        else timings.of(Span(start=terms.live, course=load.course.months)),
    )


def _standing(
    needed: Line, months: Line, terms: Terms, line: Callable[[str, str, Iterable[Expression]], Line]
) -> tuple[Line, Line]:
    """The most so far where that is a step, and those that stand there."""
    most = needed
    if not terms.rented:
        rising = (running_greatest(needed[: index + 1]) for index in range(len(months)))
        most = line("units_there" if terms.lead is None else "units_so_far", "count", rising)
    if terms.lead is None:
        return (), most
    there = line("units_there", "count", _ahead(most, months, terms.lead))
    return () if terms.rented else most, there


def _ahead(so_far: Line, months: Line, lead: Figure) -> Iterator[Expression]:
    """What a month needs, or the one for which units are set up by then."""
    for month, now in zip(months, so_far, strict=True):
        then = pick(so_far, minimum(month + lead + 1, count(so_far)))
        yield where(month > 0, maximum(now, then), 0)


def _first_month(key: Key, name: str, terms: Terms) -> Figure | None:
    """That in which the first ones stand there, where it is not the one from which they serve."""
    if terms.live is None or terms.lead is None:
        return None
    return figure(key / "machines_from", "nth_month", maximum(1, terms.live - terms.lead), name)


def _moments(load: Load, timings: Timings, terms: Terms) -> tuple[Moment, ...]:
    """Every month where the load grows by months, else the end of each year before one of the horizon.

    In the year in which they begin to serve it is the month before that; with a lead all that is some months earlier.
    """
    if load.course.months:
        return tuple(Moment(month * 1, index) for index, month in enumerate(timings.months[:-1]))
    found = []
    for index, year in enumerate(timings.years):
        month: Expression = (year - 1) * MONTHS_PER_YEAR
        if terms.live is not None:
            last = year * MONTHS_PER_YEAR - 1
            month = maximum(month, minimum(terms.live - 1, last))
        earliest = index * MONTHS_PER_YEAR
        if terms.lead is not None:
            month = maximum(0, month - terms.lead)
            earliest = max(0, earliest - MOST_AHEAD)
        found.append(Moment(month, earliest))
    return tuple(found)
