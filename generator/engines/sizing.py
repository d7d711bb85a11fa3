"""Turns a model, its cards and the size of a request into how fast a unit reads and writes: by the roofline.

A step writes one token of each request that runs. It takes as long as memory needs to bring the weights that these
requests touch and what is remembered of each, or as the arithmetic takes, whichever is longer, and a fixed time for
each layer where a model spans several machines. A prompt is read as fast as the arithmetic goes. What cards reach of
their data sheets are dated assumptions with a low, a typical and a high value. Not modelled: scheduling, networks
within a machine, prompts that share a beginning, drafting of several tokens at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.benchmark import Benchmark, benchmark_of
from generator.engines.weights import key_value_cache, touched, weights_of
from generator.figures.expression import Expression, Missing, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, rounded_down, where
from generator.figures.key import Key
from generator.proposal.models.serving import Serving
from generator.proposal.models.workload import Workload

# TFLOPS are thousands of what billions of parameters take.
GIGA_PER_TERA = 1000
MICROSECONDS = 1_000_000
# A multiplication and an addition for each parameter.
OPERATIONS = 2
EIGHT_BITS = 8
HALF = 2


@dataclass(frozen=True, kw_only=True)
class Level:
    """What cards reach of their data sheets: bandwidth and FLOPs. name: ends the keys of what follows from it."""

    name: str
    bandwidth: Figure
    compute: Figure


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast a unit is at one level: all copies of the model write and read, one takes seconds for a request.

    reading, seconds: None where the FLOPs of the card are not known. rate: requests a second, read and answered.
    """

    writing: Figure
    reading: Figure | None = None
    seconds: Figure | None = None
    rate: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How fast a unit is, at the typical level or as measured, and at both ends of what is estimated.

    per_request: what each request sees of the writing. first_token: the seconds until its answer begins.
    reading_share: of the seconds that a request takes. steps: what it was worked out by. meets: 1 where the stated
    limits are kept, None without limits. benchmark: the points that were measured.
    """

    typical: Pace
    ends: tuple[Pace, ...] = ()
    steps: tuple[Figure, ...] = ()
    per_request: Figure | None = None
    first_token: Figure | None = None
    reading_share: Figure | None = None
    meets: Figure | None = None
    benchmark: Benchmark | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that is no measured speed, in the order in which it is worked out."""
        paces = (self.typical, *self.ends)
        shown = (
            *self.steps,
            None if self.benchmark is None else self.benchmark.speed,
            *(pace.writing for pace in self.ends),
            self.per_request,
            *(pace.reading for pace in paces),
            self.first_token,
            *(pace.seconds for pace in paces),
            self.reading_share,
            *(pace.rate for pace in paces),
            self.meets,
        )
        return tuple(item for item in shown if item is not None)


@dataclass(frozen=True)
class Unit:
    """A unit that serves requests of a kind.

    context: tokens of a request that is on its way. together: how many of them run at a time.
    """

    key: Key
    name: str
    serving: Serving
    workload: Workload
    context: Figure
    together: Operand

    def step(self, name: str, unit: str, definition: Expression) -> Figure:
        """A figure of this unit."""
        return figure(self.key / name, unit, definition, self.name)

    @property
    def cards(self) -> Operand:
        """Whose bandwidth and FLOPs add up: all where the engine splits each layer over them, else one at a time."""
        return self.serving.cards_of_model if self.serving.splits_layers else 1

    def of_all(self, each: Expression) -> Expression:
        """Of all copies of the model on a unit, from one."""
        copies = self.serving.replicas_per_unit
        return each if copies is None else each * copies

    def of_each(self, whole: Expression) -> Expression:
        """The part of one of these copies."""
        copies = self.serving.replicas_per_unit
        return whole if copies is None else whole / copies

    @property
    def levels(self) -> tuple[Level, Level, Level]:
        """The typical level, and both ends."""
        of = self.serving
        return (
            Level(name="", bandwidth=of.bandwidth_share, compute=of.compute_share),
            Level(name="_low", bandwidth=of.bandwidth_share_low, compute=of.compute_share_low),
            Level(name="_high", bandwidth=of.bandwidth_share_high, compute=of.compute_share_high),
        )


def speed_of_unit(unit: Unit) -> Speed:
    """As measured, else by the roofline; with what a request sees of it, and whether that keeps the stated limits."""
    serving = unit.serving
    if serving.tokens_per_second is not None or serving.measured:
        return _measured(unit)
    flops = _flops(unit)
    weights = unit.step("step_weights", "GB", touched(serving, unit.together))
    remembered = key_value_cache(serving, serving, unit.context, unit.together)
    cache = unit.step("step_cache", "GB", remembered)
    operations = unit.step(
        "step_operations", "billion", OPERATIONS * _active(serving) * unit.together
    )
    fixed = unit.step("step_fixed", "second", _fixed(serving))
    steps = [unit.context, weights, cache, operations, fixed]
    paces = []
    for level in unit.levels:
        seconds = (weights + cache) / bandwidth_of(unit, level)
        if flops is not None:
            seconds = maximum(seconds, operations / _compute(unit, level, flops))
        steps.append(unit.step(f"step_seconds{level.name}", "second", seconds + fixed))
        writing = unit.step(
            f"unit_speed{level.name}", "token/second", unit.of_all(unit.together / steps[-1])
        )
        reading = None if flops is None else _compute(unit, level, flops)
        paces.append(_with_reading(unit, writing, reading, level.name))
    shown = steps if flops is None else [flops, *steps]
    found = Speed(typical=paces[0], ends=tuple(paces[1:]), steps=tuple(shown))
    return _with_limits(unit, found)


