"""Turns what a benchmark wrote of a run into a point; one reader for each tool, by the fields that it really writes.

Fields are those of vLLM (`vllm bench serve --save-result`), SGLang (`bench_serving`), AIPerf and GenAI-Perf (exports as
JSON, or CSV brought into that form), llama-bench and Ollama (`/api/generate`, `/api/chat`), looked up in their sources.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from generator.evidence.points import Point, Spread

Record = Mapping[str, Any]
# Of which a second has so many.
MILLI, NANO = 1e3, 1e9
UNITS = {"ms": MILLI, "s": 1.0, "sec": 1.0, "seconds": 1.0, "us": 1e6, "ns": NANO}
LARGEST = 1e12
# Under which `budget bench` writes what vLLM does not tell.
OWN = "budget_bench"
# How folders of AIPerf and GenAI-Perf say how many requests ran at a time.
IN_PATH = re.compile(r"concurrency[_-]?(\d+)")


def number(value: Any) -> float | None:
    """A number that can be one of a benchmark; None for anything else."""
    if isinstance(value, str):
        try:
            value = float(value.replace(",", ""))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= LARGEST else None


def text(value: Any) -> str:
    """A name; empty for anything else."""
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def at(record: Any, *path: str) -> Any:
    """What stands below these names; None where there is nothing."""
    for name in path:
        record = record.get(name) if isinstance(record, Mapping) else None
    return record


def _over(amount: float | None, of: float | None) -> float | None:
    return None if amount is None or not of else amount / of


def _served(records: Sequence[Record], file: str) -> Iterator[Point]:
    """vLLM and SGLang: one object for each run."""
    for record in records:
        sglang = "total_output_tokens_retokenized" in record
        done, slow = number(record.get("completed")), number(record.get("mean_tpot_ms"))
        latency = _in_milliseconds(record, "e2e_latency" if sglang else "e2el")
        yield Point(
            tool="budget bench" if OWN in record else "SGLang" if sglang else "vLLM",
            file=file,
            model=text(record.get("model_id")) or text(record.get("model")),
            card=text(record.get("gpu")) or text(record.get("card")),
            date=_day(text(record.get("date"))),
            concurrency=_together(record, latency),
            input_tokens=_over(number(record.get("total_input_tokens")), done),
            output_tokens=_over(number(record.get("total_output_tokens")), done),
            speed=number(record.get("output_throughput")),
            per_request=_over(1.0, _over(slow, MILLI)),
            requests=None if done is None else int(done),
            failed=int(number(record.get("failed")) or 0),
            first_token=_in_milliseconds(record, "ttft"),
            latency=latency,
        )


def _together(record: Record, latency: Spread) -> float:
    """As many as were let in; without a limit as many as ran on average, which is their rate times their time."""
    stated = number(record.get("max_concurrency")) or number(record.get("concurrency"))
    rate = number(record.get("request_throughput"))
    return stated or (rate or 0) * (latency.mean or 0)


def _in_milliseconds(record: Record, name: str) -> Spread:
    parts = (f"{part}_{name}_ms" for part in ("mean", "median", "p95", "p99"))
    return Spread(*(_over(number(record.get(part)), MILLI) for part in parts))


def _day(date: str) -> str:
    """2026-11-26 of `20261126-200900`, or of a moment in ISO form."""
    digits = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", date)
    return "-".join(digits.groups()) if digits else ""


def _exported(records: Sequence[Record], file: str) -> Iterator[Point]:
    """AIPerf and GenAI-Perf: a block of statistics for each metric, each in its unit."""
    in_path = IN_PATH.findall(file)
    for record in records:
        stated = record.get("input_config")
        found = _concurrency_of(stated) or number(in_path[-1] if in_path else None)
        done = number(at(record, "request_count", "avg"))
        is_new = "aiperf_version" in record or "schema_version" in record
        yield Point(
            tool="GenAI-Perf" if isinstance(stated, Mapping) and not is_new else "AIPerf",
            file=file,
            model=_model_of(stated),
            card=_card_of(record),
            date=_day(text(record.get("start_time"))),
            concurrency=found or 0,
            input_tokens=number(at(record, "input_sequence_length", "avg")),
            output_tokens=number(at(record, "output_sequence_length", "avg")),
            speed=number(at(record, "output_token_throughput", "avg")),
            per_request=number(at(record, "output_token_throughput_per_user", "avg")),
            requests=None if done is None else int(done),
            failed=int(number(at(record, "error_request_count", "avg")) or 0),
            first_token=_in_its_unit(record.get("time_to_first_token")),
            latency=_in_its_unit(record.get("request_latency")),
        )


def _concurrency_of(stated: Any) -> float | None:
    """Of the settings of a run, which have moved from version to version."""
    phases = at(stated, "phases")
    for phase in phases if isinstance(phases, Sequence) else ():
        if "profiling" in (at(phase, "name"), at(phase, "kind")):
            return number(at(phase, "concurrency"))
    ways = (("loadgen", "concurrency"), ("perf_analyzer", "stimulus", "concurrency"))
    listed = at(stated, "concurrency")
    told = [*(at(stated, *way) for way in ways), listed[:1] if isinstance(listed, list) else listed]
    return next((number(_first(each)) for each in told if each), None)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _model_of(stated: Any) -> str:
    items = at(stated, "models", "items")
    named = (
        at(stated, "endpoint", "model_names"),
        at(stated, "model_names"),
        at(stated, "model"),
        at(_first(items), "name"),
    )
    return next((text(each) for each in named if text(each)), "")


def _card_of(record: Record) -> str:
    """Of the telemetry, where all cards are of one kind."""
    endpoints = at(record, "telemetry_data", "endpoints")
    names = {
        text(at(card, "gpu_name"))
        for endpoint in (endpoints.values() if isinstance(endpoints, Mapping) else ())
        for card in (at(endpoint, "gpus") or {}).values()
    }
    return names.pop() if len(names) == 1 else ""


def _in_its_unit(block: Any) -> Spread:
    factor = UNITS.get(text(at(block, "unit")) or "ms", MILLI)
    return Spread(
        *(_over(number(at(block, part)), factor) for part in ("avg", "p50", "p95", "p99"))
    )


def _llama_bench(records: Sequence[Record], file: str) -> Iterator[Point]:
    """A test reads, writes, or does both, one request at a time; n_depth tokens stand before it."""
    for record in records:
        read, written, depth = (
            number(record.get(f"n_{name}")) or 0 for name in ("prompt", "gen", "depth")
        )
        taken = _over(number(record.get("avg_ns")), NANO)
        yield Point(
            tool="llama-bench",
            file=file,
            model=PurePath(text(record.get("model_filename")).replace("\\", "/")).name.removesuffix(
                ".gguf"
            ),
            card=text(record.get("gpu_info")),
            date=_day(text(record.get("test_time"))),
            input_tokens=read or depth,
            output_tokens=written or None,
            speed=_over(written, taken) if written else None,
            reading=_over(read, taken) if read and not written else None,
            whole=bool(read and written),
        )


def _ollama(records: Sequence[Record], file: str) -> Iterator[Point]:
    """Answers one after another, by model: tokens over the time that Ollama itself took for them."""
    by_model: dict[str, list[Record]] = {}
    for record in records:
        by_model.setdefault(text(record.get("model")), []).append(record)
    for model, answers in by_model.items():
        written, writing = _sum(answers, "eval_count"), _sum(answers, "eval_duration") / NANO
        read, reading = (
            _sum(answers, "prompt_eval_count"),
            _sum(answers, "prompt_eval_duration") / NANO,
        )
        whole = [_over(number(each.get("total_duration")), NANO) for each in answers]
        yield Point(
            tool="Ollama",
            file=file,
            model=model,
            date=_day(text(answers[0].get("created_at"))),
            input_tokens=read / len(answers) or None,
            output_tokens=written / len(answers),
            speed=_over(written, writing),
            per_request=_over(written, writing),
            reading=_over(read, reading) if read else None,
            whole=False,
            requests=len(answers),
            latency=_spread([each for each in whole if each is not None]),
        )


def _spread(seconds: list[float]) -> Spread:
    """Mean and median; a few answers have no 95th percentile."""
    if not seconds:
        return Spread()
    ordered, half = sorted(seconds), len(seconds) // 2
    return Spread(math.fsum(seconds) / len(seconds), (ordered[half] + ordered[~half]) / 2)


def _sum(records: Sequence[Record], name: str) -> float:
    return math.fsum(number(record.get(name)) or 0 for record in records)


def _has(*names: str) -> Callable[[Record], bool]:
    return lambda record: all(name in record for name in names)


# A name for the input: which records a tool writes, and what is read of them.
FORMATS: Mapping[
    str, tuple[Callable[[Record], bool], Callable[[Sequence[Record], str], Iterator[Point]]]
] = {
    "vllm": (_has("output_throughput", "total_output_tokens"), _served),
    "sglang": (_has("output_throughput", "total_output_tokens_retokenized"), _served),
    "aiperf": (lambda record: at(record, "output_token_throughput", "avg") is not None, _exported),
    "llama_bench": (_has("avg_ns", "n_gen", "n_prompt"), _llama_bench),
    "ollama": (_has("eval_count", "eval_duration"), _ollama),
}
