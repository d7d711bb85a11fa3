"""Turns the one-time lines of an option into purchases: when each is paid, what it costs then, how it leaves.

Month m is its end: what is paid in month m is written off from month m + 1. A line bought again is paid in the last
month of its predecessor, strictly before the end of the horizon. An option whose lines say nothing of this pays all of
them in month 0 and needs no purchases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.fleet import Fleet
from generator.engines.hardware import Investment
from generator.engines.ledger import Ledger
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.wear import Wear
from generator.figures.expression import Constant, Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, minimum, rounded, rounded_up, sum_if, sum_of, where
from generator.figures.key import Key, Part


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """One payment of a one-time line, and what becomes of what was bought.

    number: among those of its line, from 1. label: the line's name, with the number from the second on. units: how many
    units it is for, where their number follows the load. month, year: in which it is paid. price_factor: its price
    beside that of the first; nothing where it does not fall into the horizon.
    depreciable: what is written off over `life_months`; None where all of it burdens the year in which it is paid.
    leaves, leaves_in: the month and the year in which it is replaced, or else the horizon ends. sold: what comes back
    then. replaced, again: 1 where another follows it, and where it follows another. book_value: when it leaves.
    gain: sold − book value of one that goes; book_left: the book value of one that stays. charges: what the accrual
    view charges to each year; charged: their sum.
    """

    key: Key
    number: int
    label: str
    item: Investment
    month: Figure
    year: Figure
    price_factor: Figure
    amount: Figure
    depreciable: Figure | None
    life_months: Figure | None
    leaves: Figure
    leaves_in: Figure
    replaced: Figure
    again: Figure
    sold: Figure
    book_value: Figure
    gain: Figure
    book_left: Figure
    charges: tuple[Figure, ...]
    charged: Figure
    units: Figure | None = None

    @property
    def is_spare(self) -> bool:
        """Whether it buys something within the horizon only where an assumption changes."""
        if self.units is not None and self.units.value == 0:
            return True
        return self.number > 1 and self.price_factor.value == 0

    def wear(self, ledger: Ledger) -> Wear:
        """How it is written off."""
        return Wear(
            amount=self.amount,
            month=self.month,
            year=self.year,
            leaves=self.leaves,
            base=self.depreciable,
            life=self.life_months,
            ledger=ledger,
        )

    @property
    def untold(self) -> tuple[str, ...]:
        """What has no meaning for it: what comes back where nothing is sold, when it leaves where it is used up."""
        plan = self.item.plan
        if plan is not None and plan.sells:
            return ()
        is_used_up = self.life_months is None and (plan is None or plan.after_years is None)
        return ("leaves", "sold") if is_used_up else ("sold",)

    @property
    def row(self) -> Key:
        """The key of its row in a table: that of the line for the first one, which bears the line's name."""
        return self.item.key if self.number == 1 else self.key


def purchases_of(
    items: Sequence[Investment], years: Sequence[Figure], ledger: Ledger
) -> tuple[Purchase, ...]:
    """All purchases of an option, line by line; none where all lines are paid in month 0 and stay."""
    if all(item.plan is None for item in items):
        return ()
    return tuple(purchase for item in items for purchase in _of_line(item, years, ledger))


def _of_line(item: Investment, years: Sequence[Figure], ledger: Ledger) -> list[Purchase]:
    if item.plan is not None and item.plan.fleet is not None:
        return _for_units(item, item.plan.fleet, years, ledger)
    found: list[Purchase] = []
    for number in range(1, (1 if item.plan is None else item.plan.times) + 1):
        found.append(_Buying(item, number, years, ledger, tuple(found)).purchase())
    return found


def _for_units(
    item: Investment, fleet: Fleet, years: Sequence[Figure], ledger: Ledger
) -> list[Purchase]:
    """Whenever units may be added, and again for these after their time: all by the month in which they are paid."""
    assert item.plan is not None
    end, cycle = years[-1].value * MONTHS_PER_YEAR, item.plan.cycle
    slots = sorted(
        (month, place)
        for place, moment in enumerate(fleet.moments)
        for month in range(moment.earliest, int(end), cycle or int(end))
    )
    lives: list[list[Purchase]] = [[] for _ in fleet.moments]
    found = []
    for number, (_, place) in enumerate(slots, 1):
        before = tuple(lives[place])
        buying = _Buying(item, number, years, ledger, before, fleet.moments[place].month)
        found.append(buying.purchase())
        lives[place].append(found[-1])
    return found


