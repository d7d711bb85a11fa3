"""Turns the options' cost in money of today into the one that a file recommends which chooses none itself."""

from __future__ import annotations

from generator.engines.results import Results
from generator.proposal.models.costs import StatusQuo


def least_dear(results: Results) -> str:
    """The id of the least dear of those that are not rejected, serve the load and bring the benefits.

    Where no option does all three, the first of these weighs most.
    """
    return min(results.options, key=lambda id: _place(results, id))


def _place(results: Results, id: str) -> tuple[bool, bool, bool, float]:
    proposal = results.proposal
    option = proposal.options[id]
    replaced = any(benefit.replaces == id for benefit in proposal.benefits)
    return (
        option.rejected_because is not None,
        bool(results.options[id].obstacle),
        replaced or (bool(proposal.benefits) and isinstance(option, StatusQuo)),
        results.worth.options[id].counted.tco.value,
    )
