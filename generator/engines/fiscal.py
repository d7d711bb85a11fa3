"""Turns the monthly flow into sums by fiscal year and by its quarters, which need not begin with the project's.

Month 0 counts with month 1. The first and the last fiscal year may be broken: each says how many months it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.cash_flow import CashFlow
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Constant, Expression, Ordinal
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    maximum,
    rounded_down,
    rounded_up,
    running_sum,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key, Numbered
from generator.figures.schedule import Row, Schedule, alone, list_of
from generator.proposal.models.parts import Horizon

Line = tuple[Figure, ...]


@dataclass(frozen=True)
class Grain:
    """Fiscal years, or quarters. name: of a period; size: how many months it has."""

    name: str
    size: Expression


YEARS = Grain("fiscal_year", Constant(MONTHS_PER_YEAR))
QUARTERS = Grain("fiscal_quarter", Constant(MONTHS_PER_YEAR) / 2 / 2)


@dataclass(frozen=True, kw_only=True)
class Fiscal:
    """The tables by fiscal year and quarter, and the row of months that they go by.

    years: the fiscal years; of_month: the number of that of each month; opex: what flows out for it in each year. All
    empty without a fiscal year. gone: the months of the first one that lie before the start.
    """

    schedules: tuple[Schedule, ...] = ()
    years: Line = ()
    of_month: Line = ()
    opex: Line = ()
    gone: Figure | None = None


def by_fiscal_year(horizon: Horizon, months: Line, flow: CashFlow) -> Fiscal:
    """None of it where the file does not say when a fiscal year begins."""
    if horizon.start is None or horizon.fiscal_year_starts is None:
        return Fiscal()
    # The axis of months has the number of the calendar's month as well.
    after = months[horizon.start.month] - horizon.fiscal_year_starts
    gone = _gone(YEARS, where(after < 0, after + YEARS.size, after))
    parts = (gone, _gone(QUARTERS, gone - rounded_down(gone / QUARTERS.size) * QUARTERS.size))
    grains = (YEARS, QUARTERS)
    axes = [_axis(grain, before, months) for grain, before in zip(grains, parts, strict=True)]
    periods = [
        _periods(grain, int(max(number.value for number in axis)))
        for grain, axis in zip(grains, axes, strict=True)
    ]
    sums = [_summed(axis, along, flow) for axis, along in zip(axes, periods, strict=True)]
    rows = (Row(axis[0].key.above, (None, *axis), unit="count", kind="memo") for axis in axes)
    schedules = (
        list_of("fiscal_start", map(alone, parts)),
        Schedule("fiscal_axis", period_columns(months, "", "month"), tuple(rows)),
        *map(_table, grains, periods, sums),
    )
    return Fiscal(
        schedules=schedules,
        years=periods[0],
        of_month=axes[0],
        opex=sums[0]["opex"],
        gone=gone,
    )


def _gone(grain: Grain, months: Expression) -> Figure:
    """The months of the first period that lie before the start."""
    return figure(Key("fiscal", f"{grain.name}_gone"), "month", months)


def _axis(grain: Grain, gone: Figure, months: Line) -> Line:
    """The number of the period of each month."""
    return tuple(
        figure(
            Key("fiscal", grain.name, month.key.name),
            "count",
            rounded_up((maximum(month, 1) + gone) / grain.size, 0),
        )
        for month in months
    )


def _periods(grain: Grain, count: int) -> Line:
    return tuple(
        figure(Key("fiscal", Numbered(grain.name, number)), "count", Ordinal(number))
        for number in range(1, count + 1)
    )


def _summed(axis: Line, periods: Line, flow: CashFlow) -> dict[str, Line]:
    """Each part of the flow, and what is left of all, by period."""
    lines = {**flow.parts, "net": flow.net}
    return {
        name: tuple(
            figure(Key("fiscal", name, period.key.name), "money", sum_if(axis, period, line))
            for period in periods
        )
        for name, line in lines.items()
    }


def _table(grain: Grain, periods: Line, summed: dict[str, Line]) -> Schedule:
    net = summed["net"]
    so_far = tuple(
        figure(Key("fiscal", "cumulative", period.key.name), "money", running_sum(net[: place + 1]))
        for place, period in enumerate(periods)
    )
    rows = [_row(grain, name, line) for name, line in summed.items()]
    rows.append(Row("cumulative", (None, *so_far), unit="money", kind="memo"))
    return Schedule(f"{grain.name}s", period_columns(periods, "money", grain.name), tuple(rows))


def _row(grain: Grain, name: str, line: Line) -> Row:
    total = figure(Key("fiscal", name, f"{grain.name}_total"), "money", sum_of(line))
    return Row(name, (total, *line), kind="total" if name == "net" else "line")
