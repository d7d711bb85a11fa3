"""`budget check`: validate inputs, and say all that is wrong with them at once."""

from __future__ import annotations

import argparse

from generator.api import load
from generator.cli.main import FINDINGS, FINE
from generator.cli.messages import exit_code, source_text, tell_left_out, tell_problems
from generator.cli.speech import speak_of
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name


def run(options: argparse.Namespace) -> int:
    """0 when all inputs are sound, else the worst code of any of them."""
    return max(_check(path, options) for path in options.inputs)


def _check(path: str, options: argparse.Namespace) -> int:
    speak_of(path, options.assignments)
    try:
        budget = load(path, options.assignments, scenario=options.scenario)
        problems = budget.check()
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
        return exit_code(found)
    loaded = budget.loaded
    tell_problems(problems, loaded.text, loaded.file)
    tell_left_out(loaded.proposal.left_out, loaded.file)
    errors = [problem for problem in problems if options.strict or problem.severity == "error"]
    return FINDINGS if errors else FINE
