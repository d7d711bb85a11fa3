"""Turns benefits that replace a bill into doubts about those that are another money, as their share of it changes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.engines.options import OptionCost
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.proposal.models.benefit import Benefit
from generator.wording.saying import said

# Less than that is no difference.
CENT = 0.01


def is_bill_of(benefit: Benefit, option: OptionCost) -> bool:
    """Whether a benefit before weighting comes to what an option runs at in each whole year."""
    if benefit.is_bill:
        return True
    stated = _whole_years(benefit, len(option.years))
    return all(abs(one - year.value) < CENT for one, year in zip(stated, option.years, strict=True))


def doubts_about_bills(model: Model) -> Iterator[Doubt]:
    """A benefit that is a share of today's bill must be the same share in every year."""
    for benefit in model.proposal.benefits:
        option = None if benefit.replaces is None else model.options.get(benefit.replaces)
        if option is None or option.kind != "status_quo" or benefit.is_bill:
            continue
        stated = _whole_years(benefit, len(option.years))
        bills = [year.value for year in option.years]
        if any(
            abs(one * bills[0] - stated[0] * bill) >= CENT * max(bills[0], stated[0])
            for one, bill in zip(stated, bills, strict=True)
        ):
            message = said(
                "it replaces '{name}', which costs {first_bill:,.2f} in year 1 and {last_bill:,.2f} in "
                "year {years}, but brings {first:,.2f} and {last:,.2f}",
                name=option.name,
                first_bill=bills[0],
                last_bill=bills[-1],
                years=len(bills),
                first=stated[0],
                last=stated[-1],
            )
            fix = said(
                "state no amount, then it is that bill in every year; or by_year: […], as much in "
                "each as it replaces"
            )
            yield Doubt("W026", benefit.path / "replaces", message, fix)


def _whole_years(benefit: Benefit, years: int) -> list[float]:
    """What is stated of each year, before weighting, as if the benefit ran all of it."""
    if benefit.by_year:
        return [month.value * MONTHS_PER_YEAR for month in benefit.by_year]
    if benefit.annual is not None:
        return [benefit.annual.value] * years
    if benefit.monthly is not None:
        return [benefit.monthly.value * MONTHS_PER_YEAR] * years
    assert benefit.hours is not None
    assert benefit.rate is not None
    people = 1.0 if benefit.people is None else benefit.people.value
    return [people * benefit.hours.value * benefit.rate.value * MONTHS_PER_YEAR] * years
