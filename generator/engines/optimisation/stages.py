"""Turns the steps that lower a load into the machines that each leaves to be needed.

A model that needs several units shares them with its load, the best case of a model too large for one: savings are
not overstated. A unit's speed with another model is its own in proportion to the models' published speeds and to the
bits of their weights, as `capacity` estimates it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.engines.capacity import (
    Capacity,
    Machines,
    arrival_rate,
    busiest,
)
from generator.engines.load import Load
from generator.engines.optimisation.requests import (
    Requests,
    Workings,
    by_model,
    kept_alike,
    kinds_of,
    speed_of,
)
from generator.engines.weights import key_value_cache
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, minimum, rounded_up, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Schedule, alone, list_of
from generator.proposal.models.optimisations import Batching, Optimisations
from generator.proposal.models.serving import ServedModel, Serving
from generator.proposal.models.workload import Workload

KEY = Key("optimisation")


@dataclass(frozen=True)
class Setup:
    """How the load is served after a step. passed: the share of requests that no cache answers, None where it is all.

    batching: how requests share calls, None where they do not.
    """

    requests: tuple[Requests, ...]
    bits: Figure
    passed: Expression | None = None
    batching: Batching | None = None

    def reaching(self, share: Expression) -> Expression:
        """A share of all requests, without those that the cache answers."""
        return share if self.passed is None else self.passed * share


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The machines after a step.

    share: of all requests, what reaches them. batch: requests in a call. work: seconds for each request of all;
    writing: those without what a call takes besides, where it takes any. throughput: how many times the requests that a
    unit answered before the step. busy: units in the busiest hour of the busiest year. memory: GB for all models that
    are served. units: that are needed.
    """

    key: str
    share: Figure
    batch: Figure | None
    writing: Figure | None
    work: Figure
    throughput: Figure | None
    busy: Figure
    memory: Figure
    units: Figure

    def cells(self) -> tuple[Figure | None, ...]:
        """What is measured, in the order of MEASURES."""
        time = (self.share, self.batch, self.writing, self.work, self.throughput)
        return (self.units, *time, self.busy, self.memory)


