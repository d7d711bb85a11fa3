"""The whole input file as one frozen model, and the rules that bind its parts together."""

from __future__ import annotations

import re
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
from generator.proposal.models.workload import Workload
from generator.proposal.nodes import Mapping, Scalar
from generator.proposal.problems import Problem, nearest
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


def kind_of(node: Any) -> str:
    """Which option model a mapping is read by."""
    if isinstance(node, Mapping):
        name = "kind" if "kind" in node else next(iter(nearest("kind", node)), "")
        return str(node.get(name, "on_premise"))
    return "on_premise"


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
        if isinstance(options, Mapping) and options and "chosen" not in values:
            values["chosen"] = _first_key(options)

    @model_validator(mode="after")
    def _options_fit(self) -> Proposal:
        if not self.options:
            raise problem("E012", "no option is described", "add at least one under options")
        for name in self.options:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                raise problem(
                    "E010",
                    f"'{name}' cannot name an option",
                    "use a-z, 0-9 and _, such as on_premise",
                )
        if self.chosen not in self.options:
            close = nearest(self.chosen, list(self.options)) or list(self.options)
            raise problem(
                "E018",
                f"chosen names no option: '{self.chosen}'",
                f"did you mean '{close[0]}'?",
                at=self.chosen if isinstance(self.chosen, Scalar) else None,
            )
        return self._references()

    def _references(self) -> Proposal:
        """A hybrid option names one option of its own machines and one cloud API; per-request prices need a load."""
        for option in self.options.values():
            if isinstance(option, Hybrid):
                self._refer(option.local, (OnPremise, RentedGpu))
                self._refer(option.cloud, (CloudApi,))
            if isinstance(option, CloudApi):
                self._convertible(option)
            if isinstance(option, CloudApi) and self.workload is None:
                raise problem(
                    "E012", "a cloud API is paid by use, and no workload is given", "add workload: {monthly_requests: …}"
                )
        return self

    def _convertible(self, option: CloudApi) -> None:
        currency = option.price_currency or self.money.currency
        if currency != self.money.currency and currency not in self.money.exchange_rates:
            raise problem(
                "E012",
                f"prices are in {currency}, and no exchange rate to {self.money.currency} is given",
                f"add money: {{exchange_rates: {{{currency}: {{value: …, date: YYYY-MM-DD}}}}}}",
            )

    def _refer(self, name: str, kinds: tuple[type[Section], ...]) -> None:
        fitting = [id for id, option in self.options.items() if isinstance(option, kinds)]
        if name not in fitting:
            close = nearest(name, fitting) or fitting
            fix = f"did you mean '{close[0]}'?" if close else "describe that option first"
            at = name if isinstance(name, Scalar) else None
            raise problem("E018", f"'{name}' is no option that fits here", fix, at=at)

    @property
    def chosen_option(self) -> OnPremise | CloudApi | RentedGpu | Hybrid | StatusQuo:
        """The option that the money is asked for."""
        return self.options[self.chosen]


def _first_key(options: Mapping) -> Any:
    return Scalar(next(iter(options)), "chosen", options.mark)
