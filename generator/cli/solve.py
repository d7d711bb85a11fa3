"""`budget solve`: at which value of one input a figure reaches a goal, on the model itself."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator

from generator.api import UnknownFigure, load
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import exit_code, source_text, tell, tell_problems
from generator.figures.figure import Figure
from generator.proposal.limits import numbers_of
from generator.proposal.numbers import NumberProblem, read_number
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.solving import NoSolution, Solution


def run(options: argparse.Namespace) -> int:
    """0 where a value is found, 1 where there is none, 2 for a goal that is no question."""
    goal, _, typed = map(str.strip, options.goal.partition("="))
    try:
        target = read_number(typed)
    except NumberProblem as refused:
        tell(f"'{options.goal}' is not KEY=VALUE: {refused}; write for instance return.npv=0")
        return TROUBLE
    try:
        budget = load(options.input, options.assignments, scenario=options.scenario)
        solution = budget.solve(goal, target, options.by)
    except ProblemList as found:
        tell_problems(found.problems, source_text(options.input), display_name(options.input))
        return exit_code(found)
    except UnknownFigure as unknown:
        tell(str(unknown))
        return TROUBLE
    if isinstance(solution, NoSolution):
        _tell_none(options, solution, typed)
        return FINDINGS
    _tell(options, solution, goal, numbers_of(budget.loaded.proposal)[options.by][0])
    return FINE


def _tell(options: argparse.Namespace, solution: Solution, goal: str, now: Figure) -> None:
    value = f"{solution.value:.15g}"
    print(f"{options.by} = {value} (now {now.value:.15g}): {goal} is {solution.reached:.12g}")
    if not solution.is_exact:
        print(f"  at {solution.beside:.15g} it is {solution.missed:.12g}: nothing lies between")
    if solution.obstacle:
        print(f"  the chosen option cannot serve the load there: {solution.obstacle}")
    parts = ["budget", "figures", options.input, goal, "--set", f"{options.by}={value}"]
    for end in _ends_to_move(now, solution.value):
        parts += ["--set", f"{options.by}.{end}={value}"]
    tell(f"  {shlex.join(parts)}   computes it")


def _ends_to_move(now: Figure, value: float) -> Iterator[str]:
    """A stated range must hold the value."""
    low, high = (None, None) if now.source is None else (now.source.low, now.source.high)
    if low is not None and value < low:
        yield "low"
    if high is not None and value > high:
        yield "high"


def _tell_none(options: argparse.Namespace, found: NoSolution, typed: str) -> None:
    goal = options.goal.partition("=")[0].strip()
    print(f"no value of {options.by} gives {goal} = {typed}")
    looked = f"  from {found.least:.6g} to {found.most:.6g}"
    if found.lowest is None or found.highest is None:
        print(f"{looked} it has no value at all")
    else:
        print(f"{looked} it stays between {found.lowest:.12g} and {found.highest:.12g}")
