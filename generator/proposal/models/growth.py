"""The model of how the load grows: by a rate a year, by rates a month for some months, or as stated for each year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from generator.figures.figure import Figure
from generator.proposal.context import Context, Facts
from generator.proposal.fields import RANGE_FIELDS, Quantity
from generator.proposal.months import LAST_MONTH
from generator.proposal.nodes import MappingNode, Scalar, SequenceNode
from generator.proposal.observed import Observed
from generator.proposal.problems import Problem
from generator.proposal.section import Section, exactly_one
from generator.wording.saying import said

YEARLY = Quantity("ratio", minimum=-0.9, maximum=10, default="workload.growth")
MonthlyRate = Annotated[Figure, Quantity("ratio", minimum=-0.5, maximum=1)]
LoggedRate = Annotated[Figure, Observed("ratio", minimum=-0.5, maximum=1)]
Months = Annotated[Figure, Quantity("month", minimum=1, maximum=LAST_MONTH, whole=True)]
REQUESTS = Quantity("request/month", above=0)
TIMES = Quantity("factor", above=0, default="workload.growth.times")
WAYS = ("yearly", "monthly", "stages", "by_year")


class Stage(Section):
    """A stretch of months in which the load grows alike.

    monthly: by how much from each month to the next. months: how many such steps; without it, to the end of the
    horizon.
    """

    monthly: MonthlyRate
    months: Months | None = None


class LoadGrowth(Section):
    """How the requests grow; a rate a year may stand for it, or a list of stages.

    yearly: a step at the beginning of each year. monthly: from each month to the next, the first month having the
    volume that is stated. months: how many such steps, after which the load stays; without it, to the end of the
    horizon. stages: several such stretches, one after the other. by_year: requests a month in each year of the
    horizon, in the place of `monthly_requests`. times: of these in every year, so that the whole load is more or less.
    """

    for_lists: ClassVar[str] = "stages"
    yearly: Annotated[Figure, YEARLY] | None = None
    monthly: LoggedRate | None = None
    months: Months | None = None
    stages: list[Stage] = Field(default_factory=list)
    by_year: list[Annotated[Figure, REQUESTS]] = Field(default_factory=list)
    times: Annotated[Figure, TIMES] | None = None

    @property
    def stretches(self) -> tuple[tuple[Figure, Figure | None], ...]:
        """Rate and length of each stretch of months; none where the load grows by years."""
        if self.monthly is not None:
            return ((self.monthly, self.months),)
        return tuple((stage.monthly, stage.months) for stage in self.stages)

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The rate of a year."""
        growth = MappingNode(name.place, name.mark)
        growth["yearly"] = name
        return growth

    @classmethod
    def _given(cls, node: MappingNode, context: Context) -> dict[str, Any]:
        """What is known about the rate of a year may stand in the place of the rate."""
        if set(RANGE_FIELDS) & node.keys():
            return {"yearly": node}
        return super()._given(node, context)

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Our rate, as if it stood in the place of the section; of stated years as many as are stated."""
        field, quantity, path = "yearly", YEARLY, node.path
        if "by_year" in values:
            field, quantity, path = "times", TIMES, node.path / "times"
        default = facts.default(quantity.default)
        if default is not None and (not values or field == "times"):
            values.setdefault(field, quantity.stand_in(path, *default))

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state it; a stretch of months has a rate; what lasts to the end is the last."""
        ways = [way for way in WAYS if way in values]
        if "months" in values and not ways:
            yield Problem(
                "E012",
                node.mark,
                said("months stand without a rate"),
                said("add monthly: …, such as 5%"),
            )
        elif "months" in values and "monthly" not in values:
            message = said("months belong to a rate a month, and {ways} is given", ways=ways[0])
            fix = said("delete months, or state monthly in the place of {ways}", ways=ways[0])
            yield Problem("E021", node.key_marks["months"], message, fix)
        else:
            yield from exactly_one(values, node, *WAYS)
        if "times" in values and ways and "by_year" not in ways:
            message = said("times belong to by_year, and {ways} is given", ways=ways[0])
            fix = said("delete times, or state by_year in the place of {ways}", ways=ways[0])
            yield Problem("E021", node.key_marks.get("times", node.mark), message, fix)
        for name in ("stages", "by_year"):
            if values.get(name) == []:
                yield Problem(
                    "E013",
                    node.mark,
                    said("the list is empty"),
                    said("write {name}, or delete it", name=name),
                )
        yield from _endless(values.get("stages"))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The fields, the rate of a year alone, or the list of stages alone."""
        fields = super().__get_pydantic_json_schema__(core_schema, handler)
        stages = fields["properties"]["stages"]
        alone = {name: stages[name] for name in ("type", "items")}
        return {"anyOf": [fields["properties"]["yearly"], fields, alone]}


def _endless(stages: Any) -> Iterator[Problem]:
    """The stages behind one that lasts to the end."""
    for stage in stages[:-1] if isinstance(stages, SequenceNode) else ():
        if isinstance(stage, MappingNode) and "months" not in stage:
            message = said("this stage lasts to the end, so that the next one never begins")
            yield Problem("E021", stage.mark, message, said("add months: …, how long it lasts"))
