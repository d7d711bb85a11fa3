"""Turns the chosen option into its multi-year total cost of ownership, in the cash view and in the accrual view.

The cash view counts a purchase when it is paid, the accrual view counts its depreciation. A total adds one of the two,
never both; what the accrual view has not yet charged at the end of the horizon is the remaining book value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce

from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.purchases import Outlay
from generator.engines.timeline import period_columns
from generator.engines.transition import Transition
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import running_sum, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule

Line = tuple[Figure, ...]
# The row of what the books lose with that which leaves.
DISPOSALS = Key("disposals")
# A row of the accrual view: its key, the user's name of it, its total and its years.
Charge = tuple[Key, str, Figure, Line]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """Today's bill until the go-live, and what is paid without it, which is what is asked for: by year and in all."""

    transition: Transition
    asked: tuple[Figure, ...]
    total: Figure

    @classmethod
    def by(
        cls, option: OptionCost, years: tuple[Figure, ...], paid: tuple[Figure, ...]
    ) -> Carried | None:
        """None where the option carries no bill. paid: all of each year."""
        if option.transition is None:
            return None
        key = Key("tco", "without_transition")
        asked = tuple(
            figure(key / year.key.name, "money", amount - bill)
            for year, amount, bill in zip(years, paid, option.transition.years, strict=True)
        )
        total = figure(key / "total", "money", sum_of(asked))
        return cls(transition=option.transition, asked=asked, total=total)

    @property
    def row(self) -> Row:
        """The bill."""
        return Row("transition", (self.transition.total, *self.transition.years))

    @property
    def asked_row(self) -> Row:
        """What is paid without it."""
        return Row("without_transition", (self.total, *self.asked), kind="memo")


@dataclass(frozen=True, kw_only=True)
class Ownership:
    """The chosen option's cost over the horizon, in money. `cash` and `accrual` are its two schedules.

    asked: what is paid once and asked for; capex_total holds what replaces it within the horizon as well.
    """

    capex_total: Figure
    asked: Figure
    opex_years: tuple[Figure, ...]
    opex_total: Figure
    years: tuple[Figure, ...]
    total: Figure
    accrual_total: Figure
    book_value: Figure
    cash: Schedule
    accrual: Schedule


def together(parts: list[Figure]) -> Expression:
    """Their sum, one by one."""
    first, *others = parts
    return reduce(operator.add, others, first)


def own(option: OptionCost, years: tuple[Figure, ...], ledger: Ledger) -> Ownership:
    """TCO of a year = what is invested in it + its OpEx − what comes back, and today's bill until the go-live."""
    outlay = option.outlay
    capex_total = figure(Key("capex", "total"), "money", option.capex)
    asked = figure(Key("capex", "asked"), "money", outlay.asked) if outlay.purchases else None
    opex = tuple(
        figure(Key("opex", year.key.name), "money", paid)
        for year, paid in zip(years, option.years, strict=True)
    )
    opex_total = figure(Key("opex", "total"), "money", sum_of(opex))
    once = _paid_once(outlay, capex_total, years)
    parts = [*(line for _, line in once.values()), opex]
    parts += [] if option.transition is None else [option.transition.years]
    yearly = tuple(
        figure(Key("tco", year.key.name), "money", together([part[index] for part in parts]))
        for index, year in enumerate(years)
    )
    carried = Carried.by(option, years, yearly)
    total = figure(Key("tco", "total"), "money", sum_of(yearly))
    cumulative = tuple(
        figure(Key("tco", "cumulative", year.key.name), "money", running_sum(yearly[: index + 1]))
        for index, year in enumerate(years)
    )
    cash = Schedule(
        "tco",
        period_columns(years, "money", "year"),
        (
            *(Row(name, (paid, *line)) for name, (paid, line) in once.items()),
            Row("opex", (opex_total, *opex)),
            *([] if carried is None else [carried.row]),
            Row("total", (total, *yearly), kind="total"),
            *([] if carried is None else [carried.asked_row]),
            Row("cumulative", (None, *cumulative), kind="memo"),
        ),
    )
    accrual, accrual_total, book_value = _accrual(option, opex, opex_total, years, ledger, carried)
    return Ownership(
        capex_total=capex_total,
        asked=capex_total if asked is None else asked,
        opex_years=opex,
        opex_total=opex_total,
        years=yearly,
        total=total,
        accrual_total=accrual_total,
        book_value=book_value,
        cash=cash,
        accrual=accrual,
    )


