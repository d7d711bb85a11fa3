"""The models of what costs money: the options, their one-time lines and their running lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import Field
from pydantic_core import PydanticCustomError

from generator.figures.figure import Figure, Source, stated
from generator.proposal.catalogue_names import CatalogueName
from generator.proposal.context import Facts, problem
from generator.proposal.entries import bring_entry, materials
from generator.proposal.fields import Quantity, one_of
from generator.proposal.models.alternative import Alternative, Improvable
from generator.proposal.models.bought import Bought
from generator.proposal.models.cloud import RequestPrice
from generator.proposal.models.fleet import OF_EACH_UNIT, Growing, Per, is_for_each
from generator.proposal.models.labour import DeploymentLabour, OperationsLabour
from generator.proposal.models.parts import Text
from generator.proposal.models.power import Power
from generator.proposal.models.rents import Rents
from generator.proposal.models.services import (
    Backup,
    DeploymentShare,
    Hosting,
    Network,
    Security,
    Software,
    Training,
)
from generator.proposal.models.serving import Serving
from generator.proposal.models.taxes import Recovered, TaxRate
from generator.proposal.models.timed import Timed
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.observed import Observed
from generator.proposal.problems import Problem
from generator.proposal.section import Section, exactly_one
from generator.wording.saying import said

Amount = Annotated[Figure, Quantity("money", minimum=0)]
Monthly = Annotated[Figure, Quantity("money/month", minimum=0)]
Growth = Annotated[Figure, Quantity("ratio", minimum=-0.5, maximum=1)]
CapexKind = Literal["hardware", "software", "labour", "training", "facility", "other"]
OpexKind = Literal["labour"]
OptionKind = Literal["on_premise", "rented_gpu", "cloud_api", "hybrid", "status_quo"]
CAPEX_WAYS = ("unit_price", "hardware", "labour", "deployment", "training", "credit")
OPEX_WAYS = (
    "monthly",
    "annual",
    "hourly",
    "power",
    "labour",
    "hosting",
    "network",
    "backup",
    "software",
    "security",
    "credit",
    "by_year",
)


class Material(Section):
    """A part of a purchase, in its bill of material.

    item: what it is. quantity: of it in a piece; one without it. unit_price: of one.
    """

    item: Text
    quantity: Annotated[Figure, Quantity("count", above=0)] | None = None
    unit_price: Amount


class CapexLine(Bought):
    """A one-time line: a purchase, a piece of catalogue hardware, first deployment labour, or a lump sum.

    One of `unit_price`, `hardware`, `labour`, `deployment` and `training` is needed; a price beside `hardware` is a
    quote that wins.

    item: its name in the document. kind: what it is; left out, it follows from how the line is stated. hardware: a
    machine of the catalogue, which brings price, parts and service life. quantity: pieces. unit_price: of a piece.
    parts: what a piece is made of; the price is told apart, and what they leave of it is shown. labour: the
    work of the first deployment, or the name of a task list. deployment: that work as a share of the hardware.
    training: of the team, as an amount. credit: a subsidy, a trade-in or a discount, for a piece: less than nothing, as
    it lowers the total. life_years: the service life over which it is written off; without one it burdens the year in
    which it is paid. residual: what the books hold at the end of that life. tax: the rate of value-added tax on it.
    tax_recoverable: whether that comes back; without these, as the section `tax` has it. account: to which it is
    booked. cost_center: which bears it. funding: the source that pays it. note: a remark; without one, what a
    machine of the catalogue suits. month: at the end of which it is paid, a number or a name such as 2027-07; 0, the
    start, without one. replace: buys it again within the horizon.
    price_trend: of later purchases, the change of the price a year since the first. resale: the amount that comes back
    when it leaves, at the end of the horizon. resale_share: that as a share of the price, when each is replaced or the
    horizon ends. per: `unit` for what each machine of an option with `units: auto` needs, as hardware does, `once` for
    what all of them need.
    """

    item: Text
    kind: Annotated[CapexKind, one_of(*get_args(CapexKind))] | None = None
    hardware: Annotated[str, CatalogueName("hardware")] | None = None
    quantity: Annotated[Figure, Quantity("count", above=0, default="capex.quantity")]
    unit_price: Amount | None = None
    parts: list[Material] = Field(default_factory=list)
    labour: DeploymentLabour | None = None
    deployment: DeploymentShare | None = None
    training: Training | None = None
    credit: Annotated[Figure, Quantity("money", maximum=0)] | None = None
    life_years: Annotated[Figure, Quantity("year", above=0, maximum=30)] | None = None
    residual: Amount | None = None
    per: Per | None = None
    account: Text | None = None
    cost_center: Text | None = None
    funding: Text | None = None
    note: Text | None = None

    @property
    def is_for_each(self) -> bool:
        """Whether each machine needs one, where their number follows the load."""
        is_hardware = self.hardware is not None or self.kind == "hardware"
        return is_for_each(self.per, by_itself=is_hardware)

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Catalogue hardware brings price and service life, where a quote wins, and what it is for, as a remark."""
        units = {"unit_price": "money", "life_years": "year"}
        name = values.get("hardware")
        if isinstance(name, Scalar) and "parts" not in values:
            values["parts"] = materials(name, node.path / "parts", facts)
        bring_entry(values, node, facts, "hardware", name, units)
        suits = facts.suits(name) if isinstance(name, Scalar) else None
        if suits is not None:
            values.setdefault("note", Scalar(suits, node.path / "note", node.mark))

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One price, which catalogue hardware may bring; a residual value only at the end of a service life."""
        yield from super().faults(values, node)
        priced = {name for name in values if name != "unit_price" or "hardware" not in values}
        yield from exactly_one(priced, node, *CAPEX_WAYS)
        if isinstance(values.get("hardware"), Scalar) and "unit_price" not in values:
            mark = node.key_marks.get("hardware", node.mark)
            message = said(
                "the catalogue has no price for this hardware in the proposal's currency"
            )
            yield Problem("E012", mark, message, said("add unit_price: … with a quote"))
        yield from _of_a_credit(values, node)
        if "parts" in values and not {"unit_price", "hardware"} & values.keys():
            mark = node.key_marks.get("parts", node.mark)
            fix = said("add unit_price, or remove parts")
            yield Problem("E021", mark, said("parts are those of a purchase with a price"), fix)
        if "residual" in values and "life_years" not in values:
            mark = node.key_marks.get("residual", node.mark)
            fix = said("add life_years, or remove residual")
            yield Problem("E021", mark, said("a residual value needs a service life"), fix)

    def comes_whole(self, name: str) -> bool:
        """Machines of the catalogue; other purchases may be a share of something."""
        return name == "quantity" and self.hardware is not None

    def misfits(self) -> Iterator[PydanticCustomError]:
        """Machines come whole, and are worth no more in the end than they cost."""
        yield from super().misfits()
        quantity = self.quantity.value
        if self.comes_whole("quantity") and quantity != round(quantity):
            message = said(
                "{quantity:.15g} is out of range: machines come whole", quantity=quantity
            )
            fix = said("write a whole number, such as {number}", number=max(1, round(quantity)))
            yield problem("E011", message, fix, field="quantity")
        if self.residual is not None and self.unit_price is not None:
            paid = self.quantity.value * self.unit_price.value
            if self.residual.value > paid:
                message = said(
                    "the residual value is more than the purchase, {paid:.15g}", paid=paid
                )
                yield problem("E021", message, said("lower it"), field="residual")


def _of_a_credit(values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
    """A credit is a kind of its own, and nothing of it is left."""
    for name in ("kind", "residual", "resale", "resale_share"):
        if "credit" in values and name in values:
            mark = node.key_marks.get(name, node.mark)
            yield Problem(
                "E021",
                mark,
                said("a credit has no {name}", name=name),
                said("remove {name}", name=name),
            )


class OpexLine(Timed):
    """A running line: an amount, or one of the ways to work it out.

    One field that says how much it is is needed, from `monthly` to `security`; `software: {}` takes our figures.

    item: its name in the document. kind: `labour` for what people cost that is stated as an amount. monthly,
    annual: an amount. hourly: an amount for every hour of the year. power: what draws current. labour: hours of
    work, or the name of a task list. hosting: space and uplink in a data centre. network: traffic by the requests.
    backup: copies by their size. software: licences. security: security and compliance. credit: a subsidy or a
    discount a month: less than nothing, as it lowers the total. growth: of this line a year; without one,
    `horizon.opex_growth`. tax: the rate of value-added tax on it. tax_recoverable: whether that comes back; without
    these, as the section `tax` has it. account: to which it is booked. cost_center: which bears it. funding: the
    source that pays it. note: a remark. from: the first month in which it is paid, a number or a name such as
    2027-07; without one, month 1, and `horizon.go_live` where it follows the requests. until: the last one. ramp:
    how it grows to its full height from there. by_year: what a month costs in each year of the horizon; such a line
    does not grow besides. per: `unit` for what each machine of an option with `units: auto` costs, as power and
    hosting do, `once` for what all of them cost.
    """

    item: Text
    monthly: Monthly | None = None
    annual: Annotated[Figure, Quantity("money/year", minimum=0)] | None = None
    hourly: Annotated[Figure, Quantity("money/hour", minimum=0)] | None = None
    power: Power | None = None
    labour: OperationsLabour | None = None
    hosting: Hosting | None = None
    network: Network | None = None
    backup: Backup | None = None
    software: Software | None = None
    security: Security | None = None
    credit: Annotated[Figure, Quantity("money/month", maximum=0)] | None = None
    kind: Annotated[OpexKind, one_of(*get_args(OpexKind))] | None = None
    growth: Growth | None = None
    tax: TaxRate | None = None
    tax_recoverable: Recovered | None = None
    per: Per | None = None
    account: Text | None = None
    cost_center: Text | None = None
    funding: Text | None = None
    note: Text | None = None

    @property
    def is_labour(self) -> bool:
        """Whether it pays for people."""
        return self.labour is not None or self.kind == "labour"

    @property
    def is_for_each(self) -> bool:
        """Whether it is paid for each machine, where their number follows the load."""
        by_itself = any(getattr(self, name) is not None for name in OF_EACH_UNIT)
        return is_for_each(self.per, by_itself=by_itself)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state the amount."""
        yield from exactly_one(values, node, *OPEX_WAYS)


