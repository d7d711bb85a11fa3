"""Finds what is wrong between the options of an input: their names, the chosen one, and what they need of each other.

It reads the nodes, not the finished models, so that these faults are told in the same run as all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.proposal.characters import shortened
from generator.proposal.nodes import Mapping, Node, Scalar
from generator.proposal.problems import Mark, Problem, nearest

OWN_MACHINES = ("on_premise", "rented_gpu")
OPTION_NAME = re.compile(r"[a-z][a-z0-9_]*")


def kind_of(node: Any) -> str:
    """Which option model a mapping is read by."""
    if not isinstance(node, Mapping):
        return "on_premise"
    name = "kind" if "kind" in node else next(iter(nearest("kind", node)), "")
    return str(node.get(name, "on_premise"))


def option_faults(values: dict[str, Any], node: Mapping) -> Iterator[Problem]:
    """What is wrong between the options of a proposal, whose fields are `values`."""
    options = values.get("options")
    if not isinstance(options, Mapping):
        return
    mark = node.key_marks.get("options", options.mark)
    if not options:
        yield Problem(
            "E012", mark, "no option is described", "add one, such as on_premise: {name: …}"
        )
        return
    yield from _unfit_names(options)
    yield from _chosen(values.get("chosen"), options, mark)
    for name, option in options.items():
        if isinstance(option, Mapping) and kind_of(option) == "hybrid":
            yield from _part(option.get("local"), options, OWN_MACHINES)
            yield from _part(option.get("cloud"), options, ("cloud_api",))
        if kind_of(option) == "cloud_api" and "workload" not in values:
            fix = "add workload: {monthly_requests: …}"
            message = "a cloud API is paid by use, and no workload is given"
            yield Problem("E012", options.key_marks[name], message, fix)


def _unfit_names(options: Mapping) -> Iterator[Problem]:
    for name, mark in options.key_marks.items():
        if not OPTION_NAME.fullmatch(name):
            fix = "use a-z, 0-9 and _, such as on_premise; 'name:' takes any text"
            yield Problem("E022", mark, f"'{shortened(name)}' cannot name an option", fix)


def _chosen(chosen: Node | None, options: Mapping, mark: Mark) -> Iterator[Problem]:
    if chosen is None:
        fix = f"add chosen: with one of {', '.join(options)}"
        yield Problem("E012", mark, "of several options none is chosen", fix)
    elif isinstance(chosen, Scalar) and chosen and chosen not in options:
        yield _no_such_option(chosen, list(options))


def _part(named: Node | None, options: Mapping, kinds: tuple[str, ...]) -> Iterator[Problem]:
    fitting = [name for name, option in options.items() if kind_of(option) in kinds]
    if isinstance(named, Scalar) and named and named not in fitting:
        yield _no_such_option(named, fitting, f" of kind {' or '.join(kinds)}")


def _no_such_option(named: Scalar, options: list[str], kind: str = "") -> Problem:
    close = nearest(named, options)
    known = f"there is: {', '.join(options)}" if options else "describe one under options first"
    fix = f"did you mean '{close[0]}'?" if close else known
    return Problem("E018", named.mark, f"'{shortened(named)}' is no option{kind}", fix)
