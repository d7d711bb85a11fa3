"""What is told twice of an input, and differently: a figure at another value, and that of the file with the value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from generator.engines.break_even import BreakEven
from generator.engines.even_months import EvenMonths
from generator.engines.even_volumes import Interval
from generator.engines.model import Model, compute
from generator.engines.options import OptionCost
from generator.engines.ranking import INFEASIBLE
from generator.engines.scenarios import TOTAL, measures_of
from generator.engines.volumes import There
from generator.figures.evaluation import evaluate
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.problems import ProblemList
from tests.inputs.inputs import Input

# What adding the same numbers in another order leaves, beside the greatest of them.
DUST = 1e-9
# As many amounts are rounded on the way to a total.
ROUNDED = 30


@dataclass
class Answers:
    """The answers that an input gives. asked: how many were put to the test, by their kind."""

    made: Input
    model: Model
    asked: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, made: Input) -> Answers:
        """Raises ProblemList for an input that `check` refuses."""
        return cls(made, compute(made.load().proposal))

    def parting(self) -> Iterator[str]:
        """Every answer beside which another stands."""
        yield from self._volumes()
        yield from self._scenarios()
        for told in self.model.break_evens.alternatives:
            yield from self._months(told)
            yield from self._even_volume(told)
        for option in self.model.options.values():
            yield from self._largest(option)
        for interval in self.model.outlook.evens.intervals:
            yield from self._interval(interval)

    def _volumes(self) -> Iterator[str]:
        """The tables of volumes, and the same file with each."""
        outlook, chosen = self.model.outlook, self.model.chosen.id
        for there in outlook.there:
            if there.option.id != chosen:
                continue
            other = self._with(*(f"{key}={value:.15g}" for key, value in there.moved.items()))
            if other is not None:
                here = [each for each in outlook.there if each.scale is there.scale]
                months = [each for each in outlook.months if each.there.scale is there.scale]
                yield from chain(self._totals(here, other), self._even_months(months, other))

    def _totals(self, there: list[There], other: Model) -> Iterator[str]:
        for each in there:
            option = other.options[each.option.id]
            serves = option.capacity is None or option.capacity.feasible.value == 1
            told = option.tco.value if serves else math.nan
            yield from self._compare("volume", each.total, told, option.tco.value)
            if each.units is not None and option.fleet is not None:
                yield from self._compare("units", each.units, option.fleet.last.value)

    def _even_months(self, months: list[EvenMonths], other: Model) -> Iterator[str]:
        """Against the same option, where the file leaves it to the numbers to choose."""
        for each in months:
            if other.chosen.id != self.model.chosen.id:
                continue
            told = other.worth.meetings[each.there.option.id]
            yield from self._compare("even month", each.month, told.month.value)
            yield from self._compare("even month", each.discounted, told.discounted.value)

    def _scenarios(self) -> Iterator[str]:
        """The column of each scenario, and the same file with what it states."""
        results = self.model.result_figures
        for scenario in self.model.outlook.scenarios[1:]:
            values = scenario.case.values.items()
            other = self._with(*(f"{key}={value:.15g}" for key, value in values))
            if other is None:
                continue
            for key in (TOTAL, *measures_of(results)):
                told = self.model.figures[Key("scenarios", scenario.id, key)]
                yield from self._compare("scenario", told, other.result_figures[key].value)

    def _months(self, told: BreakEven) -> Iterator[str]:
        """In the month of break-even both have cost the same, which comes where the chosen one costs no more in all."""
        own, besides = self.model.chosen.tco, self.model.options[told.id].tco
        if told.month.reason != INFEASIBLE:
            self.asked["in all"] = self.asked.get("in all", 0) + 1
            if (told.month.reason is None) != (own.value <= besides.value + ROUNDED * DUST):
                yield f"month: {told.month.key} {told.month.value!r} of {own.value!r}, {besides.value!r}"
        if math.isnan(told.month.value):
            return
        chosen = self._cost(self.model.chosen.id, told.month.value)
        other = self._cost(told.id, told.month.value)
        size = self.model.options[told.id].tco.value
        yield from self._compare("month", told.cost, chosen, size)
        yield from self._compare("month", told.cost, min(other, chosen), size)

    def _cost(self, id: str, moment: float) -> float:
        """What an option has cost by then, evenly within a month."""
        line = self.model.break_evens.cumulative[id]
        before, after = (line[int(end)].value for end in (moment // 1, math.ceil(moment)))
        return before + (after - before) * (moment % 1)

    def _even_volume(self, told: BreakEven) -> Iterator[str]:
        """At the volume of break-even both cost the same, as near as money is rounded, and that in proportion."""
        if math.isnan(told.requests.value) or not told.requests.value:
            return
        load = self.model.load
        assert load is not None
        totals = [self.model.chosen.tco, self.model.options[told.id].tco]
        found = evaluate(totals, {load.workload.volume.key: told.requests.value})
        own, other = (float(found[total.key]) for total in totals)
        coarse = self.model.proposal.money.rounding.value * max(
            1, told.requests.value / load.workload.volume.value
        )
        size = ROUNDED * coarse / DUST
        yield from self._compare("even volume", told.requests, own, size, other=other)

    def _interval(self, interval: Interval) -> Iterator[str]:
        """Within it the chosen option costs no more, and both serve; one request beyond either end that is not so."""
        chosen, other = self.model.chosen, interval.other
        able = [each.capacity.feasible for each in (chosen, other) if each.capacity is not None]
        for bound, step in ((interval.first, -1), (interval.last, 1)):
            if bound is None:
                continue
            for place, wanted in (
                (bound.requests.value, True),
                (bound.requests.value + step, False),
            ):
                if place < 1:
                    continue
                asked = place * bound.found.value / bound.requests.value
                found = evaluate([chosen.tco, other.tco, *able], {bound.workload.key: asked})
                no_more = found[chosen.tco.key] <= found[other.tco.key] + ROUNDED * DUST
                self.asked["interval"] = self.asked.get("interval", 0) + 1
                if (no_more and all(found[each.key] == 1 for each in able)) != wanted:
                    yield f"interval: {bound.found.key} {place!r}: {not wanted}"

    def _largest(self, option: OptionCost) -> Iterator[str]:
        """The largest volume is served, and one request more is not."""
        if option.capacity is None:
            return
        volume = option.capacity.throughput.volume
        most = option.capacity.throughput.largest_volume.value
        if math.isnan(most) or not most:
            return
        for asked, serves in ((most * (1 - DUST), 1), (most * (1 + DUST) + 1, 0)):
            found = evaluate([option.capacity.feasible], {volume.key: asked})
            self.asked["largest"] = self.asked.get("largest", 0) + 1
            if found[option.capacity.feasible.key] != serves:
                yield f"largest: {option.id} at {asked!r} of {most!r}: {not serves}"

    def _with(self, *assignments: str) -> Model | None:
        """The model of the same file with other values; None where `check` refuses these."""
        try:
            return compute(self.made.load(*assignments).proposal)
        except ProblemList:
            return None

    def _compare(
        self, kind: str, cell: Figure, told: float, size: float = 0, *, other: float | None = None
    ) -> Iterator[str]:
        """size: of what is added up in it. other: what the second answer is, if not the cell."""
        self.asked[kind] = self.asked.get(kind, 0) + 1
        value = cell.value if other is None else other
        if math.isnan(value) and math.isnan(told):
            return
        if not abs(value - told) <= DUST * max(abs(value), abs(told), abs(size), 1e-3):
            yield f"{kind}: {cell.key} {value!r}, elsewhere {told!r} ({cell.reason})"
