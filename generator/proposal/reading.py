"""Turns a YAML file into a tree of nodes with marks, or into all problems of its notation at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.proposal.characters import FORBIDDEN, REPLACEMENT, describe, source_lines
from generator.proposal.lines import field_hint
from generator.proposal.nodes import MappingNode, Scalar, SequenceNode
from generator.proposal.parsing import parsed, without_what_broke
from generator.proposal.problems import Findings, Mark, Problem, ProblemList, nearest
from generator.wording.refusals import refusal_of
from generator.wording.saying import said

LARGEST_BYTES = 1024 * 1024
# What came through a pipe, by its name in messages: it cannot be read again to show its lines.
PIPED: dict[str, str] = {}


def display_name(path: str) -> str:
    """The name that messages use for an input: as the user wrote it, `<stdin>` for `-`."""
    return "<stdin>" if path == "-" else path


def read_text(path: str) -> str:
    """The text of a file, or of standard input for `-`. Raises ProblemList: E001, E002, E003."""
    file = display_name(path)
    try:
        content = _content(path)
    except (OSError, ValueError, AttributeError) as error:
        raise _unreadable(path, error) from None
    if len(content) > LARGEST_BYTES:
        raise _too_large(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(file, content, error.start) from None
    if path == "-" or not Path(path).is_file():
        PIPED[file] = text
    return text


# How workbooks, documents in Word, archives and PDFs begin.
FINISHED = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b")


class Kind(NamedTuple):
    """What a file is to messages: its name, a field that it may begin with, and what to do with an empty one."""

    name: str
    first: str
    when_empty: str


class ReadAllTheSame(ProblemList):
    """nodes: what the file means in spite of its problems. follows: whether another is perhaps there through them."""

    def __init__(
        self,
        problems: Iterable[Problem],
        nodes: MappingNode,
        follows: Callable[[Problem], bool],
    ) -> None:
        super().__init__(problems)
        self.nodes = nodes
        self.follows = follows

    def others(self, read: Callable[[MappingNode], object]) -> Iterator[Problem]:
        """What else is wrong, told at once; at a place that is told of it follows from that."""
        told = {problem.mark.place for problem in self.problems}
        try:
            read(self.nodes)
        except ProblemList as others:
            for problem in others.problems:
                if problem.mark.place not in told and not self.follows(problem):
                    yield problem


INPUT = Kind(said("input"), "proposal:", said("'budget init' writes a starter input"))


def read_nodes(text: str, file: str, kind: Kind = INPUT) -> MappingNode:
    """The tree of a YAML text; `file` names it in messages. Raises ProblemList.

    ReadAllTheSame has what is meant in spite of the problems, unless nothing can be read. A problem of the tree (a name
    given twice, a tag, a control character) does not end the reading; one of the notation takes with it the field of
    the top level in which it stands.
    """
    if len(text) > LARGEST_BYTES:
        raise _too_large(file)
    if text.count("\0") * 3 > len(text):
        raise _not_utf8(file, text.encode(), text.index("\0"))
    findings = Findings()
    text = _without_forbidden(text.removeprefix("\ufeff"), file, findings)
    lines, is_cleaned = source_lines(text), bool(findings.problems)
    tree = parsed(text, file, lines, is_cleaned)
    if tree.broken is not None:
        rest = without_what_broke(tree, file, lines, is_cleaned)
        if rest is None:
            raise ProblemList([*findings.problems, *tree.problems, tree.broken])
        tree = rest
    problems = (*findings.problems, *tree.problems)
    if not isinstance(tree.root, MappingNode):
        raise ProblemList([*problems, _no_fields(tree.root, file, lines, kind)])
    if problems:
        raise ReadAllTheSame(problems, tree.root, tree.follows)
    return tree.root


def _content(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    with Path(path).open("rb") as stream:
        return stream.read(LARGEST_BYTES + 1)


def _of_file(code: str, file: str, message: str, fix: str) -> ProblemList:
    return ProblemList([Problem(code, Mark(file, 0, 0), message, fix)])


def _unreadable(path: str, error: Exception) -> ProblemList:
    file = display_name(path)
    if not path:
        return _of_file("E001", "''", said("no file is named"), said("name an input file"))
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        return _of_file("E001", file, said("this is a link to a file that does not exist"), "")
    if isinstance(error, FileNotFoundError):
        return _of_file("E001", file, said("there is no such file"), _similar_file(Path(path)))
    if isinstance(error, IsADirectoryError):
        return _of_file(
            "E001", file, said("this is a folder, not a file"), said("name one file in it")
        )
    reason = refusal_of(error) if isinstance(error, OSError) else said("no such file can exist")
    if path == "-" and isinstance(error, AttributeError):
        reason = said("standard input is closed")
    return _of_file("E001", file, said("the file cannot be read: {reason}", reason=reason), "")


def _similar_file(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    close = nearest(path.name, names)
    return said("did you mean '{meant}'?", meant=path.with_name(close[0])) if close else ""


def _too_large(file: str) -> ProblemList:
    fix = said("a proposal is a few pages of text: is this the right file?")
    return _of_file("E003", file, said("the input is larger than 1 MiB"), fix)


def _not_utf8(file: str, content: bytes, position: int) -> ProblemList:
    before = source_lines(content[:position].decode("utf-8-sig"))
    mark = Mark(file, len(before), len(before[-1]) + 1)
    fix = said(
        "this looks like {encoding}: save the file with the encoding UTF-8",
        encoding=_likely_encoding(content),
    )
    if content.startswith(FINISHED):
        fix = said("this is a finished document or an archive: name the input that it was made of")
    return ProblemList([Problem("E002", mark, said("the file is not UTF-8 text"), fix)])


def _likely_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if b"\0" in content:
        if content.count(0) * 3 > len(content):
            return "UTF-16"
        return said("something other than text")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return said("another encoding")
    return "GBK"


def _without_forbidden(text: str, file: str, findings: Findings) -> str:
    """The text with characters that YAML or a reader could not take replaced, each one reported."""
    if not FORBIDDEN.search(text):
        return text
    for number, line in enumerate(source_lines(text), start=1):
        for found in FORBIDDEN.finditer(line):
            message = said("invisible character {character}", character=describe(found[0]))
            mark = Mark(file, number, found.start() + 1)
            findings.add(Problem("E019", mark, message, said("delete it")))
    return FORBIDDEN.sub(REPLACEMENT, text)


def _no_fields(
    root: Scalar | SequenceNode | None, file: str, lines: list[str], kind: Kind
) -> Problem:
    if root is None or (isinstance(root, Scalar) and root.empty):
        return Problem(
            "E008", Mark(file, 1, 1), said("the {file} is empty", file=kind.name), kind.when_empty
        )
    if isinstance(root, SequenceNode):
        fix = said("begin with a field, such as '{first}', without '- '", first=kind.first)
        return Problem(
            "E008",
            root.mark,
            said("the {file} is a list; it must consist of fields", file=kind.name),
            fix,
        )
    hint = field_hint(lines[root.mark.line - 1])
    begin = said("write 'name: value', beginning with '{first}'", first=kind.first)
    fix = hint.fix if hint else begin
    return Problem(
        "E008",
        root.mark,
        said("the {file} is one text; it must consist of fields", file=kind.name),
        fix,
    )
