"""The models of work: once, by person-days, and every month, by hours, by a list of tasks or by a rule of thumb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, cast

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from generator.figures.figure import Figure, Source
from generator.proposal.catalogue_names import CATALOGUE_KIND, unknown_entry
from generator.proposal.context import Facts, problem
from generator.proposal.fields import Quantity
from generator.proposal.models.parts import Text
from generator.proposal.nodes import MappingNode, Scalar, SequenceNode
from generator.proposal.problems import Problem
from generator.proposal.section import Section, exactly_one, is_zero
from generator.wording.saying import said

UNITS = {"days": "person_day", "hours": "hour/month", "monthly": "money/month"}
Numbers = Mapping[str, tuple[float, Source]]


class ByTasks(Section):
    """Work that a task list of the catalogue describes: its name stands for the tasks, or for the whole."""

    list_kind: ClassVar[str] = ""

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The name of the tasks."""
        labour = MappingNode(name.path, name.mark)
        labour["tasks"] = Scalar(name, name.path / "tasks", name.mark, name.plain)
        return labour

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """The task list of the catalogue."""
        name = values.get("tasks")
        if not isinstance(name, Scalar) or name.empty:
            return
        names = facts.names(cls.list_kind)
        if name not in names:
            raise unknown_entry(cls.list_kind, name, names)
        values["tasks"] = _as_written(name, cls.listed(name, facts))

    @classmethod
    def listed(cls, name: Scalar, facts: Facts) -> Iterable[tuple[str, Numbers]]:
        """What is done and its numbers by field, of a task list that the catalogue has."""
        raise TypeError(f"{cls.__name__} has no task lists")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """A name will do, for the tasks or for the whole."""
        name = {"type": "string", CATALOGUE_KIND: cls.list_kind}
        fields = super().__get_pydantic_json_schema__(core_schema, handler)
        if "tasks" not in fields["properties"]:
            return fields
        fields["properties"]["tasks"] = {"anyOf": [name, fields["properties"]["tasks"]]}
        return {"anyOf": [name, fields]}


def _as_written(name: Scalar, tasks: Iterable[tuple[str, Numbers]]) -> SequenceNode:
    """A task list as the file would have stated it in the place of its name."""
    written = SequenceNode(name.path, name.mark)
    for task, numbers in tasks:
        path = name.path / len(written)
        entry = MappingNode(path, name.mark)
        entry["task"] = Scalar(task, path / "task", name.mark)
        for field, (value, source) in numbers.items():
            number = Quantity(UNITS[field]).stand_in(path / field, value, source)
            # A stated figure may stand where the file would have a node: the field takes both.
            entry[field] = cast(Scalar, number)
        written.append(entry)
    return written


def _none_takes(field: str, values: dict[str, Any]) -> bool:
    """Whether there are tasks, and all of them leave a field out or state zero."""
    tasks = list(values.get("tasks") or ())
    return bool(tasks) and all(
        isinstance(task, MappingNode) and (field not in task or is_zero(task[field]))
        for task in tasks
    )


class Task(Section):
    """A task of the first deployment, in person-days.

    task: what is done. days: of one person.
    """

    task: Text
    days: Annotated[Figure, Quantity("person_day", minimum=0)]


class DeploymentLabour(ByTasks):
    """One-time work: tasks in person-days at a rate for a day. A name stands for a task list of the catalogue.

    tasks: what is done, or the name of a task list; a name in the place of the whole takes the default rate. rate: of a
    person for a day.
    """

    list_kind = "labour"
    tasks: list[Task]
    rate: Annotated[Figure, Quantity("money/person_day", minimum=0, default="labour.day_rate")]

    @classmethod
    def listed(cls, name: Scalar, facts: Facts) -> Iterable[tuple[str, Numbers]]:
        """Tasks in person-days."""
        return [(task, {"days": (days, source)}) for task, days, source in facts.tasks(name)]

    @classmethod
    def uncounted(cls, values: dict[str, Any]) -> list[str]:
        """No day needs a rate where no task takes one."""
        return ["rate"] if _none_takes("days", values) else []


class Duty(Section):
    """A task that comes back every month, by its hours or by its amount.

    task: what is done. hours: of a month, at the rate. monthly: an amount instead.
    """

    task: Text
    hours: Annotated[Figure, Quantity("hour/month", minimum=0)] | None = None
    monthly: Annotated[Figure, Quantity("money/month", minimum=0)] | None = None

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state how much it is."""
        yield from exactly_one(values, node, "hours", "monthly")


class LabourRule(Section):
    """A rule of thumb for the hours of operations: base hours × (1 + an allowance for each line of hardware).

    base_hours: in a month. allowance: for each one-time line of kind `hardware` that the option has.
    """

    base_hours: Annotated[Figure, Quantity("hour/month", minimum=0, default="labour.base_hours")]
    allowance: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="labour.allowance")
    ]


class OperationsLabour(ByTasks):
    """Recurring work at a rate for an hour. A name stands for a task list of the catalogue.

    One of `hours`, `tasks`, `rule` and `people` is needed.

    hours: in a month. tasks: what is done every month, or the name of a task list; a name in the place of the whole
    takes the default rate. rule: hours that rise with the hardware. rate: for an hour. people: who work on it. salary:
    of each a month, with all that an employer pays. share: of their time; all of it without one.
    """

    list_kind = "operations"

    hours: Annotated[Figure, Quantity("hour/month", minimum=0)] | None = None
    tasks: list[Duty] = Field(default_factory=list)
    rule: LabourRule | None = None
    rate: Annotated[Figure, Quantity("money/hour", minimum=0, default="labour.hour_rate")]
    people: Annotated[Figure, Quantity("count", minimum=0)] | None = None
    salary: Annotated[Figure, Quantity("money/month", minimum=0)] | None = None
    share: Annotated[Figure, Quantity("ratio", minimum=0, maximum=1)] | None = None

    @classmethod
    def listed(cls, name: Scalar, facts: Facts) -> Iterable[tuple[str, Numbers]]:
        """Duties by hours or amount; amounts are known in the currency of our data alone."""
        duties = facts.duties(name)
        if any(not numbers for _, numbers in duties):
            message = said(
                "the amounts in the list '{name}' are not known in the proposal's currency",
                name=name,
            )
            raise problem("E012", message, said("state the tasks: {{task: …, hours: …}}"), at=name)
        return duties

    @classmethod
    def uncounted(cls, values: dict[str, Any]) -> list[str]:
        """No hour needs a rate where every task states its amount, or people have a salary."""
        rule = values.get("rule")
        hours = [
            values.get("hours"),
            rule.get("base_hours") if isinstance(rule, MappingNode) else None,
        ]
        no_hour = any(map(is_zero, hours)) or _none_takes("hours", values) or "people" in values
        return ["rate"] if no_hour else []

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One way to state the work; a list without tasks states none."""
        given = [name for name in values if name != "tasks" or values[name]]
        yield from exactly_one(given, node, "hours", "tasks", "rule", "people")
        if "people" in values and "salary" not in values:
            mark = node.key_marks.get("people", node.mark)
            yield Problem(
                "E012", mark, said("people stand without a salary"), said("add salary: …")
            )
        for name in ("rate",) if "people" in values else ("salary", "share"):
            if name in values:
                fix = (
                    said("remove {name}, or state people", name=name)
                    if name != "rate"
                    else said("remove rate")
                )
                message = said("{name} has no part in how this work is stated", name=name)
                yield Problem("E021", node.key_marks.get(name, node.mark), message, fix)
