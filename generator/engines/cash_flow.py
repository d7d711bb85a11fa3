"""Turns investment, benefits and running cost into the flow of money month by month, undiscounted and discounted.

Month 0 pays the investment; every later month ends with its benefits and running cost (month-end flows).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.engines.benefits import Benefits
from generator.engines.crossing import Recovery, recovery_of
from generator.engines.discounting import BY_YEAR, as_discounted, factor_of
from generator.engines.purchases import Outlay
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.timing import Course
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    maximum,
    pick,
    rounded_up,
    running_sum,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule
from generator.proposal.models.parts import Horizon

Line = tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class CashFlow:
    """Rows over the months 0 … n, in money, and the moments at which the outlay is recovered.

    parts: what the net flow adds, by name. dated: the net flow in the months in which it counts as paid, which is what
    a rate of return goes by. year: of each month.
    worth: the cumulative present value.
    """

    parts: Mapping[str, Line]
    net: Line
    dated: Line
    year: Line
    discount_factors: Line
    payback: Recovery
    discounted_payback: Recovery
    cumulative: Line
    worth: Line
    opex_total: Figure
    present_total: Figure
    schedule: Schedule


@dataclass(frozen=True)
class Running:
    """What runs, by year, and how a year of it comes month by month."""

    years: Line
    course: Course


@dataclass(frozen=True)
class _Rows:
    months: Line

    def row(self, name: str, unit: str, definition: Callable[[int, Figure], Operand]) -> Line:
        """One formula for all months."""
        return tuple(
            figure(Key("cash_flow", name, month.key.name), unit, definition(index, month))
            for index, month in enumerate(self.months)
        )

    def accumulated(self, name: str, line: Line) -> Line:
        """What has come together by the end of each month."""
        return self.row(name, "money", lambda index, _: running_sum(line[: index + 1]))


def flow_of(
    months: Line,
    outlay: Outlay,
    investment: Figure,
    benefits: Benefits,
    running: Running,
    horizon: Horizon,
) -> CashFlow:
    """The monthly schedule. What a month is worth is for the horizon's convention to say."""
    rows = _Rows(months)
    year = rows.row("year", "year", lambda _, month: rounded_up(month / MONTHS_PER_YEAR, 0))
    once = _once(rows, outlay, investment)
    earned = rows.row("benefits", "money", lambda i, month: _earned(i, month, year[i], benefits))
    opex = rows.row("opex", "money", lambda i, month: _running_cost(i, month, year[i], running))
    parts = once | {"benefits": earned, "opex": opex}
    net = rows.row("net", "money", lambda i, _: _sum_at(i, *parts.values()))
    cumulative = rows.accumulated("cumulative", net)
    factor = _factors(rows, horizon, year)
    present = rows.row("present_value", "money", lambda i, _: net[i] * factor[i])
    worth = rows.accumulated("cumulative_present_value", present)
    payback = recovery_of("", months, net, cumulative)
    discounted = recovery_of("discounted_", months, present, worth)
    dated = _dated(rows, horizon, net, year)
    totals = [_total("opex", opex), _total("present_value", present)]
    return CashFlow(
        parts=parts,
        net=net,
        dated=dated,
        year=year,
        discount_factors=factor,
        payback=payback,
        discounted_payback=discounted,
        cumulative=cumulative,
        worth=worth,
        opex_total=totals[0],
        present_total=totals[1],
        schedule=_schedule(
            months,
            _shown("year", year, "year"),
            *(_summed(name, line) for name, line in once.items()),
            *(*benefits.course.monthly_rows(), _summed("benefits", earned)),
            Row("opex", (totals[0], *opex), unit="money", kind="memo"),
            *(_summed("net", net), _shown("cumulative", cumulative, "money")),
            _shown("discount_factor", factor, "factor"),
            Row("present_value", (totals[1], *present), unit="money", kind="memo"),
            _shown("cumulative_present_value", worth, "money"),
            *([] if dated is net else [_summed("dated", dated)]),
            *_workings(payback, discounted),
        ),
    )


def _sum_at(month: int, first: Line, *others: Line) -> Expression:
    return sum((line[month] for line in others), start=first[month])


def _once(rows: _Rows, outlay: Outlay, investment: Figure) -> dict[str, Line]:
    """What is paid once, in month 0 unless lines say when, and what of it comes back."""
    if not outlay.purchases:
        return {
            "investment": rows.row(
                "investment", "money", lambda _, month: where(month == 0, -investment, 0)
            )
        }
    found = {"investment": rows.row("investment", "money", lambda _, m: -outlay.paid_in_month(m))}
    if outlay.resale is not None:
        found["resale"] = rows.row("resale", "money", lambda _, m: outlay.sold_in_month(m))
    return found


def _schedule(months: Line, *rows: Row) -> Schedule:
    return Schedule("cash_flow", period_columns(months, "", "month"), rows)


def _shown(name: str, line: Line, unit: str) -> Row:
    return Row(name, (None, *line), unit=unit, kind="memo")


def _workings(payback: Recovery, discounted: Recovery) -> Iterator[Row]:
    lines = {
        "short": payback.short,
        "lost_again": payback.lost,
        "discounted_short": discounted.short,
        "discounted_lost_again": discounted.lost,
    }
    for name, line in lines.items():
        yield Row(name, (None, *line), unit="count", kind="working")


def _total(name: str, line: Line) -> Figure:
    return figure(Key("cash_flow", name, "total"), "money", sum_of(line))


def _summed(name: str, line: Line) -> Row:
    return Row(name, (_total(name, line), *line), unit="money", kind="memo")


def _factors(rows: _Rows, horizon: Horizon, year: Line) -> Line:
    rate, convention = horizon.discount_rate, horizon.discounting
    return rows.row(
        "discount_factor", "factor", lambda i, month: factor_of(convention, month, year[i], rate)
    )


def _dated(rows: _Rows, horizon: Horizon, net: Line, year: Line) -> Line:
    convention = horizon.discounting
    if convention not in BY_YEAR:
        return net
    return rows.row(
        "dated", "money", lambda i, _: as_discounted(convention, i, net, rows.months, year)
    )


def _earned(index: int, month: Figure, year: Figure, benefits: Benefits) -> Expression:
    if benefits.course:
        return benefits.course.in_month(index)
    if benefits.by_year is not None:
        return where(month > 0, pick(benefits.years, maximum(year, 1)) / MONTHS_PER_YEAR, 0)
    return where(month > 0, benefits.monthly, 0)


def _running_cost(index: int, month: Figure, year: Figure, running: Running) -> Expression:
    if running.course:
        return -running.course.in_month(index)
    return where(month > 0, -pick(running.years, maximum(year, 1)) / MONTHS_PER_YEAR, 0)
