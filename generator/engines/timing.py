"""Turns the months in which something runs into weights of months and years, one row for all lines that run alike.

A line without a timing runs from the first month to the last, a twelfth of its year each month, and needs no weights.
A year of a line with one is its whole year × the year's weight / 12, rounded; a month is its share of that year, so
that the months of a year add up to it exactly.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Condition, Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    count,
    maximum,
    minimum,
    pick,
    rounded_up,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule, list_of

Line = tuple[Figure, ...]
KEY = Key("timing")
# As many portions are added in a formula that can still be read.
MOST_TOGETHER = 3


@dataclass(frozen=True, kw_only=True)
class Span:
    """When something runs. start, until: its first and its last month; before: the month in which it has ended.

    None where it is open. ramp: after how many months it is full; shares: of its height month by month, instead.
    course: how high all that is in each month, from 0, besides.
    """

    start: Figure | None = None
    until: Figure | None = None
    before: Figure | None = None
    ramp: Figure | None = None
    shares: tuple[Figure, ...] = ()
    course: Line = ()

    @property
    def bounds(self) -> tuple[Figure, ...]:
        """The numbers that are given."""
        ends = (self.start, self.until, self.before, self.ramp)
        return (*(end for end in ends if end is not None), *self.shares, *self.course[:1])

    @property
    def name(self) -> tuple[str, ...]:
        """The same for spans that run alike, whatever the numbers become."""
        given = (self.start, self.until, self.before, self.ramp, *self.shares, *self.course[:1])
        return tuple("" if bound is None else bound.key for bound in given)

    def weight(self, index: int, month: Figure, heights: Line) -> Expression:
        """In a month in which it runs 1, or its part of the full height; else 0. heights: the shares."""
        conditions: list[Condition] = [month > 0 if self.start is None else month >= self.start]
        conditions += [] if self.until is None else [month <= self.until]
        conditions += [] if self.before is None else [month < self.before]
        together = conditions[0]
        for condition in conditions[1:]:
            together = both(together, condition)
        height = self._height(month, heights)
        return where(together, self.course[index] * height if self.course else height, 0)

    def _height(self, month: Figure, heights: Line) -> Operand:
        number = month if self.start is None else month - self.start + 1
        if self.ramp is not None:
            return minimum(1, number / self.ramp)
        return pick(heights, minimum(number, count(heights))) if heights else 1


@dataclass(frozen=True, kw_only=True)
class Timing:
    """A span laid over the horizon. number: among all, from 1.

    weights: of the months 0 … n; years: what these come to in each year; year: the number of that of each month.
    """

    number: int
    span: Span
    weights: Line
    years: Line
    year: Line

    @property
    def begins(self) -> bool:
        """Whether it does not run all the time, or not at once at its full height."""
        return len(self.span.bounds) > len(self.span.course[:1])

    def part_of(self, whole: Expression, year: int) -> Expression:
        """The part of a whole year in which it runs; the years count from 0."""
        return whole * self.years[year] / MONTHS_PER_YEAR

    def in_month(self, years: Line, index: int) -> Expression:
        """What falls into a month of what the years come to."""
        year, weight = maximum(self.year[index], 1), self.weights[index]
        return where(weight == 0, 0, pick(years, year) * weight / pick(self.years, year))


@dataclass
class Timings:
    """The months and years of the horizon, and the timings that lines were given on them so far."""

    months: Line
    years: Line
    _found: dict[tuple[str, ...], Timing] = field(default_factory=dict)
    _year: Line = ()
    _heights: list[Row] = field(default_factory=list)

    def of(self, span: Span) -> Timing | None:
        """The timing of a span; None where it is open at both ends."""
        if not span.bounds:
            return None
        if span.name not in self._found:
            self._found[span.name] = self._laid(span, len(self._found) + 1)
        return self._found[span.name]

    def _laid(self, span: Span, number: int) -> Timing:
        if not self._year:
            self._year = self._row("year", "year", lambda _, m: rounded_up(m / MONTHS_PER_YEAR, 0))
        heights = tuple(
            figure(KEY / number / "height" / place, "ratio", share * 1)
            for place, share in enumerate(span.shares)
        )
        self._heights += [
            Row(height.key, (height,), unit="ratio", kind="memo", named=share)
            for height, share in zip(heights, span.shares, strict=True)
        ]
        weights = self._row(
            Key(number, "weight"), "factor", lambda i, month: span.weight(i, month, heights)
        )
        years = tuple(
            figure(
                KEY / number / "weight" / year.key.name,
                "factor",
                sum_if(self._year, year, weights),
            )
            for year in self.years
        )
        return Timing(
            number=number,
            span=span,
            weights=weights,
            years=years,
            year=self._year,
        )

    def _row(self, name: str, unit: str, definition: Callable[[int, Figure], Expression]) -> Line:
        """One formula for all months."""
        return tuple(
            figure(Key(KEY, name, month.key.name), unit, definition(index, month))
            for index, month in enumerate(self.months)
        )

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """The weights by month and by year; none where no line has a timing."""
        if not self._found:
            return ()
        found = self._found.values()
        by_month = [Row("year", (None, *self._year), unit="year", kind="working")]
        by_month += [
            Row(
                Key(timing.number, "weight"),
                (None, *timing.weights),
                unit="factor",
                kind="working",
            )
            for timing in found
        ]
        by_year = [
            Row(Key(timing.number, "weight"), (None, *timing.years), kind="working")
            for timing in found
        ]
        ramps = [list_of("ramps", self._heights)] if self._heights else []
        return (
            *ramps,
            Schedule("timing", period_columns(self.months, "", "month"), tuple(by_month)),
            Schedule(
                "timing_by_year", period_columns(self.years, "factor", "year"), tuple(by_year)
            ),
        )


@dataclass(frozen=True)
class Portion:
    """What runs with one timing, by year, in money; timing: None where it runs all the time.

    label: the user's name of it, or empty for what is no line of its own. full: what a month at full height comes to in
    each year, where that is a step of its own.
    """

    timing: Timing | None
    years: Line
    label: str = ""
    full: Line = ()

    @property
    def key(self) -> Key:
        """Under which it stands."""
        return self.years[0].key.above

    def by_month(self, key: Key, months: Line) -> Line:
        """What falls into each month, from 0."""
        return tuple(
            figure(key / month.key.name, "money", self.in_month(index, month))
            for index, month in enumerate(months)
        )

    def in_month(self, index: int, month: Figure) -> Expression:
        """What falls into a month, by its place from 0."""
        if self.timing is not None and self.full:
            year = maximum(self.timing.year[index], 1)
            return pick(self.full, year) * self.timing.weights[index]
        if self.timing is not None:
            return self.timing.in_month(self.years, index)
        year = maximum(rounded_up(month / MONTHS_PER_YEAR, 0), 1)
        amount = pick(self.full, year) if self.full else pick(self.years, year) / MONTHS_PER_YEAR
        return where(month > 0, amount, 0)

    def with_full_months(self, key: Key) -> Portion:
        """The same, so that a month of it is a short formula."""
        weights = None if self.timing is None else self.timing.years
        full = tuple(
            figure(
                key / "full_month" / amount.key.name,
                "money",
                amount / MONTHS_PER_YEAR
                if weights is None
                else where(weights[index] == 0, 0, amount / weights[index]),
                amount.subject,
            )
            for index, amount in enumerate(self.years)
        )
        return replace(self, full=full)


@dataclass(frozen=True)
class Course:
    """How a year's money comes month by month where not all of it does so evenly, by what runs alike.

    No portions where all runs all the time: then a month is a twelfth of its year.

    axis: the months. months: of each portion, where there are so many that they stand in rows of their own.
    """

    portions: tuple[Portion, ...] = ()
    axis: Line = ()
    months: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.portions)

    def in_month(self, index: int, besides: Sequence[Figure] = ()) -> Expression:
        """All of it in a month, and what comes besides."""
        if not self.months:
            first, *others = (p.in_month(index, self.axis[index]) for p in self.portions)
            return sum((*others, *besides), start=first)
        return sum_of([*(line[index] for line in self.months), *besides])

    def yearly_rows(self) -> list[Row]:
        """Each by year, for the workbook, where there are several."""
        several = self.portions if len(self.portions) > 1 else ()
        rests = [
            Row(portion.key / "rest", (None, *portion.years), portion.label, kind="working")
            for portion in several
        ]
        return rests + [
            Row(portion.key / "full_month", (None, *portion.full), portion.label, kind="working")
            for portion in self.portions
            if portion.full
        ]

    def monthly_rows(self) -> list[Row]:
        """The portions by month, for the workbook."""
        return [
            Row(
                portion.key / "portion",
                (None, *line),
                portion.label,
                kind="working",
                unit="money",
            )
            for portion, line in zip(self.portions, self.months, strict=False)
        ]


def course_of(key: Key, lines: Sequence[Portion], yearly: Line, months: Line) -> Course:
    """The course of some lines together. yearly: their sums.

    Those of the commonest timing are one portion, what the sums leave when all others are taken away. A few portions
    are added in one formula, more stand in a row each.
    """
    numbers = [0 if line.timing is None else line.timing.number for line in lines]
    if not any(numbers):
        return Course()
    [(commonest, _)] = Counter(numbers).most_common(1)
    others = [line for line, number in zip(lines, numbers, strict=True) if number != commonest]
    timing = lines[numbers.index(commonest)].timing
    rest = tuple(
        figure(key / 0 / total.key.name, "money", _less(total, [o.years[index] for o in others]))
        for index, total in enumerate(yearly)
    )
    if not others:
        return Course((Portion(timing, yearly),), months)
    own = [
        replace(other, years=_repeated(key / number, other.years, yearly))
        for number, other in enumerate(others, 1)
    ]
    portions = (Portion(timing, rest), *own)
    if len(portions) <= MOST_TOGETHER:
        full = (part.with_full_months(key / number) for number, part in enumerate(portions))
        return Course(tuple(full), months)
    return _by_month(portions, key, months)


def _by_month(portions: tuple[Portion, ...], key: Key, months: Line) -> Course:
    lines = (portion.by_month(key / number, months) for number, portion in enumerate(portions))
    return Course(portions, months, tuple(lines))


def _repeated(key: Key, line: Line, yearly: Line) -> Line:
    """A line once more: what picks a year of it reads all of them side by side."""
    return tuple(
        figure(key / total.key.name, "money", amount * 1)
        for amount, total in zip(line, yearly, strict=True)
    )


def _less(total: Figure, parts: Sequence[Figure]) -> Expression:
    return reduce(operator.sub, parts, total * 1)