class OnPremise(Growing):
    """Running the models on hardware of one's own.

    name: in the document. kind: may be left out. serving: the model and what it runs on, for capacity and cost per
    token. units: `auto` buys as many machines as the busiest hour of each month needs, from the go-live on, each at the
    end of the month before; else there are `serving.units` from the start. headroom: what stays free of them in that
    hour. lead: how many months earlier each is bought, to be set up. capex: what is paid once. opex: what is paid again
    and again. optimisations: `false` where the cache does not serve it. go_live: the month from which it serves;
    without one, `horizon.go_live`. rejected_because: why it is not chosen.
    """

    name: Text
    kind: Annotated[Literal["on_premise"], one_of("on_premise")] = "on_premise"
    serving: Serving | None = None
    capex: list[CapexLine] = Field(default_factory=list)
    opex: list[OpexLine] = Field(default_factory=list)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """Something must cost money, and something say how much a backup keeps."""
        yield from super().faults(values, node)
        if "capex" not in values and "opex" not in values:
            yield Problem(
                "E012", node.mark, said("this option has no cost"), said("add capex: or opex:")
            )


class RentedGpu(Growing):
    """Renting machines by the hour; they are paid for while they are booked, busy or idle.

    name: in the document. kind: names this kind. hourly: the rent of one machine. count: of the machines. units: `auto`
    rents as many as the busiest hour of each month needs, and gives back the others. headroom: what stays free of them
    in that hour. lead: how many months before it serves each is rented. hours_per_day: for which they are booked.
    price_trend: the change of the rent a year. rents: other prices of the hour. tax: the rate of value-added tax on the
    rent; without one, that of the section `tax`. serving: the model and what it runs on, for capacity and cost per
    token. capex: what is paid once. opex: what is paid besides the rent. optimisations: `false` where the cache does
    not serve it. go_live: the month from which it serves; without one, `horizon.go_live`. rejected_because: why it is
    not chosen.
    """

    name: Text
    kind: Annotated[Literal["rented_gpu"], one_of("rented_gpu")]
    hourly: Annotated[Figure, Quantity("money/hour", above=0)]
    count: Annotated[Figure, Quantity("count", above=0, default="rented_gpu.count", whole=True)]
    hours_per_day: Annotated[
        Figure, Quantity("hour/day", above=0, maximum=24, default="rented_gpu.hours_per_day")
    ]
    price_trend: Annotated[
        Figure, Quantity("ratio", minimum=-0.9, maximum=1, default="rented_gpu.price_trend")
    ]
    rents: Rents | None = None
    tax: TaxRate | None = None
    serving: Serving | None = None
    capex: list[CapexLine] = Field(default_factory=list)
    opex: list[OpexLine] = Field(default_factory=list)


