"""The model of a catalogue file of the user's own, which stands beside the inputs that use it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.models.parts import Date, Text
from generator.proposal.section import Section

Count = Annotated[Figure, Quantity("count", above=0)]


class Entry(Section):
    """What every entry may say of itself: where its numbers come from, and of which day they are."""

    date: Date | None = None
    source: Text | None = None


class Part(Section):
    """A part of a machine and its price, in the currency of the inputs."""

    item: Text
    price: Annotated[Figure, Quantity("money", minimum=0)]


class Machine(Entry):
    """A machine as a bill of material; its price is the sum of its parts."""

    parts: list[Part] = Field(min_length=1)
    life_years: Annotated[Figure, Quantity("year", above=0, maximum=30)] | None = None


class Card(Entry):
    """A graphics card: board power, memory, memory bandwidth."""

    tdp: Annotated[Figure, Quantity("W", above=0)]
    memory_gb: Annotated[Figure, Quantity("GB", above=0)] | None = None
    bandwidth: Annotated[Figure, Quantity("GB/second", above=0)] | None = None


class OpenModel(Entry):
    """A model that one's own machines run. model_speed: of one stream on an RTX 4090 with Q4_K_M."""

    parameters: Annotated[Figure, Quantity("billion", above=0)]
    layers: Count
    kv_heads: Count
    head_dim: Count
    model_speed: Annotated[Figure, Quantity("token/second", above=0)] | None = None


class OwnCatalogue(Section):
    """Entries by name; they win over ours of the same name."""

    hardware: dict[str, Machine] = Field(default_factory=dict)
    gpus: dict[str, Card] = Field(default_factory=dict)
    models: dict[str, OpenModel] = Field(default_factory=dict)
