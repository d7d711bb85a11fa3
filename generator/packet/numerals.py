"""Turns figures into the numerals that documents show: digits, separators, percent signs; never a new value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from generator.figures.figure import Figure
from generator.figures.rounding import round_half_away
from generator.packet.verdict import key_of
from generator.packet.words import Words

MINUS = "−"
# A number that there is none of, and an amount of nothing in a table.
NOTHING = "—"
# Before what multiplies a stated number, as the input types it.
TIMES = "×"
TEN_THOUSAND = 10_000
PLAIN_AMOUNTS = ("money", "money/month", "money/year")
# Decimals by unit for computed numbers; stated ones are shown as exactly as they were stated.
DECIMALS = {
    "ratio": 1,
    "month": 1,
    "year": 1,
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
}
# Prices of a unit, in any currency: cents, and as many digits more as a small one needs to be told from another.
PRICE_DECIMALS = 2
SIGNIFICANT = 4
# What would otherwise vanish needs no more than these.
FEWEST_SIGNIFICANT = 2
# Of an input as many as a reader of a file takes.
EXACT = 15
# Smaller computed amounts are what is left over when large ones cancel.
SMALLEST_AMOUNT = 0.005

# How likely and how grave a risk is, from the first on.
LEVEL = "level"
LEVELS = ("low", "medium", "high")
# From here on an amount needs no more decimals than the document has.
LARGE = 1000
# From here on a ratio has no decimals: 1,214%.
LARGE_RATIO = 10
# As prose tells amounts: from here on, in ten thousands with so many decimals where the language counts in these, else
# by so many significant digits.
TOLD_FROM = {"ten_thousand": TEN_THOUSAND, "": LARGE}
TOLD_DECIMALS, TOLD_SIGNIFICANT = 2, 3
# From here on prose tells a share in whole percents.
TOLD_SHARE = 0.01
# Internal rates of return, and the height from which the number itself says nothing any more.
RATES_OF_RETURN = ("irr_monthly", "irr", "irr_effective")
HIGHEST_RATE = 1


@dataclass(frozen=True)
class Numerals:
    """How one document shows numbers: `decimals` of amounts, and whether amounts are in 万 (ten thousands)."""

    words: Words
    decimals: int
    in_ten_thousands: bool

    @property
    def money_unit(self) -> str:
        """What amounts are in: 元, 万元, CNY …"""
        if self.in_ten_thousands:
            return self._in_ten_thousands
        return self.words.word("currencies", self.words.currency)

    @property
    def in_sentences(self) -> Numerals:
        """Those outside tables: in a language that does not count in ten thousands, amounts are spelled out there."""
        is_plain = self.in_ten_thousands and self.words.word("alone", "amounts") == "plain"
        return replace(self, in_ten_thousands=False) if is_plain else self

    def show(self, figure: Figure) -> str:
        """The numeral of a figure, without its unit; in words where there is no number."""
        reason = figure.reason
        if reason is not None:
            return self.words.reason(reason)
        if figure.unit == "check":
            return self.words.word("notes", "holds" if figure.value else "holds_not")
        if is_rate_of_return(figure) and figure.value > HIGHEST_RATE:
            return self.words.word("notes", "over").format(numeral=f"{HIGHEST_RATE:.0%}")
        return self.like(figure, figure.value)

    def in_cell(self, figure: Figure) -> str:
        """The same in a table, where an amount of nothing is a dash."""
        is_nothing = figure.unit in PLAIN_AMOUNTS and figure.value == 0
        return NOTHING if is_nothing else self.show(figure)

    def like(self, figure: Figure, value: float) -> str:
        """A value in the form of a figure: the ends of its range, the figure in another scenario."""
        if figure.unit in PLAIN_AMOUNTS:
            return self.amount(value)
        if figure.unit == "ratio":
            decimals = 0 if abs(value) >= LARGE_RATIO else DECIMALS["ratio"]
            return self._number(value * 100, figure, decimals) + "%"
        if is_price(figure.unit):
            decimals = max(PRICE_DECIMALS, decimals_for(value, SIGNIFICANT))
            return self._number(value, figure, decimals)
        if figure.unit == "verdict":
            return self.words.word("verdicts", key_of(figure))
        if figure.unit == "multiple":
            return TIMES + exact_text(value)
        return self._number(value, figure, DECIMALS.get(figure.unit, 4))

    def alone(self, figure: Figure) -> tuple[str, str]:
        """Numeral and unit of a figure that stands outside a table; a reason has no unit.

        An amount that the document's decimals would make nothing is said in the plain currency.
        """
        if figure.reason is not None:
            return self.show(figure), ""
        numerals = self.in_sentences
        if numerals is not self:
            return numerals.alone(figure)
        value = figure.value
        is_seen = figure.is_input or abs(value) >= SMALLEST_AMOUNT
        vanishes = value != 0 and is_seen and self.shown_value(value) == 0
        if figure.unit in PLAIN_AMOUNTS and vanishes:
            numeral = trimmed(value, decimals_for(value, FEWEST_SIGNIFICANT))
            return numeral, self.words.unit(figure.unit)
        numeral = self.show(figure)
        return numeral, self.unit(figure, one=numeral == "1")

    def with_unit(self, figure: Figure) -> str:
        """`61,400元`; a percentage and a reason stand alone."""
        return self.words.measured(*self.alone(figure))

    def of_money(self, figure: Figure) -> str:
        """`15,000元` of an amount by the month or year, where a sentence says so itself; else with its unit."""
        numeral, unit = self.alone(figure)
        is_by_time = figure.unit in PLAIN_AMOUNTS
        return self.words.measured(numeral, unit.partition("/")[0] if is_by_time else unit)

    def near(self, figure: Figure) -> str:
        """A number that stands beside a stated one: a rate of exchange or a price keeps what tells it from its ends."""
        if figure.reason is not None or figure.unit == "ratio":
            return self.show(figure)
        value = self._scaled(figure.value) if figure.unit in PLAIN_AMOUNTS else figure.value
        if abs(value) >= LARGE:
            return self.show(figure)
        rounded = float(f"{value:.{SIGNIFICANT}g}")
        return trimmed(rounded, decimals_for(rounded, SIGNIFICANT))

    def shown_value(self, amount: float) -> float:
        """An amount as it is printed, as a number: what a reader would add up."""
        return round_half_away(self._scaled(amount), self.shown_decimals)

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

    def stated(self, figure: Figure, value: float | None = None) -> str:
        """A stated number, or an end of its range, exactly as it was stated, in the plain currency."""
        number = figure.value if value is None else value
        if figure.unit == "ratio":
            return exact_text(number * 100) + "%"
        return (TIMES if figure.unit == "multiple" else "") + exact_text(number)

    def as_stated(self, figure: Figure) -> str:
        """A stated number with its unit, exactly as it was stated, in the plain currency."""
        numeral = self.stated(figure)
        unit = "" if figure.unit == "ratio" else self.words.unit(figure.unit, one=numeral == "1")
        return self.words.measured(numeral, unit)

    def plain(self, shown: float) -> str:
        """A value that already is in the document's unit, as charts hold them."""
        return digits(shown, self.shown_decimals)

    def drawn(self, unit: str, value: float) -> float:
        """A value as a chart draws it: amounts in the document's unit, shares in per cent."""
        if unit == "ratio":
            return value * 100
        return self.shown_value(value) if unit in PLAIN_AMOUNTS else value

    def drawn_exactly(self, unit: str, value: float) -> float:
        """The same before it is rounded to be shown."""
        return self._scaled(value) if unit in PLAIN_AMOUNTS else value

    def beside(self, unit: str, drawn: float) -> str:
        """The text of a drawn value."""
        if unit == LEVEL:
            return self.words.word("levels", LEVELS[round(drawn) - 1])
        if unit == "ratio":
            drawn = round_half_away(drawn, DECIMALS[unit])
        return self.plain(drawn) if unit in PLAIN_AMOUNTS else exact_text(drawn)

    def whole(self, figure: Figure) -> str:
        """A span of time in prose: to the whole month or year."""
        return digits(max(round_half_away(figure.value, 0), 1.0), 0)

    def about(self, figure: Figure) -> str:
        """`约6个月`, `45.89万元`, `89%`: as prose tells a span, an amount and a share; anything else as it is shown."""
        if figure.reason is None and figure.unit in (*PLAIN_AMOUNTS, "ratio"):
            return self.words.measured(*self.told(figure))
        if figure.reason is not None or figure.unit not in ("month", "year"):
            return self.with_unit(figure)
        whole = self.whole(figure)
        unit = self.words.unit(figure.unit, one=whole == "1")
        return self.words.word("notes", "about").format(number=whole, unit=unit)

    def told(self, figure: Figure) -> tuple[str, str]:
        """Numeral and unit of an amount, or of a share, in prose, without the month or the year that it is for."""
        numerals, size = self.in_sentences, abs(figure.value)
        if numerals is not self:
            return numerals.told(figure)
        if figure.unit == "ratio":
            whole = size >= TOLD_SHARE
            return (
                digits(round_half_away(figure.value * 100, 0), 0) + "%"
                if whole
                else self.show(figure)
            ), ""
        if self.in_ten_thousands or size < TOLD_FROM[self.told_in]:
            numeral, unit = self.alone(figure)
            return numeral, unit.partition("/")[0]
        if self.told_in:
            return trimmed(figure.value / TEN_THOUSAND, TOLD_DECIMALS), self.unit_told
        places = TOLD_SIGNIFICANT - 1 - math.floor(math.log10(size))
        return digits(round_half_away(figure.value, places), max(places, 0)), self.unit_told

    @property
    def told_in(self) -> str:
        """What the prose of the language counts large amounts in: "ten_thousand", or empty for ones."""
        return self.words.word("document", "told_in")

    @property
    def unit_told(self) -> str:
        """The unit of a large amount in prose."""
        return self._in_ten_thousands if self.told_in else self.in_sentences.money_unit

    @property
    def _in_ten_thousands(self) -> str:
        currency = self.words.word("currencies", self.words.currency)
        return self.words.word("currencies", "ten_thousand").replace("{currency}", currency)

    def unit(self, figure: Figure, *, one: bool = False) -> str:
        """The unit that belongs behind the numeral, or behind the number one; a percentage needs none."""
        if figure.unit == "ratio":
            return ""
        money = self.money_unit if figure.unit in PLAIN_AMOUNTS else ""
        return self.words.unit(figure.unit, money, one=one)

    def _scaled(self, amount: float) -> float:
        return amount / TEN_THOUSAND if self.in_ten_thousands else amount

    def _number(self, value: float, figure: Figure, decimals: int) -> str:
        if figure.is_input:
            return exact_text(value)
        if round_half_away(value, decimals) == 0:
            decimals = decimals_for(value, FEWEST_SIGNIFICANT)
        return trimmed(value, decimals)


