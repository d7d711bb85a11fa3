"""Turns the earlier packet that an input names into a comparison with it, and into what is kept of that packet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.compare.comparison import Comparison, compare
from generator.compare.sides import Side, packet_side
from generator.contents import FIGURES, SOURCES
from generator.proposal.assignments import EARLIER
from generator.proposal.loading import FactsFor, Loaded
from generator.proposal.nodes import Scalar
from generator.proposal.problems import Problem, ProblemList
from generator.publish import MANIFEST, OutputProblem, manifest_of
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "E027"
KEPT = f"{SOURCES}{EARLIER}/"


def since_previous(loaded: Loaded, facts_for: FactsFor) -> Comparison | None:
    """What changed since the packet that the input names; None where it names none. Raises ProblemList."""
    old = _earlier(loaded, facts_for)
    return None if old is None else compare(old, Side(loaded.file, loaded), facts_for)


def problems_of_previous(loaded: Loaded, facts_for: FactsFor) -> list[Problem]:
    """Why that packet cannot be told of, if so."""
    try:
        _earlier(loaded, facts_for)
    except ProblemList as refused:
        return list(refused.problems)
    return []


def _earlier(loaded: Loaded, facts_for: FactsFor) -> Side | None:
    named = _named(loaded)
    if named is None:
        return None
    try:
        old = packet_side(str(_folder(loaded, named)), facts_for)
    except (OutputProblem, ProblemList, OSError) as problem:
        message = said("the earlier packet cannot be read: {problem}", problem=_reason(problem))
        raise _refused(named, message) from None
    then, now = (side.proposal.money.currency for side in (old.loaded, loaded))
    if then != now:
        message = said("the earlier packet is in {then}, this input in {now}", then=then, now=now)
        raise _refused(named, message)
    return old


def kept_of_previous(loaded: Loaded) -> dict[str, bytes]:
    """What a packet keeps of the earlier one that it tells of: what that was made of, and its figures."""
    named = _named(loaded)
    return {} if named is None else dict(_files(_folder(loaded, named)))


def _folder(loaded: Loaded, named: Scalar) -> Path:
    """The packet, as seen from the folder of the input; what a packet kept of it, where that is made again."""
    kept = Path(loaded.file).parent / EARLIER
    is_kept = kept.parent.name == SOURCES.strip("/") and (kept / MANIFEST).is_file()
    return kept if is_kept else Path(named.mark.file).parent / named


def _named(loaded: Loaded) -> Scalar | None:
    previous = loaded.proposal.previous
    named = None if previous is None else previous.packet
    assert named is None or isinstance(named, Scalar), "texts know where they are written"
    return named


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    own = [
        name
        for name in manifest_of(folder)["files"]
        if name == FIGURES or (name.startswith(SOURCES) and not name.startswith(KEPT))
    ]
    for name in (MANIFEST, *own):
        if (folder / name).is_file():
            yield f"{KEPT}{name}", (folder / name).read_bytes()


def _refused(named: Scalar, message: str) -> ProblemList:
    fix = said("name the folder of a packet, as seen from the folder of the input")
    return ProblemList([Problem(CODE, named.mark, message, fix)])


def _reason(problem: Exception) -> str:
    if isinstance(problem, ProblemList):
        return said("its own input has a problem: {problem}", problem=problem.problems[0].message)
    return str(problem)
