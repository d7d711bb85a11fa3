"""Turns a number into the text that the user would have typed: `30%` stays a percentage, `×0.6` a factor."""

from __future__ import annotations

import re
from decimal import Decimal

SIGNIFICANT_DIGITS = 15
# A scenario's factor is written behind one of these signs.
PREFIX = re.compile(r"[×x*]\s*")


def in_the_style_of(typed: str, value: float) -> str:
    """The number as `typed` was written: behind ×, in per cent, in powers of ten, with as many decimals at least."""
    prefix = PREFIX.match(typed)
    start = prefix[0] if prefix else ""
    number = typed[len(start) :]
    if "e" in number.lower() and not number.endswith("%"):
        return start + f"{_exact(value).normalize():e}".replace("e+", "e")
    decimals = len(number.removesuffix("%").partition(".")[2])
    return start + plain(value, number.endswith("%"), decimals)


def plain(value: float, percent: bool, decimals: int = 0) -> str:
    """`0.085` as `8.5%` or as it is; never in powers of ten, `decimals` the fewest digits behind the point."""
    number = _exact(value).scaleb(2) if percent else _exact(value)
    text = f"{number:f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    return whole + (f".{fraction}" if fraction else "") + ("%" if percent else "")


def _exact(value: float) -> Decimal:
    """With the digits that a spreadsheet shows and an input file may have; those behind them are noise."""
    return Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")


def same(left: float, right: float) -> bool:
    """Whether two numbers are one to those who type them: equal float64, or different beyond the fifteenth digit."""
    return left == right or _exact(left) == _exact(right)
