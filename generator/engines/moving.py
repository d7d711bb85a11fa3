"""Turns moving in and out, where the file counts them in, into one-time lines of every option that moves."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.hardware import Investment
from generator.engines.levies import counted
from generator.engines.plan import Plan
from generator.engines.running import Years
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.proposal.models.costs import StatusQuo
from generator.proposal.models.proposal import Option, Proposal


def moving(option: Option, proposal: Proposal, years: Years) -> Iterator[Investment]:
    """Moving in at the start, moving out at the beginning of the last month; doing nothing moves nowhere."""
    costs = proposal.hidden_costs
    if costs is None or not costs.cash_counted or isinstance(option, StatusQuo):
        return
    if costs.migration is not None:
        yield _once(option, "migration", costs.migration, years)
    if costs.leaving is not None:
        last = years.years[-1] * MONTHS_PER_YEAR - 1
        yield _once(option, "leaving", costs.leaving, years, last)


def _once(
    option: Option, name: str, stated: Figure, years: Years, month: Expression | None = None
) -> Investment:
    key, levy = option.path / name, years.levies.on(None)
    return Investment(
        key=key,
        kind="other",
        amount=years.ledger.line(key / "amount", "money", counted(levy, stated) * 1),
        levy=levy,
        plan=None if month is None else Plan(month=month),
    )
