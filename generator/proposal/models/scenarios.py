"""The models of scenarios: what is different in each, and which numbers of the file that changes."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import PydanticCustomError

from generator.figures.figure import Figure, Source, stated
from generator.figures.key import Key, Part
from generator.proposal.context import Facts, problem
from generator.proposal.entries import fill_list
from generator.proposal.fields import Plain, Quantity, source_of
from generator.proposal.limits import Limits, numbers_of
from generator.proposal.months import LAST_MONTH
from generator.proposal.nodes import MappingNode, Scalar, SequenceNode
from generator.proposal.numbers import TIMES, NumberProblem, must_be, read_number
from generator.proposal.problems import Problem, nearest
from generator.proposal.section import Section
from generator.wording.saying import any_of, quoted, said

ANY = "*"
BASE = "base"
# In one of these the volume of the load is stated.
VOLUMES = (
    "workload.growth.times",
    "workload.growth.by_year.*",
    "workload.monthly_requests",
    "workload.monthly_tokens",
)
BENEFIT_FIELDS = ("monthly", "annual", "hours")
BENEFIT_WAYS = (*BENEFIT_FIELDS, "by_year")
# The code of a name that no number has.
OF_NO_NUMBER = "E018"
DELAY = Quantity("month", minimum=1, maximum=LAST_MONTH, whole=True)
CUSTOMARY_DELAYS = 3


@dataclass(frozen=True)
class Change:
    """What a scenario does with one number or with all that a pattern names.

    path: where it stands, `scenarios.conservative.benefits.*.monthly`. times: the number is multiplied by `value`
    rather than replaced by it. node: for messages; None for our own scenarios.
    """

    path: Key
    value: float
    times: bool
    source: Source
    node: Scalar | None = None


def _change(node: Scalar) -> Change:
    times = node[:1] in TIMES
    text = node[1:].strip() if times else str(node)
    try:
        value = read_number(text)
    except NumberProblem as error:
        fix = said("{fix}; or ×0.8 to multiply what is stated", fix=error.fix)
        raise problem(error.code, error.message, fix, at=node) from None
    return Change(node.path, value, times, source_of(node), node)


@dataclass(frozen=True, eq=False)
class _ChangeField(Plain):
    """Reads a change; our own come ready made."""

    def _read(self, node: Any) -> Any:
        return node if isinstance(node, Change) else super()._read(node)


CHANGE = _ChangeField(_change, (("type", ("string", "number")),))
Changes = dict[str, Annotated[Change, CHANGE]]


@dataclass(frozen=True)
class Applied:
    """A change and the stated numbers that it changes; `figure` is the factor, or the new value."""

    figure: Figure
    times: bool
    inputs: tuple[Figure, ...]


def applied(
    change: Change, scenario: str, pattern: str, numbers: Mapping[str, tuple[Figure, Limits]]
) -> Applied:
    """Find what a change of a scenario changes.

    Raises the problem of a pattern that names nothing, or of a value out of range.
    """
    inputs = tuple(number for key, (number, _) in numbers.items() if matches(pattern, key))
    if not inputs:
        raise _unknown(change, pattern, list(numbers))
    units = {number.unit for number in inputs}
    typed = change.node
    if typed is not None and not change.times and typed.endswith("%") and units != {"ratio"}:
        message = said(
            "{typed} is a percentage, but '{pattern}' names no share", typed=typed, pattern=pattern
        )
        fix = said(
            "write ×{change:.15g} to multiply what is stated, or the number itself",
            change=change.value,
        )
        raise problem("E010", message, fix, at=typed)
    if len(units) > 1 and not change.times:
        message = said(
            "'{pattern}' names numbers of several units: {units}",
            pattern=pattern,
            units=", ".join(sorted(units)),
        )
        raise problem(
            "E021", message, said("name them one by one, or multiply: ×0.8"), at=change.node
        )
    for number in inputs:
        new = number.value * change.value if change.times else change.value
        _check(change, number, new, numbers[number.key][1])
    unit = "multiple" if change.times else inputs[0].unit
    changed = stated(change.path, unit, change.value, change.source)
    changed.in_case(scenario, Key(*_steps(pattern)))
    return Applied(changed, change.times, inputs)


def _steps(pattern: str) -> Iterator[Part]:
    """The parts of a key that somebody typed."""
    return (int(step) if step.isdecimal() else step for step in pattern.split("."))


def matches(pattern: str, key: str) -> bool:
    """Whether a dotted key fits a pattern in which `*` stands for any one step."""
    steps, parts = pattern.split("."), key.split(".")
    same = (step in (ANY, part) for step, part in zip(steps, parts, strict=False))
    return len(steps) == len(parts) and all(same)


def _unknown(change: Change, pattern: str, keys: list[str]) -> Exception:
    general = dict.fromkeys(re.sub(r"\.\d+(?=\.|$)", f".{ANY}", key) for key in keys)
    close = numbers_meant(pattern, [*keys, *general])
    meant = any_of(list(map(quoted, close)))
    fix = (
        said("did you mean {meant}?", meant=meant)
        if close
        else said("name a number as in --set: benefits.*.monthly")
    )
    return problem(
        OF_NO_NUMBER,
        said("no number of this file is called '{pattern}'", pattern=pattern),
        fix,
        at=change.node,
    )


def numbers_meant(name: str, names: Collection[str]) -> list[str]:
    """The names that somebody may have meant: for a volume, those which state it, else the nearest."""
    if name in VOLUMES:
        return [each for each in VOLUMES if each in names]
    return nearest(name, names, 3)


def _check(change: Change, number: Figure, new: float, limits: Limits) -> None:
    if limits.whole and new != round(new):
        message = said("{key} would be {new:g} in this scenario", key=number.key, new=new)
        raise problem("E011", message, said("it must be a whole number"), at=change.node)
    for fix, holds in _bounds(limits, new, "%" if number.unit == "ratio" else ""):
        if not holds:
            message = said("{key} would be {new:g} in this scenario", key=number.key, new=new)
            raise problem("E011", message, fix, at=change.node)


def _bounds(limits: Limits, new: float, sign: str) -> Iterator[tuple[str, bool]]:
    """sign: `%` of a share."""
    times = 100 if sign else 1
    if limits.minimum is not None:
        yield must_be(operator.ge, f"{limits.minimum * times:g}{sign}"), new >= limits.minimum
    if limits.above is not None:
        yield must_be(operator.gt, f"{limits.above * times:g}{sign}"), new > limits.above
    if limits.maximum is not None:
        yield must_be(operator.le, f"{limits.maximum * times:g}{sign}"), new <= limits.maximum


class Sensitivity(Section):
    """How far each assumption is moved to see what depends on it.

    spread: up and down, for a number that states no `low` and `high` of its own. delays: by how many months the go-live
    may be late; without any, three customary ones.
    """

    spread: Annotated[Figure, Quantity("ratio", above=0, maximum=0.9, default="sensitivity.spread")]
    delays: list[Annotated[Figure, DELAY]] = Field(default_factory=list)

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """The customary delays."""
        fill_list(values, node, facts, "delays", DELAY, CUSTOMARY_DELAYS)


def customary(benefits: Any, facts: Facts) -> dict[str, dict[str, Change]]:
    """The two scenarios of a file that names none: benefits fall short, or turn out better, by a customary factor."""
    if not isinstance(benefits, SequenceNode):
        return {}
    fields = [name for name in BENEFIT_FIELDS if any(_has(item, name) for item in benefits)]
    scenarios: dict[str, dict[str, Change]] = {}
    for id in ("conservative", "optimistic"):
        default = facts.default(f"scenarios.{id}.benefits")
        if default is not None and fields:
            patterns = (f"benefits.{ANY}.{name}" for name in fields)
            scenarios[id] = {
                pattern: Change(Key("scenarios", id, pattern), default[0], True, default[1])
                for pattern in patterns
            }
    return scenarios


def is_customary(changes: Changes) -> bool:
    """Whether a scenario is ours, not the file's."""
    return bool(changes) and all(change.node is None for change in changes.values())