@dataclass(frozen=True)
class _Buying:
    """The purchase of a line with a number from 1. before: those that it replaces. moment: when units are added."""

    item: Investment
    number: int
    years: Sequence[Figure]
    ledger: Ledger
    before: Sequence[Purchase]
    moment: Expression | None = None

    @property
    def end(self) -> Expression:
        """The last month of the horizon."""
        return self.years[-1] * MONTHS_PER_YEAR

    @property
    def cycle(self) -> Expression | None:
        """For how many months each is used; None where it is not replaced."""
        plan = self.item.plan
        if plan is None or plan.after_years is None:
            return None
        return rounded(plan.after_years * MONTHS_PER_YEAR, 0)

    def named(self, name: Part, unit: str, definition: Operand, below: str = "") -> Figure:
        """A number of this purchase."""
        key = self.key / below / name if below else self.key / name
        return figure(key, unit, definition, self.label)

    @property
    def key(self) -> Key:
        """Purchases of a line stand below it."""
        return self.item.key / "purchases" / self.number

    @property
    def label(self) -> str:
        """A first purchase is called like its line, if that has a name of the user's own."""
        is_first = self.number == 1 or not self.item.label
        return self.item.label if is_first else f"{self.item.label} ({self.number})"

    def purchase(self) -> Purchase:
        """Paid, worn and gone."""
        month = self.named("month", "nth_month", self._month())
        price = self.named("price_factor", "factor", self._price(month))
        units = self._units(month)
        each: Expression = self.item.amount
        if units is not None:
            assert self.item.each is not None
            each = self.item.each.cost * units
        amount = self.named("amount", "money", rounded(each * price, self.ledger.digits))
        leaves, replaced = self._leaving(month)
        sold = self.named("sold", "money", self._sold(price, amount))
        base, life = self._worn(price, amount, units)
        year = self.named("year", "year", _year_of(month))
        wear = self._wear(amount, month, year, leaves, (base, life))
        book_value = self.named("book_value", "money", wear.book_value())
        gain, left = self._outcome(sold, book_value, replaced)
        charges = tuple(
            self.named(period.key.name, "money", wear.in_year(period), below="expense")
            for period in self.years
        )
        return Purchase(
            key=self.key,
            number=self.number,
            label=self.label,
            item=self.item,
            month=month,
            year=year,
            price_factor=price,
            amount=amount,
            depreciable=base,
            life_months=life,
            leaves=leaves,
            leaves_in=self.named("leaves_in", "year", _year_of(leaves)),
            replaced=replaced,
            again=self.named("again", "count", self._follows(month)),
            sold=sold,
            book_value=book_value,
            gain=gain,
            book_left=left,
            charges=charges,
            charged=self.named("charged", "money", sum_of(charges)),
            units=units,
        )

    def _wear(
        self,
        amount: Figure,
        month: Figure,
        year: Figure,
        leaves: Figure,
        worn: tuple[Figure | None, Figure | None],
    ) -> Wear:
        return Wear(
            amount=amount,
            month=month,
            year=year,
            leaves=leaves,
            base=worn[0],
            life=worn[1],
            ledger=self.ledger,
        )

    def _units(self, month: Figure) -> Figure | None:
        """Those that are added, or that it replaces."""
        assert self.item.plan is not None or self.moment is None
        fleet = None if self.item.plan is None else self.item.plan.fleet
        if fleet is None:
            return None
        replaced = self.before[-1].units if self.before else None
        number = fleet.bought(month) if replaced is None else replaced * 1
        return self.named("units", "count", number)

    def _month(self) -> Operand:
        if self.moment is not None and not self.before:
            return self.moment
        if self.before:
            assert self.cycle is not None
            return self.before[-1].month + self.cycle
        plan = self.item.plan
        return 0 if plan is None or plan.month is None else plan.month

    def _price(self, month: Figure) -> Expression:
        """(1 + trend)^(years since the first purchase), strictly before the end of the horizon, else nothing."""
        plan = self.item.plan
        factor: Expression = Constant(1)
        if plan is not None and plan.trend is not None and (self.before or self.moment is not None):
            since = (
                month - self.before[0].month
                if plan.fleet is None
                else plan.fleet.since_first(month)
            )
            years = since / MONTHS_PER_YEAR
            factor = (1 + plan.trend) ** years
        return where(month < self.end, factor, 0)

    def _follows(self, month: Figure) -> Expression:
        return where(month < self.end, 1, 0) if self.before else Constant(0)

    def _leaving(self, month: Figure) -> tuple[Figure, Figure]:
        """When its successor is bought, or the horizon ends; and whether it has one."""
        if self.cycle is None:
            leaves: Expression = self.end
            replaced: Expression = Constant(0)
        else:
            leaves = minimum(month + self.cycle, self.end)
            replaced = where(month + self.cycle < self.end, 1, 0)
        return self.named("leaves", "nth_month", leaves), self.named("replaced", "count", replaced)

    def _sold(self, price: Figure, amount: Figure) -> Expression:
        plan = self.item.plan
        if plan is not None and plan.resale_share is not None:
            return rounded(amount * plan.resale_share, self.ledger.digits)
        if plan is not None and plan.resale is not None:
            return rounded(price * plan.resale, self.ledger.digits)
        return Constant(0)

    def _worn(
        self, price: Figure, amount: Figure, units: Figure | None
    ) -> tuple[Figure | None, Figure | None]:
        """The residual is the same share of each price."""
        if self.item.life_years is None:
            return None, None
        residual = self.item.residual
        if units is not None and residual is not None:
            assert self.item.each is not None
            assert self.item.each.residual is not None
            residual = self.item.each.residual * units
        base = amount if residual is None else amount - price * residual
        months = self.item.life_years * MONTHS_PER_YEAR
        return self.named("depreciable", "money", base), self.named("life_months", "month", months)

    def _outcome(self, sold: Figure, book_value: Figure, replaced: Figure) -> tuple[Figure, Figure]:
        """What is sold goes; what is not stays at the end unless it is replaced."""
        plan = self.item.plan
        if plan is not None and plan.sells:
            gain: Expression = sold - book_value
            left: Expression = Constant(0)
        else:
            gain = where(replaced == 1, -book_value, 0)
            left = where(replaced == 1, 0, book_value)
        return self.named("gain", "money", gain), self.named("book_left", "money", left)


