"""The whole input file as one frozen model, and the rules that bind its parts together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from generator.figures.figure import Figure
from generator.proposal.context import Facts, problem
from generator.proposal.fields import TRUTH, Quantity, one_of
from generator.proposal.models.costs import (
    CloudApi,
    Hybrid,
    Monthly,
    OnPremise,
    RentedGpu,
    StatusQuo,
)
from generator.proposal.models.hidden import HiddenCosts
from generator.proposal.models.parts import (
    Approval,
    Background,
    Header,
    Horizon,
    Money,
    Phase,
    PlanItem,
    Risk,
    Text,
)
from generator.proposal.models.references import kind_of, option_faults
from generator.proposal.models.workload import Workload
from generator.proposal.nodes import Mapping, Scalar, path_below
from generator.proposal.problems import Problem
from generator.proposal.section import Section, always, exactly_one

HOUR_RATE = Quantity("money/hour", minimum=0)
HourRate = Annotated[Figure, HOUR_RATE]
BENEFIT_KINDS = ("efficiency", "revenue", "replaced_cost", "avoided_risk")


class Benefit(Section):
    """What the platform brings in or saves, and how sure that is.

    One of `monthly` and `hours` is needed.

    item: its name in the document. kind: what sort of benefit it is. monthly: an amount. hours: of work saved. rate:
    what an hour of that work costs. confidence: the amount is multiplied by it. already_weighted: `true` where the
    amount has been multiplied already. basis: how the amount was found.
    """

    item: Text
    kind: Annotated[str, one_of(*BENEFIT_KINDS)] = "efficiency"
    monthly: Monthly | None = None
    hours: Annotated[Figure, Quantity("hour/month", minimum=0)] | None = None
    rate: HourRate | None = None
    confidence: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="benefits.confidence")
    ]
    already_weighted: Annotated[bool, TRUTH] = False
    basis: Text | None = None

    @classmethod
    def expand(cls, values: dict[str, Any], node: Mapping, facts: Facts) -> None:
        """Hours are worth our rate unless one is given; it is known in one currency alone."""
        default = facts.default("labour.hour_rate")
        if "hours" in values and "rate" not in values and default is not None:
            values["rate"] = HOUR_RATE.stand_in(path_below(node.path, "rate"), *default)

    @classmethod
    def faults(cls, values: dict[str, Any], node: Mapping) -> Iterator[Problem]:
        """One way to state the amount; hours need a rate."""
        yield from exactly_one(values, node, "monthly", "hours")
        if "hours" in values and "rate" not in values:
            mark = node.key_marks.get("hours", node.mark)
            yield Problem("E012", mark, "hours stand without a rate", "add rate: …")


class Tax(Section):
    """Value-added tax on purchases: its rate, and whether the file's prices include it.

    rate: of the tax. prices_include_tax: `false` where it comes on top.
    """

    rate: Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)]
    prices_include_tax: Annotated[bool, TRUTH] = True


Option = Annotated[
    Annotated[OnPremise, Tag("on_premise")]
    | Annotated[CloudApi, Tag("cloud_api")]
    | Annotated[RentedGpu, Tag("rented_gpu")]
    | Annotated[Hybrid, Tag("hybrid")]
    | Annotated[StatusQuo, Tag("status_quo")],
    Discriminator(kind_of),
]


class Proposal(Section):
    """A whole budget proposal.

    proposal: the document. money: currency, rounding and display. horizon: years and rates. background: why. workload:
    the load to be served. plan: the technical plan, row by row. options: what is compared, by an id of your own.
    chosen: the id of the option that the money is asked for. contingency: a reserve on what is paid once. tax:
    value-added tax. hidden_costs: shown beside the total. benefits: what it brings. indirect_benefits: what it brings
    that no number tells. risks: what may go wrong. timeline: the steps. approval: what is asked for. attachments: their
    names.
    """

    proposal: Header
    money: Money = always()
    horizon: Horizon = always()
    background: Background = always()
    workload: Workload | None = None
    plan: list[PlanItem] = Field(default_factory=list)
    options: dict[str, Option]
    chosen: Text = ""
    contingency: Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)] | None = None
    tax: Tax | None = None
    hidden_costs: HiddenCosts | None = None
    benefits: list[Benefit] = Field(default_factory=list)
    indirect_benefits: list[Text] = Field(default_factory=list)
    risks: list[Risk] = Field(default_factory=list)
    timeline: list[Phase] = Field(default_factory=list)
    approval: Approval = always()
    attachments: list[Text] = Field(default_factory=list)

    @classmethod
    def expand(cls, values: dict[str, Any], node: Mapping, facts: Any) -> None:
        """Where one option stands alone it is the chosen one."""
        options = values.get("options")
        if isinstance(options, Mapping) and len(options) == 1 and "chosen" not in values:
            values["chosen"] = Scalar(next(iter(options)), "chosen", options.mark)

    @classmethod
    def faults(cls, values: dict[str, Any], node: Mapping) -> Iterator[Problem]:
        """The options must fit together."""
        yield from option_faults(values, node)

    @model_validator(mode="after")
    def _prices_convertible(self) -> Proposal:
        for option in self.options.values():
            if isinstance(option, CloudApi):
                self._convertible(option)
        return self

    def _convertible(self, option: CloudApi) -> None:
        currency = option.price_currency or self.money.currency
        if currency != self.money.currency and currency not in self.money.exchange_rates:
            raise problem(
                "E012",
                f"prices are in {currency}, and no exchange rate to {self.money.currency} is given",
                f"add money: {{exchange_rates: {{{currency}: {{value: …, date: YYYY-MM-DD}}}}}}",
                field=f"{option.path}.price_currency",
            )

    @property
    def chosen_option(self) -> OnPremise | CloudApi | RentedGpu | Hybrid | StatusQuo:
        """The option that the money is asked for."""
        return self.options[self.chosen]
