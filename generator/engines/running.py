"""Turns running lines into what each year of the horizon pays for them, growth included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.engines.booking import NOWHERE, Booking, booking_of
from generator.engines.ledger import Ledger, Part
from generator.engines.levies import Levies, Levy, counted, counted_month
from generator.engines.load import Course
from generator.engines.power import PowerUse, power_use
from generator.engines.recurring import Surroundings, Traffic, month_of, traffic_of
from generator.engines.timeline import DAYS_PER_YEAR, HOURS_PER_DAY, MONTHS_PER_YEAR
from generator.engines.timing import Line, Span, Timing, Timings
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import pick, product_sum, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Row
from generator.proposal.models.costs import OpexLine, StatusQuo
from generator.proposal.models.timed import Timed

# What of a line's total moves with the requests.
BY_VOLUME = "by_volume"


@dataclass(frozen=True, kw_only=True)
class Running:
    """A running line with its figures.

    key: the path of the line. label: the user's name of it, or empty where the words of the language name it.
    monthly: in the first year; annual: the rounded yearly amount at today's prices; years: what each year pays.
    growth: None for a line that follows others year by year.
    by_use: whether it grows and shrinks with the requests. hourly: what one hour costs, where it is paid by the hour;
    hours_per_day: how many of them are booked, where that is up to the user.
    steps: by which the month was worked out; traffic: what it follows, where that is so; used: what of its total moves
    with the requests, where that is a part.
    part: of the option, which one pays it. booking: how finance books it. timing: when it runs; None all the time.
    levy: the value-added tax on it. together: the lines that it repeats as one. for_each_unit: whether each unit needs
    one, where their number follows the load. whole: what each year would pay if it ran all of it, of a line that waits
    for the go-live.
    """

    key: Key
    label: str = ""
    note: str = ""
    monthly: Figure
    annual: Figure
    growth: Figure | None
    years: tuple[Figure, ...]
    total: Figure
    power: PowerUse | None = None
    by_use: bool = False
    hourly: Expression | None = None
    hours_per_day: Figure | None = None
    steps: tuple[Row, ...] = ()
    traffic: Traffic | None = None
    used: Figure | None = None
    part: Part = "own"
    booking: Booking = NOWHERE
    timing: Timing | None = None
    levy: Levy | None = None
    together: tuple[Running, ...] = ()
    for_each_unit: bool = False
    whole: tuple[Expression, ...] = ()

    @property
    def by_requests(self) -> Figure | None:
        """What of its total moves with the requests; None where nothing does."""
        return self.total if self.used is None and self.by_use else self.used


@dataclass(frozen=True)
class Years:
    """The horizon that running lines are laid over: its years, timings and go-live, the general growth, the ledger,
    and the value-added tax.

    go_live: the month from which the options serve; None where they do at once.
    """

    years: Sequence[Figure]
    growth: Figure
    ledger: Ledger
    timings: Timings
    go_live: Figure | None = None
    levies: Levies = field(default_factory=Levies)

    def lay(
        self,
        key: Key,
        annual: Figure,
        growth: Figure,
        subject: str,
        timing: Timing | None = None,
    ) -> tuple[tuple[Figure, ...], Figure]:
        """annual × (1 + growth)^(year − 1), rounded each year, and their sum; one formula for all years."""
        return self.paid(key, self.whole(annual, growth), subject, timing)

    def whole(self, annual: Figure, growth: Figure) -> tuple[Expression, ...]:
        """What each year pays that is not broken."""
        return tuple(annual * (1 + growth) ** (year - 1) for year in self.years)

    def paid(
        self, key: Key, whole: Sequence[Expression], subject: str, timing: Timing | None
    ) -> tuple[tuple[Figure, ...], Figure]:
        """Of each whole year the part in which the line runs, rounded, and their sum."""
        paid = tuple(
            self.ledger.line(
                key / year.key.name,
                "money",
                amount if timing is None else timing.part_of(amount, index),
                subject,
            )
            for index, (year, amount) in enumerate(zip(self.years, whole, strict=True))
        )
        return paid, figure(key / "total", "money", sum_of(paid), subject)

    def timing_of(self, line: Timed, *, live: bool, course: Line = ()) -> Timing | None:
        """When a line runs. live: whether it waits for the go-live, unless it says from when it runs.

        course: how it moves from month to month.
        """
        start = self.go_live if live and line.begins is None else line.begins
        span = Span(start=start, until=line.until, course=course)
        if line.ramp is not None:
            shares = tuple(line.ramp.shares)
            span = replace(span, ramp=line.ramp.months, shares=shares)
        return self.timings.of(span)

    def by_year(
        self, line: Timed, subject: str, levy: Levy | None
    ) -> tuple[list[Row], list[Expression]]:
        """A month of each year, one below the other, and what the whole years come to."""
        months = [
            figure(
                line.path / "amount" / year.key.name,
                "money/month",
                counted(levy, stated * 1),
                subject,
            )
            for year, stated in zip(self.years, line.by_year, strict=True)
        ]
        rows = [
            Row(month.key, (month,), unit="money/month", kind="memo", named=stated)
            for month, stated in zip(months, line.by_year, strict=True)
        ]
        return rows, [pick(months, year) * MONTHS_PER_YEAR for year in self.years]

    def line(
        self,
        key: Key,
        annual: Expression,
        growth: Figure | None = None,
        *,
        by_use: bool = False,
        part: Part = "own",
        levy: Levy | None = None,
    ) -> Running:
        """A line of our own making, from its exact yearly amount in the first year, as it is counted."""
        amount = self.ledger.line(key / "annual_amount", "money/year", annual)
        monthly = figure(key / "monthly_amount", "money/month", amount / MONTHS_PER_YEAR)
        rate = self.growth if growth is None else growth
        timing = self.timings.of(Span(start=self.go_live)) if by_use else None
        paid, total = self.lay(key, amount, rate, "", timing)
        return Running(
            key=key,
            monthly=monthly,
            annual=amount,
            growth=rate,
            years=paid,
            total=total,
            by_use=by_use,
            part=part,
            timing=timing,
            levy=levy,
            whole=self.whole(amount, rate) if by_use else (),
        )

    def by_load(
        self,
        key: Key,
        annual: Expression,
        trend: Figure,
        course: Course,
        levy: Levy | None,
    ) -> Running:
        """A line by use that follows the load, from a whole year at the stated volume; trend: of its price a year."""
        amount = self.ledger.line(key / "annual_amount", "money/year", annual)
        whole = tuple(
            course.by_steps(amount * (1 + trend) ** (year - 1), year, index)
            for index, year in enumerate(self.years)
        )
        timing = self.timings.of(Span(start=self.go_live, course=course.months))
        paid, total = self.paid(key, whole, "", timing)
        return Running(
            key=key,
            monthly=figure(key / "monthly_amount", "money/month", amount / MONTHS_PER_YEAR),
            annual=amount,
            growth=None,
            years=paid,
            total=total,
            by_use=True,
            timing=timing,
            levy=levy,
            whole=whole,
        )


def run(line: OpexLine, years: Years, around: Surroundings) -> Running:
    """One line of an option; its own growth wins over the proposal's."""
    growth = years.growth if line.growth is None else line.growth
    levy = levy_on(line, years)
    if line.network is not None:
        assert around.load is not None
        traffic = traffic_of(line.network, line.item, around.load, years.years, levy)
        return _by_traffic(line, traffic, growth, years)
    power = None
    if line.power is not None:
        power = power_use(line.power, line.item, years.ledger, around.utilisation, levy)
    month = month_of(line, around, levy)
    if month is None:
        annual = _annual(line, power, years.ledger, levy)
        monthly = _monthly(line, annual)
    else:
        monthly = month.amount
        annual = years.ledger.line(
            line.path / "annual_amount", "money/year", monthly * MONTHS_PER_YEAR, line.item
        )
    timing = years.timing_of(line, live=False)
    steps = () if month is None else month.steps
    if line.by_year:
        rows, whole = years.by_year(line, line.item, levy)
        steps = tuple(rows)
        paid, total = years.paid(line.path, whole, line.item, timing)
    else:
        paid, total = years.lay(line.path, annual, growth, line.item, timing)
    used = None
    if power is not None and power.utilisation is around.utilisation:
        used = figure(line.path / BY_VOLUME, "money", power.by_load(total), line.item)
    return replace(
        stated(line, monthly, annual, (paid, total), levy),
        growth=None if line.by_year else growth,
        power=power,
        used=used,
        hourly=None if line.hourly is None else counted(levy, line.hourly),
        steps=steps,
        timing=timing,
    )


