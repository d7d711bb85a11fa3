"""The whole input file as one frozen model, and the rules that bind its parts together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from generator.figures.figure import Figure
from generator.proposal.context import problem
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
from generator.proposal.nodes import Mapping, Scalar
from generator.proposal.problems import Problem
from generator.proposal.section import Section, always, exactly_one

BENEFIT_KINDS = ("efficiency", "revenue", "replaced_cost", "avoided_risk")


class Benefit(Section):
    """What the platform brings in or saves, and how sure that is."""

    item: Text
    kind: Annotated[str, one_of(*BENEFIT_KINDS)] = "efficiency"
    monthly: Monthly | None = None
    hours: Annotated[Figure, Quantity("hour/month", minimum=0)] | None = None
    rate: Annotated[Figure, Quantity("money/hour", minimum=0, default="labour.hour_rate")]
    confidence: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="benefits.confidence")
    ]
    already_weighted: Annotated[bool, TRUTH] = False
    basis: Text | None = None

    @classmethod
    def faults(cls, values: dict[str, Any], node: Mapping) -> Iterator[Problem]:
        """One way to state the amount."""
        yield from exactly_one(values, node, "monthly", "hours")


class Tax(Section):
    """Value-added tax on purchases: its rate, and whether the file's prices include it."""

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
    """A whole budget proposal."""

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
