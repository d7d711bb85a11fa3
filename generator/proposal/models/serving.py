"""The models of what serves requests on machines of one's own: a language model, its quantisation and its cards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Annotated, Any, Literal, get_args

from pydantic import Field
from pydantic_core import PydanticCustomError

from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.proposal.catalogue_names import CatalogueName, stated_outright
from generator.proposal.context import Facts, problem
from generator.proposal.entries import bring_config, bring_entry, config_problem
from generator.proposal.fields import Quantity, one_of
from generator.proposal.model_config import CONFIG, ModelConfig
from generator.proposal.models.measured_points import Benchmarked, MeasuredPoint
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.problems import Problem
from generator.proposal.section import Section
from generator.wording.saying import all_of, said

QUANTISATION = "Q4_K_M"
# What a model's name or its config.json brings, and in which unit.
MODEL_UNITS = {
    "parameters": "billion",
    "active_parameters": "billion",
    "experts": "count",
    "experts_per_token": "count",
    "layers": "count",
    "kv_heads": "count",
    "head_dim": "count",
    "latent_size": "count",
    "window": "token",
    "window_layers": "count",
    "kv_bytes_per_token": "byte",
    "model_speed": "token/second",
}
QUANTISATION_UNITS = {"bits_per_weight": "bit"}
CARD_UNITS = {
    "memory_gb": "GB",
    "bandwidth": "GB/second",
    "fp16_tflops": "TFLOPS",
    "fp8_tflops": "TFLOPS",
}
EXPERTS = {"active_parameters", "experts", "experts_per_token"}
Engine = Literal["ollama", "vllm", "sglang", "stated"]
# Engines that split each layer over all cards of a unit, whose speed then adds up.
SPLITTING = ("vllm", "sglang", "stated")
# Engines that let requests wait while their memory is full; the others set memory aside for as many as stated.
LETTING_WAIT = ("vllm", "sglang")
WAITING_CONCURRENCY = "serving.waiting_concurrency"
# What says all of the key-value cache, and what says parts of it; and what is enough.
WHOLE = "kv_bytes_per_token"
PARTS = {"latent_size", "kv_heads", "head_dim", "window", "window_layers"}
ENOUGH = ({"kv_bytes_per_token"}, {"layers", "latent_size"}, {"layers", "kv_heads", "head_dim"})
MODEL_NUMBERS = ("parameters", "layers", "kv_heads", "head_dim")
CACHE_FIX = said(
    "give layers, kv_heads and head_dim, or layers and latent_size, or kv_bytes_per_token"
)

Brought = Annotated[Figure, Quantity("count", above=0, brought_by="model", whole=True)]
Rate = Annotated[Figure, Quantity("token/second", above=0)]
Timed = Annotated[Figure, Benchmarked("token/second", above=0)]
Flops = Annotated[Figure, Quantity("TFLOPS", above=0, brought_by="gpu")]
Reached = partial(Quantity, "ratio", above=0, maximum=1)
Quality = Literal["basic", "fair", "good", "very_good", "excellent", "expert", "frontier"]
ModelSpeed = Annotated[Figure, Quantity("token/second", above=0, brought_by="model")]


class Weights(Section):
    """A language model whose weights one has.

    A name of the catalogue brings all of this; a model that it does not have is stated by its parameters and by what
    its key-value cache follows from: layers, heads and their size, or layers and the size of a latent cache (MLA), or
    the bytes that a token takes.

    parameters: of the model. layers, kv_heads, head_dim: of the model; they give the size of its key-value cache.
    latent_size: how many numbers a layer keeps of a token, where they are compressed (MLA). window: how many tokens a
    layer with a sliding window keeps. window_layers: how many layers have one. kv_bytes_per_token: what all layers keep
    of a token; it stands in the place of all these.
    """

    parameters: Annotated[Figure, Quantity("billion", above=0, brought_by="model")]
    layers: Brought | None = None
    kv_heads: Brought | None = None
    head_dim: Brought | None = None
    latent_size: Brought | None = None
    window: Annotated[Figure, Quantity("token", above=0, brought_by="model")] | None = None
    window_layers: Brought | None = None
    kv_bytes_per_token: Annotated[Figure, Quantity("byte", above=0, brought_by="model")] | None = (
        None
    )

    @classmethod
    def bring_model(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """What the model's name stands for; a name that the catalogue lacks needs the numbers beside it."""
        told = "parameters" in values and _is_whole(values)
        stated_outright(values, facts, "model", told)
        bring_entry(values, node, facts, "model", values.get("model"), cls.units_to_bring(values))

    @classmethod
    def units_to_bring(cls, values: Mapping[str, Any]) -> dict[str, str]:
        """The fields of a model that its name may bring; none of another way to say what is stated of its cache."""
        known = cls.model_fields.keys() - said_again(values)
        return {name: unit for name, unit in MODEL_UNITS.items() if name in known}

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way says what a token takes of the cache, and says it whole."""
        yield from cache_faults(values, node)

    def misfits(self) -> Iterator[PydanticCustomError]:
        """Layers with a window are some of all."""
        yield from super().misfits()
        if self.layers is None or self.window_layers is None:
            return
        if self.window_layers.value > self.layers.value:
            message = said("the model has {layers:g} layers in all", layers=self.layers.value)
            fix = said("it must be at most {limit}", limit=f"{self.layers.value:g}")
            yield problem("E011", message, fix, field="window_layers")


def said_again(given: Collection[str]) -> set[str]:
    """What would say in another way what is given of the cache."""
    if WHOLE in given:
        return PARTS
    if "latent_size" in given:
        return {WHOLE, "kv_heads", "head_dim"}
    return {WHOLE, "latent_size"} if {"kv_heads", "head_dim"} & set(given) else set()


def _is_whole(values: Mapping[str, Any]) -> bool:
    """Whether what a token takes of the cache is told."""
    return any(values.keys() >= each for each in ENOUGH)


def cache_faults(values: Mapping[str, Any], node: MappingNode) -> Iterator[Problem]:
    """What is wrong with what is said of a model's key-value cache: too much, too little, half a window."""
    again = sorted(said_again(node) & node.keys())
    if again:
        mark = node.key_marks.get(again[0], node.mark)
        message = said("{again} says again what is said of the key-value cache", again=again[0])
        yield Problem("E016", mark, message, CACHE_FIX)
    elif "parameters" in values and not _is_whole(values):
        message = said("nothing says what a token takes of the key-value cache")
        yield Problem("E012", node.mark, message, CACHE_FIX)
    elif ("window" in values) != ("window_layers" in values):
        message = said("window and window_layers belong together")
        yield Problem("E012", node.mark, message, said("add window: … and window_layers: …"))


