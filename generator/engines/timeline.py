"""Turns the horizon into numbered years and months, the axes that time schedules stand on."""

from __future__ import annotations

from generator.figures.expression import Ordinal
from generator.figures.figure import Figure, figure
from generator.figures.key import Key, Numbered
from generator.figures.schedule import Column, label_column

MONTHS_PER_YEAR = 12
DAYS_PER_YEAR = 365
HOURS_PER_DAY = 24
HOURS_PER_YEAR = 8760
WATTS_PER_KILOWATT = 1000


def years_of(count: int) -> tuple[Figure, ...]:
    """Year 1 … year n."""
    return tuple(
        figure(Key("horizon", Numbered("year", year)), "year", Ordinal(year))
        for year in range(1, count + 1)
    )


def months_of(years: int) -> tuple[Figure, ...]:
    """Month 0, in which the investment is paid, then every month of the horizon."""
    return tuple(
        figure(Key("horizon", Numbered("month", month)), "month", Ordinal(month, start=0))
        for month in range(MONTHS_PER_YEAR * years + 1)
    )


def period_columns(periods: tuple[Figure, ...], unit: str, heading: str) -> tuple[Column, ...]:
    """The columns of a time schedule: label, total, then one column a period."""
    return (
        label_column(),
        Column("total", unit, role="total"),
        *(Column(heading, unit, role="period", period=period) for period in periods),
    )
