"""`budget bench`: measure a server of language models, within limits told beforehand, into a new file of results."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import tell
from generator.cli.saves import trouble_with
from generator.cli.speech import spoken
from generator.measuring.plan import Plan, levels_of
from generator.measuring.problem import MeasuringProblem
from generator.measuring.target import Target, target_of
from generator.proposal.characters import cells, visible
from generator.swap import write_new
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.measuring.run import Level

STANDARD_OUTPUT = "-"
COLUMNS = (
    said("at once"),
    said("served"),
    said("failed"),
    said("tokens/s"),
    said("gain"),
    said("tokens/s each"),
    said("first token ms"),
    "p95",
    said("latency s"),
    "p95",
    "p99",
)


def run(options: argparse.Namespace) -> int:
    """0 where every request was served, 1 where some were not, 2 where nothing was measured or it was stopped."""
    if trouble := trouble_with("bench", [], ["httpx2"]):
        tell(trouble)
        return TROUBLE
    try:
        plan, target = _plan(options), _target(options)
        file = _new_file(options)
        return _Bench(plan, target, file).run()
    except MeasuringProblem as problem:
        tell(_readable(problem))
        return TROUBLE


class _Bench:
    """A measurement whose levels are told one after another."""

    def __init__(self, plan: Plan, target: Target, file: str) -> None:
        self._plan, self._target, self._file = plan, target, file
        self._seed = secrets.randbits(32)
        self._results: list[dict[str, Any]] = []
        self._is_whole = True

    def run(self) -> int:
        """Measure, and write what was measured."""
        from generator.measuring.run import measure

        self._announce()
        try:
            measure(self._plan, self._target, self._seed, self._report)
        except KeyboardInterrupt:
            return self._stopped()
        if not self._results:
            tell(said("nothing was measured, and nothing is written"))
            return TROUBLE
        if not self._write():
            return TROUBLE
        return FINE if self._is_whole else FINDINGS

    def _announce(self) -> None:
        plan = self._plan
        message = said(
            "{model}: at most {requests} requests and {seconds} s; each reads about {prompt} tokens and writes "
            "{output}; Ctrl-C ends it",
            model=visible(self._target.model),
            requests=plan.requests,
            seconds=plan.seconds,
            prompt=plan.prompt_tokens,
            output=plan.output_tokens,
        )
        tell(message)

    def _report(self, level: Level) -> None:
        from generator.measuring.results import gain, result_of

        self._tell_what_is_lacking(level)
        result = result_of(level, self._plan, self._target, self._seed)
        if result is None:
            return
        if not self._results:
            _row([spoken(name) for name in COLUMNS])
        self._results.append(result)
        _row(_told(result, gain(result, self._results[0])))

    def _tell_what_is_lacking(self, level: Level) -> None:
        failures = dict.fromkeys(each.failure for each in level.calls if each.failure)
        for failure in failures:
            count = sum(each.failure == failure for each in level.calls)
            place = {"level": level.concurrency, "count": count, "failure": failure}
            tell(said("{level} at once: {count} failed: {failure}", **place))
        if level.cut:
            tell(
                said(
                    "{level} at once: {count} were cut off at the end of the time: --seconds",
                    level=level.concurrency,
                    count=level.cut,
                )
            )
        elif len(level.calls) < level.concurrency * self._plan.repetitions:
            tell(
                said(
                    "{level} at once: {count} of {all} requests in its share of the time: --seconds",
                    level=level.concurrency,
                    count=len(level.calls),
                    all=level.concurrency * self._plan.repetitions,
                )
            )
        self._is_whole = self._is_whole and not failures and not level.cut

    def _stopped(self) -> int:
        if not self._results:
            tell(said("stopped; no level was measured, and nothing is written"))
        elif _agreed(len(self._results), self._file):
            self._write()
        return TROUBLE

    def _write(self) -> bool:
        from generator.measuring.results import OWN, text_of

        text = text_of(self._results)
        if not all(each[OWN]["output_tokens_told_by_server"] for each in self._results):
            tell(said("the server counts no tokens: the pieces of its answers were counted"))
        if self._file == STANDARD_OUTPUT:
            print(text, end="")
            return True
        try:
            write_new(Path(self._file), text)
        except OSError as error:
            reason = error.strerror or error
            tell(said("{file}: cannot be written: {reason}", file=self._file, reason=reason))
            print(text, end="")
            return False
        message = said(
            "{file}: levels written: {count}; an input reads them: evidence: {{benchmarks: {{files: {file}}}}}",
            file=self._file,
            count=len(self._results),
        )
        tell(message)
        return True


def _plan(options: argparse.Namespace) -> Plan:
    plan = Plan(
        levels=levels_of(options.concurrency),
        prompt_tokens=options.prompt_tokens,
        output_tokens=options.output_tokens,
        repetitions=options.repetitions,
        warm_up=options.warm_up,
        limit=options.requests,
        seconds=options.seconds,
    )
    plan.check()
    return plan


def _target(options: argparse.Namespace) -> Target:
    key = os.environ.get(options.key_from, "").strip() if options.key_from else ""
    if options.key_from and not (key.isascii() and key.isprintable() and key):
        raise MeasuringProblem(
            said("there is no key in the variable {name}", name=options.key_from)
        )
    target = target_of(options.url, options.model, options.api or "", key, options.remote)
    return replace(target, gpu=options.gpu)


def _new_file(options: argparse.Namespace) -> str:
    name = re.sub(r"[^\w.-]+", "-", options.model).strip("-.") or "model"
    file: str = options.output or f"bench-{name}.json"
    if file != STANDARD_OUTPUT and Path(file).exists():
        raise MeasuringProblem(
            said("{file} exists and was left as it is: name another file", file=file)
        )
    return file


def _agreed(count: int, file: str) -> bool:
    """Results of fewer levels than were asked for are written where somebody says so."""
    if sys.stdin is None or not sys.stdin.isatty():
        tell(
            said(
                "stopped; nothing is written of the levels that were measured: {count}", count=count
            )
        )
        return False
    question = said(
        "stopped; levels measured: {count}; write them to {file}? [y/N] ", count=count, file=file
    )
    print(spoken(question), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _told(result: dict[str, Any], gain: float) -> list[str]:
    from generator.measuring.results import OWN

    return [
        f"{result['max_concurrency']}",
        f"{result['completed']}",
        f"{result['failed']}",
        f"{result['output_throughput']:,.1f}",
        f"×{gain:.2f}",
        f"{result[OWN]['median_request_tokens_per_second']:,.1f}",
        f"{result['median_ttft_ms']:,.0f}",
        f"{result['p95_ttft_ms']:,.0f}",
        *(f"{result[f'{name}_e2el_ms'] / 1000:,.2f}" for name in ("median", "p95", "p99")),
    ]


def _row(texts: Sequence[str]) -> None:
    widths = (max(cells(spoken(name)), 7) for name in COLUMNS)
    print(
        "  ".join(
            " " * (width - cells(text)) + text for width, text in zip(widths, texts, strict=True)
        )
    )
    sys.stdout.flush()


def _readable(problem: MeasuringProblem) -> str:
    """A server may tell whatever it likes; a terminal shall not obey it."""
    return visible(spoken(problem.args[0]))
