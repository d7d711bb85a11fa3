"""Turns what was measured into results in the form of vLLM's `vllm bench serve --save-result`, one of each level."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import fmean, median, pstdev, quantiles
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.measuring.plan import Plan
from generator.measuring.target import Target

if TYPE_CHECKING:
    from generator.measuring.calls import Call
    from generator.measuring.run import Level

Result = dict[str, Any]
# What vLLM does not tell stands under this name.
OWN = "budget_bench"
PROMPTS = "random English words, others in each request"


def result_of(level: Level, plan: Plan, target: Target, seed: int) -> Result | None:
    """None where no request was served."""
    served = level.served
    if not served:
        return None
    now = datetime.now(UTC)
    seconds = max(each.end for each in served) - min(each.start for each in served)
    read = sum(_read(each, plan) for each in served)
    written = sum(each.output_tokens for each in served)
    return {
        "date": now.strftime("%Y%m%d-%H%M%S"),
        "endpoint_type": target.interface.backend,
        "backend": target.interface.backend,
        "label": None,
        "model_id": target.model,
        "tokenizer_id": None,
        **({"gpu": target.gpu} if target.gpu else {}),
        "num_prompts": level.concurrency * plan.repetitions,
        "request_rate": "inf",
        "burstiness": 1.0,
        "max_concurrency": level.concurrency,
        "duration": seconds,
        "completed": len(served),
        "failed": len(level.calls) - len(served),
        "total_input_tokens": read,
        "total_output_tokens": written,
        "request_throughput": len(served) / seconds,
        "output_throughput": written / seconds,
        "total_token_throughput": (read + written) / seconds,
        **_times("ttft", [each.first for each in served]),
        **_times("tpot", [_for_each_token(each) for each in served if each.output_tokens > 1]),
        **_times("itl", [gap for each in served for gap in each.gaps]),
        **_times("e2el", [each.latency for each in served]),
        OWN: _own(level, plan, seed, now),
    }


def text_of(results: Sequence[Result]) -> str:
    """The file."""
    return json.dumps(results, indent=1) + "\n"


def gain(result: Result, first: Result) -> float:
    """How many times the output of the first level."""
    return float(result["output_throughput"] / first["output_throughput"])


def _own(level: Level, plan: Plan, seed: int, now: datetime) -> Result:
    served = level.served
    speeds = [each.output_tokens / each.latency for each in served]
    failures = Counter(str(each.failure) for each in level.calls if each.failure)
    return {
        "tool": f"budget {__version__}",
        "at": now.isoformat(timespec="seconds"),
        "prompts": PROMPTS,
        "seed": seed,
        "prompt_tokens": plan.prompt_tokens,
        "output_tokens": plan.output_tokens,
        "warm_up": plan.warm_up,
        "repetitions": plan.repetitions,
        "prompt_tokens_told_by_server": all(each.prompt_tokens for each in served),
        "output_tokens_told_by_server": not any(each.counted_here for each in served),
        "mean_request_tokens_per_second": fmean(speeds),
        "median_request_tokens_per_second": median(speeds),
        "cut_off_by_time": level.cut,
        "failures": dict(failures),
    }


def _read(call: Call, plan: Plan) -> int:
    return call.prompt_tokens or plan.prompt_tokens


def _for_each_token(call: Call) -> float:
    """Seconds for each token after the first."""
    return (call.latency - call.first) / (call.output_tokens - 1)


def _times(name: str, seconds: Sequence[float]) -> Result:
    """In milliseconds; percentiles between two values are interpolated."""
    values = [1000 * each for each in seconds] or [0.0]
    percentiles = quantiles(values * 2 if len(values) == 1 else values, n=100, method="inclusive")
    return {
        f"mean_{name}_ms": fmean(values),
        f"median_{name}_ms": median(values),
        f"std_{name}_ms": pstdev(values),
        f"p95_{name}_ms": percentiles[94],
        f"p99_{name}_ms": percentiles[98],
    }
