"""`budget evidence`: what the usage log of an input says, before or after the input makes use of it."""

from __future__ import annotations

import argparse

from generator.api import load
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_problems
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.wording.saying import said


def run(options: argparse.Namespace) -> int:
    """2 where the input names no log."""
    path = options.input
    try:
        budget = load(path, options.assignments, scenario=options.scenario)
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
        return exit_code(found)
    if budget.loaded.measured is None:
        tell(
            said(
                "{path} names no usage log: add evidence: {{usage_log: {{files: …, format: …}}}}",
                path=path,
            )
        )
        return TROUBLE
    if options.output_format == "json":
        print(budget.loaded.measured.findings.to_json(), end="")
    else:
        print("\n".join(budget.evidence()))
    return FINE
