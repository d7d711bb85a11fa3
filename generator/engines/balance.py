"""Turns assumptions and a balance that may turn into what each of them moves, and which of them matter.

An assumption matters that moves the balance, or that asks more of the machines than they can do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from typing import NamedTuple

from generator.engines.capacity import Capacity
from generator.engines.ranges import Driver, values_alone
from generator.figures.cases import Cases
from generator.figures.evaluation import Below, figures_below
from generator.figures.expression import Condition, Expression, Missing
from generator.figures.figure import Figure
from generator.figures.functions import both, if_error, minimum, where
from generator.figures.key import Key
from generator.figures.lines import factors_together

# What adding the same numbers in another order leaves.
DUST = 1e-6
# An assumption matters whose range moves the balance by this part of it at least. What moves it less turns nothing: at
# the customary spread, even nothing or twice the value then moves it by an eighth.
PART = 20


class Standing(NamedTuple):
    """A balance somewhere. is_served: whether the machines serve the load there."""

    left: float
    is_served: bool


@dataclass(frozen=True)
class Balance:
    """A figure that may be nothing, or how much more it is than another.

    number: tells it from other balances. capacities: of the options that it is about, as far as they are known.
    """

    number: int
    figure: Figure
    less: Figure | None = None
    capacities: tuple[Capacity, ...] = ()

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

    @cached_property
    def below(self) -> Below:
        """All that it is computed from."""
        return Below(self.parts)

    @cached_property
    def _below_all(self) -> Below:
        """And all that decides whether the load is served."""
        every = self.below.copy()
        every.add(self.feasible)
        return every

    @cached_property
    def feasible(self) -> list[Figure]:
        """Whether each of the options serves the load: 1 or 0."""
        return [capacity.feasible for capacity in self.capacities]

    @cached_property
    def loading(self) -> frozenset[str]:
        """The keys of all that decides whether the load is served."""
        return frozenset(chain.from_iterable(deciding for deciding, _ in self._loads))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The keys of what the load is made of."""
        return frozenset(figures_below([each.throughput.peak for each in self.capacities]))

    def is_proportionate(self, driver: Driver) -> bool:
        """Whether the load is in proportion to an assumption, or has nothing to do with it."""
        key = driver.input.key
        return all(key in factors or key not in deciding for deciding, factors in self._loads)

    def bearable(self, driver: Driver) -> Expression | None:
        """The most of an assumption that all machines serve, where the load is in proportion to it."""
        most = [
            capacity.throughput.largest_volume
            if driver.input is capacity.throughput.volume
            else driver.input * capacity.throughput.largest_volume / capacity.throughput.volume
            for capacity, (_, factors) in zip(self.capacities, self._loads, strict=True)
            if driver.input.key in factors
        ]
        if not most:
            return None
        least = reduce(minimum, [number * 1 for number in most])
        return if_error(least, Missing("no_workload"))

    @cached_property
    def _loads(self) -> list[tuple[Collection[str], Collection[str]]]:
        """Of each option the keys of what decides whether it serves, and of what its load is in proportion to."""
        found: list[tuple[Collection[str], Collection[str]]] = []
        for capacity in self.capacities:
            groups = factors_together([capacity.throughput.peak])
            volume = capacity.throughput.volume
            # Volumes that are stated year by year stand in no product: nothing is in proportion to one of them.
            together = next((g for g in groups if any(one is volume for one in g)), ())
            keys = {factor.key for factor in together}
            found.append((frozenset(figures_below([capacity.feasible])), keys))
        return found

    def is_served(self, cases: Cases, id: str) -> Condition:
        """Whether all its options serve the load in a case."""
        return reduce(both, [cases.in_case(figure, id) == 1 for figure in self.feasible])

    def serves(self, cases: Cases, id: str) -> Expression:
        """1 where they do, else 0."""
        return where(self.is_served(cases, id), 1, 0)

    def alone(
        self, drivers: Sequence[Driver], places: Sequence[Sequence[float]]
    ) -> list[list[float]]:
        """What it is where each driver alone stands at each of its places."""
        return [[at.left for at in of_driver] for of_driver in self.standing(drivers, places)]

    def standing(
        self, drivers: Sequence[Driver], places: Sequence[Sequence[float]]
    ) -> list[list[Standing]]:
        """The same, and whether the load is served there."""
        if not drivers:
            return []
        found = values_alone(self._below_all, [*self.parts, *self.feasible], drivers, places)
        return [self.stands(found, row) for row in range(len(drivers))]

    def stands(self, found: Mapping[str, Sequence[Sequence[float]]], row: int) -> list[Standing]:
        """Where a driver moves it. found: its parts for each driver."""
        own = found[self.figure.key][row]
        less = [0.0] * len(own) if self.less is None else found[self.less.key][row]
        able = [found[figure.key][row] for figure in self.feasible]
        return [
            Standing(one - other, all(each[at] for each in able))
            for at, (one, other) in enumerate(zip(own, less, strict=True))
        ]


@dataclass(frozen=True)
class Weighed:
    """What moves a balance: the assumptions that matter, the strongest first, and how many others there are.

    ends: what it is at both ends of each of them, by the assumption's key.
    """

    balance: Balance
    strong: tuple[Driver, ...]
    weak: int
    ends: Mapping[Key, tuple[float, float]]


def weigh_all(ranges: Sequence[Driver], balances: Sequence[Balance]) -> list[Weighed]:
    """The assumptions by what each balance moves between the ends of their ranges, which are tried for all at once."""
    every = [it.below.figures.keys() | it.asked for it in balances]
    tried = [driver for driver in ranges if any(driver.input.key in below for below in every)]
    targets = [figure for it in balances for figure in (*it.parts, *it.feasible)]
    places = [(driver.low.value, driver.high.value) for driver in tried]
    found = values_alone(Below(targets), targets, tried, places) if tried else {}
    return [
        _weighed(
            it,
            [
                (driver, it.stands(found, row))
                for row, driver in enumerate(tried)
                if driver.input.key in below
            ],
        )
        for it, below in zip(balances, every, strict=True)
    ]


def _weighed(balance: Balance, ends: Sequence[tuple[Driver, Sequence[Standing]]]) -> Weighed:
    """ends: of each assumption where the balance stands at both ends of its range."""
    serves = all(figure.value for figure in balance.feasible)
    turned = {it.input.key for it, at in ends if any(end.is_served != serves for end in at)}
    left = {driver.input.key: (low.left, high.left) for driver, (low, high) in ends}
    reach = {key: abs(high - low) for key, (low, high) in left.items()}
    moving = [
        driver for driver, _ in ends if reach[driver.input.key] > DUST or driver.input.key in turned
    ]
    least = abs(balance.now.value) / PART
    strong = [
        driver
        for driver in moving
        if reach[driver.input.key] >= least or driver.input.key in turned
    ]
    strong.sort(key=lambda driver: reach[driver.input.key], reverse=True)
    return Weighed(balance, tuple(strong), len(moving) - len(strong), left)
