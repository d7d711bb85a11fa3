"""The models of the load: how many requests of what size, what machine serves them, and how the load is lowered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.figures.figure import Figure
from generator.proposal.fields import CatalogueName, Quantity
from generator.proposal.section import Section

Share = Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)]
Tokens = Annotated[Figure, Quantity("token", minimum=0)]
Requests = Annotated[Figure, Quantity("request/month", above=0)]
Scale = Annotated[Figure, Quantity("request/month", above=0)]


class Workload(Section):
    """The load of a month in the first year, and how it grows.

    cached_share: input tokens that the provider serves from its cache. batch_share: requests that can wait for the
    provider's batch rate. retries: requests sent again. peak_factor: busiest hour over the average hour.
    scales: monthly volumes to tabulate the options at.
    """

    monthly_requests: Requests
    growth: Annotated[Figure, Quantity("ratio", minimum=-0.9, maximum=10, default="workload.growth")]
    input_tokens: Annotated[Figure, Quantity("token", minimum=0, default="workload.input_tokens")]
    output_tokens: Annotated[Figure, Quantity("token", minimum=0, default="workload.output_tokens")]
    cached_share: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="workload.cached_share")
    ]
    batch_share: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="workload.batch_share")
    ]
    retries: Annotated[Figure, Quantity("ratio", minimum=0, maximum=10, default="workload.retries")]
    peak_factor: Annotated[
        Figure, Quantity("factor", minimum=1, maximum=100, default="workload.peak_factor")
    ]
    scales: list[Scale] = Field(default_factory=list)
    mix: dict[str, Share] = Field(default_factory=dict)


class Serving(Section):
    """What an option of one's own serves the load with: a model on a number of units, each with its cards."""

    model: Annotated[str, CatalogueName("model")]
    quantisation: Annotated[str, CatalogueName("quantisation")] = "Q4_K_M"
    gpu: Annotated[str, CatalogueName("gpu")]
    units: Annotated[Figure, Quantity("count", above=0, default="serving.units")]
    gpus_per_unit: Annotated[Figure, Quantity("count", above=0, default="serving.gpus_per_unit")]
    context: Annotated[Figure, Quantity("token", above=0, default="serving.context")]
    concurrency: Annotated[Figure, Quantity("count", above=0, default="serving.concurrency")]
    tokens_per_second: Annotated[Figure, Quantity("token/second", above=0)] | None = None
