"""Turns the earlier packet that an input names or replaces into a comparison, and into what is kept of that packet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.catalog.catalogue import Catalogue
from generator.compare.comparison import HEADLINES, Comparison, compare
from generator.compare.sameness import is_same
from generator.compare.sides import Side, packet_behind, packet_side
from generator.compare.states import numbers_of
from generator.contents import FIGURES, SOURCES, VERSION
from generator.proposal.assignments import EARLIER, NO_FOLDER
from generator.proposal.loading import FactsFor, Loaded
from generator.proposal.nodes import Scalar
from generator.proposal.printable import published_name
from generator.proposal.problems import Mark, Problem, ProblemList
from generator.publish import MANIFEST, OutputProblem, manifest_of
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.engines.model import Model

CODE = "E027"
KEPT = f"{SOURCES}{EARLIER}/"


def since_previous(loaded: Loaded, facts_for: FactsFor) -> Comparison | None:
    """What changed since the packet that the input names or replaces; None where there is none. Raises ProblemList."""
    old = _earlier(loaded, facts_for)
    return None if old is None else compare(old, Side(loaded.file, loaded), facts_for)


def problems_of_previous(loaded: Loaded, facts_for: FactsFor) -> list[Problem]:
    """Why that packet cannot be told of, if so."""
    try:
        _earlier(loaded, facts_for)
    except ProblemList as refused:
        return list(refused.problems)
    return []


def over(loaded: Loaded, folder: Path, model: Callable[[], Model]) -> Loaded:
    """An input as it is built over the packet in a folder, which it then tells of.

    Where that is of another version and other headlines; where it is of the same version, of what that one told of, so
    that a version that is built again stays as it is.
    """
    if loaded.proposal.previous is not None or packet_behind(loaded):
        return loaded
    try:
        manifest = manifest_of(folder)
        if manifest["input"]["name"] != published_name(loaded.file):
            return loaded
        if manifest.get(VERSION) == loaded.proposal.proposal.version:
            return as_kept(loaded, folder)
        if VERSION in manifest and _has_moved(folder, loaded, model):
            return replace(loaded, earlier=str(folder))
    except (OutputProblem, ProblemList, OSError, LookupError, TypeError):
        # What cannot be told of, such as a packet of an earlier version of this program, is replaced all the same.
        return loaded
    return loaded


def as_kept(loaded: Loaded, folder: Path) -> Loaded:
    """An input that tells of what the packet in a folder tells of."""
    kept = folder / KEPT
    is_told = loaded.proposal.previous is None and (kept / MANIFEST).is_file()
    return replace(loaded, earlier=str(kept)) if is_told else loaded


def _has_moved(folder: Path, loaded: Loaded, model: Callable[[], Model]) -> bool:
    """Whether the published headlines are others than those of the input, in one currency."""
    old = packet_side(str(folder), Catalogue)
    then, now = (side.proposal.money.currency for side in (old.loaded, loaded))
    if old.recorded is None or then != now:
        return False
    numbers = numbers_of(model())
    return any(not is_same(old.recorded.get(key), numbers.get(key)) for key in HEADLINES)


def _earlier(loaded: Loaded, facts_for: FactsFor) -> Side | None:
    folder = _folder(loaded)
    if folder is None:
        return None
    try:
        old = packet_side(str(folder), facts_for)
    except (OutputProblem, ProblemList, OSError) as problem:
        message = said("the earlier packet cannot be read: {problem}", problem=_reason(problem))
        raise _refused(loaded, folder, message) from None
    then, now = (side.proposal.money.currency for side in (old.loaded, loaded))
    if then != now:
        message = said("the earlier packet is in {then}, this input in {now}", then=then, now=now)
        raise _refused(loaded, folder, message)
    return old


def kept_of_previous(loaded: Loaded) -> dict[str, bytes]:
    """What a packet keeps of the earlier one that it tells of: what that was made of, and its figures."""
    folder = _folder(loaded)
    return {} if folder is None else dict(_files(folder))


def _folder(loaded: Loaded) -> Path | None:
    """The packet to tell of: what a packet kept of it, where that is made again; else what is named or replaced."""
    previous = loaded.proposal.previous
    if previous is not None and previous.packet == NO_FOLDER:
        return None
    kept = Path(loaded.file).parent / EARLIER
    if packet_behind(loaded) and (kept / MANIFEST).is_file():
        return kept
    named = _named(loaded)
    if named is not None:
        return Path(named.mark.file).parent / named
    return Path(loaded.earlier) if loaded.earlier else None


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


def _refused(loaded: Loaded, folder: Path, message: str) -> ProblemList:
    named = _named(loaded)
    mark = Mark(str(folder), 0, 0) if named is None else named.mark
    fix = said("name the folder of a packet, as seen from the folder of the input")
    return ProblemList([Problem(CODE, mark, message, fix)])


def _reason(problem: Exception) -> str:
    if isinstance(problem, ProblemList):
        return said("its own input has a problem: {problem}", problem=problem.problems[0].message)
    reason: str = problem.args[0]
    return reason
