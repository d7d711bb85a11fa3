"""Turns a discounting convention into the factor of a month, and into the flow whose rate of return it asks for.

Years are those of the project; what is paid in month 0 keeps its worth under each convention.
"""

from __future__ import annotations

from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.timing import Line
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure
from generator.figures.functions import maximum, net_present_value, sum_if, where
from generator.proposal.models.parts import Discounting

HALF = Constant(1) / 2
BY_YEAR: tuple[Discounting, ...] = ("year_end", "mid_year")


def factor_of(convention: Discounting, month: Figure, year: Figure, rate: Figure) -> Expression:
    """What a unit of money of a month is worth at the start.

    monthly: 1 / (1 + rate/12)^month; monthly_effective: 1 / (1 + rate)^(month/12); year_end, mid_year: the whole year
    at its end, or at its middle.
    """
    if convention == "monthly":
        monthly: Expression = 1 + rate / MONTHS_PER_YEAR
        return 1 / monthly**month
    yearly: Expression = 1 + rate
    if convention == "monthly_effective":
        return 1 / yearly ** (month / MONTHS_PER_YEAR)
    if convention == "year_end":
        return 1 / yearly**year
    return where(month == 0, 1, 1 / yearly ** (year - HALF))


def as_discounted(
    convention: Discounting, index: int, net: Line, months: Line, years: Line
) -> Expression:
    """The net flow of a month where a year's flow falls into its last or its middle month, as the convention has it."""
    month, year = months[index], years[index]
    falls_in = year * MONTHS_PER_YEAR
    if convention == "mid_year":
        falls_in = maximum(falls_in - Constant(MONTHS_PER_YEAR) / 2, 0)
    return where(month == falls_in, sum_if(years, year, net), 0)


def present_value(convention: Discounting, rate: Figure, net: Line, by_year: Line) -> Expression:
    """The same present value as the spreadsheet's own function has it. by_year: year 1 with the flow of month 0."""
    if convention == "monthly":
        return net_present_value(rate / MONTHS_PER_YEAR, net[1:]) + net[0]
    if convention == "monthly_effective":
        monthly = (1 + rate) ** (Constant(1) / MONTHS_PER_YEAR) - 1
        return net_present_value(monthly, net[1:]) + net[0]
    later = net_present_value(rate, by_year) - net[0] / (1 + rate)
    return net[0] + (later if convention == "year_end" else later * (1 + rate) ** HALF)
