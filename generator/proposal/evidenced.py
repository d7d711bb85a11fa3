"""Turns the fields that ask a usage log or benchmarks into what these say, or tells what is wrong with all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from generator.proposal.benchmarked import BENCHMARKS, benchmarked
from generator.proposal.measured import FROM, USAGE_LOG, Measured, measured
from generator.proposal.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.proposal.problems import Mark, Problem, ProblemList
from generator.proposal.reading import ReadAllTheSame

if TYPE_CHECKING:
    from generator.evidence.points import Benchmarks
    from generator.proposal.context import Facts


def evidenced(
    nodes: MappingNode, file: str, language: str, facts: Callable[[], Facts]
) -> tuple[MappingNode, Measured | None, Benchmarks | None]:
    """The tree with the answers. Raises ReadAllTheSame, so that what is wrong elsewhere is told at once."""
    problems: list[Problem] = []
    log, points = None, None
    try:
        nodes, log = measured(nodes, file, language, facts)
    except ProblemList as refused:
        problems += refused.problems
    try:
        nodes, points = benchmarked(nodes, file, language, facts)
    except ProblemList as refused:
        # Both look through the section that names the files.
        problems += [problem for problem in refused.problems if problem not in problems]
    if problems:
        unanswered = {mark.place for mark in _unanswered(nodes)}
        raise ReadAllTheSame(problems, nodes, lambda other: other.mark.place in unanswered)
    return nodes, log, points


def _unanswered(node: Node) -> Iterator[Mark]:
    """Where the fields stand that still ask: what is wrong there follows from the missing answer."""
    if isinstance(node, SequenceNode):
        for below in node:
            yield from _unanswered(below)
    elif isinstance(node, MappingNode):
        for name, below in node.items():
            if isinstance(below, MappingNode) and _asks(below):
                yield from (node.key_marks.get(name, below.mark), *_marks_in(below))
            else:
                yield from _unanswered(below)


def _asks(field: MappingNode) -> bool:
    word = field.get(FROM)
    return isinstance(word, Scalar) and word in (USAGE_LOG, BENCHMARKS)


def _marks_in(field: MappingNode) -> Iterator[Mark]:
    yield field.mark
    yield from field.key_marks.values()
    yield from (below.mark for below in field.values())
