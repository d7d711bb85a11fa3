"""Turns a workload and the machines that serve it into what fits their memory, what they answer, and what lies idle.

Reading a prompt is an order of magnitude faster than writing an answer, so a machine's busy time is taken to be its
output tokens over its tokens a second. Memory counts in GB of 10⁹ bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.hardware import Investment
from generator.engines.load import Load
from generator.engines.running import Running
from generator.engines.timeline import DAYS_PER_YEAR, HOURS_PER_DAY, MONTHS_PER_YEAR
from generator.figures.expression import Expression, Missing, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import both, maximum, minimum, rounded_up, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Schedule, alone, list_of
from generator.proposal.models.serving import ServedModel, Serving
from generator.proposal.models.workload import Workload

BITS_PER_BYTE = 8
BYTES_PER_GIGABYTE = 1_000_000_000
KEY_AND_VALUE = 2
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What one unit must hold and what its cards have, in GB. fits: 1 where it is enough, else 0."""

    weights: Figure
    cache: Figure
    overhead: Figure
    needed: Figure
    available: Figure
    fits: Figure


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """What is asked and what the units can answer, in tokens a second of output.

    average: at the volume that is stated. peak: in the busiest hour of the busiest year. utilisation: share of the time
    that the units are busy in the first year. volume: requests a month, as stated; largest_volume: with how many the
    units just serve the busiest hour of every year. serves: 1 where they serve the peak.
    """

    volume: Figure
    average: Figure
    peak: Figure
    unit_speed: Figure
    units_needed: Figure
    utilisation: Figure
    largest_volume: Figure
    serves: Figure


@dataclass(frozen=True)
class Machines:
    """The units that serve a load. hours_per_day: how long they run. share: of the requests that they are given."""

    serving: Serving
    units: Figure
    hours_per_day: Operand = HOURS_PER_DAY
    share: Operand = 1


@dataclass(frozen=True)
class Capacity:
    """Whether an option can serve the load. feasible: 1 or 0. machines: model, quantisation and card by name."""

    machines: str
    memory: Memory
    throughput: Throughput
    feasible: Figure

    @property
    def obstacle(self) -> str:
        """Why it cannot: the key of a reason, `memory` or `throughput`; empty where it can."""
        if self.memory.fits.value == 0:
            return "memory"
        return "throughput" if self.throughput.serves.value == 0 else ""


def capacity_of(
    path: Key, name: str, machines: Machines, load: Load, last_year: Figure
) -> Capacity:
    """The capacity of the option at `path` over the horizon that ends with `last_year`."""
    key = path / "capacity"
    serving = machines.serving
    memory = _memory(key, name, serving)
    throughput = _throughput(key, name, machines, load, last_year, memory.fits)
    possible = both(memory.fits == 1, throughput.serves == 1)
    feasible = figure(key / "feasible", "check", where(possible, 1, 0), name)
    names = f"{serving.model} · {serving.quantisation} · {serving.gpu}"
    return Capacity(names, memory, throughput, feasible)


def _memory(key: Key, name: str, serving: Serving) -> Memory:
    """weights = parameters × bits / 8; cache = what a token takes × context × concurrency; a margin."""

    def step(step_name: str, definition: Expression) -> Figure:
        return figure(key / step_name, "GB", definition, name)

    weights = step("weights_memory", weights_of(serving, serving.bits_per_weight))
    cache = step("cache_memory", key_value_cache(serving, serving))
    overhead = step("runtime_memory", (weights + cache) * serving.memory_overhead)
    needed = step("memory_needed", weights + cache + overhead)
    available = step("memory_available", serving.memory_gb * serving.gpus_per_unit)
    fits = figure(key / "fits_memory", "check", where(needed <= available, 1, 0), name)
    return Memory(
        weights=weights,
        cache=cache,
        overhead=overhead,
        needed=needed,
        available=available,
        fits=fits,
    )


def weights_of(model: Serving | ServedModel, bits_per_weight: Figure) -> Expression:
    """The memory of a model's weights in GB: parameters × bits / 8."""
    return model.parameters * bits_per_weight / BITS_PER_BYTE


def key_value_cache(model: ServedModel | Serving, serving: Serving) -> Expression:
    """The memory in GB that a model needs to remember all requests that a unit serves at a time."""
    context, requests = serving.context, serving.concurrency
    if model.kv_bytes_per_token is not None:
        return model.kv_bytes_per_token * (context * requests) / BYTES_PER_GIGABYTE
    assert model.layers is not None
    if model.window is None or model.window_layers is None:
        per_token = _kept(model, model.layers) * serving.cache_bytes
        return per_token * (context * requests) / BYTES_PER_GIGABYTE
    everything = _kept(model, model.layers - model.window_layers) * context
    latest = _kept(model, model.window_layers) * minimum(model.window, context)
    return (everything + latest) * serving.cache_bytes * requests / BYTES_PER_GIGABYTE


