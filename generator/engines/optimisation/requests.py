"""Turns the kinds of request into what each takes of the machines after every step, and the models into their memory.

Kinds that one model serves stand together, so that a formula reads each model's as one range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.engines.mix import tokens_of
from generator.engines.weights import weights_of
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.serving import ServedModel, Serving
from generator.proposal.models.workload import Workload

KEY = Key("optimisation")


@dataclass(frozen=True)
class Requests:
    """Requests of one kind that the machines serve. share: of all requests. model: which serves them.

    task: the user's name of the kind; empty where there is but one.
    """

    share: Figure
    tokens: Figure
    model: ServedModel | Serving
    task: str = ""


@dataclass
class Workings:
    """What each kind of request and each model take after every step, column by column, in tables of their own."""

    caches: Mapping[str, Figure]
    served: dict[str, tuple[Requests, ...]] = field(default_factory=dict)
    seconds: dict[str, list[Figure]] = field(default_factory=dict)
    memory: dict[str, dict[str, Figure]] = field(default_factory=dict)

    def writing(self, step: str, requests: tuple[Requests, ...]) -> Expression:
        """Σ share × tokens ÷ speed of the model on the reference card."""
        self.served[step] = requests
        self.seconds[step] = [
            figure(
                KEY / step / "seconds" / place,
                "second",
                item.share * item.tokens / speed_of(item.model),
                item.task,
            )
            for place, item in enumerate(requests)
        ]
        return sum_of(self.seconds[step])

    def holding(self, step: str, requests: tuple[Requests, ...], bits: Figure) -> Expression:
        """Weights and key-value cache of every model that serves any request."""
        models = {item.model.model: item.model for item in requests}
        self.memory[step] = {}
        for name, model in models.items():
            shares = [item.share for item in requests if item.model.model == name]
            size = where(sum_of(shares) > 0, weights_of(model, bits) + self.caches[name], 0)
            key = KEY / step / "model_memory" / len(self.memory[step])
            self.memory[step][name] = figure(key, "GB", size, name)
        return sum_of(list(self.memory[step].values()))

    @property
    def schedules(self) -> tuple[Schedule, Schedule]:
        """The seconds of each kind of request and the memory of each model, a column for each step."""
        return self._of_requests(), self._of_models()

    def _of_requests(self) -> Schedule:
        plain, *_, last = self.served.values()
        kept = [item.share for item in last]
        routed = any(one.share is not other for one, other in zip(plain, kept, strict=True))
        rows = [
            Row(
                "all_requests" if not item.task else Key("requests", place),
                (
                    item.share,
                    *([kept[place]] if routed else []),
                    *(seconds[place] for seconds in self.seconds.values()),
                ),
                item.task,
                kind="memo",
                unit="second",
            )
            for place, item in enumerate(plain)
        ]
        columns = (
            label_column("task"),
            Column("share", "ratio"),
            *([Column("kept", "ratio")] if routed else []),
            *(Column(f"after_{step}", "second") for step in self.seconds),
        )
        return Schedule("optimisation_requests", columns, tuple(rows))

    def _of_models(self) -> Schedule:
        names = dict.fromkeys(name for memory in self.memory.values() for name in memory)
        rows = [
            Row(
                Key("models", place),
                tuple(memory.get(name) for memory in self.memory.values()),
                name,
                kind="memo",
                unit="GB",
            )
            for place, name in enumerate(names)
        ]
        columns = (
            label_column("model"),
            *(Column(f"after_{step}", "GB") for step in self.memory),
        )
        return Schedule("optimisation_models", columns, tuple(rows))


def kinds_of(workload: Workload, serving: Serving) -> tuple[Requests, ...]:
    """Each kind of request with the model for it; without a mix all with the model that the option serves."""
    if not workload.mix:
        everything = figure(KEY / "share" / 0, "ratio", Constant(1))
        return (Requests(everything, workload.output_tokens, serving),)
    return tuple(
        Requests(
            kind.share,
            tokens_of(kind, workload),
            workload.models.for_complexity(kind.level),
            kind.task,
        )
        for kind in workload.mix.values()
    )


def kept_alike(requests: Sequence[Requests], local_share: Figure) -> list[Figure]:
    """The share of all requests that stays local of each kind, where the same part of each does."""
    return [
        figure(KEY / "kept" / place, "ratio", item.share * local_share, item.task)
        for place, item in enumerate(requests)
    ]


def by_model(requests: Iterable[Requests]) -> tuple[Requests, ...]:
    """In the order in which the models first occur."""
    listed = list(requests)
    names = dict.fromkeys(item.model.model for item in listed)
    return tuple(item for name in names for item in listed if item.model.model == name)


def speed_of(model: ServedModel | Serving) -> Figure:
    """On the reference card; validation has seen to it that it is known."""
    assert model.model_speed is not None
    return model.model_speed
