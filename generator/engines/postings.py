"""Turns what the chosen option pays into the postings of a ledger: period, account, cost centre, line, amount, tax.

Each line's months are rounded so that what they come to by then is: they add up to what the cash flow pays, to the last
digit that the budget has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.booking import Booking
from generator.engines.payments import Payments, payments_of
from generator.engines.results import Results
from generator.engines.tax_by_rate import Sided
from generator.figures.key import Key
from generator.figures.rounding import round_half_away
from generator.proposal.models.taxes import Tax


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What a line pays in a month, from 0; less than nothing for what comes back.

    key, label: of the line. tax: the value-added tax within the amount, or on top of it, as amounts are counted.
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
    shares = _shares(results)
    for line in payments_of(results.chosen, results.timings.months):
        for month, amount in _amounts(line, digits):
            tax = amount * shares.get(line.key, 0.0)
            yield Posting(
                month=month,
                key=line.key,
                label=line.label,
                booking=line.booking,
                amount=amount,
                tax=round_half_away(tax, digits),
            )


def _amounts(line: Payments, digits: int) -> Iterator[tuple[int, float]]:
    """What is paid; then what comes back, which no books take off a purchase of the same month."""
    paid = [amount.value for amount in line.months]
    sold = [amount.value for amount in line.sold]
    if sold:
        paid = [net + back for net, back in zip(paid, sold, strict=True)]
    yield from _rounded(paid, digits)
    yield from _rounded([-back for back in sold], digits)


def _rounded(months: Sequence[float], digits: int) -> Iterator[tuple[int, float]]:
    so_far = booked = 0.0
    for month, paid in enumerate(months):
        so_far += paid
        amount = round_half_away(round_half_away(so_far, digits) - booked, digits)
        booked = round_half_away(booked + amount, digits)
        if amount:
            yield month, amount


def _shares(results: Results) -> Mapping[str, float]:
    """The tax of each line beside its amount; unless it is told by line, it is stated of purchases alone."""
    option, tax = results.chosen, results.proposal.tax
    if tax is None or results.taxed is None:
        return {}
    if results.taxed.by_rate is None:
        return {item.key: _share(tax) for item in option.investments}
    sides = {side.key: side for side in results.taxed.by_rate.lines}
    parts = {item.key: [item.key] for item in option.investments}
    parts |= {line.key: [part.key for part in line.together or (line,)] for line in option.running}
    return {
        key: _of_lines([sides[part] for part in found if part in sides])
        for key, found in parts.items()
    }


def _share(tax: Tax) -> float:
    rate = tax.rate.value
    return rate / (1 + rate) if tax.prices_include_tax else rate


def _of_lines(sides: Sequence[Sided]) -> float:
    counted = sum(side.counted.value for side in sides)
    taxes = sum(side.gross.value - side.net.value for side in sides)
    return taxes / counted if counted else 0.0
