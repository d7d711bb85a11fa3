"""The models of the document's own matters: who asks, in which money and time, why, with what risks and plan."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from generator.figures.figure import Figure
from generator.proposal.assignments import AS_OF
from generator.proposal.calendar_month import MONTHS_PER_YEAR, CalendarMonth
from generator.proposal.characters import shortened
from generator.proposal.context import problem
from generator.proposal.fields import DATE, TEXT, TRUTH, Plain, Quantity, Rate, counted, one_of
from generator.proposal.months import FIRST_MONTH, Moment
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.section import Section, always
from generator.resources import CUSTOMARY, languages
from generator.wording.saying import any_of, said

Text = Annotated[str, TEXT]
Date = Annotated[datetime.date, DATE]
Level = Annotated[str, one_of("low", "medium", "high")]
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "SGD")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WEEKS = re.compile(r"[1-9][0-9]{0,2}(?:-[1-9][0-9]{0,2})?")
WEEKS_SCHEMA = (("type", ("string", "integer")), ("pattern", f"^{WEEKS.pattern}$"))
Discounting = Literal["monthly", "monthly_effective", "year_end", "mid_year"]
ROUNDINGS = (0.01, 0.1, 1, 10, 100, 1000)


class Owner(Section):
    """Who asks for the money.

    name, department: as printed on the cover. contact: an address or a telephone number.
    """

    name: Text | None = None
    department: Text | None = None
    contact: Text | None = None


class Header(Section):
    """What the document is: its title, version, date, language and owner.

    title: the title on the cover. version: of the document, such as "1.0". date: the day it speaks of; without one, the
    date of our data. language: of everything that the document says by itself. owner: who asks for the money.
    """

    title: Text
    version: Text = "1.0"
    date: Date | None = None
    language: Annotated[str, one_of(*languages())] = CUSTOMARY
    owner: Owner = always()


class ExchangeRate(Section):
    """How much of the proposal's currency one unit of another costs, on a day.

    date: the day of the rate. source: who published it. value: 7.2 where a dollar costs 7.2 元.
    """

    date: Date
    source: Text | None = None
    value: Annotated[Figure, Rate("money", above=0)]


class Money(Section):
    """The currency of all amounts, to what a budget line is rounded, and how documents show amounts.

    currency: of every amount in the file. rounding: what a line of the budget is a multiple of. decimals: digits that
    the document shows behind the point. unit: whether the document counts in 元 or in 万元. exchange_rates: by
    currency.
    """

    currency: Annotated[str, one_of(*CURRENCIES)] = "CNY"
    rounding: Annotated[Figure, Quantity("money", choices=ROUNDINGS, default="money.rounding")]
    decimals: Annotated[int, counted(0, 2)] = 0
    unit: Annotated[str, one_of("元", "万元")] = "元"
    exchange_rates: dict[str, ExchangeRate] = Field(default_factory=dict)


class Horizon(Section):
    """How far the comparison looks, and at which rates money and running cost change on the way.

    years: how many are compared. start: the name of month 1, such as 2027-01. fiscal_year_starts: the month of the
    calendar, such as 4, with which a fiscal year begins; adds the tables by fiscal year. go_live: the month from which
    the options serve, a number or a name; all but doing nothing, which serves already, and those that state their own.
    Without one they serve at once.
    transition: `false` where nobody pays today's bill, that of doing nothing, until then beside the option's own cost.
    discounting: when a flow counts as paid: at the end of its month, at a twelfth of the rate (monthly) or at the rate
    of a month that makes the year's (monthly_effective), or at the end or the middle of its year (year_end, mid_year).
    discount_rate: what capital costs a year. opex_growth: how running lines rise a year, unless a line states its own
    growth.
    """

    years: Annotated[int, counted(1, 30)] = 3
    start: Annotated[CalendarMonth, FIRST_MONTH] | None = None
    fiscal_year_starts: (
        Annotated[Figure, Quantity("nth_month", choices=tuple(range(1, MONTHS_PER_YEAR + 1)))]
        | None
    ) = None
    go_live: Annotated[Figure, Moment()] | None = None
    transition: Annotated[bool, TRUTH] = True
    discounting: Annotated[Discounting, one_of(*get_args(Discounting))] = "monthly"
    discount_rate: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="horizon.discount_rate")
    ]
    opex_growth: Annotated[
        Figure, Quantity("ratio", minimum=-0.5, maximum=1, default="horizon.opex_growth")
    ]

    def misfits(self) -> Iterator[PydanticCustomError]:
        """A fiscal year has a month, and what is bought is in use before the end."""
        yield from super().misfits()
        if self.fiscal_year_starts is not None and self.start is None:
            message = said("a fiscal year needs to know which month is the first")
            fix = said("add start: YYYY-MM, the name of month 1")
            yield problem("E012", message, fix, field="fiscal_year_starts")
        yield from self.behind(self.go_live, "go_live")

    def behind(self, month: Figure | None, field: str) -> Iterator[PydanticCustomError]:
        """The fault of a field whose month lies behind the last one."""
        last = self.years * MONTHS_PER_YEAR
        if month is not None and month.value > last:
            message = said(
                "month {month:g} lies behind the horizon of {last} months",
                month=month.value,
                last=last,
            )
            yield problem(
                "E011", message, said("it must be at most {last}", last=last), field=field
            )


class Background(Section):
    """Why: what hurts today and what shall be reached.

    summary: a paragraph before the lists. pains: what hurts today. goals: what shall be reached.
    """

    summary: Text | None = None
    pains: list[Text] = Field(default_factory=list)
    goals: list[Text] = Field(default_factory=list)


class PlanItem(Section):
    """A row of the technical plan.

    item: what is to be decided. choice: what was decided. note: why.
    """

    item: Text
    choice: Text
    note: Text | None = None


class Risk(Section):
    """A risk, how likely and how grave it is, and what is done about it.

    risk: what may happen. likelihood: how likely. impact: how grave. mitigation: what is done about it.
    owner: who watches it.
    """

    risk: Text
    likelihood: Level
    impact: Level
    mitigation: Text
    owner: Text | None = None


def _weeks(node: Scalar) -> str:
    first, _, last = node.partition("-")
    if not WEEKS.fullmatch(node) or int(last or first) < int(first):
        message = said("'{text}' is not a week or a span of weeks", text=shortened(node))
        raise problem("E022", message, said("write for instance 3 or 1-2"), at=node)
    return str(node)


class Phase(Section):
    """A step of the plan: in which weeks, and what is then reached.

    phase: its name. weeks: the week or the weeks, `3` or `1-2`. milestone: what is reached at their end.
    """

    phase: Text
    weeks: Annotated[str, Plain(_weeks, WEEKS_SCHEMA)]
    milestone: Text

    @property
    def span(self) -> tuple[int, int]:
        """Its first and its last week."""
        first, _, last = self.weeks.partition("-")
        return int(first), int(last or first)


class Revision(Section):
    """An earlier version of the proposal, and what has changed with it.

    version: its number. date: of its issue. author: who changed it. change: what is different.
    """

    version: Text
    date: Date
    author: Text | None = None
    change: Text


class Prices(Section):
    """Of which day our data are: a version that is built again later has the same numbers.

    as_of: defaults, machines, cards and models are those of our newest lists that are no later, and list prices those
    in force on that day, whenever the packet is made. `prices: as_of 2026-11-23` says the same.
    """

    as_of: Date

    @classmethod
    def named(cls, name: Scalar, facts: Any) -> MappingNode:
        """The day alone, with or without the word before it."""
        prices = MappingNode(name.place, name.mark)
        prices[AS_OF] = Scalar(name.removeprefix(AS_OF).strip(), name.place, name.mark, name.plain)
        return prices

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Any) -> None:
        """Of a day before our first lists nothing is known."""
        day, days = str(values.get(AS_OF, "")), list(map(str, facts.days()))
        if DAY.fullmatch(day) and day < days[0]:
            message = said("we have no prices of {day}", day=day)
            fix = said(
                "ours are of {days}: write one of these days or a later one", days=any_of(days)
            )
            raise problem("E011", message, fix, at=values[AS_OF])

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The fields, or the day alone."""
        fields = super().__get_pydantic_json_schema__(core_schema, handler)
        return {"anyOf": [{"type": "string"}, fields]}


