"""Turns the workload into the requests and tokens of each year."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.figure import Figure, figure
from generator.figures.functions import rounded, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.workload import Workload


@dataclass(frozen=True)
class Load:
    """Requests of each year and of the whole horizon, and tokens of the whole horizon (input and output)."""

    workload: Workload
    requests: Figure
    tokens: Figure
    schedule: Schedule


def load_of(proposal: Proposal, years: tuple[Figure, ...]) -> Load | None:
    """requests of a year = monthly × 12 × (1 + growth)^(year − 1), whole ones; None without a workload."""
    workload = proposal.workload
    if workload is None:
        return None
    first = workload.monthly_requests * MONTHS_PER_YEAR
    yearly = tuple(
        figure(
            Key("workload", "requests", year.key.name),
            "request",
            rounded(first * (1 + workload.growth) ** (year - 1), 0),
        )
        for year in years
    )
    total = figure(Key("workload", "requests", "total"), "request", sum_of(yearly))
    size = workload.input_tokens + workload.output_tokens
    tokens = tuple(
        figure(Key("workload", "tokens", year.key.name), "token", rounded(count * size, 0))
        for year, count in zip(years, yearly, strict=True)
    )
    all_tokens = figure(Key("workload", "tokens", "total"), "token", sum_of(tokens))
    rows = (
        Row("requests", (total, *yearly), unit="request", kind="memo"),
        Row("tokens", (all_tokens, *tokens), unit="token", kind="memo"),
    )
    schedule = Schedule("load", period_columns(years, "", "year"), rows)
    return Load(workload, total, all_tokens, schedule)
