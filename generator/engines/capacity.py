"""Turns a workload and the machines that serve it into what fits their memory, what they answer, and what lies idle.

A machine is busy while it reads prompts and while it writes answers; where it is not known how fast it reads, its busy
time is taken to be that of writing. Memory counts in GB of 10⁹ bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.engines.benchmark import keeping_speed, most_measured
from generator.engines.fleet import Fleet, Terms, fleet_of
from generator.engines.hardware import Investment
from generator.engines.load import Load
from generator.engines.running import Running
from generator.engines.sizing import (
    Speed,
    Unit,
    context_on_the_way,
    requests_at_speed,
    speed_of_unit,
)
from generator.engines.timeline import DAYS_PER_YEAR, HOURS_PER_DAY, MONTHS_PER_YEAR
from generator.engines.timing import Timings
from generator.engines.weights import (
    context_with_windows,
    context_without_windows,
    key_value_cache,
    numbers_of_a_request,
    weights_of,
)
from generator.figures.expression import Condition, Expression, Missing, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    maximum,
    minimum,
    rounded_down,
    rounded_up,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Schedule, alone, list_of
from generator.proposal.models.serving import Serving
from generator.proposal.models.workload import Workload

SECONDS_PER_HOUR = 3600
# Why there is no largest volume.
AS_NEEDED = "bought_as_needed"
AS_STATED = Terms()


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What one unit must hold and what its cards have, in GB. fits: 1 where it is enough, else 0.

    together: how many requests run at a time. steps: if the speed is estimated, what is left for what is remembered,
    what one request of the stated context takes of it, how many fit, how many run, and the context that fits for these.
    keeping: of each measured point the requests that have the speed that is asked.
    """

    weights: Figure
    cache: Figure
    overhead: Figure
    needed: Figure
    available: Figure
    fits: Figure
    together: Figure
    steps: tuple[Figure, ...] = ()
    keeping: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """What is asked and what the units can answer, in tokens a second of output.

    average: at the volume that is stated. peak: in the busiest hour of the busiest year. utilisation: share of the time
    that the units are busy in the first year. volume: requests a month, as stated; largest_volume: with how many the
    units just serve the busiest hour of every year. serves: 1 where they serve the peak. speed: how it was found. busy:
    how many units are busy on average at the stated volume, where reading counts; busiest: in the busiest hour of all.
    headroom: what is left of the units in that hour. units: those at hand in the end; fleet: those of each month, where
    they are bought as needed.
    """

    volume: Figure
    average: Figure
    peak: Figure
    unit_speed: Figure
    units_needed: Figure
    units: Figure
    utilisation: Figure
    largest_volume: Figure
    serves: Figure
    speed: Speed
    fleet: Fleet | None = None
    busy: Figure | None = None
    busiest: Figure | None = None
    headroom: Figure | None = None


@dataclass(frozen=True)
class Machines:
    """The units that serve a load; None where they follow it, on some terms.

    hours_per_day: how long they run. share: of the requests that they are given.
    """

    serving: Serving
    units: Figure | None
    hours_per_day: Operand = HOURS_PER_DAY
    share: Operand = 1
    terms: Terms = AS_STATED


@dataclass(frozen=True)
class Capacity:
    """Whether an option can serve the load. feasible: 1 or 0. machines: model, quantisation and card by name."""

    machines: str
    memory: Memory
    throughput: Throughput
    feasible: Figure

    @property
    def able(self) -> Condition:
        """Whether the units serve any load at all."""
        return able_to_serve(self.memory, self.throughput.speed)

    @property
    def obstacle(self) -> str:
        """Why it cannot: the key of a reason, `memory`, `latency` or `throughput`; empty where it can."""
        if self.memory.fits.value == 0:
            return "memory"
        meets = self.throughput.speed.meets
        if meets is not None and meets.value == 0:
            return "latency"
        return "throughput" if self.throughput.serves.value == 0 else ""


def capacity_of(path: Key, name: str, machines: Machines, load: Load, timings: Timings) -> Capacity:
    """The capacity of the option at `path` over the horizon."""
    key = path / "capacity"
    serving = machines.serving
    workload = load.workload
    context = context_on_the_way(key, name, workload)
    memory = memory_of(Unit(key, name, serving, workload, context, serving.concurrency))
    unit = Unit(key, name, serving, workload, context, memory.together)
    speed = speed_of_unit(unit)
    able = able_to_serve(memory, speed)
    throughput = _throughput(unit, machines, load, speed, timings, able)
    feasible = unit.step("feasible", "check", where(both(able, throughput.serves == 1), 1, 0))
    names = f"{serving.model} {serving.quantisation}, {serving.card}"
    return Capacity(names, memory, throughput, feasible)