class Hybrid(Improvable):
    """One option of one's own for most requests, a cloud API for the rest.

    The local option's fixed cost does not shrink.

    name: in the document. kind: names this kind. local: the id of the own option. cloud: the id of the cloud API.
    local_share: requests tried locally first. escalation: of those, the share that fails there and is sent to the cloud
    as well, paying both. optimisations: `false` where the cache does not serve it. go_live: the month from which both
    parts serve; without one, `horizon.go_live`. rejected_because: why it is not chosen.
    """

    name: Text
    kind: Annotated[Literal["hybrid"], one_of("hybrid")]
    local: Text
    cloud: Text
    local_share: Annotated[
        Figure, Observed("ratio", minimum=0, maximum=1, default="hybrid.local_share")
    ]
    escalation: Annotated[
        Figure, Observed("ratio", minimum=0, maximum=1, default="hybrid.escalation")
    ]


class StatusQuo(Alternative):
    """Doing nothing: today's bill goes on, and grows.

    One of `monthly` and `per_request` is needed. A bill by the request, or one that `follows` the workload, grows and
    shrinks with the requests, in every year, scenario and volume; any other is fixed, and the document says so.

    name: in the document. kind: names this kind. monthly: today's bill. per_request: what each request costs today, one
    sent again too. follows: `workload` where the monthly bill moves with the requests. for_requests: of how many a
    month the bill is; without it, of those that `workload` states. growth: of the bill a year, or of its price where it
    follows the requests; without one, `horizon.opex_growth`. tax: the rate of value-added tax in it; without one, that
    of the section `tax`. rejected_because: why it is not chosen.
    """

    name: Text
    kind: Annotated[Literal["status_quo"], one_of("status_quo")]
    monthly: Monthly | None = None
    per_request: RequestPrice | None = None
    follows: Annotated[Literal["workload"], one_of("workload")] | None = None
    for_requests: Annotated[Figure, Quantity("request/month", above=0, decided=True)] | None = None
    growth: Growth | None = None
    tax: TaxRate | None = None

    @property
    def is_metered(self) -> bool:
        """Whether the bill goes by the requests."""
        return self.per_request is not None or self.follows is not None

    @property
    def is_open(self) -> bool:
        """Whether the bill follows the requests and does not say of how many it is."""
        return self.follows is not None and self.for_requests is None

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state the bill; only one that follows the requests is for some number of them."""
        yield from exactly_one(values, node, "monthly", "per_request")
        if "for_requests" in values and "follows" not in values:
            mark = node.key_marks.get("for_requests", node.mark)
            message = said("for_requests is given for a bill that does not follow the requests")
            yield Problem("E012", mark, message, said("add follows: workload"))

    def for_volume(self, volume: Figure) -> StatusQuo:
        """The same; a bill that follows the requests without saying of how many it is, is that of the stated volume."""
        if not self.is_open:
            return self
        source = Source("default", str(volume.key))
        key = self.path / "for_requests"
        requests = stated(key, volume.unit, volume.value, source, self.name)
        return self.model_copy(update={"for_requests": requests})
