"""Turns the return, the load and the choice into one recommendation, a figure that a spreadsheet follows.

An option is recommended where it serves the load, its net present value is not below nothing, its return reaches what
is required, and no other option that brings the same benefits costs less in money of today, unless somebody says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import both, if_error, rounded, where
from generator.figures.key import Key
from generator.figures.schedule import Schedule, alone, list_of

REJECT, ASSESS, RECOMMEND = 0, 1, 2
# What stands in the place of a verdict.
UNREASONED, UNQUANTIFIED = "reason_needed", "benefits_unquantified"
KEY = Key("verdict")


@dataclass(frozen=True)
class Verdict:
    """The level that is reached, or why there is none; and what the return alone comes to, where it is measured."""

    level: Figure
    schedule: Schedule


def recommend(
    chosen: OptionCost, on_return: Expression, unexplained: Figure | None, ledger: Ledger
) -> Verdict:
    """The verdict on the chosen option. on_return: what its return alone recommends.

    unexplained: what the choice is worth against those that nothing speaks against; None where there are none. Less
    than what money is rounded to is no difference.
    """
    reached = figure(KEY / "on_return", "verdict", on_return)
    level: Expression = reached * 1
    if unexplained is not None:
        loses = if_error(rounded(unexplained, ledger.digits), 0) < 0
        level = where(both(reached > REJECT, loses), Missing(UNREASONED), reached)
    if chosen.capacity is not None:
        level = where(chosen.capacity.feasible == 1, level, REJECT)
    return _verdict(level, reached)


def by_return(net_present_value: Figure, roi: Figure, required: Figure) -> Expression:
    """What the return recommends. Without an outlay there is no return on it, and nothing to reach."""
    reached = if_error(where(roi <= required, ASSESS, RECOMMEND), RECOMMEND)
    return where(net_present_value < 0, REJECT, reached)


def unquantified() -> Verdict:
    """Where no benefits are stated, nothing can be said of a return."""
    return _verdict(Missing(UNQUANTIFIED))


def _verdict(definition: Expression, *workings: Figure) -> Verdict:
    level = figure(KEY / "level", "verdict", definition)
    rows = [*(alone(item, kind="working") for item in workings), alone(level)]
    return Verdict(level, list_of("verdict", rows, of="measure"))
