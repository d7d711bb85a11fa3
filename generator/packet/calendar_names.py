"""Turns the numbers of months, fiscal years and their quarters into names: 2027-07, 2027/28, 2027/28 Q2."""

from __future__ import annotations

from generator.proposal.calendar_month import MONTHS_PER_YEAR, CalendarMonth
from generator.proposal.models.parts import Horizon

MONTHS_PER_QUARTER = 3


def period_name(horizon: Horizon | None, kind: str, number: int) -> str:
    """The name of a period of a kind; empty where it has none but its number."""
    if horizon is None or horizon.start is None:
        return ""
    if kind == "month":
        return str(horizon.start.after(number - 1)) if number > 0 else ""
    if horizon.fiscal_year_starts is None:
        return ""
    begins = int(horizon.fiscal_year_starts.value)
    gone = (horizon.start.month - begins) % MONTHS_PER_YEAR
    first = horizon.start.after(-gone)
    if kind == "fiscal_year":
        return _year(first.after((number - 1) * MONTHS_PER_YEAR))
    if kind == "fiscal_quarter":
        skipped = gone // MONTHS_PER_QUARTER
        years, quarter = divmod(skipped + number - 1, MONTHS_PER_YEAR // MONTHS_PER_QUARTER)
        return f"{_year(first.after(years * MONTHS_PER_YEAR))} Q{quarter + 1}"
    return ""


def _year(first: CalendarMonth) -> str:
    """Both calendar years that it touches."""
    if first.month == 1:
        return str(first.year)
    return f"{first.year}/{(first.year + 1) % 100:02}"
