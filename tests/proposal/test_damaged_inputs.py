"""Whatever is written in the place of a field, what comes out is a list of problems, each with its place.

A full input is damaged at one place after the other: another shape, a misspelt or a missing name. Every run takes some
of all the ways; `EVERY_DAMAGE=1 pytest tests/proposal/test_damaged_inputs.py` takes them all, in two minutes.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.catalog.catalogue import Catalogue
from generator.proposal.codes import catalogue
from generator.proposal.nodes import MappingNode, Node, Place, Scalar, SequenceNode
from generator.proposal.problems import Mark, ProblemList
from generator.proposal.reading import read_nodes
from generator.proposal.validation import validate

FULL = Path(__file__).with_name("full.yaml").read_text(encoding="utf-8")
ROOT = read_nodes(FULL, str(Path(__file__).with_name("full.yaml")))
FACTS = Catalogue("en")
# What a person who does not know Python never wrote and should never read.
PYTHON = ("NoneType", "Error", "Scalar(", "object", "dict", "<class", "None", "Traceback")
Steps = tuple[str | int, ...]


def shapes(node: Node) -> Iterator[Node]:
    """What else may stand at a place: a text, a number, nothing, a list, fields."""
    place, mark = node.place, node.mark
    yield Scalar("x%", place, mark)
    yield Scalar("-7", place, mark)
    yield Scalar("", place, mark)
    yield SequenceNode(place, mark)
    listed = SequenceNode(place, mark)
    listed.append(Scalar("a", place, mark))
    yield listed
    yield MappingNode(place, mark)
    fields = MappingNode(place, mark)
    fields["b"], fields.key_marks["b"] = Scalar("c", place, mark), mark
    yield fields


def places(node: Node, steps: Steps = ()) -> Iterator[Steps]:
    """Every place of a tree."""
    yield steps
    if isinstance(node, MappingNode):
        for name, child in node.items():
            yield from places(child, (*steps, name))
    elif isinstance(node, SequenceNode):
        for index, child in enumerate(node):
            yield from places(child, (*steps, index))


def at(node: Node, steps: Steps) -> Node:
    for step in steps:
        assert isinstance(node, MappingNode | SequenceNode)
        node = node[str(step)] if isinstance(node, MappingNode) else node[int(step)]
    return node


def replaced(node: Node, steps: Steps, new: Node) -> Node:
    """A copy of the tree in which one place is another."""
    if not steps:
        return new
    step, *rest = steps
    if isinstance(node, MappingNode):
        fields = MappingNode(node.place, node.mark)
        fields.update(node)
        fields.key_marks = dict(node.key_marks)
        fields[str(step)] = replaced(node[str(step)], tuple(rest), new)
        return fields
    assert isinstance(node, SequenceNode)
    items = SequenceNode(node.place, node.mark)
    items.extend(node)
    items[int(step)] = replaced(node[int(step)], tuple(rest), new)
    return items


def without(mapping: MappingNode, name: str, instead: str = "") -> MappingNode:
    """A copy in which a field is missing or has another name."""
    fields = MappingNode(mapping.place, mapping.mark)
    names = {each: instead if each == name else each for each in mapping}
    for old, new in names.items():
        if new:
            fields[new] = (
                mapping[old] if new == old else moved(mapping[old], Place(mapping.place, new))
            )
            fields.key_marks[new] = mapping.key_marks[old]
    return fields


def moved(node: Node, place: Place) -> Node:
    """The same at another place."""
    if isinstance(node, Scalar):
        return Scalar(node, place, node.mark, node.plain)
    if isinstance(node, MappingNode):
        fields = MappingNode(place, node.mark)
        fields.update({name: moved(child, Place(place, name)) for name, child in node.items()})
        fields.key_marks = node.key_marks
        return fields
    items = SequenceNode(place, node.mark)
    items.extend(moved(child, Place(place, index)) for index, child in enumerate(node))
    return items


def problems_of(root: Node) -> tuple[str, ...]:
    """The codes of what is wrong; each problem is fit for a person to read."""
    assert isinstance(root, MappingNode)
    try:
        validate(root, FACTS)
    except ProblemList as found:
        for problem in found.problems:
            assert isinstance(problem.mark, Mark)
            assert problem.mark.line > 0, problem
            assert problem.code in catalogue()
            said = problem.message + problem.fix
            assert not any(word in said for word in PYTHON), said
        return tuple(problem.code for problem in found.problems)
    return ()


PLACES = [steps for steps in places(ROOT) if steps]
NAMED = [steps for steps in PLACES if isinstance(at(ROOT, steps[:-1]), MappingNode)]
SHAPES = len(list(shapes(ROOT)))
EVERY = os.environ.get("EVERY_DAMAGE") == "1"


@pytest.mark.parametrize("shape", range(SHAPES))
def test_another_shape_anywhere(shape: int) -> None:
    step = 1 if EVERY else 25 * SHAPES
    for steps in PLACES[shape::step]:
        damaged = replaced(ROOT, steps, list(shapes(at(ROOT, steps)))[shape])
        problems_of(damaged)


ENDINGS = ["", "s", "zzz"]


@pytest.mark.parametrize("ending", ENDINGS, ids=["missing", "misspelt", "strange"])
def test_a_missing_or_misspelt_name_anywhere(ending: str) -> None:
    near = [steps for steps in NAMED if len(steps) < 3][ENDINGS.index(ending) :: 4 * len(ENDINGS)]
    for *above, name in NAMED if EVERY else near:
        path, written = tuple(above), str(name)
        parent = at(ROOT, path)
        assert isinstance(parent, MappingNode)
        problems_of(replaced(ROOT, path, without(parent, written, ending and f"{written}{ending}")))


# What scenarios of ours change where a file has none.
OURS_CHANGE = ("benefits", "horizon", "options")


@pytest.mark.parametrize("name", list(ROOT))
def test_a_misspelt_section_is_told_alone(name: str) -> None:
    """Nothing that follows from the misspelling is told besides, least of all of what nobody wrote."""
    # Without scenarios of the file's own, ours name numbers by themselves.
    others = [without(ROOT, "scenarios")] if name in OURS_CHANGE else []
    for root in (ROOT, *others):
        assert problems_of(without(root, name, f"{name}s")) == ("E014",)
