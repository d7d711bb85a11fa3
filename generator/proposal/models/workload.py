"""The models of the load: how many requests of what kind and size, and which models serve them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from generator.figures.figure import Figure, figure
from generator.proposal.catalogue_names import CatalogueName
from generator.proposal.context import Facts, problem
from generator.proposal.entries import bring_entry, fill_list, fill_names
from generator.proposal.fields import TEXT, Quantity, counted
from generator.proposal.models.growth import REQUESTS, LoadGrowth
from generator.proposal.models.serving import QUANTISATION, ServedModel
from generator.proposal.nodes import MappingNode, Place, Scalar
from generator.proposal.observed import Observed
from generator.proposal.problems import Problem
from generator.proposal.section import Section, always
from generator.wording.saying import said

# What a request counts as that nobody has classified.
UNKNOWN_COMPLEXITY = 2
# Shares are a whole when they differ from 100% by less than anybody would write.
SMALLEST_SHARE = 1e-6

Share = Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)]
Tokens = Annotated[Figure, Quantity("token", minimum=0)]
Scale = Annotated[Figure, REQUESTS]
CUSTOMARY_SCALES = 3


class RequestKind(Section):
    """A kind of request; its share will do.

    The names of common tasks say how complex they are. Any other counts as of complexity 2, and the document says so.

    task: its name in the document; without one, its name in the mix. share: of all requests. complexity: from 1, for
    what takes little thought, to 4. output_tokens: of an average answer; without them, the workload's. urgent: the
    share of its requests that cannot wait. quantisation: which loses nothing that matters here. alternative: the next
    best one. bits_per_weight: of the first.
    """

    task: Annotated[str, TEXT] = ""
    share: Annotated[Figure, Quantity("ratio", minimum=0, maximum=1, together=True)]
    complexity: Annotated[int, counted(1, 4)] | None = None
    output_tokens: Tokens | None = None
    urgent: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="request_kind.urgent")
    ]
    quantisation: Annotated[str, CatalogueName("quantisation")] = QUANTISATION
    alternative: Annotated[str, CatalogueName("quantisation")] | None = None
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
            if known[2] and "quantisation" not in values:
                put("alternative", known[2])
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

    `monthly_requests` or `monthly_tokens` is needed, unless `growth` states the requests of each year.

    monthly_requests: in the first year; in its first month, where they grow by the month. monthly_tokens: the same as
    tokens, read and written, from which the requests follow. growth: of the requests, a
    year; or by the month, or as stated for each year. input_tokens, output_tokens: of an average request.
    cached_share: input tokens that the provider serves from its cache. batch_share: requests that can wait: for the
    provider's batch rate, or, on machines, until the busiest hour is over. retries: requests sent again. peak_factor:
    busiest hour over the average hour, of those that cannot wait. scales: monthly volumes to tabulate the options at;
    without any, three customary ones. mix: what kinds of request there are, by their names; their shares add up to
    100%. models: which models serve them.

    With `evidence.usage_log` a field may say `from: usage_log`: `input_tokens: {from: usage_log}`. So may `mix`, and
    `growth: {monthly: {from: usage_log}}`. A `value` beside it counts, and is compared with the log.
    """

    monthly_requests: Annotated[Figure, Observed("request/month", above=0)] | None = None
    monthly_tokens: Annotated[Figure, Quantity("token/month", above=0)] | None = None
    growth: LoadGrowth = always()
    input_tokens: Annotated[Figure, Observed("token", minimum=0, default="workload.input_tokens")]
    output_tokens: Annotated[Figure, Observed("token", minimum=0, default="workload.output_tokens")]
    cached_share: Annotated[
        Figure, Observed("ratio", minimum=0, maximum=1, default="workload.cached_share")
    ]
    batch_share: Annotated[
        Figure, Observed("ratio", minimum=0, maximum=1, default="workload.batch_share")
    ]
    retries: Annotated[Figure, Observed("ratio", minimum=0, maximum=10, default="workload.retries")]
    peak_factor: Annotated[
        Figure, Observed("factor", minimum=1, maximum=100, default="workload.peak_factor")
    ]
    scales: list[Scale] = Field(default_factory=list)
    mix: dict[str, RequestKind] = Field(default_factory=dict)
    models: TaskModels = always()

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """The customary volumes."""
        fill_list(values, node, facts, "scales", REQUESTS, CUSTOMARY_SCALES)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One place says how many requests there are at the beginning."""
        growth = values.get("growth")
        by_year = isinstance(growth, MappingNode) and "by_year" in growth
        given = [name for name in ("monthly_requests", "monthly_tokens") if name in values]
        if not given and not by_year:
            message = said("required field 'monthly_requests' is missing")
            yield Problem("E012", node.mark, message, said("add monthly_requests: …"))
        elif given and by_year:
            mark = node.key_marks.get(given[0], node.mark)
            message = said(
                "{given} and growth.by_year are given together, but only one can count",
                given=given[0],
            )
            fix = said(
                "delete {given}: workload.growth.by_year.0 states the first year, and "
                "workload.growth.times multiplies all years",
                given=given[0],
            )
            yield Problem("E016", mark, message, fix)
        elif len(given) > 1:
            mark = node.key_marks.get(given[1], node.mark)
            message = said(
                "{given} and {other} are given together, but only one can count",
                given=given[0],
                other=given[1],
            )
            yield Problem(
                "E016", mark, message, said("keep one of {given}", given=", ".join(given))
            )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The mix may come from the usage log."""
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        logged = {
            "type": "object",
            "properties": {"from": {"const": "usage_log"}},
            "required": ["from"],
            "additionalProperties": False,
        }
        schema["properties"]["mix"] = {"anyOf": [schema["properties"]["mix"], logged]}
        return schema

    @cached_property
    def volume(self) -> Figure:
        """Requests a month at the beginning: as stated, else from the tokens, else those of the first year."""
        if self.monthly_requests is not None:
            return self.monthly_requests
        if self.monthly_tokens is not None:
            requests = self.monthly_tokens / (self.input_tokens + self.output_tokens)
        else:
            assert self.growth.times is not None
            requests = self.growth.by_year[0] * self.growth.times
        return figure(self.path / "monthly_requests", "request/month", requests)

    def misfits(self) -> Iterator[PydanticCustomError]:
        """Requests have some size, and the shares of their kinds are a whole."""
        yield from super().misfits()
        if (
            self.monthly_tokens is not None
            and not self.input_tokens.value + self.output_tokens.value
        ):
            message = said("requests of no tokens make no tokens a month")
            yield problem(
                "E011", message, said("state input_tokens or output_tokens"), field="monthly_tokens"
            )
        total = sum(kind.share.value for kind in self.mix.values())
        if self.mix and abs(total - 1) > SMALLEST_SHARE:
            message = said("the shares of the mix add up to {total:.10g}%", total=total * 100)
            fix = said("make it 100%; one more kind of request may stand for the rest")
            yield problem("E021", message, fix, field="mix")
