"""The model of a catalogue file of the user's own, which stands beside the inputs that use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.models.parts import Date, Text
from generator.proposal.models.serving import cache_faults
from generator.proposal.nodes import MappingNode
from generator.proposal.problems import Problem
from generator.proposal.section import Section

Count = Annotated[Figure, Quantity("count", above=0)]


class Entry(Section):
    """What every entry may say of itself.

    date: the day of its numbers. source: where they come from.
    """

    date: Date | None = None
    source: Text | None = None


class Part(Section):
    """A part of a machine and its price, in the currency of the inputs.

    item: what it is. price: what it costs.
    """

    item: Text
    price: Annotated[Figure, Quantity("money", minimum=0)]


class Machine(Entry):
    """A machine as a bill of material; its price is the sum of its parts.

    date: the day of its prices. source: where they come from. parts: what it is made of, one at least. life_years: the
    service life over which it is written off.
    """

    parts: list[Part] = Field(min_length=1)
    life_years: Annotated[Figure, Quantity("year", above=0, maximum=30)] | None = None


class Card(Entry):
    """A graphics card.

    date: the day of its numbers. source: where they come from. tdp: what it draws at full load. memory_gb: its memory.
    bandwidth: of that memory. fp16_tflops, fp8_tflops: dense FLOPs of 16 and of 8 bits.
    """

    tdp: Annotated[Figure, Quantity("W", above=0)]
    memory_gb: Annotated[Figure, Quantity("GB", above=0)] | None = None
    bandwidth: Annotated[Figure, Quantity("GB/second", above=0)] | None = None
    fp16_tflops: Annotated[Figure, Quantity("TFLOPS", above=0)] | None = None
    fp8_tflops: Annotated[Figure, Quantity("TFLOPS", above=0)] | None = None


class OpenModel(Entry):
    """A model that one's own machines run.

    date: the day of its numbers. source: where they come from. parameters: of the model. active_parameters: of a
    mixture of experts, what a token passes. experts, experts_per_token: of such a mixture. layers, kv_heads, head_dim:
    of the model; they give the size of its key-value cache. latent_size: how many numbers a layer keeps of a token,
    where they are compressed (MLA). window: how many tokens a layer with a sliding window keeps. window_layers: how
    many layers have one. kv_bytes_per_token: what all layers keep of a token; it stands in the place of all these.
    model_speed: of one stream on an RTX 4090 with Q4_K_M.
    """

    parameters: Annotated[Figure, Quantity("billion", above=0)]
    active_parameters: Annotated[Figure, Quantity("billion", above=0)] | None = None
    experts: Count | None = None
    experts_per_token: Count | None = None
    layers: Count | None = None
    kv_heads: Count | None = None
    head_dim: Count | None = None
    latent_size: Count | None = None
    window: Annotated[Figure, Quantity("token", above=0)] | None = None
    window_layers: Count | None = None
    kv_bytes_per_token: Annotated[Figure, Quantity("byte", above=0)] | None = None
    model_speed: Annotated[Figure, Quantity("token/second", above=0)] | None = None

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way says what a token takes of the cache, and says it whole."""
        yield from cache_faults(values, node)


class OwnCatalogue(Section):
    """Machines, cards and models of your own, by name; they win over ours of the same name.

    hardware: machines. gpus: graphics cards. models: models that machines of your own run.
    """

    hardware: dict[str, Machine] = Field(default_factory=dict)
    gpus: dict[str, Card] = Field(default_factory=dict)
    models: dict[str, OpenModel] = Field(default_factory=dict)
