"""`budget status`: whether packets are what a build would make today, and if not, why."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import exit_code, show, source_text, tell, tell_problems
from generator.cli.speech import speak_of
from generator.freshness import freshness_of
from generator.proposal.problems import ProblemList
from generator.publish import OutputProblem
from generator.wording.saying import said


def run(options: argparse.Namespace) -> int:
    """0 all fresh, 1 some are stale, 2 some cannot be judged."""
    if options.input and len(options.folders) > 1:
        tell(said("--input names the input of one packet: ask for one packet at a time"))
        return TROUBLE
    return max(_status(folder, options.input) for folder in options.folders)


def _status(folder: str, input: str | None) -> int:
    speak_of(folder)
    try:
        found = freshness_of(Path(folder), input)
    except OutputProblem as problem:
        tell(problem)
        return TROUBLE
    except ProblemList as problems:
        files = {problem.mark.file for problem in problems.problems}
        tell(said("{folder}: its input cannot be built", folder=folder))
        for file in sorted(files):
            own = [problem for problem in problems.problems if problem.mark.file == file]
            tell_problems(own, source_text(file), file)
        return exit_code(problems)
    state = said("stale") if found.reasons else said("fresh")
    compared = said("{folder}: {state}", folder=folder, state=state)
    if found.input:
        compared = said(
            "{folder}: {state}, compared with {input}",
            folder=folder,
            state=state,
            input=found.input,
        )
    show(compared)
    for reason in found.reasons:
        show(said("  {reason}", reason=reason))
    if not found.input:
        tell(
            said(
                "{folder}: its input is not to be found from here; name it with --input",
                folder=folder,
            )
        )
        return TROUBLE
    if found.reasons:
        tell(
            said(
                "  {command}   tells what that moves",
                command=shlex.join(("budget", "diff", folder, found.input)),
            )
        )
    return FINDINGS if found.reasons else FINE
