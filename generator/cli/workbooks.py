"""Turns what keeps a workbook or its input from being read into a message and an exit code."""

from __future__ import annotations

from pathlib import Path

from generator.audit.archive import LARGEST_FILE, HostileFile
from generator.audit.word import UnreadableDocument
from generator.audit.xlsx.reading import UnreadableWorkbook
from generator.cli.main import TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_foreign, tell_problems
from generator.proposal.problems import ProblemList
from generator.pull.comparison import WrongWorkbook
from generator.wording.refusals import refusal_of
from generator.wording.saying import reason_of, said

OBSTACLES = (
    OSError,
    HostileFile,
    UnreadableWorkbook,
    UnreadableDocument,
    WrongWorkbook,
    ProblemList,
)


def content(path: Path) -> bytes:
    """What the file holds, up to the size that is refused. Raises OSError."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def told(obstacle: Exception, workbook: Path, file: str = "") -> int:
    """The exit code for one of OBSTACLES, once it is told. file: the input, where one was named."""
    if isinstance(obstacle, ProblemList):
        tell_problems(obstacle.problems, source_text(file), file)
        return exit_code(obstacle)
    if isinstance(obstacle, OSError):
        tell(
            said(
                "{workbook}: cannot be read: {reason}",
                workbook=workbook,
                reason=refusal_of(obstacle),
            )
        )
    else:
        tell_foreign(said("{where}: {message}", where=workbook, message=reason_of(obstacle)))
    return TROUBLE
