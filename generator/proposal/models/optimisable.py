"""Finds what the steps of an optimisation need that a proposal does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.proposal.context import problem
from generator.proposal.models.costs import Hybrid, StatusQuo
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.proposal.models.optimisations import Optimisations
    from generator.proposal.models.proposal import Proposal


def require_what_steps_need(steps: Optimisations, proposal: Proposal) -> None:
    """Raises a problem for the first of it that is not there."""
    option, machines = proposal.options[proposal.optimised], proposal.optimised_machines
    idle = any(isinstance(other, StatusQuo) for other in proposal.options.values())
    if steps.from_today and not idle:
        message = said("the steps begin today, and no option says what today costs")
        fix = said("add an option of kind status_quo, or remove from_today")
        raise problem("E021", message, fix, field=steps.path / "from_today")
    if proposal.workload is None:
        fix = said("add workload: {{monthly_requests: …}}")
        message = said("the steps lower a load, and none is given")
        raise problem("E012", message, fix, field=steps.path)
    if machines is None:
        message = said(
            "'{optimised}' has no machines of one's own to optimise", optimised=proposal.optimised
        )
        fix = said("add option: with the id of a hybrid or an own option")
        raise problem("E012", message, fix, field=steps.path)
    if machines.serving is None:
        message = said(
            "'{name}' can only be optimised if it says what serves the load", name=option.name
        )
        fix = said("add serving: {{model: …, gpu: …}}")
        raise problem("E012", message, fix, field=machines.path)
    if machines.serving.model_speed is None:
        message = said("how fast this model is, by which the steps go, is in no list of ours")
        fix = said("add model_speed: …, its tokens per second on an RTX 4090")
        raise problem("E012", message, fix, field=machines.serving.path / "model")
    if not isinstance(option, StatusQuo) and not option.optimisations:
        message = said(
            "the steps end at '{optimised}', which does without them", optimised=proposal.optimised
        )
        fix = said("remove optimisations: from this option, or name another one in the steps")
        raise problem("E021", message, fix, field=option.path / "optimisations")
    if steps.routing is not None and not isinstance(option, Hybrid):
        fix = said("name a hybrid option, or delete routing")
        message = said(
            "routing needs a cloud to route to, but '{optimised}' has none",
            optimised=proposal.optimised,
        )
        raise problem("E021", message, fix, field=steps.routing.path)
    if steps.routing is not None and not proposal.workload.mix:
        fix = said("add mix: {{…: {{share: …, output_tokens: …}}}} to the workload")
        message = said("routing goes by the kinds of request, and none is given")
        raise problem("E012", message, fix, field=steps.routing.path)
