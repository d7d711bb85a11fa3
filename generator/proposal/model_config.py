"""Turns the config.json that comes with a model into the numbers that its weights and its cache follow from.

Parameters are counted (norms and biases left out), as every public configuration allows: they come within a fifth of a
per cent of the published totals.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from generator.proposal.beside import FileBeside, read_beside
from generator.proposal.fields import Plain
from generator.proposal.nodes import Scalar
from generator.wording.saying import said

CODE = "E001"

BILLION = 1e9
# A gated feed-forward block has three matrices.
GATED = 3
FULL = "full_attention"
# What no number of such a file comes near.
TOO_MANY = 10**7

Config = Mapping[str, Any]


class NoConfig(Exception):
    """Why a file gives no numbers of a model."""


class ModelConfig(FileBeside):
    """Such a file."""


def numbers_beside(name: Scalar) -> dict[str, float]:
    """The numbers of a file; none of one that cannot be read, as its field tells that. Raises NoConfig."""
    try:
        _, data, _ = read_beside(name, CODE)
    except PydanticCustomError:
        return {}
    return numbers_of_config(data)


def numbers_of_config(data: bytes) -> dict[str, float]:
    """The numbers of a model, by the field of the input that would state them. Raises NoConfig."""
    try:
        whole = json.loads(data)
        numbers = dict(_numbers(_plausible(whole.get("text_config", whole))))
    except KeyError as error:
        raise NoConfig(said("it does not say what is needed: {error}", error=error)) from None
    except (ValueError, AttributeError, TypeError, ZeroDivisionError, RecursionError):
        raise NoConfig(said("it is no JSON of a model")) from None
    if min(numbers.values()) <= 0:
        raise NoConfig(said("it is no JSON of a model"))
    return numbers


def _plausible(config: Config) -> Config:
    """Without numbers that can count nothing of a model: a field that has one is as good as missing."""
    return {
        name: value
        for name, value in config.items()
        if not isinstance(value, int | float)
        or isinstance(value, bool)
        or (isinstance(value, int) and 0 < value < TOO_MANY)
    }


def _numbers(config: Config) -> Iterator[tuple[str, float]]:
    layers = _first(config, "num_hidden_layers", "num_layers")
    yield "layers", layers
    if config.get("kv_lora_rank"):
        yield "latent_size", config["kv_lora_rank"] + config["qk_rope_head_dim"]
    else:
        yield "kv_heads", _kv_heads(config)
        yield "head_dim", _head_dim(config)
    window, window_layers = _window(config, layers)
    if window and window_layers:
        yield "window", window
        yield "window_layers", window_layers
    experts = _experts(config)
    routed = experts * _matrices(config, _expert_size(config)) * _expert_layers(config, layers)
    total = _embedding(config) + layers * _attention(config) + routed + _others(config, layers)
    yield "parameters", total / BILLION
    if experts:
        each = config["num_experts_per_tok"]
        yield "active_parameters", (total - routed * (1 - each / experts)) / BILLION
        yield "experts", experts
        yield "experts_per_token", each


def _first(config: Config, *names: str) -> int:
    """The first of some names that the file has; they mean the same in files of different makers."""
    found = next((name for name in names if config.get(name) is not None), names[0])
    number: int = config[found]
    return number


def _kv_heads(config: Config) -> int:
    return _first(config, "num_key_value_heads", "multi_query_group_num", "num_attention_heads")


def _head_dim(config: Config) -> int:
    if config.get("head_dim") or config.get("kv_channels"):
        return _first(config, "head_dim", "kv_channels")
    size: int = config["hidden_size"] // config["num_attention_heads"]
    return size


def _window(config: Config, layers: int) -> tuple[int, int]:
    """How many tokens a layer with a window keeps, and how many layers have one."""
    window = config.get("sliding_window") or config.get("attention_chunk_size") or 0
    if config.get("use_sliding_window") is False:
        return 0, 0
    if kinds := config.get("layer_types"):
        return window, sum(kind != FULL for kind in kinds)
    # Every so many layers one attends to everything.
    period = config.get("sliding_window_pattern") or config.get("no_rope_layer_interval")
    if config.get("attention_chunk_size"):
        period = period or 4
    return window, layers - layers // period if period else layers


def _experts(config: Config) -> int:
    named = ("n_routed_experts", "num_local_experts", "num_experts")
    return next((config[name] for name in named if config.get(name)), 0)


def _expert_size(config: Config) -> int:
    return _first(config, "moe_intermediate_size", "intermediate_size", "ffn_hidden_size")


def _expert_layers(config: Config, layers: int) -> int:
    if not _experts(config):
        return 0
    step = config.get("interleave_moe_layer_step") or 1
    return (layers - (config.get("first_k_dense_replace") or 0)) // step


def _matrices(config: Config, size: int) -> int:
    return GATED * _hidden(config) * size


def _others(config: Config, layers: int) -> int:
    """The feed-forward blocks that every token passes: those without experts, shared experts, and the routers."""
    experts, with_experts = _experts(config), _expert_layers(config, layers)
    size = _first(config, "intermediate_size_mlp", "intermediate_size", "ffn_hidden_size")
    shared = (config.get("n_shared_experts") or 0) * _expert_size(config)
    shared = config.get("shared_expert_intermediate_size") or shared
    # Llama 4 has a shared expert that its file does not name.
    shared = shared or ("intermediate_size_mlp" in config) * _expert_size(config)
    dense = (layers - with_experts) * _matrices(config, size)
    return dense + with_experts * (_matrices(config, shared) + _hidden(config) * experts)


def _embedding(config: Config) -> int:
    tables = 1 if config.get("tie_word_embeddings") else 2
    return tables * _first(config, "vocab_size", "padded_vocab_size") * _hidden(config)


def _hidden(config: Config) -> int:
    return _first(config, "hidden_size")


def _attention(config: Config) -> int:
    """The matrices of one layer's attention."""
    hidden, heads = _hidden(config), config["num_attention_heads"]
    if not config.get("kv_lora_rank"):
        return int(2 * hidden * _head_dim(config) * (heads + _kv_heads(config)))
    rank, rope = config["kv_lora_rank"], config["qk_rope_head_dim"]
    nope, value = config["qk_nope_head_dim"], config["v_head_dim"]
    query = heads * (nope + rope)
    asked = config.get("q_lora_rank")
    queries = asked * (hidden + query) if asked else hidden * query
    keys = hidden * (rank + rope) + rank * heads * (nope + value)
    return int(queries + keys + heads * value * hidden)


CONFIG = Plain(lambda name: ModelConfig(*read_beside(name, CODE)))