class Previous(Section):
    """The version before this one, as it was published.

    packet: the folder of its packet, as seen from the folder of the input, which may stand alone; the document tells
    what changed since, and because of what. With "none" it tells nothing, even where a packet of another version is
    replaced.
    """

    packet: Text

    @classmethod
    def named(cls, name: Scalar, facts: Any) -> MappingNode:
        """The folder alone."""
        previous = MappingNode(name.place, name.mark)
        previous["packet"] = name
        return previous

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The fields, or the folder alone."""
        fields = super().__get_pydantic_json_schema__(core_schema, handler)
        return {"anyOf": [fields["properties"]["packet"], fields]}


class Objective(Section):
    """A goal that can be measured.

    indicator: what is measured. baseline: where it stands. target: where it shall stand. by: when that is looked at.
    """

    indicator: Text
    baseline: Text | None = None
    target: Text
    by: Text | None = None


class Offer(Section):
    """What a supplier offered.

    supplier: who. date: of the offer. valid_until: its last day.
    """

    supplier: Text
    date: Date
    valid_until: Date | None = None


class Request(Section):
    """What the forms of an approval ask besides amounts; what is left out prints as to be filled in.

    mandate: the plan, policy or minutes that it rests on. if_refused: what happens without it. funding_source: where
    the money comes from. budgeted: inside the budget or outside. budget_code, cost_center: where it is booked.
    purchase: whether it is new, replaces or extends what is there. asset_class: of what is bought. procurement: the
    route by which it is bought. offers: what suppliers offered. targets: goals that can be measured. sponsor,
    project_manager, operator: who answers for it, carries it out and runs it. benefit_owner: who answers for the
    benefits. review: when these are looked at again. site: whether room, current and cooling are there.
    """

    mandate: Text | None = None
    if_refused: Text | None = None
    funding_source: Text | None = None
    budgeted: Annotated[str, one_of("inside", "outside")] | None = None
    budget_code: Text | None = None
    cost_center: Text | None = None
    purchase: Annotated[str, one_of("new", "replacement", "extension")] | None = None
    asset_class: Text | None = None
    procurement: Text | None = None
    offers: list[Offer] = Field(default_factory=list)
    targets: list[Objective] = Field(default_factory=list)
    sponsor: Text | None = None
    project_manager: Text | None = None
    operator: Text | None = None
    benefit_owner: Text | None = None
    review: Text | None = None
    site: Text | None = None

    @property
    def left_out(self) -> tuple[str, ...]:
        """The fields that nobody filled in."""
        fields = type(self).model_fields
        return tuple(name for name in fields if name != "path" and not getattr(self, name))


class Tier(Section):
    """Who signs besides, from which amount on.

    at_least: the amount asked for from which they sign, in the currency of the file. signatories: who.
    """

    at_least: Annotated[int, counted(0, 999_999_999)]
    signatories: list[Text]


class Approval(Section):
    """What is asked for, and who signs.

    ask: the one-time cost, the cash of the first year, or the whole cost. What replaces a purchase in the horizon is
    no part of the one-time cost that is asked for, as it is asked for when it is due; it is part of the whole cost.
    required_return: the return on the one-time cost over the horizon that must be passed; up to it the conclusion asks
    for further assessment. go_live_weeks: weeks from approval to use. signatories: a line to sign for each. routing:
    who signs besides, by the amount asked for. sign_on: the page of the signatures, the request or the first one.
    """

    ask: Annotated[str, one_of("capex", "first_year", "tco")] = "capex"
    required_return: Annotated[
        Figure, Quantity("ratio", minimum=0, default="approval.required_return", decided=True)
    ]
    go_live_weeks: Annotated[int, counted(1, 104)] | None = None
    signatories: list[Text] = Field(default_factory=list)
    routing: list[Tier] = Field(default_factory=list)
    sign_on: Annotated[str, one_of("request", "cover")] = "request"
