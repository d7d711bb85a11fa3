"""Values -> places along an axis, with ticks at round numbers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.packet.numerals import digits

MOST_DECIMALS = 9
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A straight axis: the first tick lies at `start`, the last at `end` (drawing units)."""

    ticks: tuple[float, ...]
    start: float
    end: float

    def place(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def round_ticks(values: Iterable[float], wanted: int = 5, whole: bool = False) -> tuple[float, ...]:
    """About `wanted` round numbers that enclose zero and all values. whole: none has decimals."""
    enclosed = [0.0, *values]
    low, high = min(enclosed), max(enclosed)
    if low == high:
        high = 1.0
    step = _round_step((high - low) / wanted)
    if whole:
        step = math.ceil(step)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(index * step for index in range(first, last + 1))


def worded(ticks: Sequence[float]) -> list[str]:
    """The ticks as their axis names them: all with as many decimals as the finest needs."""
    decimals = next(
        (
            decimals
            for decimals in range(MOST_DECIMALS)
            if all(math.isclose(round(tick, decimals), tick, abs_tol=1e-12) for tick in ticks)
        ),
        MOST_DECIMALS,
    )
    return [digits(tick, decimals) for tick in ticks]


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in ROUND_STEPS if factor * power >= rough * (1 - 1e-9))


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until neighbours are `gap` from each other, within low and high.

    The order stays; each place moves as little as a pass down and a pass up need.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = list(wanted)
    floor = low
    for index in order:
        places[index] = max(places[index], floor)
        floor = places[index] + gap
    ceiling = high
    for index in reversed(order):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    return places
