"""Turns one payment into what it charges to the months and years that use it: straight-line depreciation."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.hardware import Investment
from generator.engines.ledger import Ledger
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Constant, Expression, Operand
from generator.figures.figure import Figure
from generator.figures.functions import maximum, minimum, rounded, where


@dataclass(frozen=True, kw_only=True)
class Wear:
    """How a purchase is written off: straight line, from the month after its payment until it leaves.

    Without a service life all of it burdens the year in which it is paid. base: what is written off in `life` months.
    leaves: None where it stays to the end.
    """

    amount: Figure
    month: Operand
    year: Operand
    leaves: Figure | None
    base: Expression | None
    life: Expression | None
    ledger: Ledger

    @classmethod
    def from_the_start(cls, item: Investment, ledger: Ledger) -> Wear:
        """Of what is paid in month 0 and stays."""
        return cls(
            amount=item.amount,
            month=0,
            year=1,
            leaves=None,
            base=item.depreciable,
            life=None if item.life_years is None else item.life_years * MONTHS_PER_YEAR,
            ledger=ledger,
        )

    def in_year(self, year: Figure) -> Expression:
        """The rounded charge up to its end less that up to its beginning, so that the years add up exactly."""
        if self.base is None or self.life is None:
            return where(year == self.year, self.amount, 0)
        return self.between((year - 1) * MONTHS_PER_YEAR, year * MONTHS_PER_YEAR)

    def between(self, start: Expression, end: Expression) -> Expression:
        """What is charged after one month and up to another, of what has a service life."""
        return self._by(end) - self._by(start)

    def in_month(self, month: Figure) -> Expression:
        """The same by the month; without a service life, over the twelve months of the year."""
        if self.base is None or self.life is None:
            return self._within_year(month) - self._within_year(month - 1)
        return self._by(month) - self._by(month - 1)

    def _within_year(self, month: Expression) -> Expression:
        before = (self.year - 1) * MONTHS_PER_YEAR
        passed = maximum(0, minimum(MONTHS_PER_YEAR, month - before))
        return rounded(self.amount * passed / MONTHS_PER_YEAR, self.ledger.digits)

    def book_value(self) -> Expression:
        """What the books hold when it leaves."""
        return Constant(0) if self.life is None else self.amount - self._by()

    def _by(self, month: Expression | None = None) -> Expression:
        """The charge up to the end of a month, or until it leaves."""
        assert self.base is not None
        assert self.life is not None
        ends = [each for each in (month, self.leaves) if each is not None]
        last = ends[0] if len(ends) == 1 else minimum(*ends)
        used = minimum(1, maximum(0, last - self.month) / self.life)
        return rounded(self.base * used, self.ledger.digits)
