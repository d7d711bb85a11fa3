"""Turns a float into the amount that a spreadsheet's ROUND shows: half away from zero on 15 significant digits.

1.005 is stored as 1.00499999999999989…; a spreadsheet sees the 15 digits 1.00500000000000 and rounds up to 1.01.
Python's own round() would give 1.0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Any

SIGNIFICANT_DIGITS = 15
# Beyond this many units of the last place the doubles lie so far apart that only the decimal way is exact.
LARGEST_SCALED = 1e15
# So near to a half or a whole, of the scaled number and at all, the 15 digits that a spreadsheet sees may be just that.
CLOSE_SHARE, CLOSE = 1e-14, 1e-12
# So many are rounded one by one before arrays are quicker.
FEW = 12
# Holds the digits of any double before and after the point, so cutting one never runs out of room.
WIDE = Context(prec=700)


def round_half_away(number: float, digits: float) -> float:
    """`number` rounded to `digits` decimals (negative: tens, hundreds …); halves go away from zero."""
    return _rounded(number, digits, ROUND_HALF_UP)


def round_toward_zero(number: float, digits: float) -> float:
    """ROUNDDOWN: `number` cut to `digits` decimals, on the 15 digits that a spreadsheet sees."""
    return _rounded(number, digits, ROUND_DOWN)


def round_away_from_zero(number: float, digits: float) -> float:
    """ROUNDUP: `number` moved away from zero to `digits` decimals, on the 15 digits that a spreadsheet sees."""
    return _rounded(number, digits, ROUND_UP)


def _rounded(number: float, digits: float, mode: str) -> float:
    """With floor(x) or the next one wherever that is safe, which is quick; the decimal way close to the edge."""
    if not math.isfinite(number) or number == 0:
        return number
    # Positive powers of ten are exact doubles, 10**-5 is not.
    unit, tens = 10.0 ** abs(int(digits)), digits < 0
    scaled = abs(number) / unit if tens else abs(number) * unit
    if scaled >= LARGEST_SCALED:
        return _quantized(number, digits, mode)
    lower = math.floor(scaled)
    above = scaled - lower
    edge = 0.5 if mode is ROUND_HALF_UP else round(above)
    if abs(above - edge) <= CLOSE_SHARE * scaled + CLOSE:
        return _quantized(number, digits, mode)
    whole = lower + (mode is ROUND_UP or (mode is ROUND_HALF_UP and above > edge))
    return math.copysign(whole * unit if tens else whole / unit, number)


def _quantized(number: float, digits: float, mode: str) -> float:
    if not math.isfinite(number) or number == 0:
        return number
    seen = Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}")
    return float(seen.quantize(Decimal(1).scaleb(-int(digits)), mode, WIDE))


def round_half_away_many(numpy: Any, numbers: Any, digits: Any) -> Any:
    """round_half_away over arrays: the nearest whole wherever that is safe, the decimal way close to a half."""
    numbers = numpy.asarray(numbers, float)
    if isinstance(digits, float) and math.isfinite(digits):
        if numbers.ndim == 1 and numbers.size <= FEW:
            return numpy.array([round_half_away(each, digits) for each in numbers.tolist()])
        up, down = 10.0 ** max(int(digits), 0), 10.0 ** max(-int(digits), 0)
    else:
        digits = numpy.trunc(digits)
        up, down = 10.0 ** numpy.maximum(digits, 0), 10.0 ** numpy.maximum(-digits, 0)
    # Positive powers of ten are exact doubles, 10**-5 is not; one of these two is 1.
    is_plain = numpy.ndim(down) == 0 and down == 1
    scaled = numbers * up if is_plain else numbers * up / down
    # To the even one of two neighbours, where both are as near: there it is not safe.
    whole = numpy.rint(scaled)
    quick = numpy.asarray(whole / up if is_plain else whole / up * down)
    # Never where a number is too large to be scaled.
    safe = numpy.abs(scaled - whole) < 0.5 - CLOSE - CLOSE_SHARE * numpy.abs(scaled)
    if numpy.count_nonzero(safe) < quick.size:
        numbers, digits = numpy.broadcast_arrays(numbers, digits)
        pairs = list(zip(numbers[~safe].tolist(), digits[~safe].tolist(), strict=True))
        quick[~safe] = _each_once(round_half_away, pairs)
    return quick


def exactly(rounding: Any) -> Any:
    """The array reading of a rounding rule that goes number by number: each once, as most cases have the same."""

    def many(numpy: Any, numbers: Any, digits: Any) -> Any:
        numbers, digits = numpy.broadcast_arrays(numbers, digits)
        pairs = list(zip(numbers.ravel().tolist(), digits.ravel().tolist(), strict=True))
        return numpy.array(_each_once(rounding, pairs), float).reshape(numbers.shape)

    return many


def _each_once(
    rounding: Callable[[float, float], float], pairs: Sequence[tuple[float, float]]
) -> list[float]:
    once = {pair: rounding(*pair) for pair in set(pairs)}
    return [once[pair] for pair in pairs]