def stated(
    line: OpexLine,
    monthly: Figure,
    annual: Figure,
    paid: tuple[tuple[Figure, ...], Figure],
    levy: Levy | None,
) -> Running:
    """A line of the file's with what it comes to. paid: in each year, and in all."""
    years, total = paid
    return Running(
        key=line.path,
        label=line.item,
        note=line.note or "",
        booking=booking_of(line),
        monthly=monthly,
        annual=annual,
        growth=None,
        years=years,
        total=total,
        levy=levy,
    )


def levy_on(line: OpexLine, years: Years) -> Levy | None:
    """The value-added tax on a line; work of our own people has a rate of its own."""
    return years.levies.on(
        line.tax,
        line.tax_recoverable,
        labour=line.is_labour,
        credit=line.credit is not None,
    )


def _by_traffic(line: OpexLine, traffic: Traffic, growth: Figure, years: Years) -> Running:
    """A line whose volume grows with the requests and whose prices grow like any other line's."""
    timing = years.timing_of(line, live=True, course=traffic.paid)
    costs = (Constant(MONTHS_PER_YEAR),) * len(years.years) if traffic.paid else traffic.costs
    whole = tuple(
        cost * (1 + growth) ** (year - 1) for year, cost in zip(years.years, costs, strict=True)
    )
    paid, total = years.paid(line.path, whole, line.item, timing)
    annual = years.ledger.line(
        line.path / "annual_amount", "money/year", traffic.costs[0], line.item
    )
    return replace(
        stated(line, _monthly(line, annual), annual, (paid, total), levy_on(line, years)),
        by_use=True,
        used=figure(line.path / BY_VOLUME, "money", product_sum(paid, traffic.moving), line.item),
        traffic=traffic,
        timing=timing,
        whole=whole if line.begins is None else (),
    )


