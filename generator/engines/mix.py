"""Turns the kinds of request into the model that each is given and the memory that this saves."""

from __future__ import annotations

from generator.engines.weights import weights_of
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.workload import RequestKind, Workload


def tokens_of(kind: RequestKind, workload: Workload) -> Figure:
    """Of an answer to it: its own, else the workload's."""
    return workload.output_tokens if kind.output_tokens is None else kind.output_tokens


def mix_schedule(workload: Workload) -> Schedule:
    """The share, complexity, model and quantisation of each kind; its weights, and how much less than the largest's."""
    columns = (
        label_column("task"),
        Column("share", "ratio"),
        Column("output_tokens", "token"),
        Column("weights", "GB", role="total"),
        Column("spared", "GB"),
        Column("complexity", role="text"),
        Column("model", role="text"),
        Column("quantisation", role="text"),
    )
    kinds = enumerate(workload.mix.values())
    return Schedule("mix", columns, tuple(_row(place, kind, workload) for place, kind in kinds))


def _row(place: int, kind: RequestKind, workload: Workload) -> Row:
    model = workload.models.for_complexity(kind.level)
    weights = figure(
        kind.path / "weights", "GB", weights_of(model, kind.bits_per_weight), kind.task
    )
    largest = weights_of(workload.models.largest, kind.bits_per_weight)
    spared = figure(kind.path / "spared", "GB", largest - weights, kind.task)
    return Row(
        Key("mix", place),
        (
            kind.share,
            tokens_of(kind, workload),
            weights,
            spared,
            str(kind.level),
            model.model,
            kind.quantisation,
        ),
        label=kind.task,
        kind="memo",
    )
