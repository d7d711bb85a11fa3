"""Turns stated numbers into ranges: the assumptions that move a result, each with its low and its high end.

An end is the file's own where it states one, else the customary spread below or above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.figures.cases import Case
from generator.figures.evaluation import evaluate, figures_below
from generator.figures.expression import Expression
from generator.figures.figure import Figure, Source, figure, stated
from generator.figures.functions import maximum, minimum
from generator.proposal.limits import Limits

LOW, HIGH = "low", "high"
# A sheet of cases that opens at once; and what it holds at least, however large the model.
MOST_CELLS, FEWEST = 80_000, 8
# What adding the same numbers in another order leaves.
DUST = 1e-6
# Stated numbers that are no assumptions about the world.
SETTLED = ("money.rounding", "sensitivity.", "scenarios.", "checks.")

# How far an assumption moves each of several results, the most important first.
Reach = tuple[float, ...]


@dataclass(frozen=True)
class Driver:
    """An assumption, the two ends of its range, and what it may be at all."""

    input: Figure
    low: Figure
    high: Figure
    limits: Limits

    def cases(self) -> tuple[Case, Case]:
        """The model with this assumption at either end."""
        key = self.input.key
        return (
            Case(f"{LOW}:{key}", {key: self.low.value}),
            Case(f"{HIGH}:{key}", {key: self.high.value}),
        )


def cases_of(drivers: Sequence[Driver]) -> list[Case]:
    """All low ends, then all high ends."""
    ends = [driver.cases() for driver in drivers]
    return [*(low for low, _ in ends), *(high for _, high in ends)]


def ranges_of(
    targets: Sequence[Figure], spread: Figure, limits: Mapping[str, Limits]
) -> tuple[Driver, ...]:
    """Every assumption below the targets with its range."""
    inputs = (item for item in figures_below(targets).values() if item.is_input)
    return tuple(
        _driver(item, spread, limits.get(item.key, Limits()))
        for item in inputs
        if not item.key.startswith(SETTLED)
    )


def moving(ranges: Sequence[Driver], results: Sequence[Figure]) -> list[Driver]:
    """The assumptions that move any of the results, the one that moves the first result most in front."""
    below = figures_below(results)
    concerned = [driver for driver in ranges if driver.input.key in below]
    reach = _reaches(concerned, results)
    moved = [driver for driver in concerned if any(reach[driver.input.key])]
    return sorted(moved, key=lambda driver: reach[driver.input.key], reverse=True)


def that_fit(moved: Sequence[Driver], results: Sequence[Figure]) -> tuple[Driver, ...]:
    """All of them; of a very large model those with a stated range and the strongest, as many as a sheet can hold."""
    room = max(FEWEST, MOST_CELLS // (2 * len(figures_below(results)) or 1))
    ranged = [driver for driver in moved if _ranged(driver.input)]
    others = [driver for driver in moved if not _ranged(driver.input)]
    kept = {*ranged[:room], *others[: max(0, room - len(ranged))]}
    return tuple(driver for driver in moved if driver in kept)


def _ranged(figure: Figure) -> bool:
    return figure.source is not None and None not in (figure.source.low, figure.source.high)


def _driver(item: Figure, spread: Figure, limits: Limits) -> Driver:
    source = item.source
    low = high = None
    if source is not None:
        low, high = source.low, source.high
    ends = (
        _end(item, LOW, low, item * (1 - spread), limits),
        _end(item, HIGH, high, item * (1 + spread), limits),
    )
    return Driver(item, *ends, limits)


def _end(
    item: Figure, name: str, said: float | None, customary: Expression, limits: Limits
) -> Figure:
    """A stated end, or the customary one, which a share or a factor of one cannot pass."""
    key = f"{item.key}.{name}"
    if said is not None:
        assert item.source is not None
        source = Source(item.source.kind, item.source.place, f"{said:g}", item.source.date)
        return stated(key, item.unit, said, source, item.subject)
    if limits.maximum == 1 and item.value >= 0:
        customary = minimum(customary, 1)
    if limits.minimum == 1:
        customary = maximum(customary, 1)
    return figure(key, item.unit, customary, item.subject)


def _reaches(drivers: Sequence[Driver], results: Sequence[Figure]) -> dict[str, Reach]:
    """How far each assumption moves each result between its ends; that a result comes or goes counts as far."""
    import numpy

    count = len(drivers)
    overrides = {}
    for number, driver in enumerate(drivers):
        values = numpy.full(2 * count, driver.input.value)
        values[number], values[count + number] = driver.low.value, driver.high.value
        overrides[driver.input.key] = values
    found = evaluate(results, overrides) if overrides else {}
    moved = []
    for result in results:
        values = numpy.broadcast_to(found.get(result.key, result.value), 2 * count)
        low, high = values[:count], values[count:]
        distance = numpy.where(numpy.isnan(low) == numpy.isnan(high), high - low, numpy.inf)
        distance = numpy.nan_to_num(numpy.abs(distance), nan=0.0, posinf=numpy.inf)
        moved.append(numpy.where(distance > DUST, distance, 0.0))
    return {
        driver.input.key: tuple(float(distances[number]) for distances in moved)
        for number, driver in enumerate(drivers)
    }
