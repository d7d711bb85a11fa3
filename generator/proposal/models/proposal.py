"""The whole input file as one frozen model, and the rules that bind its parts together."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from generator.figures.figure import Figure
from generator.proposal.fields import TRUTH, Quantity, one_of, problem
from generator.proposal.models.costs import Monthly, OnPremise, StatusQuo
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
from generator.proposal.nodes import Mapping
from generator.proposal.problems import nearest
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

    @model_validator(mode="after")
    def _one_amount(self) -> Benefit:
        exactly_one(self, "monthly", "hours")
        return self


def kind_of(node: Any) -> str:
    """Which option model a mapping is read by."""
    if isinstance(node, Mapping):
        return str(node.get("kind", "on_premise"))
    return "on_premise"


Option = Annotated[
    Annotated[OnPremise, Tag("on_premise")] | Annotated[StatusQuo, Tag("status_quo")],
    Discriminator(kind_of),
]


class Proposal(Section):
    """A whole budget proposal."""

    proposal: Header
    money: Money = always()
    horizon: Horizon = always()
    background: Background = always()
    plan: list[PlanItem] = Field(default_factory=list)
    options: dict[str, Option]
    chosen: Text = ""
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
                "E018", f"chosen names no option: '{self.chosen}'", f"did you mean '{close[0]}'?"
            )
        return self

    @property
    def chosen_option(self) -> OnPremise | StatusQuo:
        """The option that the money is asked for."""
        return self.options[self.chosen]


def _first_key(options: Mapping) -> Any:
    from generator.proposal.nodes import Scalar

    return Scalar(next(iter(options)), "chosen", options.mark)
