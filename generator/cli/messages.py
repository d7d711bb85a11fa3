"""Turns problems and findings into lines on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.cli.speech import spoken, spoken_language
from generator.proposal.characters import source_lines, visible
from generator.proposal.problems import SET, Problem, ProblemList, render
from generator.wording.saying import reason_of, said

CANNOT_READ = "E001"
MOST_PROBLEMS = 100


def tell(message: str | Exception) -> None:
    """One message for the person, apart from the results; of an exception its reason."""
    text = reason_of(message) if isinstance(message, Exception) else message
    print(spoken(text), file=sys.stderr)


def tell_foreign(message: str) -> None:
    """A message that quotes a file of unknown origin, in which nothing may steer the terminal."""
    print(visible(spoken(message)), file=sys.stderr)


def show(message: str) -> None:
    """A result that is a sentence."""
    print(spoken(message))


def tell_problems(problems: Iterable[Problem], text: str, file: str) -> None:
    """Each problem with the user's own line, as many as a person still reads; errors go before warnings then."""
    found = list(problems)
    others = {problem.mark.file for problem in found if problem.mark.line} - {file}
    lines = {file: source_lines(text)} | {name: source_lines(source_text(name)) for name in others}
    if len(found) > MOST_PROBLEMS:
        found.sort(key=lambda problem: problem.severity)
    for problem in found[:MOST_PROBLEMS]:
        tell(render(problem, lines, coloured(), spoken_language()))
    if len(found) > MOST_PROBLEMS:
        more = len(found) - MOST_PROBLEMS
        tell(said("… and {count} more problems: mend some of these first", count=more))


def tell_trouble(error: Exception, path: str) -> None:
    """Why an input has no result, where the command goes on: as `check` tells it, or what is wrong with us."""
    from generator.cli.main import unforeseen

    if isinstance(error, ProblemList):
        tell_problems(error.problems, source_text(path), path)
    elif os.environ.get("BUDGET_DEBUG"):
        raise error
    else:
        tell(unforeseen(error))


def tell_left_out(left_out: Mapping[str, Sequence[str]], file: str) -> None:
    """What the document prints as to be filled in, by section: no fault, and so no problem."""
    for section, fields in left_out.items():
        if fields:
            names = ", ".join(fields)
            told = said(
                "{file}: to be filled in, in {section}: {names}",
                file=file,
                section=section,
                names=names,
            )
            tell(told)


def tell_assignments(typed: Sequence[str], used: Sequence[str]) -> None:
    """Which values were set, where a `*` stood for several."""
    if list(typed) != list(used):
        tell(said("set for this run: {assignments}", assignments=", ".join(used)))


def exit_code(problems: ProblemList) -> int:
    """2 where the command line is to blame (a file that cannot be read, a bad --set or --scenario), 1 for findings."""
    misused = any(
        problem.code == CANNOT_READ or problem.mark.file in (SET.file, "--scenario")
        for problem in problems.problems
    )
    return 2 if misused else 1


def coloured() -> bool:
    """Colour only where a person looks on and has not asked for plain text."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def source_text(path: str) -> str:
    """The input's text for showing its lines; empty where it cannot be had."""
    from generator.proposal.reading import PIPED, display_name, read_text

    try:
        return read_text(path) if Path(path).is_file() else PIPED.get(display_name(path), "")
    except (ProblemList, OSError, ValueError):
        return ""
