"""Turns the workload into the requests and tokens of each year, and into how high the load is by year and by month."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.timing import Line, Span, Timings
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    greatest_of,
    maximum,
    minimum,
    pick,
    rounded,
    rounded_up,
    sum_if,
    sum_of,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule, list_of
from generator.proposal.models.growth import LoadGrowth
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.workload import Workload

KEY = Key("workload")


@dataclass(frozen=True, kw_only=True)
class Course:
    """How the load goes on from the volume that is stated, which counts as 1.

    years: how high it is on average of each year, and months: in each, from 0, where it grows by months. None of these
    where it grows by a rate a year.
    """

    growth: LoadGrowth
    years: Line = ()
    months: Line = ()
    schedules: tuple[Schedule, ...] = ()

    def of_year(self, first: Expression, year: Figure, index: int) -> Expression:
        """What a year comes to, from a whole one at the stated volume; the years count from 0."""
        if self.growth.yearly is not None:
            return first * (1 + self.growth.yearly) ** (year - 1)
        return first * self.years[index]

    def by_steps(self, first: Expression, year: Figure, index: int) -> Expression:
        """The same but for what it does from month to month, which the weights of the months hold."""
        return first if self.months else self.of_year(first, year, index)

    def greatest(self, last_year: Figure) -> Expression:
        """How high it is where it is highest."""
        if self.growth.yearly is not None:
            return maximum(1, (1 + self.growth.yearly) ** (last_year - 1))
        return greatest_of(self.months or self.years)

    def of_month(self, month: Figure, index: int) -> Expression:
        """How high it is in a month of the axis, by its place from 0."""
        return self.months[index] * 1 if self.months else self.in_month(month)

    def in_month(self, month: Expression) -> Expression:
        """The same of any month, as it is worked out."""
        if self.months:
            return pick(self.months, month + 1)
        year = maximum(1, rounded_up(month / MONTHS_PER_YEAR))
        if self.growth.yearly is not None:
            return (1 + self.growth.yearly) ** (year - 1)
        return pick(self.years, year)

    def at_end(self, first: Expression, year: Figure, index: int) -> Expression:
        """What it comes to in the last month of a year, from the stated volume; the years count from 0."""
        if self.months:
            return first * pick(self.months, year * MONTHS_PER_YEAR + 1)
        return self.of_year(first, year, index)

    def beginning(self, average: Expression) -> Expression:
        """The average of the first year, from that of the stated volume."""
        return average * self.years[0] if self.months else average


@dataclass(frozen=True)
class Load:
    """The years; requests of each year and of the whole horizon, and tokens of the whole horizon (input and output)."""

    workload: Workload
    course: Course
    years: Line
    requests: Figure
    tokens: Figure
    schedule: Schedule

    @property
    def peak(self) -> Expression:
        """How busy the busiest hour is beside the average one: requests that can wait come evenly."""
        waiting = self.workload.batch_share
        return self.workload.peak_factor * (1 - waiting) + waiting


def load_of(proposal: Proposal, timings: Timings) -> Load | None:
    """requests of a year = monthly × 12 × how high the year is, whole ones; None without a workload."""
    workload, years = proposal.workload, timings.years
    if workload is None:
        return None
    course = _course(workload, timings)
    first = workload.volume * MONTHS_PER_YEAR
    yearly = tuple(
        figure(
            KEY / "requests" / year.key.name,
            "request",
            rounded(course.of_year(first, year, index), 0),
        )
        for index, year in enumerate(years)
    )
    total = figure(KEY / "requests" / "total", "request", sum_of(yearly))
    size = workload.input_tokens + workload.output_tokens
    tokens = tuple(
        figure(KEY / "tokens" / year.key.name, "token", rounded(count * size, 0))
        for year, count in zip(years, yearly, strict=True)
    )
    all_tokens = figure(KEY / "tokens" / "total", "token", sum_of(tokens))
    heights = Row("height", (None, *course.years), unit="factor", kind="memo")
    rows = (
        *([heights] if course.years else []),
        Row("requests", (total, *yearly), unit="request", kind="memo"),
        Row("tokens", (all_tokens, *tokens), unit="token", kind="memo"),
    )
    schedule = Schedule("load", period_columns(years, "", "year"), rows)
    return Load(workload, course, years, total, all_tokens, schedule)


def _course(workload: Workload, timings: Timings) -> Course:
    growth = workload.growth
    if growth.by_year:
        return _as_stated(workload, timings.years)
    course = _by_month(growth, timings) if growth.stretches else Course(growth=growth)
    if workload.monthly_tokens is None:
        return course
    volume = list_of("load_volumes", [_stated_volume(workload)])
    return replace(course, schedules=(volume, *course.schedules))


def _stated_volume(workload: Workload) -> Row:
    return Row("stated_volume", (workload.volume,), unit="request/month", kind="memo")


def _as_stated(workload: Workload, years: Line) -> Course:
    """A year is as high as its volume over that of the first."""
    volumes = tuple(
        figure(KEY / "volume" / year.key.name, "request/month", stated * 1)
        for year, stated in zip(years, workload.growth.by_year, strict=True)
    )
    heights = tuple(
        figure(KEY / "height" / year.key.name, "factor", pick(volumes, year) / volumes[0])
        for year in years
    )
    rows = [
        Row(volume.key, (volume,), unit="request/month", kind="memo", named=stated)
        for volume, stated in zip(volumes, workload.growth.by_year, strict=True)
    ]
    rows.insert(0, _stated_volume(workload))
    return Course(
        growth=workload.growth,
        years=heights,
        schedules=(list_of("load_volumes", rows),),
    )


def _by_month(growth: LoadGrowth, timings: Timings) -> Course:
    """The first month is 1 high; each stretch takes so many steps, from where the one before it ends."""
    line: Line = ()
    before: Figure | None = None
    rows, ends = [], []
    for number, (rate, length) in enumerate(growth.stretches):
        key = KEY / "height" / number
        last = None
        if length is not None:
            last = figure(key / "end", "month", length * 1 if before is None else before + length)
            ends.append(Row(last.key, (last,), unit="month", kind="memo"))
        line = tuple(
            figure(key / month.key.name, "factor", _grown(line, index, rate, month, before, last))
            for index, month in enumerate(timings.months)
        )
        name = "height" if number == len(growth.stretches) - 1 else "so_far"
        rows.append(Row(key / name, (None, *line), unit="factor", kind="working"))
        before = last
    months = Schedule("load_by_month", period_columns(timings.months, "", "month"), tuple(rows))
    return Course(
        growth=growth,
        years=_averages(line, timings),
        months=line,
        schedules=(*([list_of("load_stages", ends)] if ends else []), months),
    )


def _averages(line: Line, timings: Timings) -> Line:
    """How high the load is on average of each year."""
    timing = timings.of(Span(course=line))
    assert timing is not None
    return tuple(
        figure(
            KEY / "height" / year.key.name,
            "factor",
            sum_if(timing.year, year, timing.weights) / MONTHS_PER_YEAR,
        )
        for year in timings.years
    )


def _grown(
    line: Line, index: int, rate: Figure, month: Figure, before: Figure | None, last: Figure | None
) -> Expression:
    """How high a month is after so many steps of a stretch, on top of the stretches before."""
    taken = month - 1 if last is None else minimum(month - 1, last)
    steps = maximum(taken if before is None else taken - before, 0)
    height = (1 + rate) ** steps
    return height if not line else line[index] * height
