"""Turns the lines of an option into what each account and cost centre is charged with in each year: the total cost.

By fiscal year where the file says when one begins, else by year of the project. What comes back of a purchase stands
against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.engines.booking import NOWHERE, Booking
from generator.engines.fiscal import Fiscal
from generator.engines.hardware import Investment
from generator.engines.options import OptionCost
from generator.engines.payments import payments_of
from generator.engines.timeline import period_columns
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_if, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule

Line = tuple[Figure, ...]
KEY = Key("accounts")
# Under which row stands what no line books to an account.
UNACCOUNTED = "unaccounted"


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """total: of all accounts over the horizon, in money. unaccounted: the names of the lines without one."""

    total: Figure
    unaccounted: tuple[str, ...]
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True, kw_only=True)
class Booked:
    """A line with what is booked for it in each year."""

    key: Key
    label: str
    booking: Booking
    years: Line


def book(option: OptionCost, years: Line, months: Line, fiscal: Fiscal) -> Accounts | None:
    """None where no line names an account or a cost centre."""
    by_month: list[Row] = []
    axis = fiscal.years or years
    booked = list(
        _by_fiscal_year(option, months, fiscal, by_month)
        if fiscal.years
        else _booked(option, years)
    )
    places = dict.fromkeys(line.booking.place for line in booked)
    if not any(map(any, places)):
        return None
    # What names no account stands last, of all what names nothing.
    in_order = sorted(places, key=lambda place: (not place[0], not place[1]))
    by_account = {
        place: [line for line in booked if line.booking.place == place] for place in in_order
    }
    rows = [_working(line) for lines in by_account.values() for line in lines]
    sums = list(_sums(by_account, axis))
    rows += sums
    yearly = tuple(
        figure(KEY / "total" / year.key.name, "money", sum_of(_column(sums, place)))
        for place, year in enumerate(axis, 1)
    )
    total = figure(KEY / "total", "money", sum_of(yearly))
    rows.append(Row("total", (total, *yearly), kind="total"))
    unaccounted = tuple(line.label for line in booked if line.label and not line.booking.account)
    schedules = _schedules(axis, rows, months, by_month)
    return Accounts(total=total, unaccounted=unaccounted, schedules=schedules)


def _schedules(
    axis: Line, rows: list[Row], months: Line, by_month: list[Row]
) -> tuple[Schedule, ...]:
    if not by_month:
        return (Schedule(KEY, period_columns(axis, "money", "year"), tuple(rows)),)
    return (
        Schedule("account_payments", period_columns(months, "", "month"), tuple(by_month)),
        Schedule("fiscal_accounts", period_columns(axis, "money", "fiscal_year"), tuple(rows)),
    )


def _by_fiscal_year(
    option: OptionCost, months: Line, fiscal: Fiscal, by_month: list[Row]
) -> Iterator[Booked]:
    """All that the total cost holds; by_month: takes the rows of months that the years add up."""
    for line in payments_of(option, months):
        paid = tuple(
            figure(KEY / line.key / month.key.name, "money", amount, line.label)
            for month, amount in zip(months, line.months, strict=True)
        )
        name = line.key / "paid" if line.label else line.key
        by_month.append(Row(name, (None, *paid), line.label, kind="working", unit="money"))
        years = _summed(KEY / line.key, fiscal, paid, line.label)
        yield Booked(key=line.key, label=line.label, booking=line.booking, years=years)
    if option.transition is not None:
        key = KEY / "transition"
        bill = _summed(key, fiscal, option.transition.months)
        yield Booked(key=key, label="", booking=NOWHERE, years=bill)


def _summed(key: Key, fiscal: Fiscal, paid: Line, label: str = "") -> Line:
    return tuple(
        figure(key / year.key.name, "money", sum_if(fiscal.of_month, year, paid), label)
        for year in fiscal.years
    )


def _booked(option: OptionCost, years: Line) -> Iterator[Booked]:
    """All that the total cost holds."""
    for item in option.investments:
        line = tuple(
            figure(KEY / item.key / year.key.name, "money", _paid(option, item, year), item.label)
            for year in years
        )
        yield Booked(key=item.key, label=item.label, booking=item.booking, years=line)
    for running in option.running:
        yield Booked(
            key=running.key, label=running.label, booking=running.booking, years=running.years
        )
    if option.transition is not None:
        yield Booked(
            key=KEY / "transition",
            label="",
            booking=NOWHERE,
            years=tuple(option.transition.years),
        )


def _paid(option: OptionCost, item: Investment, year: Figure) -> Expression:
    own = [purchase for purchase in option.outlay.purchases if purchase.item is item]
    if not own:
        return where(year == 1, item.amount, 0)
    paid = sum_if([one.year for one in own], year, [one.amount for one in own])
    if item.plan is None or not item.plan.sells:
        return paid
    return paid - sum_if([one.leaves_in for one in own], year, [one.sold for one in own])


def _working(line: Booked) -> Row:
    key = line.key / "booked" if line.label else line.key
    return Row(key, (None, *line.years), line.label, kind="working")


def _sums(by_account: Mapping[tuple[str, str], list[Booked]], years: Line) -> Iterator[Row]:
    for number, lines in enumerate(by_account.values(), 1):
        key, booking = KEY / number, lines[0].booking
        yearly = tuple(
            figure(
                key / year.key.name,
                "money",
                sum_of([line.years[place] for line in lines]),
                booking.name,
            )
            for place, year in enumerate(years)
        )
        total = figure(key / "total", "money", sum_of(yearly), booking.name)
        row = key if booking.account else key / UNACCOUNTED
        yield Row(row, (total, *yearly), booking.name)


def _column(rows: list[Row], place: int) -> list[Figure]:
    return [cell for row in rows if isinstance(cell := row.cells[place], Figure)]
