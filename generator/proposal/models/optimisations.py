"""The models of what lowers the cost: where it starts, a semantic cache, batches, and rules that route requests."""

from __future__ import annotations

from typing import Annotated, Any

from generator.figures.figure import Figure
from generator.proposal.catalogue_names import CatalogueName
from generator.proposal.context import Facts
from generator.proposal.entries import bring_entry
from generator.proposal.fields import TRUTH, Quantity
from generator.proposal.models.parts import Text
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.observed import Observed
from generator.proposal.section import Section

Monthly = Annotated[Figure, Quantity("money/month", minimum=0)]
RequestPrice = Annotated[Figure, Quantity("money/request", minimum=0)]


class Precision(Section):
    """How exactly weights are kept; the name of a quantisation will do.

    name: of the quantisation, in the catalogue. bits_per_weight: what the name stands for.
    """

    name: Annotated[str, CatalogueName("quantisation")]
    bits_per_weight: Annotated[Figure, Quantity("bit", above=0, brought_by="name")]

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The name of the quantisation."""
        precision = MappingNode(name.place, name.mark)
        precision["name"] = Scalar(name, name.path / "name", name.mark, name.plain)
        return precision

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """The quantisation brings its bits; stated ones win."""
        units = {"bits_per_weight": "bit"}
        bring_entry(values, node, facts, "quantisation", values.get("name"), units)


class SemanticCache(Section):
    """A cache that answers requests which mean what was asked before.

    hit_rate: the share of requests that it answers; `from: usage_log` takes the floor that a log tells. storage,
    infrastructure: what it costs a month. cost_per_request: what a request costs without it, for the return on the
    cache alone; of a hybrid option, what its requests cost in the cloud on average.
    """

    hit_rate: Annotated[Figure, Observed("ratio", minimum=0, maximum=1)]
    storage: Monthly
    infrastructure: Monthly
    cost_per_request: RequestPrice | None = None


class Batching(Section):
    """Requests that arrive shortly after one another share a call.

    window: how long a request waits for others. largest_batch: requests in one call. overhead: the seconds that a call
    takes besides the writing of its answers; it is these that are shared.
    """

    window: Annotated[
        Figure, Quantity("second", minimum=0, maximum=3600, default="batching.window")
    ]
    largest_batch: Annotated[Figure, Quantity("count", minimum=1, default="batching.largest_batch")]
    overhead: Annotated[Figure, Quantity("second", minimum=0, maximum=3600)]


class Routing(Section):
    """Rules that choose the smallest tier that serves a request well, and its price for comparing the tiers.

    In this order: urgent and long answers go to the cloud; short answers to simple requests to the simple tier; then
    the standard and the complex tier take answers up to their length; the rest goes to the cloud. They give a hybrid
    option its `local_share` where it states none.

    urgent_tokens: urgent answers longer than this go to the cloud. simple_tokens, standard_tokens, complex_tokens: the
    longest answer of the tier. simple_price, standard_price, complex_price: a reference price of a request to the tier.
    cloud_price: of a request to the cloud; without it, what the cloud option charges.
    """

    urgent_tokens: Annotated[Figure, Quantity("token", minimum=0, default="routing.urgent_tokens")]
    simple_tokens: Annotated[Figure, Quantity("token", minimum=0, default="routing.simple_tokens")]
    standard_tokens: Annotated[
        Figure, Quantity("token", minimum=0, default="routing.standard_tokens")
    ]
    complex_tokens: Annotated[
        Figure, Quantity("token", minimum=0, default="routing.complex_tokens")
    ]
    simple_price: Annotated[
        Figure | None, Quantity("money/request", minimum=0, default="routing.simple_price")
    ] = None
    standard_price: Annotated[
        Figure | None, Quantity("money/request", minimum=0, default="routing.standard_price")
    ] = None
    complex_price: Annotated[
        Figure | None, Quantity("money/request", minimum=0, default="routing.complex_price")
    ] = None
    cloud_price: RequestPrice | None = None


class Optimisations(Section):
    """What lowers the cost of an option, one step after the other over the same load.

    From the option without them, all requests on its own model, by models that fit the tasks, a cache, batches and
    routing, down to the cost of the option.

    option: the id of the hybrid or own option that the steps end at; without one, the only hybrid option, else the
    chosen one. baseline: starts instead from everything on the largest of `workload.models`, whose weights it keeps
    so exactly, such as FP16; that models keep theirs as the option's own `serving` says is then a step as well.
    from_today: `true` where the bill of doing nothing stands before all that, and leaving it is the first step.
    cache: answers what was asked before. batching: requests share calls. routing: which requests go where.
    """

    option: Text | None = None
    baseline: Precision | None = None
    from_today: Annotated[bool, TRUTH] = False
    cache: SemanticCache | None = None
    batching: Batching | None = None
    routing: Routing | None = None
