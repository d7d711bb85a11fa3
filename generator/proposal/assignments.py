"""Turns `--set KEY=VALUE` into a tree of the input in which that one value is another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from generator.proposal.characters import FORBIDDEN, describe, shortened
from generator.proposal.nodes import MappingNode, Node, Place, Scalar, SequenceNode
from generator.proposal.numbers import PLAIN, TIMES, NumberProblem, product, read_number
from generator.proposal.printable import not_printable, unprintable
from generator.proposal.problems import SET, Findings, Problem, ProblemList
from generator.proposal.reading import ReadAllTheSame
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOST_STEPS = 64
SCENARIOS = "scenarios."
VALUE, LOW, HIGH = "value", "low", "high"
ANY = "*"
# The fields that name a folder, and where a packet keeps one that the command line names.
KEPT, EARLIER = "templates", "previous"
FOLDERS = {"style.templates": KEPT, "previous.packet": EARLIER, "previous": EARLIER}
# What may stand before a day: `prices: as_of 2026-11-23`.
AS_OF = "as_of"
# Stands in the place of a folder where there is none.
NO_FOLDER = "none"
# The low and the high end that our data have for the number of a key.
RangeOf = Callable[[str], tuple[float, float] | None]


def set_values(root: MappingNode, assignments: Sequence[str]) -> MappingNode:
    """The tree with each KEY=VALUE applied in turn; `root` itself stays as it is.

    KEY is a dotted path (`benefits.0.monthly`); a name with dots in it is found when the tree has
    it. Missing mappings on the way are made. Where a mapping holds `value`, only that is replaced.
    A VALUE such as ×2 multiplies the number that is there; within a scenario it is its change.
    Raises ReadAllTheSame, with what the others make of the tree, for an assignment without '=', or a path through a
    text or past a list's end.
    """
    findings = Findings()
    for assignment in assignments:
        try:
            root = _assigned(root, assignment)
        except ProblemList as refused:
            for problem in refused.problems:
                findings.add(problem)
    if findings.problems:
        raise ReadAllTheSame(findings.problems, root, lambda _: False)
    return root


def as_in_packet(assignment: str) -> str:
    """With the folder in which a packet keeps what is named, for that of this machine."""
    key, _, value = map(str.strip, assignment.partition("="))
    is_kept = key in FOLDERS and value != NO_FOLDER
    return f"{key}={FOLDERS[key]}" if is_kept else assignment


def out_of_packet(assignment: str, sources: Path) -> str:
    """The other way round. sources: the folder in which a packet keeps what it was made of."""
    key, _, value = assignment.partition("=")
    return f"{key}={sources / value}" if FOLDERS.get(key) == value else assignment


def written_out(
    root: MappingNode, assignments: Sequence[str], range_of: RangeOf = lambda _: None
) -> tuple[str, ...]:
    """The assignments with each `*` in a KEY replaced by every entry that it stands for.

    Those that state the field already, as in scenarios; all where none does and it can be added. One that stands for
    nothing is left, and refused when it is set. Behind a value the range that our data have for it, where the file has
    left the number to them, and behind one beyond its range the end that moves to it: nothing but the value changes.
    """
    written: list[str] = []
    for assignment in assignments:
        for each in _each(root, assignment):
            for one in _with_range(root, each, range_of):
                with suppress(ProblemList):
                    root = _assigned(root, one)
                written.append(one)
            moved = _moved_ends(root, each)
            root = set_values(root, moved)
            written += moved
    return tuple(written)


def can_be_set(root: MappingNode, key: str) -> bool:
    """Whether the tree has room for a number of its own there."""
    try:
        set_values(root, [f"{key}=1"])
    except ProblemList:
        return False
    return True


def _with_range(root: MappingNode, assignment: str, range_of: RangeOf) -> list[str]:
    """What sets a number that the file leaves to our data, and the range that these have for it."""
    path, _, value = map(str.strip, assignment.partition("="))
    try:
        read_number(value)
    except NumberProblem:
        return [assignment]
    known = None if _at(root, path.split(".")) is not None else range_of(path)
    if known is None:
        return [assignment]
    ends = (f"{path}.{name}={end:.15g}" for name, end in zip((LOW, HIGH), known, strict=True))
    return [f"{path}.{VALUE}={value}", *ends]


def _moved_ends(root: MappingNode, assignment: str) -> list[str]:
    """What sets the ends of a range to the value that was set, where it would no longer hold it."""
    path = assignment.partition("=")[0].strip()
    stated = _at(root, path.split("."))
    if not isinstance(stated, MappingNode) or stated.get(VALUE) is None:
        return []
    try:
        value = read_number(str(stated[VALUE]))
        beyond = {
            LOW: LOW in stated and read_number(str(stated[LOW])) > value,
            HIGH: HIGH in stated and read_number(str(stated[HIGH])) < value,
        }
    except NumberProblem:
        return []
    return [f"{path}.{end}={stated[VALUE]}" for end, is_passed in beyond.items() if is_passed]


def _at(node: Node | None, steps: Sequence[str]) -> Node | None:
    """What stands at a path; None where nothing does."""
    while steps and node is not None:
        if isinstance(node, MappingNode):
            name, steps = _first_name(node, steps)
            node = node.get(name)
        elif isinstance(node, SequenceNode) and steps[0].isdecimal() and int(steps[0]) < len(node):
            node, steps = node[int(steps[0])], steps[1:]
        else:
            return None
    return node


def _each(root: MappingNode, assignment: str) -> list[str]:
    key, equals, value = map(str.strip, assignment.partition("="))
    if ANY not in key or key.startswith(SCENARIOS):
        return [assignment]
    paths = list(_paths(root, key.split(".")))
    stated = [path for path, is_stated in paths if is_stated]
    added = [] if value[:1] in TIMES else [path for path, _ in paths]
    return [f"{path}{equals}{value}" for path in stated or added] or [assignment]


def _paths(node: Node | None, steps: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The paths that `steps` stand for below a node, and whether something stands there."""
    if not steps or not isinstance(node, MappingNode | SequenceNode):
        if ANY not in steps:
            yield ".".join(steps), not steps and node is not None
        return
    name, rest = (
        _first_name(node, steps) if isinstance(node, MappingNode) else (steps[0], steps[1:])
    )
    entries = (
        node
        if isinstance(node, MappingNode)
        else dict(zip(map(str, range(len(node))), node, strict=True))
    )
    for entry in entries if name == ANY and name not in entries else [name]:
        for path, is_stated in _paths(entries.get(entry), rest):
            yield ".".join(filter(None, (entry, path))), is_stated


