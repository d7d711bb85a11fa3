"""Turns today's bill into what an option that replaces it pays on until it is live.

It belongs to what the option costs, not to the return: benefits are measured against a world that pays the bill too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.levies import Levy
from generator.engines.running import Running, Years
from generator.engines.timing import Line, Portion, Span
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.models.costs import StatusQuo
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True, kw_only=True)
class Transition:
    """The bill until go-live, in money: by year, all of it, and by month from 0; the value-added tax on it.

    by_use: whether it is paid for the requests.
    """

    years: Line
    total: Figure
    months: Line
    by_use: bool
    levy: Levy | None = None


def bill_today(proposal: Proposal) -> str | None:
    """The option whose bill goes on until others serve: the one that a benefit replaces, else the first of its kind."""
    if not proposal.horizon.transition:
        return None
    idle = [id for id, option in proposal.options.items() if isinstance(option, StatusQuo)]
    replaced = [benefit.replaces for benefit in proposal.benefits if benefit.replaces in idle]
    return next(iter([*replaced, *idle]), None)


def transition_of(path: Key, bill: Sequence[Running], years: Years, name: str) -> Transition:
    """Today's bill, in the months before the go-live."""
    timing = years.timings.of(Span(before=years.go_live))
    whole = [line * 1 for line in bill[0].years]
    paid, total = years.paid(path / "transition", whole, name, timing)
    months = Portion(timing, paid).by_month(path / "transition", years.timings.months)
    return Transition(
        years=paid, total=total, months=months, by_use=bill[0].by_use, levy=bill[0].levy
    )