def able_to_serve(memory: Memory, speed: Speed) -> Condition:
    """Whether the model fits, and the stated limits are kept."""
    fits = memory.fits == 1
    return fits if speed.meets is None else both(fits, speed.meets == 1)


def memory_of(unit: Unit) -> Memory:
    """weights = parameters × bits / 8; cache = what a token takes × context × requests; a margin."""
    serving = unit.serving

    def step(step_name: str, definition: Expression) -> Figure:
        return unit.step(step_name, "GB", definition)

    weights = step("weights_memory", weights_of(serving, serving.bits_per_weight))
    available = step("memory_available", serving.memory_gb * serving.cards_of_model)
    together, steps, keeping = serving.concurrency, list[Figure](), tuple[Figure, ...]()
    if serving.tokens_per_second is None:
        room = step("cache_room", available / (1 + serving.memory_overhead) - weights)
        one = key_value_cache(serving, serving, serving.context, 1)
        a_request = step("request_memory", one)
        most = unit.step("most_requests", "count", maximum(0, rounded_down(room / a_request)))
        keeping = keeping_speed(unit.key, unit.name, serving)
        limits, worked = _limits(unit, most, keeping)
        together = unit.step("together", "count", minimum(*limits))
        kept = rounded_down(numbers_of_a_request(serving, room, together))
        numbers = unit.step("request_numbers", "count", kept)
        full = unit.step("full_context", "token", context_without_windows(serving, numbers))
        fitting = rounded_down(maximum(0, context_with_windows(serving, numbers, full)))
        longest = unit.step("longest_context", "token", fitting)
        steps = [room, a_request, most, *worked, together, numbers, full, longest]
    cache = step("cache_memory", key_value_cache(serving, serving, serving.context, together))
    overhead = step("runtime_memory", (weights + cache) * serving.memory_overhead)
    needed = step("memory_needed", weights + cache + overhead)
    fits = unit.step("fits_memory", "check", where(needed <= available, 1, 0))
    return Memory(
        weights=weights,
        cache=cache,
        overhead=overhead,
        needed=needed,
        available=available,
        fits=fits,
        together=together,
        steps=tuple(steps),
        keeping=keeping,
    )


def _limits(
    unit: Unit, most: Figure, keeping: Sequence[Figure]
) -> tuple[list[Operand], tuple[Figure, ...]]:
    """What limits the requests that run, and the steps to it.

    As many run as stated; of engines that let requests wait, as many as fit; and no more than were measured, or than
    can have their speed.
    """
    limits: list[Operand] = [unit.serving.concurrency]
    if unit.serving.lets_wait:
        limits.append(maximum(1, most))
    if unit.serving.measured:
        return [*limits, most_measured(unit.serving, keeping)], ()
    if unit.serving.least_speed is None:
        return limits, ()
    limit = requests_at_speed(unit, unit.serving.least_speed)
    return [*limits, maximum(1, limit.requests)], limit.steps


def _throughput(
    unit: Unit, machines: Machines, load: Load, speed: Speed, timings: Timings, able: Condition
) -> Throughput:
    """units needed = max(1, ⌈peak / speed⌉); utilisation = average demand / what the units at hand can do.

    Where it is known how fast a unit reads, both count the seconds that requests take of it.
    """
    workload, writing, last_year = unit.workload, speed.typical.writing, timings.years[-1]
    arrivals = arrival_rate(machines, workload)
    average = unit.step("average_demand", "token/second", arrivals * workload.output_tokens)
    peak = unit.step("peak_demand", "token/second", busiest(average, load, last_year))
    seconds = speed.typical.seconds
    busy = most = headroom = None
    if seconds is not None:
        busy = unit.step("busy_units", "count", unit.of_each(arrivals * seconds))
        most = unit.step("busiest_units", "count", busiest(busy, load, last_year))
    elif machines.units is None:
        busy = unit.step("busy_units", "count", average / writing)
    asked = peak / writing if most is None else most * 1
    fleet = _fleet(unit, machines, load, busy, timings)
    needed = unit.step("units_needed", "count", _needed(machines.terms.peak(asked), fleet))
    units, first = _units(machines, fleet, needed)
    if most is not None:
        assert busy is not None
        headroom = unit.step("headroom", "ratio", 1 - most / units)
        used = _beginning(busy, load, fleet) / first
        served, some = workload.volume * units / most, most > 0
    else:
        used = _beginning(average, load, fleet) / (writing * first)
        served, some = workload.volume * writing * units / peak, peak > 0
    served = where(some, served if fleet is None else Missing(AS_NEEDED), Missing("no_workload"))
    return Throughput(
        volume=workload.volume,
        average=average,
        peak=peak,
        unit_speed=writing,
        units=units,
        units_needed=needed,
        utilisation=unit.step("utilisation", "ratio", minimum(1, used)),
        largest_volume=unit.step("largest_volume", "request/month", where(able, served, 0)),
        serves=unit.step("serves_peak", "check", where(units >= needed, 1, 0)),
        speed=speed,
        fleet=fleet,
        busy=busy,
        busiest=most,
        headroom=headroom,
    )


