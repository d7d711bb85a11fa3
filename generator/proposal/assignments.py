"""Turns `--set KEY=VALUE` into a tree of the input in which that one value is another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from generator.proposal.characters import FORBIDDEN, describe, shortened
from generator.proposal.nodes import Mapping, Node, Place, Scalar, Sequence
from generator.proposal.numbers import PLAIN, TIMES, NumberProblem, product
from generator.proposal.printable import not_printable, unprintable
from generator.proposal.problems import Findings, Mark, Problem, ProblemList

if TYPE_CHECKING:
    from collections.abc import Sequence as Many

MARK = Mark("--set", 0, 0)
MOST_STEPS = 64
SCENARIOS = "scenarios."


def set_values(root: Mapping, assignments: Many[str]) -> Mapping:
    """The tree with each KEY=VALUE applied in turn; `root` itself stays as it is.

    KEY is a dotted path (`benefits.0.monthly`); a name with dots in it is found when the tree has
    it. Missing mappings on the way are made. Where a mapping holds `value`, only that is replaced.
    A VALUE such as ×2 multiplies the number that is there; within a scenario it is its change.
    Raises ProblemList for an assignment without '=', or a path through a text or past a list's end.
    """
    findings = Findings()
    for assignment in assignments:
        try:
            root = _assigned(root, assignment)
        except ProblemList as refused:
            for problem in refused.problems:
                findings.add(problem)
    findings.raise_if_any()
    return root


def _assigned(root: Mapping, assignment: str) -> Mapping:
    key, equals, value = map(str.strip, assignment.partition("="))
    steps = key.split(".")
    if not equals or not all(steps):
        message = f"'{shortened(assignment)}' is not KEY=VALUE"
        _refuse("E004", message, "write for instance horizon.discount_rate=8%")
    if found := FORBIDDEN.search(assignment):
        _refuse("E019", f"invisible character {describe(found[0])} in '{key}'", "delete it")
    if missing := unprintable(assignment):
        raise ProblemList([not_printable(missing, MARK)])
    if len(steps) > MOST_STEPS:
        _refuse("E005", f"'{shortened(key)}' is nested deeper than {MOST_STEPS} levels", "")
    return _with_field(root, steps, value)


def _replaced(node: Node | None, steps: Many[str], value: str, place: Place) -> Node:
    """What stands at `place` once the value is set, `steps` below it."""
    if not steps:
        if isinstance(node, Mapping) and "value" in node:
            return _with_field(node, ["value"], value)
        return Scalar(_new(node, value, str(place)), place, MARK)
    if isinstance(node, Sequence):
        return _with_item(node, steps, value)
    if isinstance(node, Mapping):
        return _with_field(node, steps, value)
    if node is not None and not node.empty:
        _refuse("E018", f"'{place}' is one value and has no '{steps[0]}'", f"set {place} itself")
    return _with_field(Mapping(place, MARK), steps, value)


def _new(node: Node | None, value: str, path: str) -> str:
    """The value itself, or what is there times its factor."""
    is_factor = value[:1] in TIMES and PLAIN.fullmatch(value[1:].strip())
    if not is_factor or path.startswith(SCENARIOS):
        return value
    try:
        return product(str(node), value[1:].strip())
    except NumberProblem:
        message = f"'{path}' states no number of its own that could be multiplied"
        _refuse("E018", message, f"set the number itself: {path}=…")


def _with_field(mapping: Mapping, steps: Many[str], value: str) -> Mapping:
    name, rest = _first_name(mapping, steps)
    changed = Mapping(mapping.place, mapping.mark)
    changed.update(mapping)
    changed.key_marks = {name: MARK} | mapping.key_marks
    changed[name] = _replaced(mapping.get(name), rest, value, Place(mapping.place, name))
    return changed


def _with_item(sequence: Sequence, steps: Many[str], value: str) -> Sequence:
    index = int(steps[0]) if steps[0].isdecimal() and len(steps[0]) < 9 else len(sequence)
    if index >= len(sequence):
        message = f"'{sequence.path}' has no item '{shortened(steps[0])}'"
        _refuse("E018", message, f"it has {len(sequence)}, counted from 0")
    changed = Sequence(sequence.place, sequence.mark)
    changed.extend(sequence)
    place = Place(sequence.place, index)
    changed[index] = _replaced(sequence[index], steps[1:], value, place)
    return changed


def _first_name(mapping: Mapping, steps: Many[str]) -> tuple[str, Many[str]]:
    """The field that the path goes through and what is left of it: the longest name that exists."""
    for count in range(len(steps), 1, -1):
        if (name := ".".join(steps[:count])) in mapping:
            return name, steps[count:]
    return steps[0], steps[1:]


def _refuse(code: str, message: str, fix: str) -> NoReturn:
    raise ProblemList([Problem(code, MARK, message, fix)])
