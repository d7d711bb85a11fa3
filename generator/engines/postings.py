"""Turns what the chosen option pays into the postings of a ledger: period, account, cost centre, line, amount, tax.

Each line's months are rounded so that what they come to by then is: they add up to what the cash flow pays, to the last
digit that the budget has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.booking import Booking
from generator.engines.payments import Payments, payments_of
from generator.engines.results import Results
from generator.figures.key import Key
from generator.figures.rounding import round_half_away
from generator.proposal.models.proposal import Tax


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What a line pays in a month, from 0; less than nothing for what comes back.

    key, label: of the line. tax: the value-added tax within the amount, or on top of it, as the file's prices are.
    """

    month: int
    key: Key
    label: str
    booking: Booking
    amount: float
    tax: float


def postings_of(results: Results) -> Iterator[Posting]:
    """Of the chosen option, line by line, each in the order of its months; none for a month that pays nothing."""
    digits = int(results.ledger.digits.value)
    for line in payments_of(results.chosen, results.timings.months):
        for month, amount in _rounded(line, digits):
            tax = _tax(results.proposal.tax, amount) if line.once else 0.0
            yield Posting(
                month=month,
                key=line.key,
                label=line.label,
                booking=line.booking,
                amount=amount,
                tax=round_half_away(tax, digits),
            )


def _rounded(line: Payments, digits: int) -> Iterator[tuple[int, float]]:
    so_far = booked = 0.0
    for month, paid in enumerate(line.months):
        so_far += paid.value
        amount = round_half_away(round_half_away(so_far, digits) - booked, digits)
        booked = round_half_away(booked + amount, digits)
        if amount:
            yield month, amount


def _tax(tax: Tax | None, amount: float) -> float:
    """Value-added tax is stated of purchases alone."""
    if tax is None:
        return 0.0
    rate = tax.rate.value
    return amount - amount / (1 + rate) if tax.prices_include_tax else amount * rate
