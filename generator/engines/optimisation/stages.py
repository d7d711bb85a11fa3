"""Turns the steps that lower a load into the machines that each leaves to be needed.

A model that needs several units shares them with its load, the best case of a model too large for one: savings are
not overstated. A unit's speed with another model is its own in proportion to the models' published speeds and to the
bits of their weights, as `capacity` estimates it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.engines.capacity import (
    Capacity,
    Machines,
    arrival_rate,
    busiest,
    key_value_cache,
    weights_of,
)
from generator.engines.optimisation.mix import tokens_of
from generator.figures.expression import Constant, Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, minimum, rounded_up, sum_of, where
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.optimisations import Batching, Optimisations
from generator.proposal.models.workload import ServedModel, Serving, Workload

KEY = "optimisation"


@dataclass(frozen=True)
class Requests:
    """Requests of one kind that the machines serve. share: of all requests. model: which serves them."""

    share: Expression
    tokens: Figure
    model: ServedModel | Serving


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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Site:
    """What no step changes: the machines and the load.

    arrivals, peak: requests a second, on average of the first year and in the busiest hour of all. factor: how much
    faster a unit writes than the reference card. caches: GB of key-value cache by the name of the model.
    """

    serving: Serving
    available: Figure
    overhead: Figure | None
    arrivals: Figure
    peak: Figure
    factor: Figure
    caches: Mapping[str, Figure]

    @property
    def schedule(self) -> Schedule:
        """The load before any step, and what each model remembers."""
        rows = [
            Row(item.key, (item,), label=item.subject, unit=item.unit, kind="memo")
            for item in (self.arrivals, self.peak, self.factor, *self.caches.values())
        ]
        columns = (label_column("step"), Column("value", role="total"))
        return Schedule("optimisation_load", columns, tuple(rows))

    def stage(self, key: str, setup: Setup, before: Stage | None) -> Stage:
        """Measure what a setup needs: units = max(1, ⌈busy⌉, ⌈memory ÷ memory of a unit⌉)."""

        def step(name: str, unit: str, definition: Expression) -> Figure:
            return figure(f"{KEY}.{key}.{name}", unit, definition)

        served = sum_of([item.share for item in setup.requests])
        share = step("share", "ratio", setup.reaching(served))
        batch = writing = None
        if setup.batching is not None:
            together = 1 + self.peak * share * setup.batching.window
            batch = step("batch", "count", minimum(setup.batching.largest_batch, together))
        seconds = setup.reaching(self._writing(setup))
        if self.overhead is not None:
            writing = step("writing", "second", seconds)
            seconds = writing + self.overhead * (share if batch is None else share / batch)
        work = step("work", "second", seconds)
        throughput = None
        if before is not None:
            gain = where(work > 0, before.work / work, Missing("no_workload"))
            throughput = step("throughput", "factor", gain)
        busy = step("busy", "count", self.peak * work)
        memory = step("memory", "GB", self._memory(setup))
        fitting = rounded_up(memory / self.available)
        units = step("units_needed", "count", maximum(1, rounded_up(busy), fitting))
        return Stage(key, share, batch, writing, work, throughput, busy, memory, units)

    def _writing(self, setup: Setup) -> Expression:
        """Σ share × tokens ÷ speed of the model, at the bits of its weights."""
        seconds = [item.share * item.tokens / speed_of(item.model) for item in setup.requests]
        return sum_of(seconds) * setup.bits / self.serving.bits_per_weight / self.factor

    def _memory(self, setup: Setup) -> Expression:
        """Weights and key-value cache of every model that serves any request, and the margin of a unit."""
        models = {item.model.model: item.model for item in setup.requests}
        sizes = []
        for name, model in models.items():
            size = weights_of(model, setup.bits) + self.caches[name]
            shares = [item.share for item in setup.requests if item.model.model == name]
            sizes.append(where(sum_of(shares) > 0, size, 0))
        return sum_of(sizes) * (1 + self.serving.memory_overhead)


def speed_of(model: ServedModel | Serving) -> Figure:
    """On the reference card; validation has seen to it that it is known."""
    assert model.model_speed is not None
    return model.model_speed


def setups_of(
    machines: Machines,
    workload: Workload,
    steps: Optimisations,
    local_share: Figure | None,
    kept: Sequence[Expression] | None,
) -> Iterator[tuple[str, Setup]]:
    """The way of serving after each step, in order; each changes one thing of the one before.

    kept: what stays local of each kind of request, by the rules; without rules that is `local_share` of all alike.
    """
    chosen = _chosen(workload, machines.serving)
    everything = tuple(replace(item, model=workload.models.largest) for item in chosen)
    setup = Setup(everything, steps.baseline.bits_per_weight)
    yield "baseline", setup
    setup = replace(setup, requests=chosen)
    yield "models", setup
    setup = replace(setup, bits=machines.serving.bits_per_weight)
    yield "quantisation", setup
    if steps.cache is not None:
        setup = replace(setup, passed=1 - steps.cache.hit_rate)
        yield "cache", setup
    if steps.batching is not None:
        setup = replace(setup, batching=steps.batching)
        yield "batching", setup
    if local_share is not None:
        alike = [item.share * local_share for item in chosen]
        shares: Sequence[Expression] = alike if kept is None else kept
        requests = (replace(item, share=s) for item, s in zip(chosen, shares, strict=True))
        yield "routing", replace(setup, requests=tuple(requests))


def _chosen(workload: Workload, serving: Serving) -> tuple[Requests, ...]:
    """Each kind of request with the model for it; without a mix all with the model that the option serves."""
    if not workload.mix:
        return (Requests(Constant(1), workload.output_tokens, serving),)
    return tuple(
        Requests(kind.share, tokens_of(kind, workload), workload.models.for_complexity(kind.level))
        for kind in workload.mix.values()
    )


def site_of(
    machines: Machines,
    capacity: Capacity,
    workload: Workload,
    steps: Optimisations,
    last_year: Figure,
) -> Site:
    """The machines of an option, and the whole load before any step."""
    serving = machines.serving
    whole = replace(machines, share=1)
    arrivals = figure(f"{KEY}.arrivals", "request/second", arrival_rate(whole, workload))
    peak = figure(f"{KEY}.peak_arrivals", "request/second", busiest(arrivals, workload, last_year))
    speed = capacity.throughput.unit_speed
    factor = figure(f"{KEY}.unit_factor", "factor", speed / speed_of(serving))
    models = [item.model for item in _chosen(workload, serving)]
    caches = {
        model.model: figure(
            f"{KEY}.{model.path.rpartition('.')[2]}_model.cache_memory",
            "GB",
            key_value_cache(model, serving),
            model.model,
        )
        for model in {model.model: model for model in (workload.models.largest, *models)}.values()
    }
    overhead = None if steps.batching is None else steps.batching.overhead
    return Site(serving, capacity.memory.available, overhead, arrivals, peak, factor, caches)
