"""Turns the chosen option into its multi-year total cost of ownership, in the cash view and in the accrual view.

The cash view counts a purchase when it is paid, the accrual view counts its depreciation. A total adds one of the two,
never both; what the accrual view has not yet charged at the end of the horizon is the remaining book value.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce

from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.timeline import period_columns
from generator.engines.transition import Transition
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import running_sum, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule


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
    """The chosen option's cost over the horizon, in money. `cash` and `accrual` are its two schedules."""

    capex_total: Figure
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
    """TCO of a year = what is invested in it + its OpEx."""
    capex_total = figure(Key("capex", "total"), "money", option.capex)
    opex = tuple(
        figure(Key("opex", year.key.name), "money", paid)
        for year, paid in zip(years, option.years, strict=True)
    )
    opex_total = figure(Key("opex", "total"), "money", sum_of(opex))
    invested = tuple(
        figure(Key("tco", "capex", year.key.name), "money", where(year == 1, capex_total, 0))
        for year in years
    )
    invested_total = figure(Key("tco", "capex", "total"), "money", sum_of(invested))
    parts = [invested, opex, *([] if option.transition is None else [option.transition.years])]
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
            Row("capex", (invested_total, *invested)),
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
        opex_years=opex,
        opex_total=opex_total,
        years=yearly,
        total=total,
        accrual_total=accrual_total,
        book_value=book_value,
        cash=cash,
        accrual=accrual,
    )


def _accrual(
    option: OptionCost,
    opex: tuple[Figure, ...],
    opex_total: Figure,
    years: tuple[Figure, ...],
    ledger: Ledger,
    carried: Carried | None,
) -> tuple[Schedule, Figure, Figure]:
    rows = []
    charges = []
    for investment in option.investments:
        charged = tuple(investment.expense_in(year, ledger) for year in years)
        key = investment.key / "expense"
        total = figure(key / "total", "money", sum_of(charged), investment.label)
        rows.append(Row(investment.key, (total, *charged), label=investment.label))
        charges.append(charged)
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
    left = [(item, item.book_value(years[-1], ledger)) for item in option.investments]
    remaining = [(item, value) for item, value in left if value is not None]
    blank = (None,) * len(years)
    rows += [
        Row(value.key, (value, *blank), label=item.label, kind="working")
        for item, value in remaining
    ]
    book_value = figure(
        Key("tco", "book_value"), "money", sum_of([value for _, value in remaining])
    )
    rows.append(Row("book_value", (book_value, *blank), kind="memo"))
    schedule = Schedule("tco_accrual", period_columns(years, "money", "year"), tuple(rows))
    return schedule, accrual_total, book_value
