"""Finds what is wrong between the options of an input: their names, the chosen one, and what they need of each other.

It reads the nodes, not the finished models, so that these faults are told in the same run as all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.proposal.characters import shortened
from generator.proposal.models.fleet import fleet_faults
from generator.proposal.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.proposal.problems import Problem, nearest, some_of
from generator.wording.saying import any_of, said

OWN_MACHINES = ("on_premise", "rented_gpu")
# By which a bill of today goes by the requests.
METERED = {"per_request", "follows"}
OPTION_NAME = re.compile(r"[a-z][a-z0-9_]*")


def kind_of(node: Any) -> str:
    """Which option model a mapping is read by."""
    if not isinstance(node, MappingNode):
        return "on_premise"
    name = "kind" if "kind" in node else next(iter(nearest("kind", node)), "")
    return str(node.get(name, "on_premise"))


def option_faults(values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
    """What is wrong between the options of a proposal, whose fields are `values`."""
    options = values.get("options")
    if not isinstance(options, MappingNode):
        return
    mark = node.key_marks.get("options", options.mark)
    if not options:
        yield Problem(
            "E012",
            mark,
            said("no option is described"),
            said("add one, such as on_premise: {{name: …}}"),
        )
        return
    yield from _unfit_names(options)
    chosen, optimisations = values.get("chosen"), values.get("optimisations")
    yield from _chosen(chosen, options)
    if isinstance(optimisations, MappingNode):
        yield from _part(optimisations.get("option"), options, ("hybrid", *OWN_MACHINES))
        if chosen is None and "option" not in optimisations:
            yield from _unnamed(options, optimisations)
    for benefit in _sections(values.get("benefits")):
        yield from _part(benefit.get("replaces"), options)
        yield from _replacing_itself(benefit, chosen)
    for name, option in options.items():
        if isinstance(option, MappingNode) and kind_of(option) == "hybrid":
            yield from _part(option.get("local"), options, OWN_MACHINES)
            yield from _part(option.get("cloud"), options, ("cloud_api",))
        if "workload" not in values and (message := _paid_by_use(option)):
            fix = said("add workload: {{monthly_requests: …}}")
            yield Problem("E012", options.key_marks[name], message, fix)
        if isinstance(option, MappingNode):
            yield from _unfounded(option, "workload" in values)
            yield from fleet_faults(option, has_workload="workload" in values)


def _paid_by_use(option: Node) -> str:
    """What of an option follows the requests as a whole; empty where nothing does."""
    kind = kind_of(option)
    if kind == "cloud_api":
        return said("a cloud API is paid by use, and no workload is given")
    is_metered = isinstance(option, MappingNode) and not METERED.isdisjoint(option)
    if kind == "status_quo" and is_metered:
        return said("the bill follows the requests, and no workload is given")
    return ""


def _unfounded(option: MappingNode, has_workload: bool) -> Iterator[Problem]:
    """Lines of an option that follow what is not given: the requests, the option's hardware, or its models."""
    bought = list(_sections(option.get("capex")))
    is_hardware = any("hardware" in line or line.get("kind") == "hardware" for line in bought)
    for line in bought:
        if "deployment" in line and not is_hardware:
            mark = line.key_marks.get("deployment", line.mark)
            message = said(
                "a share of the hardware is needed, and no line of this option is hardware"
            )
            yield Problem(
                "E012", mark, message, said("add kind: hardware to a line, or state labour:")
            )
    for line in _sections(option.get("opex")):
        if "network" in line and not has_workload:
            mark = line.key_marks.get("network", line.mark)
            message = said("traffic follows the requests, and no workload is given")
            yield Problem("E012", mark, message, said("add workload: {{monthly_requests: …}}"))


def _sections(node: Node | None) -> Iterator[MappingNode]:
    """The items of a list that have fields."""
    if isinstance(node, SequenceNode):
        yield from (item for item in node if isinstance(item, MappingNode))


def _unfit_names(options: MappingNode) -> Iterator[Problem]:
    for name, mark in options.key_marks.items():
        if not OPTION_NAME.fullmatch(name):
            fix = said("use a-z, 0-9 and _, such as on_premise; 'name:' takes any text")
            yield Problem(
                "E022", mark, said("'{name}' cannot name an option", name=shortened(name)), fix
            )


def _chosen(chosen: Node | None, options: MappingNode) -> Iterator[Problem]:
    if not isinstance(chosen, Scalar) or not chosen:
        return
    if chosen not in options:
        yield _no_such_option(chosen, list(options), ())
        return
    option = options[chosen]
    if isinstance(option, MappingNode) and "rejected_because" in option:
        mark = option.key_marks.get("rejected_because", option.mark)
        message = said(
            "'{chosen}' is the chosen option, and this says why it is not chosen",
            chosen=shortened(chosen),
        )
        yield Problem("E021", mark, message, said("remove it, or choose another option"))


def _unnamed(options: MappingNode, optimisations: MappingNode) -> Iterator[Problem]:
    """Where the choice is left to the numbers, the steps must say at which option they end."""
    hybrids = [option for option in options.values() if kind_of(option) == "hybrid"]
    if len(hybrids) != 1:
        message = said("no option is chosen, and the steps do not say at which one they end")
        fix = said("add option: or chosen: with one of {options}", options=some_of(options))
        yield Problem("E012", optimisations.mark, message, fix)


def _replacing_itself(benefit: MappingNode, chosen: Node | None) -> Iterator[Problem]:
    """Whoever chooses an option goes on paying its bill."""
    replaced = benefit.get("replaces")
    if isinstance(replaced, Scalar) and replaced and replaced == chosen:
        message = said(
            "'{replaced}' is the chosen option, whose bill is not replaced",
            replaced=shortened(replaced),
        )
        fix = said("name the option whose bill ends, or remove this benefit")
        yield Problem("E021", replaced.mark, message, fix)


def _part(
    named: Node | None, options: MappingNode, kinds: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """kinds: that will do; all of them when empty."""
    fitting = [name for name, option in options.items() if not kinds or kind_of(option) in kinds]
    if isinstance(named, Scalar) and named and named not in fitting:
        yield _no_such_option(named, fitting, kinds)


def _no_such_option(named: Scalar, options: list[str], kinds: Sequence[str]) -> Problem:
    close = nearest(named, options)
    known = (
        said("there is: {options}", options=some_of(options))
        if options
        else said("describe one under options first")
    )
    fix = said("did you mean '{meant}'?", meant=close[0]) if close else known
    message = said("'{name}' is no option", name=shortened(named))
    if kinds:
        message = said(
            "'{name}' is no option of kind {kinds}", name=shortened(named), kinds=any_of(kinds)
        )
    return Problem("E018", named.mark, message, fix)
