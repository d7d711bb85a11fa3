"""Turns the shape of a language model into bytes: of its weights, and of what it remembers of each request."""

from __future__ import annotations

from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure
from generator.figures.functions import maximum, minimum, where
from generator.proposal.models.serving import ServedModel, Serving

BITS_PER_BYTE = 8
BYTES_PER_GIGABYTE = 1_000_000_000
KEY_AND_VALUE = 2


def weights_of(model: Serving | ServedModel, bits_per_weight: Figure) -> Expression:
    """The memory of a model's weights in GB: parameters × bits / 8."""
    return model.parameters * bits_per_weight / BITS_PER_BYTE


def touched(serving: Serving, requests: Operand) -> Expression:
    """What a step reads of the weights in GB when it writes a token of each request.

    Of a mixture of experts a request passes k of E: of those that one request leaves aside, so many requests leave the
    share (1 − k/E)^(requests − 1) aside.
    """
    weights = weights_of(serving, serving.bits_per_weight)
    active, experts, each = (
        serving.active_parameters,
        serving.experts,
        serving.experts_per_token,
    )
    if active is None or experts is None or each is None:
        return weights
    aside = (serving.parameters - active) * (1 - each / experts) ** (requests - 1)
    return (serving.parameters - aside) * serving.bits_per_weight / BITS_PER_BYTE


def key_value_cache(
    model: ServedModel | Serving, serving: Serving, context: Operand, requests: Operand
) -> Expression:
    """The memory in GB that a model needs to remember so many requests of so many tokens."""
    if model.kv_bytes_per_token is not None:
        return model.kv_bytes_per_token * (context * requests) / BYTES_PER_GIGABYTE
    assert model.layers is not None
    if model.window is None or model.window_layers is None:
        per_token = _kept(model, model.layers) * serving.cache_bytes
        return per_token * (context * requests) / BYTES_PER_GIGABYTE
    everything = _kept(model, model.layers - model.window_layers) * context
    latest = _kept(model, model.window_layers) * minimum(model.window, context)
    return (everything + latest) * serving.cache_bytes * requests / BYTES_PER_GIGABYTE


def numbers_of_a_request(serving: Serving, room: Figure, requests: Operand) -> Expression:
    """How many numbers, or bytes where these are stated, each of some requests may keep in so many GB together."""
    bytes_each = room * BYTES_PER_GIGABYTE / requests
    return (
        bytes_each if serving.kv_bytes_per_token is not None else bytes_each / serving.cache_bytes
    )


def context_without_windows(serving: Serving, numbers: Figure) -> Expression:
    """How many tokens a request may have that keeps so many numbers, if every layer keeps all tokens."""
    if serving.kv_bytes_per_token is not None:
        return numbers / serving.kv_bytes_per_token
    assert serving.layers is not None
    return numbers / _kept(serving, serving.layers)


def context_with_windows(serving: Serving, numbers: Figure, context: Figure) -> Expression:
    """The same where layers with a window keep no more than that; `context` is that without windows."""
    if serving.kv_bytes_per_token is not None or serving.layers is None:
        return context * 1
    if serving.window is None or serving.window_layers is None:
        return context * 1
    # A model of such layers alone counts one that has none.
    others = maximum(1, serving.layers - serving.window_layers)
    latest = _kept(serving, serving.window_layers) * serving.window
    return where(context <= serving.window, context, (numbers - latest) / _kept(serving, others))


def _kept(model: ServedModel | Serving, layers: Expression) -> Expression:
    """How many numbers so many layers keep of a token: a latent cache holds keys and values in one."""
    if model.latent_size is not None:
        return layers * model.latent_size
    assert model.kv_heads is not None
    assert model.head_dim is not None
    return KEY_AND_VALUE * layers * model.kv_heads * model.head_dim
