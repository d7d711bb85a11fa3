"""Turns figures into the numerals that documents show: digits, separators, percent signs; never a new value."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.figure import Figure
from generator.figures.rounding import round_half_away
from generator.packet.words import Words

MINUS = "−"
TEN_THOUSAND = 10_000
PLAIN_AMOUNTS = ("money", "money/month", "money/year")
# Decimals by unit for computed numbers; stated ones are shown as exactly as they were stated.
DECIMALS = {
    "ratio": 1,
    "month": 2,
    "year": 2,
    "count": 2,
    "factor": 4,
    "W": 1,
    "GB": 2,
    "token/second": 1,
    "request/second": 3,
    "second": 3,
    "day": 1,
    "kWh/year": 1,
    "person_day": 1,
    "hour/month": 1,
    "hour/day": 1,
    "hour": 0,
    "request": 0,
    "request/month": 0,
    "request/hour": 1,
    "token": 0,
    "money/million_token": 2,
}

# From here on an amount needs no more decimals than the document has.
LARGE = 1000


@dataclass(frozen=True)
class Numerals:
    """How one document shows numbers: `decimals` of amounts, and whether amounts are in 万 (ten thousands)."""

    words: Words
    decimals: int
    in_ten_thousands: bool

    @property
    def money_unit(self) -> str:
        """What amounts are in: 元, 万元, CNY …"""
        currency = self.words.word("currencies", self.words.currency)
        if self.in_ten_thousands:
            return self.words.word("currencies", "ten_thousand").replace("{currency}", currency)
        return currency

    def show(self, figure: Figure) -> str:
        """The numeral of a figure, without its unit; in words where there is no number."""
        reason = figure.reason
        if reason is not None:
            return self.words.reason(reason)
        return self.like(figure, figure.value)

    def like(self, figure: Figure, value: float) -> str:
        """A value in the form of a figure: the ends of its range, the figure in another scenario."""
        if figure.unit in PLAIN_AMOUNTS:
            return self.amount(value)
        if figure.unit == "ratio":
            return self._number(value * 100, figure, DECIMALS["ratio"]) + "%"
        return self._number(value, figure, DECIMALS.get(figure.unit, 4))

    def near(self, figure: Figure) -> str:
        """A number that stands beside a stated one: a rate of exchange or a price keeps what tells it from its ends."""
        if figure.reason is not None or figure.unit == "ratio" or abs(figure.value) >= LARGE:
            return self.show(figure)
        return trimmed(float(f"{figure.value:.4g}"), 10)

    def shown_value(self, amount: float) -> float:
        """An amount as it is printed, as a number: what a reader would add up."""
        scaled = amount / TEN_THOUSAND if self.in_ten_thousands else amount
        return round_half_away(scaled, self.shown_decimals)

    @property
    def shown_decimals(self) -> int:
        """Decimals of a printed amount."""
        return max(self.decimals, 2) if self.in_ten_thousands else self.decimals

    def amount(self, amount: float) -> str:
        """`12,345` or `1.23` in 万元."""
        return digits(self.shown_value(amount), self.shown_decimals)

    def exact(self, figure: Figure) -> str:
        """An amount to the cent in the plain currency, whatever the document's unit: `61,400.00`."""
        if figure.reason is not None:
            return self.words.reason(figure.reason)
        return digits(round_half_away(figure.value, 2), 2)

    def stated(self, figure: Figure) -> str:
        """A stated number exactly as it was stated, in the plain currency."""
        if figure.unit == "ratio":
            return trimmed(figure.value * 100, 10) + "%"
        return trimmed(figure.value, 10)

    def plain(self, shown: float) -> str:
        """A value that already is in the document's unit, as charts hold them."""
        return digits(shown, self.shown_decimals)

    def unit(self, figure: Figure) -> str:
        """The unit that belongs behind the numeral; a percentage needs none."""
        if figure.unit == "ratio":
            return ""
        return self.words.unit(figure.unit, self.money_unit if figure.unit in PLAIN_AMOUNTS else "")

    def _number(self, value: float, figure: Figure, decimals: int) -> str:
        if figure.is_input:
            return trimmed(value, 10)
        return trimmed(value, decimals)


def digits(value: float, decimals: int) -> str:
    """Thousands separated, the minus sign a real one, never a negative zero."""
    text = f"{abs(value):,.{decimals}f}"
    return MINUS + text if value < 0 and text.strip("0.,") else text


def trimmed(value: float, decimals: int) -> str:
    """At most so many decimals, without trailing zeros."""
    text = digits(round_half_away(value, decimals), decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
