"""`budget evidence`: what the usage log and the benchmarks of an input say, before or after it makes use of them."""

from __future__ import annotations

import argparse
import json

from generator.api import load
from generator.cli.main import FINE, TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_problems
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.wording.saying import said


def run(options: argparse.Namespace) -> int:
    """2 where the input names none."""
    path = options.input
    try:
        budget = load(path, options.assignments, scenario=options.scenario)
    except ProblemList as found:
        tell_problems(found.problems, source_text(path), display_name(path))
        return exit_code(found)
    log, benchmarks = budget.loaded.measured, budget.loaded.benchmarks
    if log is None and benchmarks is None:
        message = said(
            "{path} names no usage log and no benchmarks: add evidence: {{usage_log: {{files: …}}}}"
            " or {{benchmarks: {{files: …}}}}",
            path=path,
        )
        tell(message)
        return TROUBLE
    if options.output_format == "json":
        told = {} if log is None else json.loads(log.findings.to_json())
        if benchmarks is not None:
            told["benchmarks"] = json.loads(benchmarks.to_json())
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print("\n".join(budget.evidence()))
    return FINE
