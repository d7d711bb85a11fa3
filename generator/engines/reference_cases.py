"""Turns reference cases into a table: what each reports, and what the preferred option costs at its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.engines.options import OptionCost
from generator.engines.ranking import up_to_largest
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.volumes import Volume, volume_at
from generator.figures.cases import Cases
from generator.figures.figure import Figure, figure
from generator.figures.functions import where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.reference import ReferenceCase

KEY = Key("reference_cases")
COLUMNS = (
    label_column("organisation"),
    Column("own_cost", "money/month", role="total"),
    Column("moved_volume", "request/month"),
    Column("reported_cost", "money/month"),
    Column("apart", "ratio"),
    Column("case_result", role="text"),
    Column("source", role="text"),
    Column("date", role="text"),
)


def _cases(proposal: Proposal) -> Sequence[ReferenceCase]:
    return [] if proposal.evidence is None else proposal.evidence.cases


def volumes_of_cases(proposal: Proposal) -> Mapping[Key, Volume]:
    """The scale of each case that states one, by its path."""
    scales = {each.path: each.scale for each in _cases(proposal) if proposal.workload is not None}
    return {
        path: volume_at(proposal, scale, KEY / path.name)
        for path, scale in scales.items()
        if scale is not None
    }


def reference_schedule(
    proposal: Proposal,
    chosen: OptionCost,
    volumes: Mapping[Key, Volume],
    at: Cases | None,
    last_year: Figure,
) -> list[Schedule]:
    """at: the model at each volume; None where its total is the same at any. Nothing where no case is stated."""
    rows = [_row(case, volumes.get(case.path), chosen, at, last_year) for case in _cases(proposal)]
    return [Schedule(KEY, COLUMNS, tuple(rows), chosen.name)] if rows else []


def _row(
    case: ReferenceCase,
    volume: Volume | None,
    chosen: OptionCost,
    at: Cases | None,
    last_year: Figure,
) -> Row:
    """The option costs, in an average month of the horizon, its total at that volume over all months."""
    key, own, apart = KEY / case.path.name, None, None
    if volume is not None:
        total = chosen.tco * 1 if at is None else at.in_case(chosen.tco, volume.case.id)
        month = total / (last_year * MONTHS_PER_YEAR)
        served = up_to_largest(month, volume.again, chosen)
        own = figure(key / "own_cost", "money/month", served, case.organisation)
        if case.cost is not None:
            more = where(case.cost > 0, month / case.cost - 1, 0)
            served = up_to_largest(more, volume.again, chosen)
            apart = figure(key / "apart", "ratio", served, case.organisation)
    scale = None if volume is None else volume.again
    told = (case.result, case.source, None if case.date is None else case.date.isoformat())
    shown = (own, scale, case.cost, apart, *told)
    return Row(key, shown, label=case.organisation, whole=True, kind="memo")