def _fleet(
    unit: Unit, machines: Machines, load: Load, busy: Figure | None, timings: Timings
) -> Fleet | None:
    """Units that follow the load, where no number of them is stated."""
    if machines.units is not None:
        return None
    assert busy is not None
    return fleet_of(unit.key.above, unit.name, busy, load, machines.terms, timings)


def _needed(asked: Expression, fleet: Fleet | None) -> Expression:
    """In the busiest hour of all; of units that come later or go again, in that of their time."""
    if fleet is not None and fleet.moves_otherwise:
        return fleet.most
    return maximum(1, rounded_up(asked))


def _units(machines: Machines, fleet: Fleet | None, needed: Figure) -> tuple[Figure, Expression]:
    """Those at hand in the end, or at most of rented ones; and in the first year."""
    if fleet is None:
        assert machines.units is not None
        return machines.units, machines.units
    return needed if fleet.terms.rented else fleet.last, fleet.in_first_year


def _beginning(average: Expression, load: Load, fleet: Fleet | None) -> Expression:
    """The average of the first year, or of the month from which units that come later serve."""
    if fleet is None or fleet.terms.live is None:
        return load.course.beginning(average)
    return average * load.course.in_month(fleet.terms.live)


def arrival_rate(machines: Machines, workload: Workload) -> Expression:
    """Requests a second: those of a year, sent again ones included, over the seconds in which the units run."""
    requests = workload.volume * MONTHS_PER_YEAR * (1 + workload.retries)
    if isinstance(machines.share, Expression):
        requests = requests * machines.share
    hours = DAYS_PER_YEAR * machines.hours_per_day
    return requests / hours / SECONDS_PER_HOUR


def busiest(average: Expression, load: Load, last_year: Figure) -> Expression:
    """The average at the stated volume, in the busiest hour of the time in which the load is highest."""
    return average * load.peak * load.course.greatest(last_year)


def idle_cost(
    path: Key,
    name: str,
    capacity: Capacity | None,
    running: Sequence[Running],
    investments: Sequence[Investment],
) -> Figure | None:
    """What the first year pays for idle machines: (1 − utilisation) × (running cost + depreciation).

    Of units that come later it is a year at their number then. None where it is not known how busy they are.
    """
    if capacity is None:
        return None
    fleet = capacity.throughput.fleet
    waits = fleet is not None and fleet.terms.live is not None
    paid = [line.annual if waits else line.years[0] for line in running]
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
    schedule = list_of(Key("capacity", option_id), map(alone, steps), name)
    return replace(schedule, against=capacity.machines)


def sizing_schedules(option_id: str, name: str, capacity: Capacity) -> Iterator[Schedule]:
    """How fast a unit reads and writes and what it has room for, where that is estimated or reading counts."""
    memory, throughput = capacity.memory, capacity.throughput
    steps = (
        *memory.steps,
        *throughput.speed.figures,
        throughput.busy,
        throughput.busiest,
        throughput.headroom,
    )
    shown = [alone(step) for step in steps if step is not None]
    tables = [list_of(Key("sizing", option_id), shown, name)] if shown else []
    if throughput.speed.benchmark is not None:
        tables.insert(0, throughput.speed.benchmark.schedule(option_id, name, memory.keeping))
    yield from (replace(table, against=capacity.machines) for table in tables)
