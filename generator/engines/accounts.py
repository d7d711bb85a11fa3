"""Turns the lines of an option into what each account is charged with in each year: the total cost, by account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.engines.hardware import Investment
from generator.engines.options import OptionCost
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
    schedule: Schedule


@dataclass(frozen=True, kw_only=True)
class Booked:
    """A line with what is booked for it in each year."""

    key: Key
    label: str
    account: str
    years: Line


def book(option: OptionCost, years: Line) -> Accounts | None:
    """None where no line names an account."""
    booked = list(_booked(option, years))
    names = list(dict.fromkeys(line.account for line in booked if line.account))
    if not names:
        return None
    by_account = {
        name: [line for line in booked if line.account == name]
        for name in (*names, "")
        if any(line.account == name for line in booked)
    }
    rows = [_working(line) for lines in by_account.values() for line in lines]
    sums = list(_sums(by_account, years))
    rows += sums
    yearly = tuple(
        figure(KEY / "total" / year.key.name, "money", sum_of(_column(sums, place)))
        for place, year in enumerate(years, 1)
    )
    total = figure(KEY / "total", "money", sum_of(yearly))
    rows.append(Row("total", (total, *yearly), kind="total"))
    schedule = Schedule(KEY, period_columns(years, "money", "year"), tuple(rows))
    unaccounted = tuple(line.label for line in by_account.get("", ()) if line.label)
    return Accounts(total=total, unaccounted=unaccounted, schedule=schedule)


def _booked(option: OptionCost, years: Line) -> Iterator[Booked]:
    """All that the total cost holds."""
    for item in option.investments:
        line = tuple(
            figure(KEY / item.key / year.key.name, "money", _paid(option, item, year), item.label)
            for year in years
        )
        yield Booked(key=item.key, label=item.label, account=item.account, years=line)
    if option.outlay.resale is not None:
        key = KEY / "resale"
        back = tuple(
            figure(key / year.key.name, "money", -option.outlay.sold_in_year(year))
            for year in years
        )
        yield Booked(key=key, label="", account="", years=back)
    for running in option.running:
        yield Booked(
            key=running.key, label=running.label, account=running.account, years=running.years
        )
    if option.transition is not None:
        yield Booked(
            key=KEY / "transition", label="", account="", years=tuple(option.transition.years)
        )


def _paid(option: OptionCost, item: Investment, year: Figure) -> Expression:
    own = [purchase for purchase in option.outlay.purchases if purchase.item is item]
    if not own:
        return where(year == 1, item.amount, 0)
    return sum_if([one.year for one in own], year, [one.amount for one in own])


def _working(line: Booked) -> Row:
    key = line.key / "booked" if line.label else line.key
    return Row(key, (None, *line.years), line.label, kind="working")


def _sums(by_account: Mapping[str, list[Booked]], years: Line) -> Iterator[Row]:
    for number, (account, lines) in enumerate(by_account.items(), 1):
        key = KEY / number
        yearly = tuple(
            figure(
                key / year.key.name, "money", sum_of([line.years[place] for line in lines]), account
            )
            for place, year in enumerate(years)
        )
        total = figure(key / "total", "money", sum_of(yearly), account)
        yield Row(key if account else UNACCOUNTED, (total, *yearly), account)


def _column(rows: list[Row], place: int) -> list[Figure]:
    return [cell for row in rows if isinstance(cell := row.cells[place], Figure)]
