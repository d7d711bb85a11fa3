"""Turns figures into the forms of their numerals as plain data: a script writes other values as `Numerals` would."""

from __future__ import annotations

from typing import Any

from generator.figures.figure import Figure
from generator.packet.numerals import (
    DECIMALS,
    FEWEST_SIGNIFICANT,
    LARGE_RATIO,
    PLAIN_AMOUNTS,
    PRICE_DECIMALS,
    SIGNIFICANT,
    SMALLEST_AMOUNT,
    TOLD_DECIMALS,
    TOLD_FROM,
    TOLD_SHARE,
    TOLD_SIGNIFICANT,
    Numerals,
    is_price,
    is_rate_of_return,
)

# Where the numeral stands in a form.
NUMBER = "{number}"


def form_of(figure: Figure, numerals: Numerals) -> dict[str, Any]:
    """How the figure is written: the kind of its form, its decimals, and how its unit stands to a number and to one."""
    words = numerals.words
    alone = numerals.in_sentences
    many, one = alone.unit(figure), alone.unit(figure, one=True)
    form: dict[str, Any] = {"kind": _kind(figure), "measured": words.measured(NUMBER, many)}
    if one != many:
        form["one"] = words.measured(NUMBER, one)
    if form["kind"] in ("number", "ratio"):
        form["decimals"] = DECIMALS.get(figure.unit, 4)
    if form["kind"] == "amount":
        form["plain"] = words.measured(NUMBER, words.unit(figure.unit))
        form["told"] = words.measured(NUMBER, numerals.unit_told)
        if "/" in figure.unit:
            form["without"] = {
                name: words.measured(NUMBER, unit.partition("/")[0])
                for name, unit in (("measured", many), ("plain", words.unit(figure.unit)))
            }
    if is_rate_of_return(figure):
        form["capped"] = True
    if figure.unit in ("month", "year"):
        about = words.word("notes", "about")
        form["span"] = [about.format(number=NUMBER, unit=unit) for unit in (many, one)]
    return form


def _kind(figure: Figure) -> str:
    if figure.unit in PLAIN_AMOUNTS:
        return "amount"
    if figure.unit in ("ratio", "check", "verdict"):
        return figure.unit
    return "price" if is_price(figure.unit) else "number"


def conventions_of(numerals: Numerals) -> dict[str, Any]:
    """What all forms of a document share."""
    word, alone = numerals.words.word, numerals.in_sentences
    return {
        "tenThousands": numerals.in_ten_thousands,
        "decimals": numerals.shown_decimals,
        "alone": {"tenThousands": alone.in_ten_thousands, "decimals": alone.shown_decimals},
        "largeRatio": LARGE_RATIO,
        "priceDecimals": PRICE_DECIMALS,
        "significant": SIGNIFICANT,
        "fewest": FEWEST_SIGNIFICANT,
        "smallestAmount": SMALLEST_AMOUNT,
        "toldFrom": TOLD_FROM[numerals.told_in],
        "toldIn": numerals.told_in,
        "toldDecimals": TOLD_DECIMALS,
        "toldSignificant": TOLD_SIGNIFICANT,
        "toldShare": TOLD_SHARE,
        "over": word("notes", "over"),
        "holds": word("notes", "holds"),
        "holdsNot": word("notes", "holds_not"),
    }
