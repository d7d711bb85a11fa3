"""Turns one-time lines into what they cost, and straight-line depreciation into what each year bears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import minimum, rounded, sum_of, where
from generator.proposal.models.costs import CapexLine


@dataclass(frozen=True)
class Investment:
    """A one-time line with its figures.

    kind: hardware, software, labour, training, facility or other.
    quantity, unit_price: what the amount is made of; person-days and day rate for labour.
    amount: what is paid, rounded. annual_depreciation, monthly_depreciation: None where the line is expensed at once.
    """

    line: CapexLine
    kind: str
    quantity: Figure
    unit_price: Figure
    amount: Figure
    annual_depreciation: Figure | None
    monthly_depreciation: Figure | None

    def expense_in(self, year: Figure, ledger: Ledger) -> Figure:
        """What the accrual view charges to a year.

        Straight line: the rounded charge up to this year less the rounded charge up to the last, so that the charges
        over the service life add up to purchase − residual exactly. A line without service life is charged to year 1.
        """
        key = f"{self.line.path}.expense.{year.key.rpartition('.')[2]}"
        if self.line.life_years is None:
            return figure(key, "money", where(year == 1, self.amount, 0), self.line.item)
        life = self.line.life_years
        base = _depreciable(self.line, self.amount)
        so_far = rounded(base * minimum(1, year / life), ledger.digits)
        before = rounded(base * minimum(1, (year - 1) / life), ledger.digits)
        return figure(key, "money", so_far - before, self.line.item)


def _depreciable(line: CapexLine, amount: Figure) -> Expression:
    return amount if line.residual is None else amount - line.residual


def invest(line: CapexLine, ledger: Ledger) -> Investment:
    """Price one line: quantity × unit price, or days × day rate; yearly depreciation (purchase − residual) / life."""
    quantity, unit_price = _quantity_and_price(line)
    amount = ledger.line(f"{line.path}.amount", "money", quantity * unit_price, line.item)
    annual = monthly = None
    if line.life_years is not None:
        per_year = _depreciable(line, amount) / line.life_years
        annual = figure(f"{line.path}.annual_depreciation", "money/year", per_year, line.item)
        monthly = figure(
            f"{line.path}.monthly_depreciation", "money/month", annual / MONTHS_PER_YEAR, line.item
        )
    return Investment(line, _kind(line), quantity, unit_price, amount, annual, monthly)


def _quantity_and_price(line: CapexLine) -> tuple[Figure, Figure]:
    if line.labour is None:
        assert line.unit_price is not None
        return line.quantity, line.unit_price
    days = figure(
        f"{line.path}.labour.days",
        "person_day",
        sum_of([task.days for task in line.labour.tasks]),
        line.item,
    )
    return days, line.labour.rate


def _kind(line: CapexLine) -> str:
    if line.kind is not None:
        return line.kind
    if line.hardware is not None:
        return "hardware"
    return "other" if line.labour is None else "labour"


def total_amount(key: str, investments: Sequence[Investment]) -> Figure:
    """The sum of the rounded lines, so it adds up as printed."""
    return figure(key, "money", sum_of([item.amount for item in investments]))
