"""What a platform brings in or saves, as the input states it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from generator.figures.figure import Figure
from generator.proposal.context import Facts
from generator.proposal.fields import TRUTH, Quantity, one_of
from generator.proposal.models.costs import Monthly
from generator.proposal.models.parts import Text
from generator.proposal.models.scenarios import BENEFIT_WAYS
from generator.proposal.models.taxes import TaxRate
from generator.proposal.models.timed import Timed
from generator.proposal.nodes import MappingNode
from generator.proposal.problems import Problem
from generator.proposal.section import NONE_COUNTED, exactly_one, is_zero
from generator.wording.saying import said

HOUR_RATE = Quantity("money/hour", minimum=0)
HourRate = Annotated[Figure, HOUR_RATE]
BENEFIT_KINDS = ("efficiency", "revenue", "replaced_cost", "avoided_risk")


class Benefit(Timed):
    """What the platform brings in or saves, and how sure that is.

    One of `monthly`, `annual`, `hours` and `by_year` is needed; a benefit that `replaces` doing nothing and states none
    of them is that bill, year by year.

    item: its name in the document. kind: what sort of benefit it is. monthly, annual: an amount. hours: of work saved a
    month, by each of `people` where these are given. people: how many save so much. rate: what an hour of that work
    costs. confidence: the amount is multiplied by it. already_weighted: `true` where the amount has been multiplied
    already. cashable: `false` for what brings no cash, such as time that is saved; the returns without it stand beside
    those with all. tax: the rate of value-added tax in the amount; without one, the general rate for a bill replaced
    where tax is told by line, and none for others. basis: how the amount was found. replaces: the id of the option
    whose bill this is; the document then says that the saving against it is the same money. from: the first month that
    brings it; without one, `horizon.go_live`. until: the last one. ramp: how it grows to its full height from there.
    by_year: what a month brings in each year of the horizon.
    """

    item: Text
    kind: Annotated[str, one_of(*BENEFIT_KINDS)] = "efficiency"
    monthly: Monthly | None = None
    annual: Annotated[Figure, Quantity("money/year", minimum=0)] | None = None
    hours: Annotated[Figure, Quantity("hour/month", minimum=0)] | None = None
    people: Annotated[Figure, Quantity("count", minimum=0)] | None = None
    rate: HourRate | None = None
    confidence: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="benefits.confidence")
    ]
    already_weighted: Annotated[bool, TRUTH] = False
    cashable: Annotated[bool, TRUTH] = True
    tax: TaxRate | None = None
    basis: Text | None = None
    replaces: Text | None = None

    @property
    def is_bill(self) -> bool:
        """Whether it is the bill that it replaces, and states no amount of its own."""
        stated = (self.monthly, self.annual, self.hours)
        is_stated = bool(self.by_year) or any(amount is not None for amount in stated)
        return self.replaces is not None and not is_stated

    @property
    def bill(self) -> str:
        """The option whose bill it is."""
        assert self.replaces is not None
        return self.replaces

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Hours are worth our rate unless one is given; it is known in one currency alone."""
        default = facts.default("labour.hour_rate")
        if default is None and (is_zero(values.get("hours")) or is_zero(values.get("people"))):
            default = facts.default(NONE_COUNTED)
        if "hours" in values and "rate" not in values and default is not None:
            values["rate"] = HOUR_RATE.stand_in(node.path / "rate", *default)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state the amount; hours need a rate."""
        if not {"replaces"} & values.keys() or set(BENEFIT_WAYS) & values.keys():
            yield from exactly_one(values, node, *BENEFIT_WAYS)
        if "people" in values and "hours" not in values:
            mark = node.key_marks.get("people", node.mark)
            fix = said("state hours: …, what each of them saves in a month, and no amount")
            yield Problem("E012", mark, said("people stand without hours"), fix)
        if "hours" in values and "rate" not in values:
            mark = node.key_marks.get("hours", node.mark)
            yield Problem("E012", mark, said("hours stand without a rate"), said("add rate: …"))
