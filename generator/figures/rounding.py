"""Turns a float into the amount that a spreadsheet's ROUND shows: half away from zero on 15 significant digits.

1.005 is stored as 1.00499999999999989…; a spreadsheet sees the 15 digits 1.00500000000000 and rounds up to 1.01.
Python's own round() would give 1.0.
"""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Any

SIGNIFICANT_DIGITS = 15
# Beyond this many units of the last place the doubles lie so far apart that only the decimal way is exact.
LARGEST_SCALED = 1e15
# So near to a half, of the scaled number and at all, the 15 digits that a spreadsheet sees may be the half itself.
CLOSE_SHARE, CLOSE = 1e-14, 1e-12
# Holds the digits of any double before and after the point, so cutting one never runs out of room.
WIDE = Context(prec=700)


def round_half_away(number: float, digits: float) -> float:
    """`number` rounded to `digits` decimals (negative: tens, hundreds …); halves go away from zero.

    floor(x + ½) wherever that is safe, which is quick; the decimal way close to a half.
    """
    if not math.isfinite(number) or number == 0:
        return number
    # Positive powers of ten are exact doubles, 10**-5 is not.
    unit, tens = 10.0 ** abs(int(digits)), digits < 0
    scaled = abs(number) / unit if tens else abs(number) * unit
    if scaled >= LARGEST_SCALED:
        return _quantized(number, digits, ROUND_HALF_UP)
    lower = math.floor(scaled)
    if abs(scaled - lower - 0.5) <= CLOSE_SHARE * scaled + CLOSE:
        return _quantized(number, digits, ROUND_HALF_UP)
    whole = lower + (scaled - lower >= 0.5)
    return math.copysign(whole * unit if tens else whole / unit, number)


def round_toward_zero(number: float, digits: float) -> float:
    """ROUNDDOWN: `number` cut to `digits` decimals, on the 15 digits that a spreadsheet sees."""
    return _quantized(number, digits, ROUND_DOWN)


def round_away_from_zero(number: float, digits: float) -> float:
    """ROUNDUP: `number` moved away from zero to `digits` decimals, on the 15 digits that a spreadsheet sees."""
    return _quantized(number, digits, ROUND_UP)


def _quantized(number: float, digits: float, mode: str) -> float:
    if not math.isfinite(number) or number == 0:
        return number
    seen = Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}")
    return float(seen.quantize(Decimal(1).scaleb(-int(digits)), mode, WIDE))


def round_half_away_many(numpy: Any, numbers: Any, digits: Any) -> Any:
    """round_half_away over arrays: floor(x + ½) wherever that is safe, the decimal way close to a half."""
    numbers = numpy.asarray(numbers, float)
    # Positive powers of ten are exact doubles, 10**-5 is not; one of these two is 1.
    if isinstance(digits, float) and math.isfinite(digits):
        up, down = 10.0 ** max(int(digits), 0), 10.0 ** max(-int(digits), 0)
    else:
        digits = numpy.trunc(digits)
        up, down = 10.0 ** numpy.maximum(digits, 0), 10.0 ** numpy.maximum(-digits, 0)
    scaled = numpy.abs(numbers) * up / down
    lower = numpy.floor(scaled)
    above = scaled - lower
    quick = numpy.asarray(numpy.copysign((lower + (above >= 0.5)) / up * down, numbers))
    close = numpy.abs(above - 0.5) <= CLOSE_SHARE * scaled + CLOSE
    close |= (scaled >= LARGEST_SCALED) & numpy.isfinite(numbers)
    if numpy.count_nonzero(close):
        numbers, digits = numpy.broadcast_arrays(numbers, digits)
        pairs = zip(numbers[close].tolist(), digits[close].tolist(), strict=True)
        quick[close] = [round_half_away(number, place) for number, place in pairs]
    return quick


def exactly(rounding: Any) -> Any:
    """The array reading of a rounding rule that is rare enough to go number by number."""
    return lambda numpy, numbers, digits: numpy.vectorize(rounding, otypes=[float])(numbers, digits)
