"""Turns a provider's prices and the size of a request into what one request costs in the proposal's money."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.levies import Levy, counted
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import where
from generator.proposal.models.cloud import CloudApi
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.workload import Workload

TOKENS_PER_PRICE = 1_000_000


@dataclass(frozen=True)
class RequestPrice:
    """What one request costs. steps: the prices of a million tokens that its length calls for, and the amount."""

    amount: Figure
    steps: tuple[Figure, ...]


@dataclass(frozen=True)
class TokenPrices:
    """Prices of a million tokens in the currency in which they are stated."""

    input: Figure
    cached: Figure
    output: Figure


def exchange_rate(option: CloudApi, proposal: Proposal) -> Figure | None:
    """The rate from the price's currency to the proposal's; None where they are one."""
    currency = option.price_currency or proposal.money.currency
    if currency == proposal.money.currency:
        return None
    return proposal.money.exchange_rates[currency].value


def price_of_request(
    option: CloudApi, workload: Workload, exchange: Figure | None, levy: Levy | None = None
) -> RequestPrice:
    """(uncached input × price + cached input × its price + output × price) / 1M, or the stated price of a request.

    A price of tokens less the batch discount on the share that can wait; a price of a request is what it is, unless a
    discount is stated beside it. Times (1 + retries), times the exchange rate of the price's currency, as it is
    counted.
    """
    prices: list[Figure] = []
    cost: Expression
    if option.price_per_request is not None:
        cost = option.price_per_request
    else:
        tokens = _prices_in_force(option, workload)
        cost = _of_tokens(tokens, workload)
        used = {price.key: price for price in (tokens.input, tokens.cached, tokens.output)}
        prices = [price for price in used.values() if not price.is_input]
    if option.price_per_request is None or _is_stated(option.batch_discount):
        cost = cost * (1 - workload.batch_share * option.batch_discount)
    cost = cost * (1 + workload.retries)
    converted = counted(levy, cost if exchange is None else cost * exchange)
    amount = figure(option.path / "request_price", "money/request", converted, option.name)
    return RequestPrice(amount, (*prices, amount))


def _is_stated(number: Figure) -> bool:
    """By the file, not by our data."""
    return number.source is not None and number.source.kind not in ("default", "catalog")


def _of_tokens(prices: TokenPrices, workload: Workload) -> Expression:
    uncached = workload.input_tokens * (1 - workload.cached_share) * prices.input
    cached = workload.input_tokens * workload.cached_share * prices.cached
    output = workload.output_tokens * prices.output
    return (uncached + cached + output) / TOKENS_PER_PRICE


def _prices_in_force(option: CloudApi, workload: Workload) -> TokenPrices:
    """Input from the cache costs what other input costs, where it has no price of its own."""
    input_price = _in_force(option, workload, "input_price")
    output_price = _in_force(option, workload, "output_price")
    assert input_price is not None
    assert output_price is not None
    cached = _in_force(option, workload, "cached_input_price")
    return TokenPrices(input_price, input_price if cached is None else cached, output_price)


def _in_force(option: CloudApi, workload: Workload, name: str) -> Figure | None:
    """The stated price; that of long requests, where the input tokens call for it; a share of it off-peak."""
    base: Figure | None = getattr(option, name)
    long: Figure | None = getattr(option, f"long_{name}")
    off_peak: Figure | None = getattr(option, f"off_peak_{name}")
    if base is None:
        return None
    if long is not None and option.long_context_above is not None:
        price = where(workload.input_tokens > option.long_context_above, long, base)
    elif off_peak is not None:
        price = base * (1 - option.off_peak_share) + off_peak * option.off_peak_share
    else:
        return base
    return figure(option.path / f"{name}_in_force", base.unit, price, option.name)
