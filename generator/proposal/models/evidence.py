"""The models of what was measured: which files hold it, and what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from generator.evidence.benchmark_formats import FORMATS
from generator.proposal.context import problem
from generator.proposal.fields import NAME, Plain, counted, one_of, single
from generator.proposal.models.reference import ReferenceCase
from generator.proposal.models.routing_history import RoutingHistory
from generator.proposal.nodes import MappingNode, SequenceNode
from generator.proposal.problems import Problem
from generator.proposal.section import Section, always
from generator.wording.saying import said


@dataclass(frozen=True, eq=False)
class Several(Plain):
    """One text, or a list of some."""

    schema: tuple[tuple[str, Any], ...] = (
        ("anyOf", [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]),
    )

    def _read(self, node: Any) -> Any:
        listed = node if isinstance(node, SequenceNode) else [node]
        if not listed:
            raise problem("E013", said("the list is empty"), said("write a text"), at=node)
        return tuple(self.read(single(each)) for each in listed)


ColumnName = Annotated[str, NAME] | None


class LogColumns(Section):
    """What the columns of a usage log are called; nested ones with dots, as in usage.prompt_tokens.

    No other column is read. A format brings those that it knows.

    time: of a request, as a date with a time or as seconds since 1970. input_tokens, output_tokens: read and written.
    cached_tokens: those of the read ones that came from a cache. model, task: of a few names each, by which requests
    are told apart. status: a code of HTTP, or a word such as success. batch: true where a request can wait. retry:
    true, or more than 0, where it is sent again. cost: of a request. prompt: where the same text counts as a repeat;
    nothing but its hash is kept. complexity: from 1, for what takes little thought, to 4. urgent: true where a request
    cannot wait. latency: seconds until it was answered. escalated: true where a local model was tried and the cloud
    asked as well.
    """

    time: ColumnName = None
    input_tokens: ColumnName = None
    output_tokens: ColumnName = None
    cached_tokens: ColumnName = None
    model: ColumnName = None
    task: ColumnName = None
    status: ColumnName = None
    batch: ColumnName = None
    retry: ColumnName = None
    cost: ColumnName = None
    prompt: ColumnName = None
    complexity: ColumnName = None
    urgent: ColumnName = None
    latency: ColumnName = None
    escalated: ColumnName = None


class UsageLog(Section):
    """A log of requests, from which fields of the workload may be taken that say `from: usage_log`.

    files: in the folder of the input or below it, with * for any name: CSV, JSON lines or Parquet, also with .gz or
    .zst. format: who wrote it; without one no column is known. columns: what its columns are called. seconds: after
    which reading it is given up; without them, 600.
    """

    files: Annotated[str, NAME]
    format: Annotated[str, one_of("own", "litellm", "openai", "nginx")] = "own"
    columns: LogColumns = always()
    seconds: Annotated[int, counted(1, 86_400)] | None = None

    @property
    def named_columns(self) -> dict[str, str]:
        """What each stated column means, with its name."""
        names = {name: getattr(self.columns, name) for name in LogColumns.field_names()}
        return {name: column for name, column in names.items() if isinstance(column, str)}


class BenchmarkFiles(Section):
    """Results of benchmarks of a server: how fast it was, with how many requests at a time.

    files: in the folder of the input or below it, with * for any name; one or a list. format: whose they are; without
    one it is found by their fields. model, gpu: what was measured, where the files do not say it. concurrency: how many
    requests ran at a time, where the files do not say it.
    """

    files: Annotated[tuple[str, ...], Several(NAME.read)]
    format: Annotated[str, one_of(*FORMATS)] | None = None
    model: ColumnName = None
    gpu: ColumnName = None
    concurrency: Annotated[int, counted(1, 100_000)] | None = None

    @property
    def stated(self) -> dict[str, Any]:
        """What fills the gaps of the files."""
        return {name: getattr(self, name) for name in ("model", "gpu", "concurrency")}


class Evidence(Section):
    """What was measured.

    usage_log: of requests, from a gateway. benchmarks: of a server that answers them. routing: the rules of a router,
    run over that log. cases: who has done it before.
    """

    usage_log: UsageLog | None = None
    benchmarks: BenchmarkFiles | None = None
    routing: RoutingHistory | None = None
    cases: list[ReferenceCase] = Field(default_factory=list)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """Rules are run over something."""
        routing = values.get("routing")
        is_counted = isinstance(routing, MappingNode) and "counted" in routing
        if routing is not None and not is_counted and "usage_log" not in values:
            message = said("the rules of routing are run over a log, and the file names none")
            fix = said("add usage_log: {{files: …}}, or counted: what each tier was given")
            yield Problem("E012", node.key_marks["routing"], message, fix)