def _assigned(root: MappingNode, assignment: str) -> MappingNode:
    key, equals, value = map(str.strip, assignment.partition("="))
    steps = key.split(".")
    if not equals or not all(steps):
        message = said("'{assignment}' is not KEY=VALUE", assignment=shortened(assignment))
        _refuse("E004", message, said("write for instance horizon.discount_rate=8%"))
    if found := FORBIDDEN.search(assignment):
        _refuse(
            "E019",
            said(
                "invisible character {character} in '{key}'", character=describe(found[0]), key=key
            ),
            said("delete it"),
        )
    if missing := unprintable(assignment):
        raise ProblemList([not_printable(missing, SET)])
    if len(steps) > MOST_STEPS:
        _refuse(
            "E005",
            said(
                "'{key}' is nested deeper than {most} levels",
                key=shortened(key),
                most=MOST_STEPS,
            ),
            "",
        )
    return _with_field(root, steps, value)


def _replaced(node: Node | None, steps: Sequence[str], value: str, place: Place) -> Node:
    """What stands at `place` once the value is set, `steps` below it."""
    if not steps:
        if isinstance(node, MappingNode) and "value" in node:
            return _with_field(node, ["value"], value)
        return Scalar(_new(node, value, str(place)), place, SET)
    if isinstance(node, SequenceNode):
        return _with_item(node, steps, value)
    if isinstance(node, MappingNode):
        return _with_field(node, steps, value)
    if node is not None and not node.empty:
        _refuse(
            "E018",
            said("'{place}' is one value and has no '{field}'", place=place, field=steps[0]),
            said("set {place} itself", place=place),
        )
    return _with_field(MappingNode(place, SET), steps, value)


def _new(node: Node | None, value: str, path: str) -> str:
    """The value itself, or what is there times its factor."""
    is_factor = value[:1] in TIMES and PLAIN.fullmatch(value[1:].strip())
    if not is_factor or path.startswith(SCENARIOS):
        return value
    try:
        return product(str(node), value[1:].strip())
    except NumberProblem:
        message = said("'{path}' states no number of its own that could be multiplied", path=path)
        _refuse("E018", message, said("set the number itself: {path}=…", path=path))


def _with_field(mapping: MappingNode, steps: Sequence[str], value: str) -> MappingNode:
    name, rest = _first_name(mapping, steps)
    if name == ANY and name not in mapping and not f"{mapping.path}.".startswith(SCENARIOS):
        _refuse_star(mapping.path, steps)
    changed = MappingNode(mapping.place, mapping.mark)
    changed.update(mapping)
    changed.key_marks = {name: SET} | mapping.key_marks
    changed[name] = _replaced(mapping.get(name), rest, value, Place(mapping.place, name))
    return changed


def _with_item(sequence: SequenceNode, steps: Sequence[str], value: str) -> SequenceNode:
    if steps[0] == ANY:
        _refuse_star(sequence.path, steps)
    index = int(steps[0]) if steps[0].isdecimal() and len(steps[0]) < 9 else len(sequence)
    if index >= len(sequence):
        message = said(
            "'{path}' has no item '{item}'", path=sequence.path, item=shortened(steps[0])
        )
        _refuse("E018", message, said("it has {count}, counted from 0", count=len(sequence)))
    changed = SequenceNode(sequence.place, sequence.mark)
    changed.extend(sequence)
    place = Place(sequence.place, index)
    changed[index] = _replaced(sequence[index], steps[1:], value, place)
    return changed


def _first_name(mapping: MappingNode, steps: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The field that the path goes through and what is left of it: the longest name that exists."""
    for count in range(len(steps), 1, -1):
        if (name := ".".join(steps[:count])) in mapping:
            return name, steps[count:]
    return steps[0], steps[1:]


def _refuse_star(path: str, steps: Sequence[str]) -> NoReturn:
    message = said("no entry of '{path}' states '{field}'", path=path, field=".".join(steps[1:]))
    _refuse(
        "E018",
        message,
        said("name a field that some entry states, or one entry instead of {star}", star=ANY),
    )


def _refuse(code: str, message: str, fix: str) -> NoReturn:
    raise ProblemList([Problem(code, SET, message, fix)])