def is_rate_of_return(figure: Figure) -> bool:
    """Whether a figure is an internal rate of return, or what one is in a case."""
    return figure.original.name in RATES_OF_RETURN


def is_price(unit: str) -> bool:
    """Whether a unit is money for each of something else: neither an amount nor one by the month or year."""
    first, _, second = unit.partition("/")
    return bool(second) and unit not in PLAIN_AMOUNTS and (first == "money" or first.isupper())


def decimals_for(value: float, significant: int) -> int:
    """How many decimals show so many significant digits; at most as many as any number is shown with."""
    if value == 0 or abs(value) < 10.0**-EXACT:
        return 0
    return min(max(significant - 1 - math.floor(math.log10(abs(value))), 0), EXACT)


def exact_text(value: float) -> str:
    """A number as it was stated: all its digits, but not those that binary numbers add."""
    return trimmed(value, decimals_for(value, EXACT))


def digits(value: float, decimals: int) -> str:
    """Thousands separated, the minus sign a real one, never a negative zero."""
    text = f"{abs(value):,.{decimals}f}"
    return MINUS + text if value < 0 and text.strip("0.,") else text


def trimmed(value: float, decimals: int) -> str:
    """At most so many decimals, without trailing zeros."""
    text = digits(round_half_away(value, decimals), decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text
