"""The model of what every line has that is paid or earned by the month: when it runs, and how high in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

from pydantic import Field, GetJsonSchemaHandler, create_model
from pydantic_core import CoreSchema, PydanticCustomError

from generator.figures.figure import Figure
from generator.proposal.context import problem
from generator.proposal.fields import Quantity
from generator.proposal.months import LAST_MONTH, Moment
from generator.proposal.nodes import MappingNode
from generator.proposal.problems import Problem
from generator.proposal.section import Section, exactly_one
from generator.wording.saying import said

Month = Annotated[Figure, Moment()]
MonthlyAmount = Annotated[Figure, Quantity("money/month", minimum=0)]

if TYPE_CHECKING:
    _WithFrom = Section
else:
    # `from` is a word of Python, which no class body can declare.
    _WithFrom = create_model(
        "_WithFrom",
        __base__=Section,
        __doc__="Something that begins. from: its first month.",
        **{"from": (Month | None, None)},
    )


class Ramp(Section):
    """How something reaches its full height; a list of shares may stand for it.

    One of `months` and `shares` is needed.

    months: after how many it is full, growing by the same in each, the first one included. shares: of the full height,
    month by month; the last one stays.
    """

    for_lists: ClassVar[str] = "shares"
    months: (
        Annotated[Figure, Quantity("month", minimum=1, maximum=LAST_MONTH, whole=True)] | None
    ) = None
    shares: list[Annotated[Figure, Quantity("ratio", minimum=0, maximum=2)]] = Field(
        default_factory=list
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The fields, or the list of shares alone."""
        fields = super().__get_pydantic_json_schema__(core_schema, handler)
        shares = fields["properties"]["shares"]
        return {"anyOf": [fields, {name: shares[name] for name in ("type", "items")}]}

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state it; of a list, one share at least."""
        yield from exactly_one(values, node, "months", "shares")
        if values.get("shares") == []:
            yield Problem(
                "E013",
                node.mark,
                said("the list is empty"),
                said("write shares, such as [30%, 100%]"),
            )


class Timed(_WithFrom):
    """Something that runs from a month to a month. from: its first. until: its last. ramp: how it begins.

    by_year: what a month of each year brings or costs, instead of one amount that grows.
    """

    until: Month | None = None
    ramp: Ramp | None = None
    by_year: list[MonthlyAmount] = Field(default_factory=list)

    @property
    def begins(self) -> Figure | None:
        """The month named by `from`."""
        return cast("Figure | None", getattr(self, "from"))

    def misfits(self) -> Iterator[PydanticCustomError]:
        """It ends after it began."""
        yield from super().misfits()
        if self.begins is None or self.until is None:
            return
        first, last = self.begins.value, self.until.value
        if last < first:
            message = said(
                "it ends with month {last:g}, before it begins with month {first:g}",
                last=last,
                first=first,
            )
            yield problem("E021", message, said("make from the earlier one"), field="until")
