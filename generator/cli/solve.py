"""`budget solve`: at which value of one input a figure reaches a goal, on the model itself."""

from __future__ import annotations

import argparse
import shlex

from generator.api import UnknownFigure, load
from generator.cli.main import FINDINGS, FINE, TROUBLE
from generator.cli.messages import exit_code, show, source_text, tell, tell_problems
from generator.figures.figure import Figure
from generator.proposal.limits import numbers_of
from generator.proposal.numbers import NumberProblem, read_number
from generator.proposal.problems import ProblemList
from generator.proposal.reading import display_name
from generator.solving import NoSolution, Solution
from generator.wording.saying import said


def run(options: argparse.Namespace) -> int:
    """0 where a value is found, 1 where there is none, 2 for a goal that is no question."""
    goal, _, typed = map(str.strip, options.goal.partition("="))
    try:
        target = read_number(typed)
    except NumberProblem as refused:
        tell(
            said(
                "'{goal}' is not KEY=VALUE: {refused}; write for instance return.npv=0",
                goal=options.goal,
                refused=refused.message,
            )
        )
        return TROUBLE
    try:
        budget = load(options.input, options.assignments, scenario=options.scenario)
        solution = budget.solve(goal, target, options.by)
    except ProblemList as found:
        tell_problems(found.problems, source_text(options.input), display_name(options.input))
        return exit_code(found)
    except UnknownFigure as unknown:
        tell(unknown)
        return TROUBLE
    if isinstance(solution, NoSolution):
        _tell_none(options, solution, typed)
        return FINDINGS
    _tell(options, solution, goal, numbers_of(budget.loaded.proposal)[options.by][0])
    return FINE


def _tell(options: argparse.Namespace, solution: Solution, goal: str, now: Figure) -> None:
    value = f"{solution.value:.15g}"
    show(
        said(
            "{by} = {value} (now {now:.15g}): {goal} is {reached:.12g}",
            by=options.by,
            value=value,
            now=now.value,
            goal=goal,
            reached=solution.reached,
        )
    )
    if not solution.is_exact:
        show(
            said(
                "  at {beside:.15g} it is {missed:.12g}: nothing lies between",
                beside=solution.beside,
                missed=solution.missed,
            )
        )
    if solution.obstacle:
        show(
            said(
                "  the chosen option cannot serve the load there: {obstacle}",
                obstacle=solution.obstacle,
            )
        )
    parts = ["budget", "figures", options.input, goal, "--set", f"{options.by}={value}"]
    tell(said("  {command}   computes it", command=shlex.join(parts)))


def _tell_none(options: argparse.Namespace, found: NoSolution, typed: str) -> None:
    goal = options.goal.partition("=")[0].strip()
    show(said("no value of {by} gives {goal} = {typed}", by=options.by, goal=goal, typed=typed))
    if found.lowest is None or found.highest is None:
        show(
            said(
                "  from {least:.6g} to {most:.6g} it has no value at all",
                least=found.least,
                most=found.most,
            )
        )
    else:
        show(
            said(
                "  from {least:.6g} to {most:.6g} it stays between {lowest:.12g} and {highest:.12g}",
                least=found.least,
                most=found.most,
                lowest=found.lowest,
                highest=found.highest,
            )
        )
