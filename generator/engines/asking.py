"""Turns what an approval asks for into the figure that is asked for."""

from __future__ import annotations

from generator.engines.results import Results
from generator.figures.figure import Figure

# What may be asked for besides the purchases, and the figure that is then asked for.
ASKS = {"first_year": "tco.year_1", "tco": "tco.total"}
# The same where today's bill goes on for a while: that is nothing new to be asked for.
ASKS_WITHOUT_TRANSITION = {
    "first_year": "tco.without_transition.year_1",
    "tco": "tco.without_transition.total",
}


def asked_of(model: Results) -> Figure:
    """What replaces a purchase is asked for when it is due."""
    what = model.proposal.approval.ask
    asks = ASKS if model.chosen.transition is None else ASKS_WITHOUT_TRANSITION
    return model.result_figures[asks[what]] if what in asks else model.ownership.asked
