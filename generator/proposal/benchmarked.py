"""Turns what an input says of benchmarks into the points that their files hold, or that a packet kept of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.proposal.measured import kept_beside
from generator.proposal.nodes import MappingNode
from generator.proposal.problems import Problem, ProblemList

if TYPE_CHECKING:
    from generator.evidence.points import Benchmarks
    from generator.proposal.context import Facts

CODE = "E029"
# What a packet keeps of benchmarks, beside the input that it was made of.
KEPT = "benchmarks.json"


def benchmarks_of(nodes: MappingNode, file: str, facts: Callable[[], Facts]) -> Benchmarks | None:
    """What benchmarks say; None where the input names none. Raises ProblemList."""
    stated = nodes.get("evidence")
    if not isinstance(stated, MappingNode) or "benchmarks" not in stated:
        return None
    from generator.evidence.benchmarks import read_benchmarks
    from generator.evidence.points import from_json
    from generator.evidence.problem import LogProblem
    from generator.proposal.models.evidence import Evidence
    from generator.proposal.validation import mark_of, validated

    named, folder = validated(Evidence, stated, facts()).benchmarks, Path(file).parent
    if named is None:
        return None
    if kept := kept_beside(folder, KEPT):
        return from_json(kept)
    try:
        return read_benchmarks(named.files, named.format or "", named.stated, folder)
    except LogProblem as problem:
        mark = mark_of(nodes, f"evidence.benchmarks.{problem.field}")
        raise ProblemList([Problem(CODE, mark, problem.message, problem.fix)]) from None
