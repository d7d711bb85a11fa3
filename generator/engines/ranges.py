"""Turns stated numbers into ranges: the assumptions that move a result, each with its low and its high end.

An end is the file's own where it states one, else the customary spread below or above, within what the field allows.
Whole things move in whole steps. Factors of one product move together: they are one assumption, shown once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.figures.cases import Case
from generator.figures.evaluation import Below, figures_below
from generator.figures.expression import Expression
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import absolute, maximum, minimum, rounded, where
from generator.figures.key import Key
from generator.figures.lines import factors_together
from generator.proposal.limits import Limits

LOW, HIGH = "low", "high"
# Units of what comes whole: things, and the months of the horizon by their number.
WHOLE = ("count", "nth_month")
# A sheet of cases that opens at once; and what it holds at least, however large the model.
MOST_CELLS, FEWEST = 80_000, 8
# Limits that formulas may name, as a reader knows them without an input. Others only stop a range that would pass them.
PLAIN_LIMITS = (0, 1, 24, 30, 100)
# Stated numbers that are no assumptions about the world.
SETTLED = ("sensitivity", "scenarios", "checks")
ROUNDING = "money.rounding"


@dataclass(frozen=True, kw_only=True)
class Driver:
    """An assumption, the two ends of its range, and what it may be at all.

    alike: the other factors of its product, of which a per cent does what it does here.
    """

    input: Figure
    low: Figure
    high: Figure
    limits: Limits
    alike: tuple[Figure, ...] = ()

    def cases(self) -> tuple[Case, Case]:
        """The model with this assumption at either end."""
        key = self.input.key
        return (
            Case(f"{LOW}:{key}", {key: self.low.value}),
            Case(f"{HIGH}:{key}", {key: self.high.value}),
        )

    @property
    def whole(self) -> bool:
        """Whether it counts things, which have no halves."""
        return _is_whole(self.input, self.limits)

    @property
    def is_ranged(self) -> bool:
        """Whether the file states an end of the range."""
        return self.low.is_input or self.high.is_input

    @property
    def lowest(self) -> float:
        """What the field allows at least."""
        return _lowest(self.limits)

    @property
    def highest(self) -> float:
        """What the field allows at most."""
        return math.inf if self.limits.maximum is None else self.limits.maximum


def cases_of(drivers: Sequence[Driver]) -> list[Case]:
    """All low ends, then all high ends."""
    ends = [driver.cases() for driver in drivers]
    return [*(low for low, _ in ends), *(high for _, high in ends)]


def ranges_of(
    targets: Sequence[Figure], spread: Figure, limits: Mapping[str, Limits]
) -> tuple[Driver, ...]:
    """Every assumption below the targets with its range."""
    every = {
        item.key: _driver(item, spread, limits.get(item.key, Limits()))
        for item in figures_below(targets).values()
        if item.is_input and item.key.family not in SETTLED and item.key != ROUNDING
    }
    free = [
        driver for driver in every.values() if not (driver.limits.choices or driver.limits.decided)
    ]
    together = [group for group in factors_together(targets) if len(group) > 1]
    merged = {
        driver.input.key: driver
        for group in together
        for driver in _merged([every[item.key] for item in group if item.key in every])
    }
    alike = {factor.key for driver in merged.values() for factor in driver.alike}
    found = (merged.get(driver.input.key, driver) for driver in free)
    return tuple(driver for driver in found if driver.input.key not in alike)


def _merged(factors: Sequence[Driver]) -> Iterator[Driver]:
    """Of the factors without a range of their own one stands for all: one with such a range, else the freest."""
    loose = [item for item in factors if not item.whole and not ranged_both_ways(item.input)]
    ranged = [item for item in factors if not item.whole and ranged_both_ways(item.input)]
    if not loose or len(loose) + len(ranged) < 2:
        return
    leader = ranged[0] if ranged else max(loose, key=_width)
    others = tuple(item.input for item in loose if item is not leader)
    yield replace(leader, alike=others)


def _width(driver: Driver) -> float:
    """The range beside the value, to the digits that are no dust."""
    value = abs(driver.input.value)
    return round((driver.high.value - driver.low.value) / value, 9) if value else 0.0


def that_fit(moved: Sequence[Driver], results: Sequence[Figure]) -> tuple[Driver, ...]:
    """All of them; of a very large model those with a stated range and the strongest, as many as a sheet can hold."""
    room = max(FEWEST, MOST_CELLS // (2 * len(figures_below(results)) or 1))
    ranged = [driver.input.key for driver in moved if ranged_both_ways(driver.input)]
    others = [driver.input.key for driver in moved if not ranged_both_ways(driver.input)]
    kept = {*ranged[:room], *others[: max(0, room - len(ranged))]}
    return tuple(driver for driver in moved if driver.input.key in kept)


def values_alone(
    below: Below,
    targets: Sequence[Figure],
    drivers: Sequence[Driver],
    places: Sequence[Sequence[float]],
) -> dict[str, list[list[float]]]:
    """Of each target, for each driver, the values where it alone stands at each of its places; all of one length.

    below: what the targets are computed from.
    """
    import numpy

    each = len(places[0]) if places else 0
    overrides: dict[str, Any] = {}
    for number, (driver, own) in enumerate(zip(drivers, places, strict=True)):
        lanes = numpy.full((len(drivers), each), driver.input.value)
        lanes[number] = own
        overrides[driver.input.key] = lanes
    found = below.evaluate(targets, overrides)
    shape = (len(drivers), each)
    return {key: numpy.broadcast_to(values, shape).tolist() for key, values in found.items()}


def ranged_both_ways(item: Figure) -> bool:
    """Whether the file or our data states both ends of its range."""
    return item.source is not None and None not in (item.source.low, item.source.high)


def _driver(item: Figure, spread: Figure, limits: Limits) -> Driver:
    source = item.source
    low = high = None
    if source is not None:
        low, high = source.low, source.high
    down, up = _steps(item, spread, limits)
    return Driver(
        input=item,
        low=_end(item, LOW, low, _within(item, item - down, limits)),
        high=_end(item, HIGH, high, _within(item, item + up, limits)),
        limits=limits,
    )


def _is_whole(item: Figure, limits: Limits) -> bool:
    return item.unit in WHOLE or limits.whole


def _steps(item: Figure, spread: Figure, limits: Limits) -> tuple[Expression, Expression]:
    """How far an assumption is moved down and up where the file does not say: a count by whole numbers."""
    share = (item if _lowest(limits) >= 0 else absolute(item)) * spread
    if not _is_whole(item, limits):
        return share, share
    is_whole = item == rounded(item, 0)
    step = maximum(1, rounded(share, 0))
    fewest = 1 if limits.above == 0 or limits.minimum == 1 else 0
    return where(is_whole, minimum(step, item - fewest), share), where(is_whole, step, share)


def _within(item: Figure, end: Expression, limits: Limits) -> Expression:
    """The end, or the limit that it would pass; the value itself where a formula cannot name that limit."""
    for limit, bound in ((limits.minimum, maximum), (limits.maximum, minimum)):
        # A share of an amount that is no less than nothing is none either.
        if not limit:
            continue
        if limit in PLAIN_LIMITS:
            end = bound(end, limit)
        elif bound(end, limit).value != end.value:
            end = item
    return end


def _lowest(limits: Limits) -> float:
    bounds = (limits.minimum, limits.above)
    return next((bound for bound in bounds if bound is not None), -math.inf)


def _end(item: Figure, name: str, said: float | None, customary: Expression) -> Figure:
    """A stated end, or the customary one."""
    key = Key(item.key, name, about=item.key)
    if said is not None:
        assert item.source is not None
        source = Source(item.source.kind, item.source.place, f"{said:g}", item.source.date)
        return stated(key, item.unit, said, source, item.subject)
    return figure(key, item.unit, customary, item.subject)