class ServedModel(Weights):
    """A model that machines of one's own can serve; its name will do.

    model: its name in the catalogue. parameters: of the model. layers, kv_heads, head_dim: of the model; they give the
    size of its key-value cache. latent_size: how many numbers a layer keeps of a token, where they are compressed
    (MLA). window: how many tokens a layer with a sliding window keeps. window_layers: how many layers have one.
    kv_bytes_per_token: what all layers keep of a token; it stands in the place of all these. model_speed: on the card
    that all models were measured on. quality: how good its answers are.
    """

    model: Annotated[str, CatalogueName("model", MODEL_NUMBERS)]
    model_speed: ModelSpeed
    quality: Annotated[Quality, one_of(*get_args(Quality))] | None = None

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The name of the model."""
        served = MappingNode(name.place, name.mark)
        served["model"] = Scalar(name, name.path / "model", name.mark, name.plain)
        return served

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """The model brings its numbers and its quality; stated ones win."""
        name = values.get("model")
        if isinstance(name, Scalar) and (quality := facts.quality(name)) is not None:
            values.setdefault("quality", Scalar(quality, node.path / "quality", node.mark))
        cls.bring_model(values, node, facts)


class Serving(Weights):
    """What an option of one's own serves the load with: a model on a number of units, each with its cards.

    What the names of model, quantisation and card stand for may be stated as well; a model or a card that the catalogue
    lacks is any name with its numbers beside it. A speed that was not measured is estimated by the roofline.

    With `evidence.benchmarks` the speed may say `from: benchmarks`, with the `model`, `gpu`, `input_tokens` and
    `output_tokens` of the points that are meant, where there are others. A `value` beside it counts, and is compared.

    model, quantisation, gpu: a name in the catalogue. config: the config.json of the model, a file beside the input; it
    brings what the model's name would. engine: which program serves. vllm and sglang split a model over all cards of a
    unit, so that their speed adds up, and let requests wait that find no room; with ollama cards add memory, not speed,
    for its layers run one after another; stated: as the first, for as many requests as stated. units: machines that
    share the load; those of a rented option are its `count`. gpus_per_unit: cards of a unit. replicas_per_unit: copies
    of the model on a unit, each on its share of the cards and for its own requests; all cards hold one together without
    it. context: tokens kept for each of `concurrency` requests. concurrency: requests that a copy serves at once; with
    vllm and sglang at most, as far as there is room. tokens_per_second: of a whole unit, as measured; else estimated.
    prefill_tokens_per_second: how fast a whole unit reads prompts, as measured; else estimated where writing is.
    measured: the points of a benchmark, with more requests at a time from one to the next; the speed lies between them.
    least_speed: tokens a second that each request must get; fewer then run at a time. longest_wait: seconds until an
    answer begins, at most. parameters: of the model. active_parameters: of a mixture of experts, what a token passes.
    experts, experts_per_token: of such a mixture, in a layer. layers, kv_heads, head_dim: of the model; they give the
    size of its key-value cache. latent_size: how many numbers a layer keeps of a token, where they are compressed
    (MLA). window: how many tokens a layer with a sliding window keeps. window_layers: how many layers have one.
    kv_bytes_per_token: what all layers keep of a token; it stands in the place of all these. bits_per_weight: of the
    quantisation. cache_bytes: of one number in that cache. memory_overhead: on top of weights and cache. memory_gb: of
    one card. bandwidth: of its memory. fp16_tflops, fp8_tflops: of one card, dense; those of 8 bits count for weights
    of 8 bits. bandwidth_share: what writing reaches of the bandwidth. bandwidth_share_low, bandwidth_share_high: at
    least and at best. compute_share: what reading reaches of the FLOPs. compute_share_low, compute_share_high: at least
    and at best. layer_overhead: microseconds that each layer costs a step where a model spans several machines.
    cards_per_machine: how many cards stand in one. model_speed: of this model on the card that all models were measured
    on, for what lowers the cost.
    """

    model: Annotated[str, CatalogueName("model", MODEL_NUMBERS)]
    config: Annotated[ModelConfig, CONFIG] | None = None
    quantisation: Annotated[str, CatalogueName("quantisation")] = QUANTISATION
    gpu: Annotated[str, CatalogueName("gpu", ("memory_gb: …", "bandwidth: …"))]
    engine: Annotated[Engine, one_of(*get_args(Engine))] = "ollama"
    units: Annotated[Figure, Quantity("count", above=0, default="serving.units", whole=True)]
    gpus_per_unit: Annotated[
        Figure, Quantity("count", above=0, default="serving.gpus_per_unit", whole=True)
    ]
    replicas_per_unit: Annotated[Figure, Quantity("count", above=0, whole=True)] | None = None
    context: Annotated[Figure, Quantity("token", above=0, default="serving.context")]
    concurrency: Annotated[Figure, Quantity("count", above=0, default="serving.concurrency")]
    tokens_per_second: Timed | None = None
    prefill_tokens_per_second: Timed | None = None
    measured: list[MeasuredPoint] = Field(default_factory=list)
    least_speed: Rate | None = None
    longest_wait: Annotated[Figure, Quantity("second", above=0)] | None = None
    active_parameters: (
        Annotated[Figure, Quantity("billion", above=0, brought_by="model")] | None
    ) = None
    experts: Brought | None = None
    experts_per_token: Brought | None = None
    bits_per_weight: Annotated[Figure, Quantity("bit", above=0, brought_by="quantisation")]
    cache_bytes: Annotated[Figure, Quantity("byte", above=0, default="serving.cache_bytes")]
    memory_overhead: Annotated[
        Figure, Quantity("ratio", minimum=0, default="serving.memory_overhead")
    ]
    memory_gb: Annotated[Figure, Quantity("GB", above=0, brought_by="gpu")]
    bandwidth: Annotated[Figure, Quantity("GB/second", above=0, brought_by="gpu")] | None = None
    fp16_tflops: Flops | None = None
    fp8_tflops: Flops | None = None
    bandwidth_share: Annotated[Figure, Reached(default="serving.bandwidth_share")]
    bandwidth_share_low: Annotated[Figure, Reached(default="serving.bandwidth_share_low")]
    bandwidth_share_high: Annotated[Figure, Reached(default="serving.bandwidth_share_high")]
    compute_share: Annotated[Figure, Reached(default="serving.compute_share")]
    compute_share_low: Annotated[Figure, Reached(default="serving.compute_share_low")]
    compute_share_high: Annotated[Figure, Reached(default="serving.compute_share_high")]
    layer_overhead: Annotated[
        Figure, Quantity("microsecond", minimum=0, default="serving.layer_overhead")
    ]
    cards_per_machine: Annotated[
        Figure, Quantity("count", above=0, default="serving.cards_per_machine", whole=True)
    ]
    model_speed: ModelSpeed | None = None

    def misfits(self) -> Iterator[PydanticCustomError]:
        """A part is no more than its whole, points stand in order, and a card serves one copy."""
        yield from super().misfits()
        yield from self._too_many_experts()
        yield from self._points_out_of_order()
        yield from self._shared_cards()

    def _too_many_experts(self) -> Iterator[PydanticCustomError]:
        for part, whole in (("active_parameters", "parameters"), ("experts_per_token", "experts")):
            less, more = getattr(self, part), getattr(self, whole)
            if less is not None and more is not None and less.value > more.value:
                message = said(
                    "{part} is {less:g}, but {whole} {more:g}",
                    part=part,
                    less=less.value,
                    whole=whole,
                    more=more.value,
                )
                yield problem(
                    "E011",
                    message,
                    said("it must be at most {limit}", limit=f"{more.value:g}"),
                    field=part,
                )

    def _points_out_of_order(self) -> Iterator[PydanticCustomError]:
        counts = [point.concurrency.value for point in self.measured]
        for place, (before, count) in enumerate(pairwise(counts), start=1):
            if count <= before:
                message = said(
                    "{count:g} requests stand behind {before:g}", count=count, before=before
                )
                fix = said("give each concurrency once, in ascending order")
                yield problem("E011", message, fix, field=f"measured.{place}.concurrency")

    def _shared_cards(self) -> Iterator[PydanticCustomError]:
        if (
            self.replicas_per_unit is None
            or not self.gpus_per_unit.value % self.replicas_per_unit.value
        ):
            return
        cards = self.gpus_per_unit.value
        message = said(
            "{replicas_per_unit:g} copies of the model share {cards:g} cards",
            replicas_per_unit=self.replicas_per_unit.value,
            cards=cards,
        )
        fix = said("make gpus_per_unit a multiple of it: a card serves one copy")
        yield problem("E011", message, fix, field="replicas_per_unit")

    @property
    def card(self) -> str:
        """Its card as documents name it; a name of the user's own stays as it is written."""
        name = self.gpu.replace("_", " ")
        return name if name != name.lower() else name.upper()

    @property
    def cards_of_model(self) -> Expression:
        """The cards that hold one copy of the model."""
        if self.replicas_per_unit is None:
            return self.gpus_per_unit
        return self.gpus_per_unit / self.replicas_per_unit

    @property
    def is_estimated(self) -> bool:
        """Whether how fast it writes was not measured."""
        return self.tokens_per_second is None and not self.measured

    @property
    def splits_layers(self) -> bool:
        """Whether the speed of a unit's cards adds up."""
        return self.engine in SPLITTING

    @property
    def lets_wait(self) -> bool:
        """Whether requests wait that find no room."""
        return self.engine in LETTING_WAIT

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Its config.json, model, quantisation, card and engine bring their numbers; stated ones win."""
        quantisation = Scalar(QUANTISATION, node.path / "quantisation", node.mark)
        values.setdefault("quantisation", quantisation)
        bring_config(values, node, values.get("config"), cls.units_to_bring(values))
        cls.bring_model(values, node, facts)
        stated_outright(values, facts, "gpu", "memory_gb" in values)
        named = values.get("quantisation"), values.get("gpu")
        bring_entry(values, node, facts, "quantisation", named[0], QUANTISATION_UNITS)
        bring_entry(values, node, facts, "gpu", named[1], CARD_UNITS)
        if values.get("engine") in LETTING_WAIT and "concurrency" not in values:
            default = facts.default(WAITING_CONCURRENCY)
            assert default is not None
            values["concurrency"] = Quantity("count").stand_in(node.path / "concurrency", *default)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """Besides, its config.json can be read, and the speed is stated, or can be estimated."""
        yield from config_problem(values.get("config"))
        yield from super().faults(values, node)
        told = EXPERTS & values.keys()
        if told and told != EXPERTS:
            message = said("active_parameters, experts and experts_per_token belong together")
            fix = all_of([f"{name}: …" for name in sorted(EXPERTS - told)])
            yield Problem("E012", node.mark, message, said("add {fix}", fix=fix))
        known = {"tokens_per_second", "bandwidth", "measured"} & values.keys()
        if {"model", "gpu"} <= values.keys() and not known:
            message = said("the speed of this model on this card is not known")
            yield Problem(
                "E012", node.mark, message, said("add tokens_per_second: …, or bandwidth: …")
            )