MEASURES = (
    Column("machines", "count"),
    Column("share", "ratio"),
    Column("batch", "count"),
    Column("writing", "second"),
    Column("work", "second"),
    Column("throughput", "factor"),
    Column("busy", "count"),
    Column("memory", "GB"),
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What no step changes, the machines and the load; and what the requests take after each step.

    arrivals, peak: requests a second, on average of the first year and in the busiest hour of all. factor: how much
    faster a unit writes than the reference card. workings: by kind of request and by model.
    """

    serving: Serving
    available: Expression
    overhead: Figure | None
    arrivals: Figure
    peak: Figure
    factor: Figure
    workings: Workings

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """The load before any step, what each model remembers, and what the requests take after each step."""
        shown = (self.arrivals, self.peak, self.factor, *self.workings.caches.values())
        rows = (alone(item, label=item.subject) for item in shown)
        load = list_of("optimisation_load", rows)
        return (load, *self.workings.schedules)

    def stage(self, key: str, setup: Setup, before: Stage | None) -> Stage:
        """Measure what a setup needs: units = max(1, ⌈busy⌉, ⌈memory ÷ memory of a unit⌉)."""

        def step(name: str, unit: str, definition: Expression) -> Figure:
            return figure(KEY / key / name, unit, definition)

        served = sum_of([item.share for item in setup.requests])
        share = step("share", "ratio", setup.reaching(served))
        batch = writing = None
        if setup.batching is not None:
            together = 1 + self.peak * share * setup.batching.window
            batch = step("batch", "count", minimum(setup.batching.largest_batch, together))
        written = self.workings.writing(key, setup.requests)
        written = written * setup.bits / self.serving.bits_per_weight / self.factor
        seconds = setup.reaching(written)
        if self.overhead is not None:
            writing = step("writing", "second", seconds)
            seconds = writing + self.overhead * (share if batch is None else share / batch)
        work = step("work", "second", seconds)
        throughput = None
        if before is not None:
            gain = where(work > 0, before.work / work, Missing("no_workload"))
            throughput = step("throughput", "factor", gain)
        busy = step("busy", "count", self.peak * work)
        held = self.workings.holding(key, setup.requests, setup.bits)
        memory = step("memory", "GB", held * (1 + self.serving.memory_overhead))
        fitting = rounded_up(memory / self.available)
        units = step("units_needed", "count", maximum(1, rounded_up(busy), fitting))
        return Stage(
            key=key,
            share=share,
            batch=batch,
            writing=writing,
            work=work,
            throughput=throughput,
            busy=busy,
            memory=memory,
            units=units,
        )


def setups_of(
    machines: Machines,
    workload: Workload,
    steps: Optimisations,
    local_share: Figure | None,
    kept: Sequence[Figure] | None,
) -> Iterator[tuple[str, Setup]]:
    """The way of serving after each step, in order; each changes one thing of the one before.

    kept: what stays local of each kind of request, by the rules; without rules that is `local_share` of all alike.
    """
    kinds = kinds_of(workload, machines.serving)
    chosen, own = by_model(kinds), machines.serving.bits_per_weight
    if steps.baseline is None:
        model = _model_of(kinds, machines.serving)
        setup = Setup(_all_on(model, chosen), own)
        yield "baseline", setup
        if workload.mix:
            setup = replace(setup, requests=chosen)
            yield "models", setup
    else:
        setup = Setup(_all_on(workload.models.largest, chosen), steps.baseline.bits_per_weight)
        yield "baseline", setup
        setup = replace(setup, requests=chosen)
        yield "models", setup
        setup = replace(setup, bits=own)
        yield "quantisation", setup
    if steps.cache is not None:
        setup = replace(setup, passed=1 - steps.cache.hit_rate)
        yield "cache", setup
    if steps.batching is not None:
        setup = replace(setup, batching=steps.batching)
        yield "batching", setup
    if local_share is not None:
        shares = kept_alike(kinds, local_share) if kept is None else kept
        requests = (replace(item, share=s) for item, s in zip(kinds, shares, strict=True))
        yield "routing", replace(setup, requests=by_model(requests))


def _model_of(kinds: Sequence[Requests], serving: Serving) -> ServedModel | Serving:
    """The model of the option, as the kinds of request know it that are served by it."""
    return next((kind.model for kind in kinds if kind.model.model == serving.model), serving)


def _all_on(model: ServedModel | Serving, requests: Sequence[Requests]) -> tuple[Requests, ...]:
    return tuple(replace(item, model=model) for item in requests)


def site_of(
    machines: Machines,
    capacity: Capacity,
    load: Load,
    steps: Optimisations,
    last_year: Figure,
) -> Site:
    """The machines of an option, and the whole load before any step."""
    serving, workload = machines.serving, load.workload
    whole = replace(machines, share=1)
    arrivals = figure(KEY / "arrivals", "request/second", arrival_rate(whole, workload))
    peak = figure(KEY / "peak_arrivals", "request/second", busiest(arrivals, load, last_year))
    speed = capacity.throughput.unit_speed
    factor = figure(KEY / "unit_factor", "factor", speed / speed_of(serving))
    kinds = kinds_of(workload, serving)
    first = _model_of(kinds, serving) if steps.baseline is None else workload.models.largest
    caches = {
        model.model: figure(
            KEY / f"{model.path.name}_model" / "cache_memory",
            "GB",
            key_value_cache(model, serving, serving.context, serving.concurrency),
            model.model,
        )
        for model in {
            item.model: item for item in (first, *(kind.model for kind in kinds))
        }.values()
    }
    overhead = None if steps.batching is None else steps.batching.overhead
    copies = serving.replicas_per_unit
    a_copy = capacity.memory.available
    available = a_copy if copies is None else a_copy * copies
    return Site(
        serving=serving,
        available=available,
        overhead=overhead,
        arrivals=arrivals,
        peak=peak,
        factor=factor,
        workings=Workings(caches),
    )
