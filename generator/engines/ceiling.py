"""Turns measured speeds into doubts: one that memory cannot bring, and benchmarks that do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.benchmark_doubts import doubts_about_benchmarks
from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.engines.weights import BITS_PER_BYTE
from generator.figures.figure import Figure
from generator.proposal.models.serving import Serving
from generator.wording.saying import said


def doubts_about_speed(model: Model) -> Iterator[Doubt]:
    """A measured speed wins, but one above what all cards read of the weights was not measured like that."""
    for option in model.proposal.options.values():
        serving = getattr(option, "serving", None)
        if serving is None or serving.bandwidth is None:
            continue
        for measured, together, cards in _measured(serving):
            most = _read_a_second(serving, cards) * together.value
            if measured.value > most:
                message = said(
                    "{measured:,.4g} tokens a second, but with concurrency {concurrency:g} memory brings "
                    "the weights for {most:,.4g} at most",
                    measured=measured.value,
                    concurrency=together.value,
                    most=most,
                )
                fix = said(
                    "check model, quantisation and card; for more requests at a time state concurrency: …"
                )
                yield Doubt("W025", measured.key, message, fix)
    yield from doubts_about_benchmarks(model)


def _measured(serving: Serving) -> Iterator[tuple[Figure, Figure, float]]:
    """Each speed with the requests that ran at a time, and the cards: of a unit, and of a copy for its points."""
    if serving.tokens_per_second is not None:
        yield serving.tokens_per_second, serving.concurrency, serving.gpus_per_unit.value
    for point in serving.measured:
        yield point.tokens_per_second, point.concurrency, serving.cards_of_model.value


def _read_a_second(serving: Serving, cards: float) -> float:
    """How often cards read the weights that a token passes."""
    active = serving.active_parameters
    active = serving.parameters if active is None else active
    weights = active.value * serving.bits_per_weight.value / BITS_PER_BYTE
    assert serving.bandwidth is not None
    return serving.bandwidth.value * cards / weights
