"""Turns assumptions and a balance that may turn into what each of them moves, and which of them matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.ranges import Driver, values_alone
from generator.figures.cases import Cases
from generator.figures.evaluation import figures_below
from generator.figures.expression import Expression
from generator.figures.figure import Figure

# What adding the same numbers in another order leaves.
DUST = 1e-6
# An assumption matters whose range moves the balance by this part of it at least.
PART = 100


@dataclass(frozen=True)
class Balance:
    """A figure that may be nothing, or how much more it is than another. number: tells it from other balances."""

    number: int
    figure: Figure
    less: Figure | None = None

    @property
    def parts(self) -> list[Figure]:
        """The figures that it is made of."""
        return [part for part in (self.figure, self.less) if part is not None]

    @property
    def now(self) -> Expression:
        """What it is."""
        return self.figure if self.less is None else self.figure - self.less

    def in_case(self, cases: Cases, id: str) -> Expression:
        """What it is in a case."""
        own = cases.in_case(self.figure, id)
        return own if self.less is None else own - cases.in_case(self.less, id)

    def alone(
        self, drivers: Sequence[Driver], places: Sequence[Sequence[float]]
    ) -> list[list[float]]:
        """What it is where each driver alone stands at each of its places."""
        if not drivers:
            return []
        found = values_alone(self.parts, drivers, places)
        values = found[self.figure.key]
        if self.less is None:
            return values
        pairs = zip(values, found[self.less.key], strict=True)
        return [[a - b for a, b in zip(one, other, strict=True)] for one, other in pairs]


@dataclass(frozen=True)
class Weighed:
    """What moves a balance: the assumptions that matter, the strongest first, and how many others there are."""

    balance: Balance
    strong: tuple[Driver, ...]
    weak: int


def weigh(ranges: Sequence[Driver], balance: Balance) -> Weighed:
    """The assumptions by what the balance moves between the ends of their ranges."""
    below = figures_below(balance.parts)
    drivers = [driver for driver in ranges if driver.input.key in below]
    ends = balance.alone(drivers, [(driver.low.value, driver.high.value) for driver in drivers])
    reach = {
        driver.input.key: abs(high - low) for driver, (low, high) in zip(drivers, ends, strict=True)
    }
    moving = [driver for driver in drivers if reach[driver.input.key] > DUST]
    least = abs(balance.now.value) / PART
    strong = [driver for driver in moving if reach[driver.input.key] >= least]
    strong.sort(key=lambda driver: reach[driver.input.key], reverse=True)
    return Weighed(balance, tuple(strong), len(moving) - len(strong))
