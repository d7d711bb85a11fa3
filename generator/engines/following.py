"""Turns lines of other options into one that follows them year by year, or a share of them."""

from __future__ import annotations

from dataclasses import replace

from generator.engines.running import BY_VOLUME, Running, Years
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.timing import Span
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import if_error, sum_of
from generator.figures.key import Key


def followed(
    key: Key,
    lines: tuple[Running, ...],
    factor: Figure | None,
    years: Years,
    annual: Expression,
) -> Running:
    """A line that follows other options' lines year by year, times a share of the calls."""

    def scaled(amount: Expression) -> Expression:
        return amount if factor is None else amount * factor

    yearly = years.ledger.line(key / "annual_amount", "money/year", scaled(annual))
    monthly = figure(key / "monthly_amount", "money/month", yearly / MONTHS_PER_YEAR)
    timing = lines[0].timing if lines else None
    if _waits_elsewhere(lines, years):
        span = replace(Span() if timing is None else timing.span, start=years.go_live)
        timing = years.timings.of(span)
        paid, total = years.paid(key, [scaled(year) for year in lines[0].whole], "", timing)
    else:
        sums = [
            scaled(sum_of([line.years[index] for line in lines]))
            for index in range(len(years.years))
        ]
        paid, total = years.paid(key, sums, "", None)
    return Running(
        key=key,
        monthly=monthly,
        annual=yearly,
        growth=None,
        years=paid,
        total=total,
        used=_used(key, lines, total),
        by_use=factor is not None,
        timing=timing,
        levy=lines[0].levy if len(lines) == 1 else None,
        together=lines if len(lines) > 1 else (),
    )


def _used(key: Key, lines: tuple[Running, ...], total: Figure) -> Figure | None:
    """What of it moves with the requests as a part of the lines does."""
    moving = [line.used for line in lines if line.used is not None]
    if not moving:
        return None
    part: Expression = sum_of(moving)
    if len(lines) == 1:
        part = if_error(total * moving[0] / lines[0].total, 0)
    return figure(key / BY_VOLUME, "money", part)


def _waits_elsewhere(lines: tuple[Running, ...], years: Years) -> bool:
    """Whether a line waits for the go-live of its own option, which is not that of the option that repeats it."""
    if len(lines) != 1 or not lines[0].whole:
        return False
    timing = lines[0].timing
    return (None if timing is None else timing.span.start) is not years.go_live
