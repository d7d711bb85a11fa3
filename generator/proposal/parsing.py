"""Turns a YAML text into a tree; where its notation breaks, into that of the fields that can be read without it.

The parser's events are taken one by one and never composed by PyYAML: its composer recurses, and
without a limit of depth libyaml itself takes over a minute for 200 KB of `[`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import yaml

from generator.proposal.apart import UNNAMED
from generator.proposal.nodes import ROOT, MappingNode, Node
from generator.proposal.problems import Findings, Mark, Problem, ProblemList
from generator.proposal.syntax import syntax_problem
from generator.proposal.tree import TreeBuilder

LOADER = getattr(yaml, "CLoader", yaml.Loader)
# A field as it begins in the first column, also one that lacks its name or has a full-width colon.
FIELD = re.compile(r"(?:[^\W\d]\w*)?(?::(?:\s|$)|：)")
# Behind a line that ends so, what begins in the first column is no field of the top level.
GOES_ON = tuple(",[{")
ANCHOR = re.compile(r"(?:^|[\s\[{,:-])&\w")
ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\w")
# Each field is read alone, behind as many empty lines as stand above it; an input has half as many.
MOST_FIELDS, MOST_LINES = 64, 5000
# The code of a list in the place of fields; those of what is said of two places, of which one was perhaps not read.
ANOTHER_SHAPE, MISSING = "E013", "E012"
OF_TWO_PLACES = frozenset(("E011", "E012", "E016", "E018", "E021", "E028", "E029"))
# What stands in these fields of the top level is named nowhere else.
NAMED_NOWHERE = UNNAMED | {"proposal"}


@dataclass(frozen=True)
class Parsed:
    """root: the tree, None of nothing. problems: of the tree. broken: what ended the reading, and nothing else did.

    is_torn: whether the tree lacks what stands in the file and may be named elsewhere in it. gaps: the sections that
    lack a field alone. blurred: what stands in one that may be of another kind. cut: where the file begins, if it
    lacks a field.
    """

    root: Node | None
    problems: tuple[Problem, ...]
    broken: Problem | None = None
    is_torn: bool = False
    gaps: frozenset[Mark] = frozenset()
    blurred: frozenset[Mark] = frozenset()
    cut: Mark | None = None

    def follows(self, problem: Problem) -> bool:
        """Whether another problem is perhaps there because of these."""
        place, code = problem.mark.place, problem.code
        if place in _places(self.gaps) and code in (*OF_TWO_PLACES, ANOTHER_SHAPE):
            return True
        if self.cut is not None and (place, code) == (self.cut.place, MISSING):
            return True
        return place in _places(self.blurred) or (self.is_torn and code in OF_TWO_PLACES)


def parsed(text: str, file: str, lines: Sequence[str], is_cleaned: bool = False) -> Parsed:
    """A text, also one that breaks off. is_cleaned: signs of replacement stand where invisible characters did."""
    findings, broken = Findings(), None
    builder = TreeBuilder(file, lines, findings, is_cleaned)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        broken = syntax_problem(error, file, lines)
    except ProblemList as stopped:
        broken = next(each for each in stopped.problems if each not in findings.problems)
    gaps, blurred = frozenset(builder.gaps), frozenset(builder.blurred)
    return Parsed(builder.root, tuple(findings.problems), broken, builder.is_torn, gaps, blurred)


def without_what_broke(
    whole: Parsed, file: str, lines: Sequence[str], is_cleaned: bool
) -> Parsed | None:
    """What the fields of the top level say whose notation is sound, and what is wrong; None where none can be told.

    The problem that ended the reading is told of the field in which it stands. What another field has above it is
    taken for its cause; one below it has a problem of its own.
    """
    assert whole.broken is not None
    fields, line = list(_fields(lines)), whole.broken.mark.line - 1
    if len(fields) > MOST_FIELDS or len(lines) > MOST_LINES:
        return None
    problems, kept = [*whole.problems, whole.broken], list(lines)
    for start, end in fields:
        alone = [
            "" if not start <= number < end else text for number, text in enumerate(lines[:end])
        ]
        broken = parsed("\n".join(alone), file, alone, is_cleaned).broken
        if broken is not None or start <= line < end:
            kept[start:end] = [""] * (end - start)
        if broken is not None and start > line:
            problems.append(broken)
    lost = (text for text, left in zip(lines, kept, strict=True) if not left)
    if any(map(ANCHOR.search, lost)) and any(map(ALIAS.search, kept)):
        return None
    rest = parsed("\n".join(kept), file, kept, is_cleaned)
    root = MappingNode(ROOT, Mark(file, 1, 1)) if rest.root is None else rest.root
    if rest.broken is not None or not isinstance(root, MappingNode):
        return None
    told = tuple(dict.fromkeys([*problems, *rest.problems]))
    names = {lines[start].partition(":")[0] for start, _ in fields if not kept[start]}
    is_torn = rest.is_torn or not NAMED_NOWHERE.issuperset(names)
    return replace(rest, root=root, problems=told, is_torn=is_torn, cut=root.mark)


def _places(marks: frozenset[Mark]) -> set[tuple[str, int, int]]:
    return {mark.place for mark in marks}


def _fields(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first line of each field of the top level and that behind its last; of what stands before them as well."""
    start, above = 0, ""
    for number, line in enumerate(lines):
        if number > start and FIELD.match(line) and not above.endswith(GOES_ON):
            yield start, number
            start = number
        above = line.rstrip() or above
    yield start, len(lines)
