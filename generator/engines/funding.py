"""Turns what the lines of an option pay into the plan of funds: how much of which source each year needs, and for what.

By fiscal year where the file says when one begins, else by year of the project; month 0 counts with month 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engines.cash_flow import CashFlow
from generator.engines.fiscal import Fiscal
from generator.engines.options import OptionCost
from generator.engines.payments import Payments, payments_of
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, rounded_up, sum_if, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule

Line = tuple[Figure, ...]
KEY = Key("funding")
# Under which row stands what no line draws from a source.
UNFUNDED = "unfunded"


@dataclass(frozen=True, kw_only=True)
class Funding:
    """total: of all sources over the horizon; used: of all uses, in money. unfunded: the names of lines without one."""

    total: Figure
    used: Figure
    unfunded: tuple[str, ...]
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True)
class _Axis:
    """Of each month the number of its year; the years; and the family of the table that stands on them."""

    of_month: Line
    years: Line
    family: str
    rows: tuple[Row, ...] = ()


def fund(
    option: OptionCost, years: Line, months: Line, flow: CashFlow, fiscal: Fiscal
) -> Funding | None:
    """None where no line names a source."""
    lines = sorted(payments_of(option, months), key=lambda line: not line.booking.funding)
    names = list(dict.fromkeys(line.booking.funding for line in lines))
    if not any(names):
        return None
    axis = _axis(years, months, fiscal)
    workings: list[Row] = [*axis.rows]
    sources: list[Row] = []
    for number, name in enumerate(names, 1):
        own = [line for line in lines if line.booking.funding == name]
        rows = [_by_month(line, months) for line in own]
        together = tuple(
            figure(KEY / number / month.key.name, "money", sum_of(_column(rows, place)), name)
            for place, month in enumerate(months, 1)
        )
        key = KEY / number if name else KEY / UNFUNDED
        workings += [
            *rows,
            Row(key / "paid", (None, *together), name, kind="working", unit="money"),
        ]
        sources.append(_source(axis, key, together, name))
    uses = [_use(axis, name, line) for name, line in flow.parts.items() if name != "benefits"]
    used = _summed("used", axis, uses)
    funded = _summed("funded", axis, sources)
    table = Schedule(
        KEY if not fiscal.years else Key("fiscal_funding"),
        period_columns(axis.years, "money", axis.family),
        (*uses, used, *sources, funded),
    )
    by_month = Schedule("payments", period_columns(months, "", "month"), tuple(workings))
    unfunded = tuple(line.label for line in lines if not line.booking.funding and line.label)
    return Funding(
        total=_total(funded), used=_total(used), unfunded=unfunded, schedules=(by_month, table)
    )


def _axis(years: Line, months: Line, fiscal: Fiscal) -> _Axis:
    if fiscal.years:
        return _Axis(fiscal.of_month, fiscal.years, "fiscal_year")
    row = tuple(
        figure(
            KEY / "year" / month.key.name,
            "year",
            maximum(rounded_up(month / MONTHS_PER_YEAR, 0), 1),
        )
        for month in months
    )
    return _Axis(row, years, "year", (Row("year", (None, *row), unit="year", kind="working"),))


def _by_month(line: Payments, months: Line) -> Row:
    """What a line pays in each month."""
    cells = tuple(
        figure(KEY / line.key / month.key.name, "money", paid, line.label)
        for month, paid in zip(months, line.months, strict=True)
    )
    key = line.key / "paid" if line.label else line.key
    return Row(key, (None, *cells), line.label, kind="working", unit="money")


def _source(axis: _Axis, key: Key, together: Line, name: str) -> Row:
    return _row(key, axis, [sum_if(axis.of_month, year, together) for year in axis.years], name)


def _use(axis: _Axis, name: str, line: Line) -> Row:
    """What the cash flow spends on it."""
    spent = [-sum_if(axis.of_month, year, line) for year in axis.years]
    return _row(KEY / "uses" / name, axis, spent)


def _row(key: Key, axis: _Axis, amounts: Sequence[Expression], name: str = "") -> Row:
    yearly = tuple(
        figure(key / year.key.name, "money", amount, name)
        for year, amount in zip(axis.years, amounts, strict=True)
    )
    return Row(key, (figure(key / "total", "money", sum_of(yearly), name), *yearly), name)


def _summed(name: str, axis: _Axis, rows: Sequence[Row]) -> Row:
    key = KEY / name
    cells = [sum_of(_column(rows, place)) for place in range(1, len(axis.years) + 1)]
    yearly = tuple(
        figure(key / year.key.name, "money", cell)
        for year, cell in zip(axis.years, cells, strict=True)
    )
    total = figure(key / "total", "money", sum_of(yearly))
    return Row(key, (total, *yearly), kind="subtotal")


def _column(rows: Sequence[Row], place: int) -> list[Figure]:
    return list(_figures(rows, place))


def _figures(rows: Sequence[Row], place: int) -> Iterator[Figure]:
    for row in rows:
        if isinstance(cell := row.cells[place], Figure):
            yield cell


def _total(row: Row) -> Figure:
    [total] = _figures([row], 0)
    return total
