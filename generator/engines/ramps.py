"""Turns the ramps of lines and benefits into doubts about those that never reach the full height."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.proposal.models.costs import OnPremise, RentedGpu
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.timed import Timed
from generator.wording.saying import said


def doubts_about_ramps(model: Model) -> Iterator[Doubt]:
    """A list of shares that ends below all of it, and months that run beyond the end."""
    for line, first in _ramped(model.proposal):
        assert line.ramp is not None
        path = line.path / "ramp"
        if line.ramp.shares:
            last = line.ramp.shares[-1].value
            if last < 1:
                message = said(
                    "the ramp ends at {last:.4g} of the full height and stays there", last=last
                )
                fix = said("end the list with 100%, or state the lower amount itself")
                yield Doubt("W023", path, message, fix)
            continue
        assert line.ramp.months is not None
        end = model.proposal.horizon.years * MONTHS_PER_YEAR
        end = end if line.until is None else min(end, int(line.until.value))
        full = int(first + line.ramp.months.value - 1)
        if full > end:
            message = said(
                "the ramp is full in month {full}, and the line ends with month {end}",
                full=full,
                end=end,
            )
            yield Doubt("W023", path, message, said("shorten the ramp, or begin earlier"))


def _ramped(proposal: Proposal) -> Iterator[tuple[Timed, float]]:
    """Each with the first month in which it runs."""
    go_live = proposal.go_live
    live = 1.0 if go_live is None else go_live.value
    options = (o for o in proposal.options.values() if isinstance(o, OnPremise | RentedGpu))
    running = ((line, 1.0) for option in options for line in option.opex)
    benefits = ((benefit, live) for benefit in proposal.benefits)
    for line, waits in (*running, *benefits):
        if line.ramp is not None:
            yield line, waits if line.begins is None else line.begins.value
