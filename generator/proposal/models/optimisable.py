"""Finds what the steps of an optimisation need that a proposal does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from generator.proposal.context import problem
from generator.proposal.models.costs import Hybrid, StatusQuo
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.proposal.models.optimisations import Optimisations, Routing
    from generator.proposal.models.proposal import Proposal


def lacking_for_steps(steps: Optimisations, proposal: Proposal) -> Iterator[PydanticCustomError]:
    """The fault of each that is not there."""
    option, machines = proposal.options[proposal.optimised], proposal.optimised_machines
    idle = any(isinstance(other, StatusQuo) for other in proposal.options.values())
    if steps.from_today and not idle:
        message = said("the steps begin today, and no option says what today costs")
        fix = said("add an option of kind status_quo, or remove from_today")
        yield problem("E021", message, fix, field=steps.path / "from_today")
    if proposal.workload is None:
        fix = said("add workload: {{monthly_requests: …}}")
        message = said("the steps lower a load, and none is given")
        yield problem("E012", message, fix, field=steps.path)
    if machines is None:
        message = said(
            "'{optimised}' has no machines of one's own to optimise", optimised=proposal.optimised
        )
        fix = said("add option: with the id of a hybrid or an own option")
        yield problem("E012", message, fix, field=steps.path)
        return
    if machines.serving is None:
        message = said(
            "'{name}' can only be optimised if it says what serves the load", name=option.name
        )
        fix = said("add serving: {{model: …, gpu: …}}")
        yield problem("E012", message, fix, field=machines.path)
    elif machines.serving.model_speed is None:
        message = said("how fast this model is, by which the steps go, is in no list of ours")
        fix = said("add model_speed: …, its tokens per second on an RTX 4090")
        yield problem("E012", message, fix, field=machines.serving.path / "model")
    if not isinstance(option, StatusQuo) and not option.optimisations:
        message = said(
            "the steps end at '{optimised}', which does without them", optimised=proposal.optimised
        )
        fix = said("remove optimisations: from this option, or name another one in the steps")
        yield problem("E021", message, fix, field=option.path / "optimisations")
    if steps.routing is not None:
        yield from _lacking_for_routing(steps.routing, proposal)


def _lacking_for_routing(routing: Routing, proposal: Proposal) -> Iterator[PydanticCustomError]:
    if not isinstance(proposal.options[proposal.optimised], Hybrid):
        fix = said("name a hybrid option, or delete routing")
        message = said(
            "routing needs a cloud to route to, but '{optimised}' has none",
            optimised=proposal.optimised,
        )
        yield problem("E021", message, fix, field=routing.path)
    if proposal.workload is not None and not proposal.workload.mix:
        fix = said("add mix: {{…: {{share: …, output_tokens: …}}}} to the workload")
        message = said("routing goes by the kinds of request, and none is given")
        yield problem("E012", message, fix, field=routing.path)