def _kept(model: ServedModel | Serving, layers: Expression) -> Expression:
    """How many numbers so many layers keep of a token: a latent cache holds keys and values in one."""
    if model.latent_size is not None:
        return layers * model.latent_size
    assert model.kv_heads is not None
    assert model.head_dim is not None
    return KEY_AND_VALUE * layers * model.kv_heads * model.head_dim


def _throughput(
    key: Key, name: str, machines: Machines, load: Load, last_year: Figure, fits: Figure
) -> Throughput:
    """units needed = max(1, ⌈peak / speed⌉); utilisation = average demand / what the units at hand can do."""

    def step(step_name: str, unit: str, definition: Expression) -> Figure:
        return figure(key / step_name, unit, definition, name)

    units, workload = machines.units, load.workload
    demand = arrival_rate(machines, workload) * workload.output_tokens
    average = step("average_demand", "token/second", demand)
    peak = step("peak_demand", "token/second", busiest(average, load, last_year))
    speed = step("unit_speed", "token/second", _speed(machines.serving))
    needed = step("units_needed", "count", maximum(1, rounded_up(peak / speed)))
    utilisation = step(
        "utilisation", "ratio", minimum(1, load.course.beginning(average) / (speed * units))
    )
    served = workload.volume * speed * units / peak
    served = where(peak > 0, served, Missing("no_workload"))
    largest = step("largest_volume", "request/month", where(fits == 1, served, 0))
    serves = step("serves_peak", "check", where(units >= needed, 1, 0))
    return Throughput(
        volume=workload.volume,
        average=average,
        peak=peak,
        unit_speed=speed,
        units_needed=needed,
        utilisation=utilisation,
        largest_volume=largest,
        serves=serves,
    )


def arrival_rate(machines: Machines, workload: Workload) -> Expression:
    """Requests a second: those of a year, sent again ones included, over the seconds in which the units run."""
    requests = workload.volume * MONTHS_PER_YEAR * (1 + workload.retries)
    if isinstance(machines.share, Expression):
        requests = requests * machines.share
    hours = DAYS_PER_YEAR * machines.hours_per_day
    return requests / hours / SECONDS_PER_HOUR


def busiest(average: Figure, load: Load, last_year: Figure) -> Expression:
    """The average at the stated volume, in the busiest hour of the time in which the load is highest."""
    return average * load.workload.peak_factor * load.course.greatest(last_year)


def _speed(serving: Serving) -> Expression:
    """As measured; else the reference card's speed, in proportion to bandwidth and to the size of the weights.

    Writing a token reads all weights once, so that memory bandwidth bounds it.
    """
    if serving.tokens_per_second is not None:
        return serving.tokens_per_second
    assert serving.model_speed is not None
    assert serving.bandwidth is not None
    by_card = serving.model_speed * serving.bandwidth / serving.reference_bandwidth
    return by_card * serving.reference_bits / serving.bits_per_weight


def idle_cost(
    path: Key,
    name: str,
    capacity: Capacity | None,
    running: Sequence[Running],
    investments: Sequence[Investment],
) -> Figure | None:
    """What the first year pays for idle machines: (1 − utilisation) × (running cost + depreciation).

    None where it is not known how busy they are.
    """
    if capacity is None:
        return None
    paid = [line.years[0] for line in running]
    worn = [
        item.annual_depreciation for item in investments if item.annual_depreciation is not None
    ]
    reserved = sum_of(paid) + sum_of(worn) if worn else sum_of(paid)
    idle = (1 - capacity.throughput.utilisation) * reserved
    return figure(path / "idle_cost", "money/year", idle, name)


def capacity_schedule(option_id: str, name: str, capacity: Capacity) -> Schedule:
    """The steps from model and load to the verdict."""
    memory, throughput = capacity.memory, capacity.throughput
    steps = (
        memory.weights,
        memory.cache,
        memory.overhead,
        memory.needed,
        memory.available,
        memory.fits,
        throughput.average,
        throughput.peak,
        throughput.unit_speed,
        throughput.units_needed,
        throughput.serves,
        throughput.utilisation,
        throughput.largest_volume,
        capacity.feasible,
    )
    return list_of(Key("capacity", option_id), map(alone, steps), f"{name} · {capacity.machines}")
