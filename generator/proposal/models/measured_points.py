"""The models of a measured speed: a number that benchmarks may tell, and the points of a benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.section import Section

# What tells the points of a field apart from others of the same benchmarks.
CHOOSING = ("model", "gpu", "input_tokens", "output_tokens")


@dataclass(frozen=True)
class Benchmarked(Quantity):
    """A speed that benchmarks may tell: `from: benchmarks`, which is read before."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Any:
        written = super().__get_pydantic_json_schema__(schema, handler)
        mapping = written["anyOf"][-1]
        texts = {name: {"type": ["string", "number"]} for name in CHOOSING}
        mapping["properties"] |= {"from": {"const": "benchmarks"}, **texts}
        del mapping["required"]
        mapping["anyOf"] = [{"required": ["value"]}, {"required": ["from"]}]
        return written


Speed = Annotated[Figure, Quantity("token/second", above=0, decided=True)]
Tokens = Annotated[Figure, Quantity("token", minimum=0, decided=True)]
Seconds = Annotated[Figure, Quantity("second", minimum=0, decided=True)]


class MeasuredPoint(Section):
    """How fast a copy of the model was, with some requests at a time: reading and writing together.

    concurrency: requests that ran at a time. tokens_per_second: written for all of them together. input_tokens,
    output_tokens: read and written for a request. first_token: seconds until an answer began, on average.
    first_token_high: of 99 in 100 requests at most. latency: seconds of a whole request, on average. latency_high: of
    99 in 100 requests at most.
    """

    concurrency: Annotated[Figure, Quantity("count", above=0, decided=True)]
    tokens_per_second: Speed
    input_tokens: Tokens | None = None
    output_tokens: Tokens | None = None
    first_token: Seconds | None = None
    first_token_high: Seconds | None = None
    latency: Seconds | None = None
    latency_high: Seconds | None = None
