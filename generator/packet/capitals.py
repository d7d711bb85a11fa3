"""Turns an amount of yuan into capital numerals (人民币大写), as Chinese bills and payment requests state it.

The rules are those of 支付结算办法, 附一 正确填写票据和结算凭证的基本规定. Where they leave a choice, 零 is written
between yuan and cents, so that nothing can be filled in.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NUMERALS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def in_capitals(amount: float) -> str:
    """`陆万零伍佰元整` for 60,500 yuan; the amount is rounded to the fen."""
    fen = int((Decimal(repr(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, cents = divmod(abs(fen), 100)
    sign = "负" if fen < 0 else ""
    whole = f"{_whole(yuan)}元" if yuan else ""
    if not cents:
        return f"{sign}{whole or '零元'}整"
    gap = "零" if yuan and (cents < 10 or yuan % 10 == 0) else ""
    return sign + whole + gap + _cents(*divmod(cents, 10))


def _whole(number: int) -> str:
    """The largest unit in the number, how many of it, and the rest; 零 stands where a place is skipped."""
    for size, unit in UNITS:
        if number >= size:
            many, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return _whole(many) + unit + gap + _whole(rest)
    return NUMERALS[number] if number else ""


def _cents(jiao: int, fen: int) -> str:
    tens = f"{NUMERALS[jiao]}角" if jiao else ""
    return tens + (f"{NUMERALS[fen]}分" if fen else "")
