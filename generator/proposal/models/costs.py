"""The models of what costs money: the options, their one-time lines and their running lines."""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import Field, model_validator

from generator.figures.figure import Figure, Source
from generator.proposal.fields import CatalogueName, Facts, Quantity, one_of, problem
from generator.proposal.models.parts import Text
from generator.proposal.nodes import Mapping, Scalar, Sequence
from generator.proposal.problems import nearest
from generator.proposal.section import Section, exactly_one

Amount = Annotated[Figure, Quantity("money", minimum=0)]
Monthly = Annotated[Figure, Quantity("money/month", minimum=0)]
Growth = Annotated[Figure, Quantity("ratio", minimum=-0.5, maximum=1)]
# What an unknown name brings: the name itself is reported, and its missing price is not reported again.
UNKNOWN_ENTRY = {
    field: (1.0, Source("catalog", "")) for field in ("unit_price", "tdp", "life_years")
}
CAPEX_KINDS = ("hardware", "software", "labour", "training", "facility", "other")


class Task(Section):
    """A task of the first deployment, in person-days."""

    task: Text
    days: Annotated[Figure, Quantity("person_day", minimum=0)]


class DeploymentLabour(Section):
    """One-time work: tasks in person-days at a rate for a day. A name stands for a task list of the catalogue."""

    tasks: list[Task]
    rate: Annotated[Figure, Quantity("money/person_day", minimum=0, default="labour.day_rate")]


class OperationsLabour(Section):
    """Recurring work: hours a month at a rate for an hour."""

    hours: Annotated[Figure, Quantity("hour/month", minimum=0)]
    rate: Annotated[Figure, Quantity("money/hour", minimum=0, default="labour.hour_rate")]


class Power(Section):
    """What draws current: graphics cards at a load, in a room that needs cooling, at a tariff."""

    gpu: Annotated[str, CatalogueName("gpu")] | None = None
    tdp: Annotated[Figure, Quantity("W", above=0)]
    count: Annotated[Figure, Quantity("count", above=0, default="power.count")]
    utilisation: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="power.utilisation")
    ]
    idle_watts: Annotated[Figure, Quantity("W", minimum=0, default="power.idle_watts")]
    base_watts: Annotated[Figure, Quantity("W", minimum=0, default="power.base_watts")]
    base_idle_share: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="power.base_idle_share")
    ]
    pue: Annotated[Figure, Quantity("factor", minimum=1, maximum=3, default="power.pue")]
    tariff: Annotated[Figure, Quantity("money/kWh", minimum=0, default="power.tariff")]

    @classmethod
    def expand(cls, values: dict[str, Any], node: Mapping, facts: Facts) -> None:
        """A named card brings its power; a stated one wins."""
        if "tdp" not in values and isinstance(values.get("gpu"), Scalar):
            _from_entry(values, node, facts, "gpu", values["gpu"], {"tdp": "W"})


class CapexLine(Section):
    """A one-time line: a purchase, a piece of catalogue hardware, first deployment labour, or a lump sum."""

    item: Text
    kind: Annotated[str, one_of(*CAPEX_KINDS)] | None = None
    hardware: Annotated[str, CatalogueName("hardware")] | None = None
    quantity: Annotated[Figure, Quantity("count", above=0, default="capex.quantity")]
    unit_price: Amount | None = None
    labour: DeploymentLabour | None = None
    life_years: Annotated[Figure, Quantity("year", above=0, maximum=30)] | None = None
    residual: Amount | None = None
    note: Text | None = None

    @classmethod
    def expand(cls, values: dict[str, Any], node: Mapping, facts: Facts) -> None:
        """Catalogue hardware brings price and service life; a quoted price wins. A labour name brings its tasks."""
        if isinstance(values.get("hardware"), Scalar):
            units = {"unit_price": "money", "life_years": "year"}
            _from_entry(values, node, facts, "hardware", values["hardware"], units)
        if isinstance(values.get("labour"), Scalar):
            values["labour"] = _task_list(values["labour"], facts)

    @model_validator(mode="after")
    def _one_price(self) -> CapexLine:
        exactly_one(self, "unit_price", "labour")
        if self.residual is not None and self.life_years is None:
            raise problem(
                "E021",
                "a residual value needs a service life",
                "add life_years, or remove residual",
            )
        return self


class OpexLine(Section):
    """A running line: a monthly or yearly amount, power by its formula, or hours of work."""

    item: Text
    monthly: Monthly | None = None
    annual: Annotated[Figure, Quantity("money/year", minimum=0)] | None = None
    power: Power | None = None
    labour: OperationsLabour | None = None
    growth: Growth | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_amount(self) -> OpexLine:
        exactly_one(self, "monthly", "annual", "power", "labour")
        return self


class OnPremise(Section):
    """Running the models on hardware of one's own."""

    name: Text
    kind: Annotated[str, one_of("on_premise")] = "on_premise"
    capex: list[CapexLine] = Field(default_factory=list)
    opex: list[OpexLine] = Field(default_factory=list)


class StatusQuo(Section):
    """Doing nothing: today's bill goes on, and grows."""

    name: Text
    kind: Annotated[str, one_of("status_quo")]
    monthly: Monthly
    growth: Growth | None = None


def _from_entry(
    values: dict[str, Any], node: Mapping, facts: Facts, kind: str, name: str, units: dict[str, str]
) -> None:
    known = name in facts.names(kind)
    entry = facts.entry(kind, name) if known else UNKNOWN_ENTRY
    for field, unit in units.items():
        if field in entry and field not in values:
            path = f"{node.path}.{field}"
            values[field] = Quantity(unit).stand_in(path, *entry[field])


def _task_list(name: Scalar, facts: Facts) -> Any:
    if name not in facts.names("labour"):
        close = nearest(name, facts.names("labour"))
        raise problem(
            "E018",
            f"the catalogue has no task list '{name}'",
            f"did you mean '{close[0]}'?"
            if close
            else f"it has: {', '.join(facts.names('labour'))}",
        )
    tasks = Sequence.empty_at(f"{name.path}.tasks", name.mark)
    for task, days, source in facts.tasks(name):
        path = f"{tasks.path}.{len(tasks)}"
        entry = Mapping.empty_at(path, name.mark)
        entry["task"] = Scalar(task, f"{path}.task", name.mark)
        # A stated figure may stand where the file would have a node: the field takes both.
        entry["days"] = cast(Scalar, Quantity("person_day").stand_in(f"{path}.days", days, source))
        tasks.append(entry)
    labour = Mapping.empty_at(name.path, name.mark)
    labour["tasks"] = tasks
    return labour