def _measured(unit: Unit) -> Speed:
    """As stated, else by the points of a benchmark, which are told in either case."""
    points = benchmark_of(unit.key, unit.name, unit.serving, unit.together)
    speed: Expression | None = unit.serving.tokens_per_second
    if speed is None and points is not None:
        speed = unit.of_all(points.speed)
    assert speed is not None
    writing = unit.step("unit_speed", "token/second", speed)
    pace = _with_reading(unit, writing, None, "")
    return _with_limits(unit, Speed(typical=pace, benchmark=points))


def bandwidth_of(unit: Unit, level: Level) -> Expression:
    """What the cards bring from memory, in GB a second."""
    assert unit.serving.bandwidth is not None
    return unit.serving.bandwidth * unit.cards * level.bandwidth


@dataclass(frozen=True)
class Limit:
    """How many requests run at most, so that each has its speed. steps: what it was worked out by."""

    requests: Expression
    steps: tuple[Figure, ...]


def requests_at_speed(unit: Unit, least: Figure) -> Limit:
    """What memory brings in the time of a token, less all weights, over what is remembered of one request."""
    time = 1 / least - _fixed(unit.serving)
    readable = unit.step("limit_memory", "GB", time * bandwidth_of(unit, unit.levels[0]))
    remembered = key_value_cache(unit.serving, unit.serving, unit.context, 1)
    one = unit.step("limit_cache", "GB", remembered)
    weights = weights_of(unit.serving, unit.serving.bits_per_weight)
    return Limit(rounded_down((readable - weights) / one), (readable, one))


def context_on_the_way(key: Key, name: str, workload: Workload) -> Figure:
    """Tokens of a request that is on its way: on average half of its answer is written."""
    tokens = workload.input_tokens + workload.output_tokens / HALF
    return figure(key / "step_context", "token", tokens, name)


def _flops(unit: Unit) -> Figure | None:
    """Of a card in TFLOPS: those of 8 bits serve weights of 8 bits alone."""
    half, eight = unit.serving.fp16_tflops, unit.serving.fp8_tflops
    if half is None:
        return None
    if eight is None:
        return unit.step("card_flops", "TFLOPS", half * 1)
    return unit.step(
        "card_flops", "TFLOPS", where(unit.serving.bits_per_weight == EIGHT_BITS, eight, half)
    )


def _compute(unit: Unit, level: Level, flops: Figure) -> Expression:
    """Billions of operations a second."""
    return GIGA_PER_TERA * flops * unit.cards * level.compute


def _active(serving: Serving) -> Figure:
    """Billions of parameters that a token passes."""
    return serving.parameters if serving.active_parameters is None else serving.active_parameters


def _fixed(serving: Serving) -> Expression:
    """Seconds of a step for the network between the machines that hold one model."""
    if serving.layers is None:
        return serving.layer_overhead * 0
    spans = serving.cards_of_model > serving.cards_per_machine
    return where(spans, serving.layers * serving.layer_overhead / MICROSECONDS, 0)


def _with_reading(unit: Unit, writing: Figure, compute: Expression | None, level: str) -> Pace:
    """What a request takes of a unit, reading and writing one after the other: reading holds up all others."""
    serving, workload = unit.serving, unit.workload
    stated = serving.prefill_tokens_per_second
    if stated is not None:
        reads = stated * 1
    elif compute is not None:
        reads = unit.of_all(compute / (OPERATIONS * _active(serving)))
    else:
        return Pace(writing=writing)
    reading = unit.step(f"reading_speed{level}", "token/second", reads)
    spent = tokens_read(workload) / unit.of_each(reading)
    spent = spent + workload.output_tokens / unit.of_each(writing)
    seconds = unit.step(f"request_seconds{level}", "second", spent)
    rate = where(seconds > 0, unit.of_all(1 / seconds), Missing("no_workload"))
    rate_figure = unit.step(f"request_rate{level}", "request/second", rate)
    return Pace(writing=writing, reading=reading, seconds=seconds, rate=rate_figure)


def tokens_read(workload: Workload) -> Expression:
    """Input tokens of a request that no cache has read before."""
    return workload.input_tokens * (1 - workload.cached_share)


def _with_limits(unit: Unit, speed: Speed) -> Speed:
    """What a request sees, where requests share an estimated speed or limits are stated, and whether it is enough."""
    serving, pace = unit.serving, speed.typical
    least, longest = serving.least_speed, serving.longest_wait
    per_request = first_token = share = meets = None
    if speed.ends or speed.benchmark is not None or least is not None:
        each = unit.of_each(pace.writing) / unit.together
        per_request = unit.step("request_speed", "token/second", each)
    if pace.reading is not None and pace.seconds is not None:
        waiting = tokens_read(unit.workload) / unit.of_each(pace.reading)
        first_token = unit.step("first_token", "second", waiting)
        of_all = where(pace.seconds > 0, first_token / pace.seconds, 0)
        share = unit.step("reading_share", "ratio", of_all)
    if speed.benchmark is not None and speed.benchmark.first_token is not None:
        first_token = speed.benchmark.first_token
    kept: Expression | None = None
    if least is not None and per_request is not None:
        kept = where(per_request >= least, 1, 0)
    if longest is not None and first_token is not None:
        in_time = where(first_token <= longest, 1, 0)
        kept = in_time if kept is None else kept * in_time
    if kept is not None:
        meets = unit.step("meets_latency", "check", kept)
    return Speed(
        typical=pace,
        ends=speed.ends,
        steps=speed.steps,
        per_request=per_request,
        first_token=first_token,
        reading_share=share,
        meets=meets,
        benchmark=speed.benchmark,
    )