def _paid_once(outlay: Outlay, capex_total: Figure, years: Line) -> dict[str, tuple[Figure, Line]]:
    """Each with its total: what is invested in each year, and where something is sold, what comes back."""

    def row(name: str, definition: Callable[[Figure], Expression]) -> tuple[Figure, Line]:
        key = Key("tco", name)
        line = tuple(figure(key / year.key.name, "money", definition(year)) for year in years)
        return figure(key / "total", "money", sum_of(line)), line

    if not outlay.purchases:
        return {"capex": row("capex", lambda year: where(year == 1, capex_total, 0))}
    lines = {"capex": row("capex", outlay.paid_in_year)}
    if outlay.resale is not None:
        lines["resale"] = row("resale", lambda year: -outlay.sold_in_year(year))
    return lines


def _accrual(
    option: OptionCost,
    opex: Line,
    opex_total: Figure,
    years: Line,
    ledger: Ledger,
    carried: Carried | None,
) -> tuple[Schedule, Figure, Figure]:
    lines = list(_charges(option, years, ledger))
    charges = [charged for *_, charged in lines]
    spare = {purchase.row for purchase in option.outlay.purchases if purchase.is_spare}
    spare |= {DISPOSALS} if not any(one.gain.value for one in option.outlay.purchases) else set()
    rows = [
        Row(key, (total, *charged), label=label, spare=key in spare)
        for key, label, total, charged in lines
    ]
    yearly = tuple(
        figure(
            Key("tco", "accrual", year.key.name),
            "money",
            sum_of(
                [charged[index] for charged in charges]
                + [opex[index]]
                + ([] if carried is None else [carried.transition.years[index]])
            ),
        )
        for index, year in enumerate(years)
    )
    accrual_total = figure(Key("tco", "accrual", "total"), "money", sum_of(yearly))
    rows.append(Row("opex", (opex_total, *opex)))
    rows += [] if carried is None else [carried.row]
    rows.append(Row("total", (accrual_total, *yearly), kind="total"))
    blank = (None,) * len(years)
    remaining = _remaining(option, years[-1], ledger)
    if not option.outlay.purchases:
        rows += [
            Row(value.key, (value, *blank), label=label, kind="working")
            for label, value in remaining
        ]
    book_value = figure(
        Key("tco", "book_value"), "money", sum_of([value for _, value in remaining])
    )
    rows.append(Row("book_value", (book_value, *blank), kind="memo"))
    schedule = Schedule("tco_accrual", period_columns(years, "money", "year"), tuple(rows))
    return schedule, accrual_total, book_value


def _charges(option: OptionCost, years: Line, ledger: Ledger) -> Iterator[Charge]:
    """What each year is charged with by each line, or by each of its purchases."""
    outlay = option.outlay
    for purchase in outlay.purchases:
        yield purchase.row, purchase.label, purchase.charged, purchase.charges
    if outlay.purchases:
        yield DISPOSALS, "", *_lost(outlay, years)
        return
    for item in option.investments:
        charged = tuple(item.expense_in(year, ledger) for year in years)
        total = figure(item.key / "expense" / "total", "money", sum_of(charged), item.label)
        yield item.key, item.label, total, charged


def _lost(outlay: Outlay, years: Line) -> tuple[Figure, Line]:
    """What the books held of that which leaves in each year, beyond what it is sold for, with the total."""
    key = Key("tco", "disposals")
    line = tuple(
        figure(key / year.key.name, "money", -outlay.gained_in_year(year)) for year in years
    )
    return figure(key / "total", "money", sum_of(line)), line


def _remaining(option: OptionCost, last: Figure, ledger: Ledger) -> list[tuple[str, Figure]]:
    """What the books hold at the end, line by line, with the line's name."""
    if option.outlay.purchases:
        return [(purchase.label, purchase.book_left) for purchase in option.outlay.purchases]
    found = ((item.label, item.book_value(last, ledger)) for item in option.investments)
    return [(label, value) for label, value in found if value is not None]
