"""Turns the kinds of request into the model that each is given and the memory that this saves."""

from __future__ import annotations

from generator.engines.weights import weights_of
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.workload import RequestKind, Workload

# The quantisations that common tasks are given.
EXPLAINED = ("Q4_0", "Q4_K_M", "Q5_K_M", "Q8_0")


def tokens_of(kind: RequestKind, workload: Workload) -> Figure:
    """Of an answer to it: its own, else the workload's."""
    return workload.output_tokens if kind.output_tokens is None else kind.output_tokens


def mix_schedule(workload: Workload) -> Schedule:
    """The share, complexity and model of each kind, how fast and how good that is; its weights, and how much less than
    the largest's.
    """
    columns = (
        label_column("task"),
        Column("share", "ratio"),
        Column("output_tokens", "token"),
        Column("weights", "GB", role="total"),
        Column("spared", "GB"),
        Column("complexity", role="text"),
        Column("model", role="text"),
        Column("quality", role="text"),
        Column("model_speed", "token/second"),
        Column("model_reason", role="text"),
    )
    kinds = enumerate(workload.mix.values())
    return Schedule("mix", columns, tuple(_row(place, kind, workload) for place, kind in kinds))


def _reason(kind: RequestKind) -> str | None:
    """That of a quantisation of common tasks, to be said in words; none for another that the file states."""
    return kind.quantisation if kind.quantisation in EXPLAINED else None


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
            model.quality,
            model.model_speed,
            str(kind.level),
        ),
        label=kind.task,
        kind="memo",
    )


def precision_schedule(workload: Workload) -> Schedule:
    """How exactly the model of each kind keeps its weights, why, and what serves next best."""
    columns = (
        label_column("task"),
        Column("bits_per_weight", "bit", role="total"),
        Column("quantisation", role="text"),
        Column("alternative", role="text"),
        Column("precision_reason", role="text"),
    )
    rows = (
        Row(
            Key("precision", place),
            (kind.bits_per_weight, kind.quantisation, kind.alternative, _reason(kind)),
            label=kind.task,
            kind="memo",
        )
        for place, kind in enumerate(workload.mix.values())
    )
    return Schedule("precision", columns, tuple(rows))
