"""Turns an input on the disk into the files that its packet is made of, and whether any of these was changed.

Every text of an input may name a file beside it: where one stands at that name, or comes to stand there, it is looked
at, so that a file which was missing is seen when it is there. Inodes count, as most editors save by renaming.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from generator.evidence.files import matching
from generator.evidence.problem import LogProblem
from generator.proposal.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.proposal.own_catalogue import FILE_NAME
from generator.proposal.problems import ProblemList
from generator.proposal.reading import read_nodes, read_text
from generator.resources import templates_folder

Stamp = tuple[int, int, int]
LONGEST_NAME = 255


class Sources:
    """What an input's packet is made of. folders: where that lies."""

    def __init__(self, path: str, templates: Iterable[str] = ()) -> None:
        """templates: folders of templates that are named outside of the input."""
        self._path = Path(path)
        self._set = [templates_folder(), *map(Path, templates)]
        self._named: set[Path] = set()
        self._own: list[Path] = []
        self._stamps = self._look()

    @classmethod
    def of(cls, path: str, assignments: Iterable[str]) -> Sources:
        """With the templates that are set for this run."""
        set_now = (each.partition("=") for each in assignments)
        return cls(path, [value for key, _, value in set_now if key == "style.templates"])

    @property
    def folders(self) -> set[Path]:
        """A link is seen where it is, and where it leads."""
        above = {path.parent for path in self._paths()} | {self._path.resolve().parent}
        return {folder for folder in above if _is_folder(folder)}

    def is_changed(self) -> bool:
        """Whether anything is not as it was when this was asked last."""
        before, self._stamps = self._stamps, self._look()
        return before != self._stamps

    def read_names(self, nodes: MappingNode | None = None) -> None:
        """Look for other files, if the input names others now; one that cannot be read names those of before.

        nodes: of the input, where it is read already.
        """
        with suppress(ProblemList):
            nodes = nodes or read_nodes(read_text(str(self._path)), str(self._path))
            self._named = {*_named(nodes, self._path.parent), *_logs(nodes, self._path.parent)}
            self._own = list(_templates(nodes, self._path.parent))
            self._stamps = self._look() | self._stamps

    def _paths(self) -> Iterator[Path]:
        yield from (self._path, self._path.with_name(FILE_NAME))
        yield from self._named
        for folder in (*self._set, *self._own):
            yield from (Path(at) / name for at, _, names in os.walk(folder) for name in names)

    def _look(self) -> dict[Path, Stamp]:
        return {path: stamp for path in self._paths() if (stamp := _stamp(path)) is not None}


def _named(nodes: MappingNode, folder: Path) -> Iterator[Path]:
    for text in _texts(nodes):
        if 0 < len(text) <= LONGEST_NAME and "\n" not in text and not Path(text).is_absolute():
            yield folder / text


def _logs(nodes: MappingNode, folder: Path) -> list[Path]:
    """The files of a usage log and of benchmarks, which are named by patterns."""
    evidence = nodes.get("evidence")
    found: list[Path] = []
    for part in evidence.values() if isinstance(evidence, MappingNode) else ():
        files = part.get("files") if isinstance(part, MappingNode) else None
        for pattern in () if files is None else _texts(files):
            # What names no file is told when the input is read.
            with suppress(LogProblem):
                found += [each.path for each in matching(pattern, folder)]
    return found


def _templates(nodes: MappingNode, folder: Path) -> Iterator[Path]:
    style = nodes.get("style")
    name = style.get("templates") if isinstance(style, MappingNode) else None
    if isinstance(name, Scalar) and name:
        yield folder / name


def _texts(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, MappingNode):
        for below in node.values():
            yield from _texts(below)
    elif isinstance(node, SequenceNode):
        for below in node:
            yield from _texts(below)


def _stamp(path: Path) -> Stamp | None:
    """None for what is no file, or cannot be one: a folder changes whenever a packet is published in it."""
    with suppress(OSError, ValueError):
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            return status.st_mtime_ns, status.st_size, status.st_ino
    return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
