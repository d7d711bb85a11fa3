"""Turns benchmarks that do not fit into doubts: another speed is stated, or other requests were measured."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.benchmark import Benchmark
from generator.engines.capacity import Capacity
from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.proposal.models.serving import Serving
from generator.proposal.models.workload import Workload
from generator.wording.saying import said

# How far a stated speed may part from the measured one, and the reading of a request from that of the benchmark.
FAR_APART, OTHERWISE = 0.2, 1.5


def doubts_about_benchmarks(model: Model) -> Iterator[Doubt]:
    """Of every option whose speed was measured."""
    workload = model.proposal.workload
    for id, option in model.proposal.options.items():
        serving = getattr(option, "serving", None)
        capacity = model.options[id].capacity
        if serving is None or capacity is None or workload is None:
            continue
        points = capacity.throughput.speed.benchmark
        if points is not None:
            yield from _about_speed(serving, points)
            yield from _about_requests(serving, points, capacity)
            yield from _about_tokens(serving, points, workload)


def _about_speed(serving: Serving, points: Benchmark) -> Iterator[Doubt]:
    stated = serving.tokens_per_second
    if stated is None or (stated.source is not None and stated.source.note):
        return
    copies = 1 if serving.replicas_per_unit is None else serving.replicas_per_unit.value
    found = points.speed.value * copies
    if abs(stated.value - found) > FAR_APART * found:
        message = said(
            "tokens_per_second is {stated:,.4g}, and the benchmark says {found:,.4g}",
            stated=stated.value,
            found=found,
        )
        fix = said("delete the value, which then is that of the benchmark; or say why in a note")
        yield Doubt("W030", stated.key, message, fix)


def _about_requests(serving: Serving, points: Benchmark, capacity: Capacity) -> Iterator[Doubt]:
    """More run at a time than were measured, or fewer than the least that was."""
    if serving.tokens_per_second is not None:
        return
    wanted, first, last = serving.concurrency.value, points.points[0].concurrency, points.last
    if serving.lets_wait:
        room = next(step for step in capacity.memory.steps if step.key.name == "most_requests")
        wanted = min(wanted, max(1, room.value))
    if wanted > last.value:
        message = said(
            "{wanted:g} requests may run at a time, and {last:g} were measured at most: no more are counted",
            wanted=wanted,
            last=last.value,
        )
        yield Doubt(
            "W031",
            last.key,
            message,
            said("measure with as many, or state concurrency: {last:g}", last=last.value),
        )
    elif capacity.memory.together.value < first.value:
        message = said(
            "{wanted:g} requests run at a time, and {first:g} were measured at least: each counts as fast as there",
            wanted=capacity.memory.together.value,
            first=first.value,
        )
        yield Doubt("W031", first.key, message, said("measure with as few"))


def _about_tokens(serving: Serving, points: Benchmark, workload: Workload) -> Iterator[Doubt]:
    """The speed holds the reading of prompts, which are longer or shorter than those of the workload."""
    read, written = points.line("input_tokens"), points.line("output_tokens")
    if serving.prefill_tokens_per_second is not None or not (read and written):
        return
    asked = workload.input_tokens.value * (1 - workload.cached_share.value)
    if not (written[-1].value and read[-1].value and workload.output_tokens.value and asked):
        return
    measured, needed = read[-1].value / written[-1].value, asked / workload.output_tokens.value
    if not measured / OTHERWISE <= needed <= measured * OTHERWISE:
        message = said(
            "the benchmark reads {measured:.3g} tokens for each that it writes, the workload {needed:.3g}",
            measured=measured,
            needed=needed,
        )
        fix = said("measure with prompts and answers as long as those of the workload")
        yield Doubt("W032", read[-1].key, message, fix)
