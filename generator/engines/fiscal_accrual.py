"""Turns what is written off into what each fiscal year bears: depreciation by the months that fall into it.

A purchase is written off from the month after its payment, so that the broken fiscal years at both ends bear their
months alone. What has no service life burdens the fiscal year in which it is paid, month 0 with month 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.engines.fiscal import Fiscal
from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.engines.wear import Wear
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    maximum,
    minimum,
    rounded_up,
    sum_if,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule, alone, list_of

Line = tuple[Figure, ...]
KEY = Key("fiscal_accrual")


@dataclass(frozen=True, kw_only=True)
class FiscalAccrual:
    """total: what all fiscal years bear, in money: as much as the years of the project."""

    total: Figure
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True, kw_only=True)
class _Worn:
    """A line, or one of its purchases. spare: it holds nothing unless an assumption changes."""

    key: Key
    label: str
    wear: Wear
    spare: bool = False


@dataclass(frozen=True)
class _Axis:
    """The fiscal years, and the months after which and up to which each has its part of the horizon."""

    years: Line
    starts: Line
    ends: Line

    @property
    def broken(self) -> Schedule:
        """How many months the first and the last fiscal year hold."""
        held = {"first_months": 0, "last_months": -1}
        months = (
            figure(KEY / name, "month", self.ends[place] - self.starts[place])
            for name, place in held.items()
        )
        return list_of("fiscal_broken", map(alone, months))

    @property
    def rows(self) -> tuple[Row, ...]:
        """Both, for the workbook."""
        named = {"fiscal_before": self.starts, "fiscal_end": self.ends}
        return tuple(
            Row(KEY / name, (None, *line), kind="working", unit="nth_month")
            for name, line in named.items()
        )

    def row(
        self,
        key: Key,
        below: Key,
        definition: Callable[[int], Expression],
        label: str = "",
        *,
        spare: bool = False,
    ) -> Row:
        """A line of money over the fiscal years, with its total. below: the key under which these stand."""
        line = tuple(
            figure(below / year.key.name, "money", definition(place), label)
            for place, year in enumerate(self.years)
        )
        total = figure(below / "total", "money", sum_of(line), label)
        return Row(key, (total, *line), label, spare=spare)


def accrue(
    option: OptionCost, fiscal: Fiscal, last_year: Figure, ledger: Ledger
) -> FiscalAccrual | None:
    """None without a fiscal year."""
    if fiscal.gone is None:
        return None
    axis = _axis(fiscal.years, fiscal.gone, last_year)
    worn = list(_worn(option, ledger))
    lasting = [_written_off(each, axis) for each in worn if each.wear.life is not None]
    leaving = list(_leaving(option, fiscal.gone))
    rows = [_summed("fiscal_depreciation", lasting, axis)] if lasting else []
    columns = period_columns(axis.years, "money", "fiscal_year")
    by_line = [
        Schedule(
            "fiscal_depreciation", columns, (*lasting, replace(row, key="total", kind="total"))
        )
        for row in rows
    ]
    rows += [_expensed(each, axis) for each in worn if each.wear.life is None]
    rows += [_lost(option, leaving, axis)] if leaving else []
    rows += _running(option, fiscal, axis)
    total = replace(_summed("total", rows, axis), kind="total")
    [whole] = _cells([total], 0)
    schedules = (
        Schedule("fiscal_bounds", period_columns(axis.years, "", "fiscal_year"), axis.rows),
        axis.broken,
        *([list_of("fiscal_leaving", leaving)] if leaving else []),
        *by_line,
        Schedule(KEY, columns, (*rows, total)),
    )
    return FiscalAccrual(total=whole, schedules=schedules)


def _running(option: OptionCost, fiscal: Fiscal, axis: _Axis) -> Iterator[Row]:
    """What runs, and today's bill until the go-live."""
    yield axis.row(Key("opex"), KEY / "opex", lambda place: -fiscal.opex[place])
    if (carried := option.transition) is not None:
        bills = [sum_if(fiscal.of_month, year, carried.months) for year in axis.years]
        yield axis.row(Key("transition"), KEY / "transition", bills.__getitem__)


def _axis(years: Line, gone: Figure, last_year: Figure) -> _Axis:
    def bounds(name: str, definition: Callable[[Figure], Expression]) -> Line:
        return tuple(
            figure(KEY / name / year.key.name, "nth_month", definition(year)) for year in years
        )

    end = last_year * MONTHS_PER_YEAR
    return _Axis(
        years,
        bounds("fiscal_before", lambda year: maximum((year - 1) * MONTHS_PER_YEAR - gone, 0)),
        bounds("fiscal_end", lambda year: minimum(year * MONTHS_PER_YEAR - gone, end)),
    )


def _worn(option: OptionCost, ledger: Ledger) -> Iterator[_Worn]:
    for each in option.outlay.purchases:
        wear = each.wear(ledger)
        yield _Worn(key=each.row, label=each.label, wear=wear, spare=each.is_spare)
    if not option.outlay.purchases:
        for item in option.investments:
            wear = Wear.from_the_start(item, ledger)
            yield _Worn(key=item.key, label=item.label, wear=wear)


def _written_off(each: _Worn, axis: _Axis) -> Row:
    return axis.row(
        each.key,
        each.key / "fiscal_expense",
        lambda place: each.wear.between(axis.starts[place], axis.ends[place]),
        each.label,
        spare=each.spare,
    )


def _expensed(each: _Worn, axis: _Axis) -> Row:
    """All of it in the fiscal year in which it is paid."""
    amount, paid = each.wear.amount, each.wear.month

    def burden(place: int) -> Expression:
        if not isinstance(paid, Figure):
            return where(axis.years[place] == 1, amount, 0)
        month = maximum(paid, 1)
        return where(both(month > axis.starts[place], month <= axis.ends[place]), amount, 0)

    return axis.row(each.key, each.key / "fiscal_expense", burden, each.label, spare=each.spare)


def _leaving(option: OptionCost, gone: Figure) -> Iterator[Row]:
    """The number of the fiscal year in which each purchase leaves."""
    for each in option.outlay.purchases:
        number = rounded_up((each.leaves + gone) / MONTHS_PER_YEAR, 0)
        left = figure(KEY / each.key / "fiscal_left", "count", number, each.label)
        yield Row(each.row / "fiscal_left", (left,), each.label, kind="working", unit="count")


def _lost(option: OptionCost, leaving: Sequence[Row], axis: _Axis) -> Row:
    """What the books held of that which leaves, beyond what it is sold for."""
    left = _cells(leaving, 0)
    gains = [each.gain for each in option.outlay.purchases]
    lost = [-sum_if(left, year, gains) for year in axis.years]
    spare = not any(gain.value for gain in gains)
    return axis.row(Key("disposals"), KEY / "disposals", lost.__getitem__, spare=spare)


def _summed(name: str, rows: Sequence[Row], axis: _Axis) -> Row:
    sums = [sum_of(_cells(rows, place)) for place in range(1, len(axis.years) + 1)]
    return axis.row(Key(name), KEY / name, sums.__getitem__)


def _cells(rows: Sequence[Row], place: int) -> list[Figure]:
    return [cell for row in rows if isinstance(cell := row.cells[place], Figure)]
