"""`budget diff`: what changed between two inputs or packets, what it moved, and because of what."""

from __future__ import annotations

import argparse
from functools import partial

from generator.api import Budget, diff, load
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import source_text, tell, tell_problems
from generator.proposal.problems import BudgetError, ProblemList, each_of


def run(options: argparse.Namespace) -> int:
    """0 the same, 1 different, 2 trouble."""
    try:
        both = each_of(partial(_old, options), partial(_new, options))
        found = diff(*both, language=options.document_language or "")
        if options.output is None:
            print(found.text(options.output_format), end="")
        else:
            found.save(options.output, options.output_format)
    except ProblemList as problems:
        for file in dict.fromkeys(each.mark.file for each in problems.problems):
            own = [each for each in problems.problems if each.mark.file == file]
            tell_problems(own, source_text(file), file)
        return TROUBLE
    except BudgetError as problem:
        tell(problem)
        return TROUBLE
    return FINE if found.is_same else FINDINGS


def _old(options: argparse.Namespace) -> str | Budget:
    """In the scenario of the new one, where it has that, or in one of its own."""
    path: str = options.old
    if options.old_scenario:
        return load(path, scenario=options.old_scenario)
    if not options.scenario:
        return path
    stated = load(path)
    has = options.scenario in stated.loaded.proposal.scenarios
    return stated.set(scenario=options.scenario) if has else path


def _new(options: argparse.Namespace) -> str | Budget:
    """What is set for this run is no longer what a packet was published with."""
    language = f"proposal.language={options.document_language}"
    assignments = [each for each in options.assignments if each != language]
    if assignments or options.scenario:
        return load(options.new, assignments, scenario=options.scenario)
    path: str = options.new
    return path
