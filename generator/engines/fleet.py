"""Turns a load and what a unit serves into how many units stand there in each month, where they are bought as needed.

A unit that is needed from a month on is paid at the end of the month before. Units stay once they are bought.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.engines.load import Load
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.timing import Line, Span, Timing, Timings
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    maximum,
    pick,
    rounded_up,
    running_greatest,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule

# No other timing has it.
NUMBER = -1


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """The units of an option in each month, from month 0.

    needed: what the busiest hour of a month takes; there: those that stand there. year: of each month. unit_months: how
    many months of a unit each year has. moments: the months at whose end some may be bought. asked: what the busiest
    hour takes, before it is rounded to whole units.
    """

    key: Key
    name: str
    months: Line
    needed: Line
    there: Line
    year: Line
    unit_months: Line
    moments: tuple[Expression, ...]
    asked: tuple[Expression, ...]

    @property
    def first(self) -> Figure:
        """Those that are there from the first month."""
        return self.there[1]

    @property
    def last(self) -> Figure:
        """Those that are there in the end."""
        return self.there[-1]

    @property
    def in_first_year(self) -> Expression:
        """Those of the first year, on average."""
        return sum_of(self.there[1 : MONTHS_PER_YEAR + 1]) / MONTHS_PER_YEAR

    @cached_property
    def timing(self) -> Timing:
        """When what is paid for each of them runs, and for how many."""
        return Timing(
            number=NUMBER,
            span=Span(),
            weights=self.there,
            years=self.unit_months,
            year=self.year,
        )

    def bought(self, month: Expression) -> Expression:
        """How many are paid at the end of a month."""
        return pick(self.there, month + 2) - pick(self.there, month + 1)

    @property
    def by_month(self) -> Schedule:
        """The units of all months."""
        rows = (
            ("year", self.year, "year"),
            ("units_needed", self.needed, "count"),
            ("units_there", self.there, "count"),
        )
        return Schedule(
            Key("fleet", self.key.name),
            period_columns(self.months, "", "month"),
            tuple(Row(name, (None, *line), kind="working", unit=unit) for name, line, unit in rows),
            self.name,
        )

    def by_year(self, years: Line) -> Schedule:
        """The months of a unit that each year has."""
        row = Row("unit_months", (None, *self.unit_months), kind="working", unit="month")
        key, columns = Key("fleet_by_year", self.key.name), period_columns(years, "", "year")
        return Schedule(key, columns, (row,), self.name)


def fleet_of(
    path: Key, name: str, busy: Figure, load: Load, headroom: Figure | None, timings: Timings
) -> Fleet:
    """needed = max(1, ⌈busy × peak factor × how high the month is ÷ (1 − headroom)⌉); there: the most so far.

    busy: how many units are busy on average at the stated volume.
    """
    key, months = path / "fleet", timings.months

    def line(row: str, unit: str, definitions: list[Expression]) -> Line:
        return tuple(
            figure(key / row / month.key.name, unit, definition, name)
            for month, definition in zip(months, definitions, strict=True)
        )

    peak = busy * load.workload.peak_factor
    if headroom is not None:
        peak = peak / (1 - headroom)
    asked = [load.course.of_month(month, index) * peak for index, month in enumerate(months)]
    at_least = [
        where(month > 0, maximum(1, rounded_up(units)), 0)
        for month, units in zip(months, asked, strict=True)
    ]
    needed = line("units_needed", "count", at_least)
    there = line(
        "units_there",
        "count",
        [running_greatest(needed[: index + 1]) for index in range(len(months))],
    )
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
        moments=_moments(load, timings),
        asked=tuple(asked),
    )


def _moments(load: Load, timings: Timings) -> tuple[Expression, ...]:
    """Every month where the load grows by months, else the end of each year before one of the horizon."""
    if load.course.months:
        return tuple(month * 1 for month in timings.months[:-1])
    return tuple((year - 1) * MONTHS_PER_YEAR for year in timings.years)