def run_status_quo(option: StatusQuo, years: Years) -> Running:
    """Today's fixed bill, going on and growing."""
    assert option.monthly is not None
    key = option.path / "bill"
    levy = years.levies.on(option.tax)
    monthly = counted_month(levy, option.monthly, key, option.name)
    annual = years.ledger.line(key / "annual", "money/year", monthly * MONTHS_PER_YEAR, option.name)
    growth = years.growth if option.growth is None else option.growth
    paid, total = years.lay(key, annual, growth, option.name)
    return Running(
        key=key,
        label=option.name,
        monthly=monthly,
        annual=annual,
        growth=growth,
        years=paid,
        total=total,
        levy=levy,
    )


def _monthly(line: OpexLine, annual: Figure) -> Figure:
    per_month = annual / MONTHS_PER_YEAR
    return figure(line.path / "monthly_amount", "money/month", per_month, line.item)


def _annual(line: OpexLine, power: PowerUse | None, ledger: Ledger, levy: Levy | None) -> Figure:
    if power is not None:
        return power.annual_cost
    key = line.path / "annual_amount"
    if line.hourly is not None:
        around_the_clock = line.hourly * HOURS_PER_DAY * DAYS_PER_YEAR
        return ledger.line(key, "money/year", counted(levy, around_the_clock), line.item)
    assert line.annual is not None
    return ledger.line(key, "money/year", counted(levy, line.annual), line.item)