def _year_of(month: Figure) -> Expression:
    """Month 0 counts with year 1."""
    return maximum(1, rounded_up(month / MONTHS_PER_YEAR, 0))


@dataclass(frozen=True)
class Outlay:
    """What an option pays once, and what of it comes back.

    total: all purchases. asked: the first ones, for which the money is asked. resale: None where nothing is sold.
    """

    total: Figure
    asked: Figure
    resale: Figure | None = None
    purchases: tuple[Purchase, ...] = ()

    def with_running(self, opex: Figure) -> Expression:
        """All that is paid in the horizon, less what comes back."""
        paid = self.total + opex
        return paid if self.resale is None else paid - self.resale

    def paid_for(self, item: Investment) -> list[Expression]:
        """All that a line pays over the horizon, and what of it comes back."""
        return [*self.amounts_of(item), *(-sold for sold in self.sales_of(item))]

    def amounts_of(self, item: Investment) -> list[Figure]:
        """What a line pays over the horizon, purchase by purchase."""
        return [each.amount for each in self.purchases if each.item is item] or [item.amount]

    def sales_of(self, item: Investment) -> list[Figure]:
        """What comes back of each of them; nothing where nothing is sold."""
        if self.resale is None:
            return []
        return [each.sold for each in self.purchases if each.item is item]

    def paid_in_month(self, month: Figure) -> Expression:
        """What is bought in a month, where lines say when."""
        return sum_if(self._line("month"), month, self._line("amount"))

    def paid_in_year(self, year: Figure) -> Expression:
        """What is bought in a year, where lines say when."""
        return sum_if(self._line("year"), year, self._line("amount"))

    def spent_in_month(self, month: Figure) -> Expression:
        """What is bought in a month less what comes back, where lines say when."""
        paid = self.paid_in_month(month)
        return paid if self.resale is None else paid - self.sold_in_month(month)

    def sold_in_month(self, month: Figure) -> Expression:
        """What comes back in a month."""
        return sum_if(self._line("leaves"), month, self._line("sold"))

    def sold_in_year(self, year: Figure) -> Expression:
        """What comes back in a year."""
        return sum_if(self._line("leaves_in"), year, self._line("sold"))

    def gained_in_month(self, month: Figure) -> Expression:
        """The same in a month."""
        return sum_if(self._line("leaves"), month, self._line("gain"))

    def gained_in_year(self, year: Figure) -> Expression:
        """What the sales and the write-offs of a year bring, beyond what the books held."""
        return sum_if(self._line("leaves_in"), year, self._line("gain"))

    def _line(self, name: str) -> list[Figure]:
        return [getattr(purchase, name) for purchase in self.purchases]
