"""Turns a provider's prices and the size of a request into what one request costs in the proposal's money."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import where
from generator.proposal.models.costs import CloudApi
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


def price_of_request(option: CloudApi, workload: Workload, exchange: Figure | None) -> RequestPrice:
    """(uncached input × price + cached input × its price + output × price) / 1M, or the stated price of a request.

    Less the batch discount on the share that can wait, times (1 + retries), times the exchange rate of the price's
    currency.
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
    batch = 1 - workload.batch_share * option.batch_discount
    cost = cost * batch * (1 + workload.retries)
    converted = cost if exchange is None else cost * exchange
    amount = figure(f"{option.path}.request_price", "money/request", converted, option.name)
    return RequestPrice(amount, (*prices, amount))


def _of_tokens(prices: TokenPrices, workload: Workload) -> Expression:
    uncached = workload.input_tokens * (1 - workload.cached_share) * prices.input
    cached = workload.input_tokens * workload.cached_share * prices.cached
    output = workload.output_tokens * prices.output
    return (uncached + cached + output) / TOKENS_PER_PRICE


def _prices_in_force(option: CloudApi, workload: Workload) -> TokenPrices:
    """The stated prices; where long requests have prices of their own, those that the input tokens call for.

    Input from the cache costs what other input costs, where it has no price of its own.
    """
    assert option.input_price is not None
    assert option.output_price is not None
    input_price, output_price, cached = (
        option.input_price,
        option.output_price,
        option.cached_input_price,
    )
    above = option.long_context_above
    if above is not None:
        is_long = workload.input_tokens > above

        def in_force(name: str, base: Figure, long: Figure | None) -> Figure:
            key = f"{option.path}.{name}_in_force"
            price = base if long is None else where(is_long, long, base)
            return figure(key, base.unit, price, option.name)

        input_price = in_force("input_price", input_price, option.long_input_price)
        output_price = in_force("output_price", output_price, option.long_output_price)
        if cached is not None:
            cached = in_force("cached_input_price", cached, option.long_cached_input_price)
    return TokenPrices(input_price, input_price if cached is None else cached, output_price)
