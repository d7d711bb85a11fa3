"""Turns one-time lines into what they cost, and straight-line depreciation into what each year bears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.engines.booking import NOWHERE, Booking, booking_of
from generator.engines.fleet import Fleet
from generator.engines.ledger import Ledger, Part
from generator.engines.levies import Levies, Levy, counted, levies_of
from generator.engines.plan import Plan, plan_of
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import minimum, positive_sum, rounded, sum_of, where
from generator.figures.key import Key
from generator.proposal.models.costs import CapexKind, CapexLine, Material
from generator.proposal.models.labour import Task
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True, kw_only=True)
class Each:
    """What one unit needs of a line."""

    quantity: Figure
    cost: Expression
    residual: Expression | None


@dataclass(frozen=True, kw_only=True)
class Investment:
    """A one-time line with its figures.

    key: the path of the line. label: the user's name of it, or empty where the words of the language name it.
    kind: what is bought. parts: what a piece is made of.
    quantity, unit_price: what the amount is made of; person-days and day rate for labour.
    amount: what is paid, rounded. life_years, residual: None where the line is expensed at once.
    note: the remark on the line.
    booking: how finance books it. part: of the option, which one pays it. levy: the value-added tax on it. plan: when
    it is paid, bought again, sold; None where it is paid in month 0 and stays. each: of
    what each unit needs, where their number follows the load.
    """

    key: Key
    label: str = ""
    kind: Literal[CapexKind, "contingency", "credit"]
    quantity: Figure | None = None
    unit_price: Figure | None = None
    amount: Figure
    life_years: Figure | None = None
    residual: Expression | None = None
    annual_depreciation: Figure | None = None
    monthly_depreciation: Figure | None = None
    tasks: tuple[Task, ...] = ()
    parts: tuple[Material, ...] = ()
    note: str = ""
    part: Part = "own"
    plan: Plan | None = None
    booking: Booking = NOWHERE
    levy: Levy | None = None
    each: Each | None = None

    @property
    def depreciable(self) -> Expression | None:
        """What is written off over its service life; None without one."""
        return None if self.life_years is None else _depreciable(self.amount, self.residual)

    def expense_in(self, year: Figure, ledger: Ledger) -> Figure:
        """What the accrual view charges to a year.

        Straight line: the rounded charge up to this year less the rounded charge up to the last, so that the charges
        over the service life add up to purchase − residual exactly. A line without service life burdens year 1.
        """
        key = self.key / "expense" / year.key.name
        if self.life_years is None:
            return figure(key, "money", where(year == 1, self.amount, 0), self.label)
        base = _depreciable(self.amount, self.residual)
        so_far = rounded(base * minimum(1, year / self.life_years), ledger.digits)
        before = rounded(base * minimum(1, (year - 1) / self.life_years), ledger.digits)
        return figure(key, "money", so_far - before, self.label)

    def book_value(self, year: Figure, ledger: Ledger) -> Figure | None:
        """What the books still hold at the end of a year: purchase − depreciation so far; None without service life."""
        if self.life_years is None:
            return None
        base = _depreciable(self.amount, self.residual)
        charged = rounded(base * minimum(1, year / self.life_years), ledger.digits)
        return figure(self.key / "book_left", "money", self.amount - charged, self.label)


def invest_all(
    lines: Sequence[CapexLine], proposal: Proposal, ledger: Ledger, fleet: Fleet | None = None
) -> list[Investment]:
    """Price all lines of an option, in their order; a share of the hardware after the hardware itself.

    fleet: the units that some of them are bought for, each, as needed.
    """
    levies = levies_of(proposal)
    fleets = {line.path: fleet if line.is_for_each else None for line in lines}
    priced = {
        line.path: _invest(line, ledger, levies, fleets[line.path])
        for line in lines
        if line.deployment is None
    }
    hardware = [item.amount for item in priced.values() if item.kind == "hardware"]
    found = [
        priced.get(line.path) or _invest(line, ledger, levies, None, hardware) for line in lines
    ]
    return [
        replace(item, plan=plan_of(line, proposal, item.levy, fleets[line.path]))
        for item, line in zip(found, lines, strict=True)
    ]


def _invest(
    line: CapexLine,
    ledger: Ledger,
    levies: Levies,
    fleet: Fleet | None,
    hardware: Sequence[Figure] = (),
) -> Investment:
    """quantity × unit price, days × day rate or a share of the hardware; depreciation (purchase − residual) / life.

    With a fleet, of the units that are there at first.
    """
    quantity, unit_price = _quantity_and_price(line)
    kind = _kind(line)
    levy = levies.on(
        line.tax, line.tax_recoverable, labour=kind == "labour", credit=kind == "credit"
    )
    if line.deployment is not None:
        cost = sum_of(hardware) * line.deployment.hardware_share
    else:
        assert quantity is not None
        assert unit_price is not None
        cost = counted(levy, quantity * unit_price)
    residual = None if line.residual is None else counted(levy, line.residual)
    each = None
    if fleet is not None and quantity is not None and unit_price is not None:
        each = Each(quantity=quantity, cost=cost, residual=residual)
        quantity = figure(line.path / "bought", quantity.unit, quantity * fleet.first, line.item)
        cost = counted(levy, quantity * unit_price)
        residual = None if residual is None else residual * fleet.first
    amount = ledger.line(line.path / "amount", "money", cost, line.item)
    annual, monthly = _depreciation(line, _depreciable(amount, residual))
    return Investment(
        key=line.path,
        label=line.item,
        kind=_kind(line),
        quantity=quantity,
        unit_price=unit_price,
        amount=amount,
        life_years=line.life_years,
        residual=residual,
        annual_depreciation=annual,
        monthly_depreciation=monthly,
        tasks=() if line.labour is None else tuple(line.labour.tasks),
        parts=tuple(line.parts),
        note=line.note or "",
        booking=booking_of(line),
        levy=levy,
        each=each,
    )


def _depreciation(line: CapexLine, base: Expression) -> tuple[Figure | None, Figure | None]:
    """Of a year and of a month; None for what is expensed at once."""
    if line.life_years is None:
        return None, None
    per_year = base / line.life_years
    annual = figure(line.path / "annual_depreciation", "money/year", per_year, line.item)
    per_month = annual / MONTHS_PER_YEAR
    return annual, figure(line.path / "monthly_depreciation", "money/month", per_month, line.item)


def amounts_by_kind(
    investments: Sequence[Investment],
) -> dict[str, tuple[Expression, tuple[Key, ...]]]:
    """What first purchases come to by what is bought, and the amounts of which lines that adds."""
    found: dict[str, list[Figure]] = {}
    for item in investments:
        found.setdefault(item.kind, []).append(item.amount)
    return {
        kind: (sum_of(amounts), tuple(amount.key for amount in amounts))
        for kind, amounts in found.items()
    }


def _depreciable(amount: Figure, residual: Expression | None) -> Expression:
    return amount if residual is None else amount - residual


def contingency(
    path: Key, investments: Sequence[Investment], rate: Figure, ledger: Ledger
) -> Investment:
    """A reserve for the unforeseen: a share of all one-time lines but credits, as a line of its own."""
    amounts = [item.amount for item in investments]
    has_credits = any(item.kind == "credit" for item in investments)
    base = positive_sum(amounts) if has_credits else sum_of(amounts)
    amount = ledger.line(path / "contingency" / "amount", "money", base * rate)
    return Investment(
        key=path / "contingency",
        kind="contingency",
        amount=amount,
    )


def _quantity_and_price(line: CapexLine) -> tuple[Figure | None, Figure | None]:
    """None for a share of the hardware, which has neither."""
    if line.deployment is not None:
        return None, None
    if line.training is not None:
        return line.quantity, line.training.amount
    if line.credit is not None:
        return line.quantity, line.credit
    if line.labour is None:
        return line.quantity, line.unit_price
    key = line.path / "labour" / "days"
    days = sum_of([task.days for task in line.labour.tasks])
    return figure(key, "person_day", days, line.item), line.labour.rate


def _kind(line: CapexLine) -> Literal[CapexKind, "credit"]:
    if line.credit is not None:
        return "credit"
    if line.kind is not None:
        return line.kind
    ways: dict[CapexKind, object] = {
        "hardware": line.hardware,
        "labour": line.labour or line.deployment,
        "training": line.training,
    }
    return next((kind for kind, way in ways.items() if way is not None), "other")
