"""The models of the load: how many requests of what kind and size, and which models serve them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from generator.figures.figure import Figure
from generator.proposal.catalogue_names import CatalogueName
from generator.proposal.context import Facts, problem
from generator.proposal.entries import bring_entry, fill_list, fill_names
from generator.proposal.fields import TEXT, Quantity, counted
from generator.proposal.models.serving import QUANTISATION, ServedModel
from generator.proposal.nodes import MappingNode, Place, Scalar
from generator.proposal.section import Section, always

# What a request counts as that nobody has classified.
UNKNOWN_COMPLEXITY = 2
# Shares are a whole when they differ from 100% by less than anybody would write.
SMALLEST_SHARE = 1e-6

Share = Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)]
Tokens = Annotated[Figure, Quantity("token", minimum=0)]
Requests = Annotated[Figure, Quantity("request/month", above=0)]
SCALE = Quantity("request/month", above=0)
Scale = Annotated[Figure, SCALE]
CUSTOMARY_SCALES = 3


class RequestKind(Section):
    """A kind of request; its share will do.

    The names of common tasks say how complex they are. Any other counts as of complexity 2, and the document says so.

    task: its name in the document; without one, its name in the mix. share: of all requests. complexity: from 1, for
    what takes little thought, to 4. output_tokens: of an average answer; without them, the workload's. urgent: the
    share of its requests that cannot wait. quantisation: which loses nothing that matters here. bits_per_weight: of it.
    """

    task: Annotated[str, TEXT] = ""
    share: Share
    complexity: Annotated[int, counted(1, 4)] | None = None
    output_tokens: Tokens | None = None
    urgent: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="request_kind.urgent")
    ]
    quantisation: Annotated[str, CatalogueName("quantisation")] = QUANTISATION
    bits_per_weight: Annotated[Figure, Quantity("bit", above=0, brought_by="quantisation")]

    @property
    def level(self) -> int:
        """Its complexity, also where that is not known."""
        return UNKNOWN_COMPLEXITY if self.complexity is None else self.complexity

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The share alone."""
        kind = MappingNode(name.place, name.mark)
        kind["share"] = Scalar(name, name.path / "share", name.mark, name.plain)
        return kind

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """A common task brings its complexity and its quantisation; stated ones win."""

        def put(field: str, text: str) -> None:
            values.setdefault(field, Scalar(text, node.path / field, node.mark))

        name = str(node.place.name) if isinstance(node.place, Place) else node.path
        known = facts.kind_of_request(name)
        put("task", name)
        if known is not None:
            put("complexity", str(known[0]))
        put("quantisation", QUANTISATION if known is None else known[1])
        brought = {"bits_per_weight": "bit"}
        bring_entry(values, node, facts, "quantisation", values["quantisation"], brought)


class TaskModels(Section):
    """The model that requests of each complexity are given, and the largest, which needs no choice.

    simple, general, demanding, hardest: for requests of complexity 1, 2, 3 and 4. largest: what the others are compared
    with.
    """

    simple: ServedModel = always()
    general: ServedModel = always()
    demanding: ServedModel = always()
    hardest: ServedModel = always()
    largest: ServedModel = always()

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Models of one family."""
        fill_names(values, node, "model", facts.models_by_complexity())

    def for_complexity(self, complexity: int) -> ServedModel:
        """The model for requests of a complexity from 1 to 4."""
        return (self.simple, self.general, self.demanding, self.hardest)[complexity - 1]


class Workload(Section):
    """The load of a month in the first year, and how it grows.

    monthly_requests: in the first year. growth: of the requests, a year. input_tokens, output_tokens: of an average
    request. cached_share: input tokens that the provider serves from its cache. batch_share: requests that can wait for
    the provider's batch rate. retries: requests sent again. peak_factor: busiest hour over the average hour.
    scales: monthly volumes to tabulate the options at; without any, three customary ones. mix: what kinds of request
    there are, by their names; their shares add up to 100%. models: which models serve them.
    """

    monthly_requests: Requests
    growth: Annotated[
        Figure, Quantity("ratio", minimum=-0.9, maximum=10, default="workload.growth")
    ]
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
    mix: dict[str, RequestKind] = Field(default_factory=dict)
    models: TaskModels = always()

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """The customary volumes."""
        fill_list(values, node, facts, "scales", SCALE, CUSTOMARY_SCALES)

    @model_validator(mode="after")
    def _shares_are_a_whole(self) -> Workload:
        total = sum(kind.share.value for kind in self.mix.values())
        if self.mix and abs(total - 1) > SMALLEST_SHARE:
            message = f"the shares of the mix add up to {total * 100:.10g}%"
            fix = "make it 100%; one more kind of request may stand for the rest"
            raise problem("E021", message, fix, field="mix")
        return self
