"""The whole input file as one frozen model, and the rules that bind its parts together."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.attachments import AttachedFile
from generator.proposal.calendar_month import MONTHS_PER_YEAR
from generator.proposal.context import context_of, problem
from generator.proposal.fields import Quantity
from generator.proposal.model_config import ModelConfig
from generator.proposal.models.alternative import Improvable
from generator.proposal.models.attached import Attachment, unfit_together
from generator.proposal.models.benefit import Benefit
from generator.proposal.models.cloud import CloudApi, without_rate
from generator.proposal.models.costs import (
    Hybrid,
    OnPremise,
    RentedGpu,
    StatusQuo,
)
from generator.proposal.models.evidence import Evidence
from generator.proposal.models.hidden import HiddenCosts
from generator.proposal.models.look import Style
from generator.proposal.models.optimisable import lacking_for_steps
from generator.proposal.models.optimisations import Optimisations
from generator.proposal.models.parts import (
    Approval,
    Background,
    Header,
    Horizon,
    Money,
    Phase,
    PlanItem,
    Previous,
    Prices,
    Request,
    Revision,
    Risk,
    Text,
)
from generator.proposal.models.references import kind_of, option_faults
from generator.proposal.models.routing_history import tiers_without_price
from generator.proposal.models.scenarios import (
    Changes,
    Sensitivity,
    customary,
    faults_of,
    unfit_names,
)
from generator.proposal.models.taxes import IncomeTax, Tax
from generator.proposal.models.timed import Timed
from generator.proposal.models.workload import Workload
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.problems import Problem
from generator.proposal.section import Section, always
from generator.wording.saying import said

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
    chosen: the id of the option that the money is asked for; without one, the least dear in money of today of those
    that serve the load, bring the benefits and have no `rejected_because`. chosen_because: why, where it is not the
    cheapest.
    contingency: a reserve on all that an option pays once, a cloud's integration included, the same for every option.
    tax: value-added tax. income_tax: on profit. optimisations: what lowers the cost, step by step. hidden_costs: shown
    beside the total. benefits: what it brings. indirect_benefits: what it brings that no number tells. scenarios: by a
    name of your own, what is different in each: the number's name, `*` for any step of it, with a factor or another
    value. sensitivity: how far each assumption is moved. risks: what may go wrong. timeline: the steps. approval: what
    is asked for. request: what the forms of an approval ask besides. attachments: what comes with it. history: the
    versions, oldest first. previous: the version that this one is compared with. prices: of which day
    our data are. style: how the document looks. evidence: what was measured.
    """

    proposal: Header
    money: Money = always()
    horizon: Horizon = always()
    background: Background = always()
    workload: Workload | None = None
    plan: list[PlanItem] = Field(default_factory=list)
    options: dict[str, Option]
    chosen: Text = ""
    chosen_because: Text | None = None
    contingency: Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)] | None = None
    tax: Tax | None = None
    income_tax: IncomeTax | None = None
    optimisations: Optimisations | None = None
    hidden_costs: HiddenCosts | None = None
    benefits: list[Benefit] = Field(default_factory=list)
    indirect_benefits: list[Text] = Field(default_factory=list)
    scenarios: dict[str, Changes] = Field(default_factory=dict)
    sensitivity: Sensitivity = always()
    risks: list[Risk] = Field(default_factory=list)
    timeline: list[Phase] = Field(default_factory=list)
    approval: Approval = always()
    request: Request = always()
    attachments: list[Attachment] = Field(default_factory=list)
    history: list[Revision] = Field(default_factory=list)
    previous: Previous | None = None
    prices: Prices | None = None
    style: Style = always()
    evidence: Evidence | None = None

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Any) -> None:
        """Where one option stands alone it is the chosen one."""
        options = values.get("options")
        if isinstance(options, MappingNode) and len(options) == 1 and "chosen" not in values:
            values["chosen"] = Scalar(next(iter(options)), Key("chosen"), options.mark)
        values.setdefault("scenarios", customary(values.get("benefits"), facts))

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """The options must fit together."""
        yield from option_faults(values, node)
        yield from unfit_names(values.get("scenarios"))

    @property
    def as_of(self) -> datetime.date | None:
        """The day of our data; None for the newest."""
        return None if self.prices is None else self.prices.as_of

    @property
    def left_out(self) -> dict[str, tuple[str, ...]]:
        """What nobody filled in of that which the document prints all the same, by section."""
        cases = [] if self.evidence is None else self.evidence.cases
        told = {str(case.path): case.left_out for case in cases}
        return {str(self.request.path): self.request.left_out} | told

    @property
    def attached_files(self) -> list[AttachedFile]:
        """What the PDF holds of the user's own."""
        return [each.file for each in self.attachments if each.file is not None]

    @property
    def model_configs(self) -> list[ModelConfig]:
        """What says of models that are served how large they are."""
        served = (getattr(option, "serving", None) for option in self.options.values())
        return [each.config for each in served if each is not None and each.config is not None]

    def misfits(self) -> Iterator[PydanticCustomError]:
        """What is wrong between sections."""
        yield from super().misfits()
        yield from unfit_together(self.attachments)
        yield from self._out_of_time()
        yield from self._bills_unknown()
        yield from self._taxes_unknown()
        yield from self._years_incomplete()
        yield from self._prices_unknown()
        yield from self._not_optimisable()

    def _out_of_time(self) -> Iterator[PydanticCustomError]:
        end = self.horizon.years * MONTHS_PER_YEAR
        for option in self.options.values():
            for line in option.capex if isinstance(option, OnPremise | RentedGpu) else ():
                if line.month is not None and line.month.value >= end:
                    message = said(
                        "month {month:g} is no earlier than the end of the horizon",
                        month=line.month.value,
                    )
                    fix = said("it must be less than {end}, or lengthen the horizon", end=end)
                    yield problem("E011", message, fix, field=line.month.key)
            if isinstance(option, Improvable):
                yield from self.horizon.behind(option.go_live, f"{option.path}.go_live")

    def _bills_unknown(self) -> Iterator[PydanticCustomError]:
        for benefit in self.benefits:
            # An option that is not there was reported where it is named.
            bill = self.options.get(benefit.bill) if benefit.is_bill else None
            if bill is not None and not isinstance(bill, StatusQuo):
                message = said(
                    "'{replaces}' has no bill of today, so that nothing says how much this is",
                    replaces=benefit.replaces,
                )
                yield problem(
                    "E016", message, said("add monthly: …"), field=benefit.path / "replaces"
                )

    def _taxes_unknown(self) -> Iterator[PydanticCustomError]:
        """Of several the first: what is to be added holds for all."""
        stated = next(self._own_taxes(), None)
        if stated is not None and self.tax is None:
            message = said("nothing says whether the file's prices include this tax")
            fix = said(
                "add tax: {{rate: …, prices_include_tax: true}} to the top of the file; it holds for all other lines"
            )
            yield problem("E012", message, fix, field=stated)

    def _own_taxes(self) -> Iterator[Key]:
        """Where lines, options and benefits state a tax of their own."""
        parts: list[Section] = [*self.benefits]
        for option in self.options.values():
            parts.append(option)
            if isinstance(option, OnPremise | RentedGpu):
                parts += [*option.capex, *option.opex]
        for part in parts:
            for name in ("tax", "tax_recoverable"):
                if getattr(part, name, None) is not None:
                    yield part.path / name

    @property
    def taxes_by_line(self) -> bool:
        """Whether the file says more of value-added tax than one rate for all."""
        return self.tax is not None and (self.tax.recoverable is not None or any(self._own_taxes()))

    def _years_incomplete(self) -> Iterator[PydanticCustomError]:
        lines: list[Timed] = [*self.benefits]
        for option in self.options.values():
            lines += option.opex if isinstance(option, OnPremise | RentedGpu) else []
        for line in lines:
            if len(line.by_year) not in (0, self.horizon.years):
                message = said(
                    "by_year has {count} amounts, the horizon {years} years",
                    count=len(line.by_year),
                    years=self.horizon.years,
                )
                fix = said("write one amount for each year")
                yield problem("E021", message, fix, field=line.path / "by_year")
        stated = [] if self.workload is None else self.workload.growth.by_year
        if len(stated) not in (0, self.horizon.years):
            message = said(
                "by_year has {count} volumes, the horizon {years} years",
                count=len(stated),
                years=self.horizon.years,
            )
            fix = said("write one for each year")
            yield problem("E021", message, fix, field=Key("workload", "growth", "by_year"))

    @model_validator(mode="after")
    def _with_requests_of_bills(self) -> Proposal:
        bills = {id: each for id, each in self.options.items() if isinstance(each, StatusQuo)}
        if self.workload is None or not any(bill.is_open for bill in bills.values()):
            return self
        told = {id: bill.for_volume(self.workload.volume) for id, bill in bills.items()}
        return self.model_copy(update={"options": {**self.options, **told}})

    def _prices_unknown(self) -> Iterator[PydanticCustomError]:
        clouds = [option for option in self.options.values() if isinstance(option, CloudApi)]
        for option in clouds:
            yield from without_rate(option, self.money)
        history = None if self.evidence is None else self.evidence.routing
        if history is not None:
            yield from tiers_without_price(history, has_cloud=bool(clouds))

    @model_validator(mode="after")
    def _scenarios_fit(self, info: ValidationInfo) -> Proposal:
        """Behind the bills, whose requests a scenario may change."""
        context = context_of(info)
        context.problems += faults_of(self.scenarios, self, context.is_of_misspelt)
        return self

    def _not_optimisable(self) -> Iterator[PydanticCustomError]:
        steps = self.optimisations
        if steps is None or self.optimised not in self.options:
            return
        # An option that is named and has no machines was reported where it is named.
        if steps.option is None or self.optimised_machines is not None:
            yield from lacking_for_steps(steps, self)

    def choosing(self, id: str) -> Proposal:
        """The same with another option chosen."""
        return self.model_copy(update={"chosen": id})

    def go_live_of(self, id: str) -> Figure | None:
        """The month from which an option serves; None where nobody states one."""
        option = self.options[id]
        own = option.go_live if isinstance(option, Improvable) else None
        return self.horizon.go_live if own is None else own

    @property
    def go_live(self) -> Figure | None:
        """That of the chosen option."""
        return self.go_live_of(self.chosen)

    @property
    def chosen_option(self) -> OnPremise | CloudApi | RentedGpu | Hybrid | StatusQuo:
        """The option that the money is asked for."""
        return self.options[self.chosen]

    @property
    def optimised(self) -> str:
        """The id of the option that the optimisations end at; `chosen` also where it cannot be told."""
        if self.optimisations is not None and self.optimisations.option is not None:
            return self.optimisations.option
        hybrid = [id for id, option in self.options.items() if isinstance(option, Hybrid)]
        return hybrid[0] if len(hybrid) == 1 else self.chosen

    @property
    def optimised_machines(self) -> OnPremise | RentedGpu | None:
        """The machines behind that option, of a hybrid one its local part; None where it has none."""
        option = self.options[self.optimised]
        local = self.options.get(option.local) if isinstance(option, Hybrid) else option
        return local if isinstance(local, OnPremise | RentedGpu) else None
