"""Turns a measured speed that memory cannot bring into a doubt."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.engines.weights import BITS_PER_BYTE
from generator.proposal.models.serving import Serving
from generator.wording.saying import said


def doubts_about_speed(model: Model) -> Iterator[Doubt]:
    """A measured speed wins, but one above what all cards of a unit read of the weights was not measured like that."""
    for option in model.proposal.options.values():
        serving = getattr(option, "serving", None)
        if serving is None or serving.tokens_per_second is None or serving.bandwidth is None:
            continue
        measured, most = serving.tokens_per_second, _most(serving)
        if measured.value > most:
            message = said(
                "{measured:,.4g} tokens a second, but with concurrency {concurrency:g} memory brings "
                "the weights for {most:,.4g} at most",
                measured=measured.value,
                concurrency=serving.concurrency.value,
                most=most,
            )
            fix = said(
                "check model, quantisation and card; for more requests at a time state concurrency: …"
            )
            yield Doubt("W025", measured.key, message, fix)


def _most(serving: Serving) -> float:
    """Tokens a second if reading the weights of a token were all: for as many requests as run, by all cards."""
    active = serving.active_parameters
    active = serving.parameters if active is None else active
    weights = active.value * serving.bits_per_weight.value / BITS_PER_BYTE
    assert serving.bandwidth is not None
    together = serving.concurrency.value * serving.gpus_per_unit.value
    return serving.bandwidth.value * together / weights