def _has(item: Any, name: str) -> bool:
    return isinstance(item, MappingNode) and name in item


def unfit_names(scenarios: Any) -> Iterator[Problem]:
    """Names that a scenario cannot have."""
    marks = scenarios.key_marks if isinstance(scenarios, MappingNode) else {}
    if BASE in marks:
        fix = said("give it another name, or delete it: base is what the file itself states")
        yield Problem(
            "E021", marks[BASE], said("no scenario can be called '{base}'", base=BASE), fix
        )


def faults_of(
    scenarios: Mapping[str, Changes], section: Section, is_misspelt: Callable[[str], bool]
) -> Iterator[Problem]:
    """Unknown numbers, values out of range, and two changes of one number in a scenario.

    is_misspelt: whether what a scenario names is perhaps misspelt in the file, which is told where it stands.
    """
    numbers = numbers_of(section)
    for id, changes in scenarios.items():
        taken: set[str] = set()
        for pattern, change in changes.items():
            try:
                found = applied(change, id, pattern, numbers)
            except PydanticCustomError as fault:
                details = fault.context or {}
                if fault.type == OF_NO_NUMBER and is_misspelt(pattern):
                    continue
                yield Problem(fault.type, details["mark"], details["message"], details["fix"])
                continue
            twice = taken & {number.key for number in found.inputs}
            taken |= {number.key for number in found.inputs}
            if twice and change.node is not None:
                message = said("{twice} is changed twice in this scenario", twice=sorted(twice)[0])
                yield Problem(
                    "E021", change.node.mark, message, said("keep one of the two changes")
                )
