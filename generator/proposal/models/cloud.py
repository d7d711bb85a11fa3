"""The model of paying a provider for what is used: per token or per request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from generator.figures.figure import Figure
from generator.proposal.characters import shortened
from generator.proposal.context import Facts, problem
from generator.proposal.entries import TOKEN_PRICES, bring_list_prices, listed_model
from generator.proposal.fields import TEXT, Price, Quantity, one_of
from generator.proposal.models.alternative import Improvable
from generator.proposal.models.parts import CURRENCIES, Money, Text
from generator.proposal.models.taxes import TaxRate
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.problems import Problem
from generator.proposal.section import exactly_one
from generator.wording.saying import said

TokenPrice = Annotated[Figure, Price("money/million_token", minimum=0)]
RequestPrice = Annotated[Figure, Price("money/request", minimum=0)]
OFF_PEAK = ("off_peak_input_price", "off_peak_output_price", "input_price")
LONG_TIER = ("long_context_above", "long_input_price", "long_output_price", "input_price")


class CloudApi(Improvable):
    """Paying a provider per token or per request.

    One price is needed: per token in two parts, per request, or by `model`. A provider and a model bring the list
    prices of the proposal's date, in USD, and need `money.exchange_rates`. Where these change by the hour, the prices
    are those of the dearest hours, and the off-peak ones count for `off_peak_share`. It also needs `workload`.

    name: in the document. kind: names this kind. provider: such as `openai` or `azure`. price_currency: of the prices;
    without one, the proposal's. input_price, output_price: of a million tokens. cached_input_price: of a million tokens
    served from the provider's cache. long_context_above: input tokens of a request beyond which all of it costs
    `long_input_price`, `long_output_price` and `long_cached_input_price`. long_input_price, long_output_price,
    long_cached_input_price: of a million tokens of such a request; without the last, the cache's price stays.
    off_peak_share: of the tokens, at the prices of cheaper hours. off_peak_input_price, off_peak_output_price,
    off_peak_cached_input_price: of a million tokens in those hours; without the last, the cache's price stays.
    batch_discount: on requests that can wait. price_per_request: instead of prices for tokens. model: its name at the
    provider. price_trend: the change of prices a year. tax: the rate of value-added tax on all of it; without one, that
    of the section `tax`. overhead: operating it. integration: once, inside the total. optimisations: `false` where the
    cache does not serve it. go_live: the month from which it serves; without one, `horizon.go_live`. rejected_because:
    why it is not chosen.
    """

    name: Text
    kind: Annotated[Literal["cloud_api"], one_of("cloud_api")]
    provider: Text | None = None
    price_currency: Annotated[str, one_of(*CURRENCIES)] | None = None
    input_price: TokenPrice | None = None
    output_price: TokenPrice | None = None
    cached_input_price: TokenPrice | None = None
    long_context_above: Annotated[Figure, Quantity("token", minimum=0)] | None = None
    long_input_price: TokenPrice | None = None
    long_output_price: TokenPrice | None = None
    long_cached_input_price: TokenPrice | None = None
    off_peak_share: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="cloud_api.off_peak_share")
    ]
    off_peak_input_price: TokenPrice | None = None
    off_peak_output_price: TokenPrice | None = None
    off_peak_cached_input_price: TokenPrice | None = None
    batch_discount: Annotated[
        Figure, Quantity("ratio", minimum=0, maximum=1, default="cloud_api.batch_discount")
    ]
    price_per_request: RequestPrice | None = None
    model: Annotated[str, TEXT, AfterValidator(listed_model)] | None = None
    price_trend: Annotated[
        Figure, Quantity("ratio", minimum=-0.9, maximum=1, default="cloud_api.price_trend")
    ]
    tax: TaxRate | None = None
    overhead: Annotated[Figure, Quantity("money/month", minimum=0, default="cloud_api.overhead")]
    integration: Annotated[Figure, Quantity("money", minimum=0, default="cloud_api.integration")]

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """A named model brings the list prices that are not stated."""
        is_priced = "price_per_request" in values or values.keys() >= TOKEN_PRICES
        if "model" in values and not is_priced:
            bring_list_prices(values, node, facts)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """One price, which a named model may bring; a price per token has two parts."""
        ways = {"input_price" if name == "output_price" else name for name in values}
        if not ways.isdisjoint(("input_price", "price_per_request")):
            ways.discard("model")
        yield from exactly_one(ways, node, "input_price", "price_per_request", "model")
        for given, other in (("input_price", "output_price"), ("output_price", "input_price")):
            if given in values and other not in values:
                mark = node.key_marks.get(given, node.mark)
                message = said("{given} stands without {other}", given=given, other=other)
                yield Problem("E012", mark, message, said("add {other}: …", other=other))
        yield from _together(values, node, "long_", LONG_TIER)
        yield from _together(values, node, "off_peak_", OFF_PEAK)
        if "long_context_above" in values and "off_peak_input_price" in values:
            mark = node.key_marks.get("off_peak_input_price", node.mark)
            message = said("prices by the hour and prices of long requests stand together")
            yield Problem(
                "E021", mark, message, said("state the one that counts for these requests")
            )
        listed = any(isinstance(values.get(name), Figure) for name in TOKEN_PRICES)
        currency = values.get("price_currency")
        if listed and isinstance(currency, Scalar) and currency != "USD":
            message = said(
                "list prices are in USD, but price_currency is {currency}",
                currency=shortened(currency),
            )
            fix = said("remove price_currency, or state both prices")
            yield Problem("E021", currency.mark, message, fix)


def _together(
    values: dict[str, Any], node: MappingNode, prefix: str, needed: tuple[str, ...]
) -> Iterator[Problem]:
    """The prices of a band stand together, and with what says when they count."""
    given = [name for name in values if name.startswith(prefix) and name != "off_peak_share"]
    missing = [name for name in needed if name not in values]
    if given and missing:
        mark = node.key_marks.get(given[0], node.mark)
        message = said("{given} stands without {missing}", given=given[0], missing=missing[0])
        yield Problem("E012", mark, message, said("add {missing}: …", missing=missing[0]))


def without_rate(option: CloudApi, money: Money) -> Iterator[PydanticCustomError]:
    """What is wrong where the prices are in a currency of which nobody says what it costs."""
    currency = option.price_currency or money.currency
    if currency != money.currency and currency not in money.exchange_rates:
        message = said(
            "prices are in {currency}, and no exchange rate to {own} is given",
            currency=currency,
            own=money.currency,
        )
        fix = said(
            "add money: {{exchange_rates: {{{currency}: {{value: …, date: YYYY-MM-DD}}}}}}",
            currency=currency,
        )
        yield problem("E012", message, fix, field=f"{option.path}.price_currency")
