"""Turns the workload into requests by year and what one request costs at a cloud provider."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.running import name_of
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import rounded, sum_of
from generator.figures.schedule import Row, Schedule
from generator.proposal.models.costs import CloudApi
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.workload import Workload

TOKENS_PER_PRICE = 1_000_000


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
            f"workload.requests.{name_of(year)}",
            "request",
            rounded(first * (1 + workload.growth) ** (year - 1), 0),
        )
        for year in years
    )
    total = figure("workload.requests.total", "request", sum_of(yearly))
    size = workload.input_tokens + workload.output_tokens
    tokens = tuple(
        figure(f"workload.tokens.{name_of(year)}", "token", rounded(count * size, 0))
        for year, count in zip(years, yearly, strict=True)
    )
    all_tokens = figure("workload.tokens.total", "token", sum_of(tokens))
    rows = (
        Row("requests", (total, *yearly), unit="request", kind="memo"),
        Row("tokens", (all_tokens, *tokens), unit="token", kind="memo"),
    )
    schedule = Schedule("load", period_columns(years, "", "year"), rows)
    return Load(workload, total, all_tokens, schedule)


def price_of_request(option: CloudApi, workload: Workload, exchange: Figure | None) -> Figure:
    """What one request costs, in the proposal's money.

    (uncached input × price + cached input × its price + output × price) / 1M, batch discount on the share that can
    wait, times (1 + retries), times the exchange rate of the price's currency.
    """
    price = _list_price(option, workload)
    batch = 1 - workload.batch_share * option.batch_discount
    cost = price * batch * (1 + workload.retries)
    converted = cost if exchange is None else cost * exchange
    return figure(f"{option.path}.request_price", "money/request", converted, option.name)


def _list_price(option: CloudApi, workload: Workload) -> Expression:
    if option.price_per_request is not None:
        return option.price_per_request
    assert option.input_price is not None
    assert option.output_price is not None
    stated = option.cached_input_price
    cached_price = option.input_price if stated is None else stated
    uncached = workload.input_tokens * (1 - workload.cached_share) * option.input_price
    cached = workload.input_tokens * workload.cached_share * cached_price
    output = workload.output_tokens * option.output_price
    return (uncached + cached + output) / TOKENS_PER_PRICE
