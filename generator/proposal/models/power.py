"""The model of what draws current."""

from __future__ import annotations

from typing import Annotated, Any

from generator.figures.figure import Figure
from generator.proposal.catalogue_names import CatalogueName, stated_outright
from generator.proposal.context import Facts
from generator.proposal.entries import bring_entry
from generator.proposal.fields import Quantity
from generator.proposal.nodes import MappingNode
from generator.proposal.section import Section

# Of a year of 8,760 hours.
LONGEST_MONTH = 730


class Power(Section):
    """What draws current: graphics cards at a load, in a room that needs cooling, at a tariff.

    gpu: the card's name in the catalogue. tdp: of one card at full load. memory_gb: of one card,
    where a backup follows it. count: of the cards. utilisation: the average
    load; left out, it follows from `workload` and `serving` where both are given. idle_watts: of one idle card.
    base_watts: of the machine without its cards. base_idle_share: of `base_watts`, when idle. pue: what the room draws
    for each watt of the machine. tariff: of a kilowatt-hour. hours_per_month: for which it runs; all without.
    """

    gpu: Annotated[str, CatalogueName("gpu", ("tdp: …",))] | None = None
    tdp: Annotated[Figure, Quantity("W", above=0, brought_by="gpu")]
    memory_gb: Annotated[Figure, Quantity("GB", above=0, brought_by="gpu")] | None = None
    count: Annotated[Figure, Quantity("count", above=0, default="power.count", whole=True)]
    utilisation: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="power.utilisation")
    ]
    hours_per_month: (
        Annotated[Figure, Quantity("hour/month", above=0, maximum=LONGEST_MONTH)] | None
    ) = None
    idle_watts: Annotated[Figure, Quantity("W", minimum=0, default="power.idle_watts")]
    base_watts: Annotated[Figure, Quantity("W", minimum=0, default="power.base_watts")]
    base_idle_share: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="power.base_idle_share")
    ]
    pue: Annotated[Figure, Quantity("factor", minimum=1, maximum=3, default="power.pue")]
    tariff: Annotated[Figure, Quantity("money/kWh", minimum=0, default="power.tariff")]

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """A named card brings its power; a stated one wins, and makes any name good."""
        stated_outright(values, facts, "gpu", "tdp" in values)
        if "tdp" not in values:
            bring_entry(values, node, facts, "gpu", values.get("gpu"), {"tdp": "W"})
