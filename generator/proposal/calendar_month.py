"""The months of the calendar, and how many one lies after another."""

from __future__ import annotations

from typing import NamedTuple

MONTHS_PER_YEAR = 12


class CalendarMonth(NamedTuple):
    """A month of a year, written 2027-07."""

    year: int
    month: int

    def after(self, months: int) -> CalendarMonth:
        """The month so many months later."""
        year, month = divmod(self.year * MONTHS_PER_YEAR + self.month - 1 + months, MONTHS_PER_YEAR)
        return CalendarMonth(year, month + 1)

    def number_since(self, first: CalendarMonth) -> int:
        """Its number where `first` is number 1."""
        return (self.year - first.year) * MONTHS_PER_YEAR + self.month - first.month + 1

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
