"""Turns a provider's model and a date into its list prices in USD per million tokens, from the package genai-prices.

The prices are those that came with the package: nothing is fetched. Importing it takes half a second, so it is
imported only once a proposal names a model.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.figures.figure import Source

if TYPE_CHECKING:
    from genai_prices.data_snapshot import DataSnapshot
    from genai_prices.types import ModelInfo, ModelPrice, TieredPrices

PACKAGE = "genai-prices"
PRICE_FIELDS = {
    "input_price": "input_mtok",
    "output_price": "output_mtok",
    "cached_input_price": "cache_read_mtok",
}
# Some providers are cheaper at night; at noon UTC all of them charge the price of the day.
NOON = datetime.time(12, tzinfo=datetime.UTC)
Prices = dict[str, tuple[float, Source]]


def list_prices(
    provider: str | None, model: str, date: datetime.date, notes: Mapping[str, str]
) -> Prices:
    """The base prices in force on a date, by field; batch_discount as a ratio where a batch price is published.

    Where the model has a tier for long requests: long_context_above, the input tokens of a request beyond which it
    counts for all tokens of that request, and the prices of that tier.
    A model that is sold by its input alone has no output_price.
    notes: the words "source", "tiered", "long" (both with {tokens}), "more" and "batch". Raises KeyError for an unknown
    model.
    """
    from importlib.metadata import version

    found, info = _find(provider, model)
    moment = datetime.datetime.combine(date, NOON)
    price = info.get_prices(moment)
    place = f"{PACKAGE} {version(PACKAGE)}:{found}/{info.id}"
    stated: Prices = {}
    for field, name in PRICE_FIELDS.items():
        rate = getattr(price, name)
        if rate is not None:
            value = _base(rate)
            note = " · ".join([notes["source"], *_tier(rate, notes["tiered"])])
            stated[field] = value, Source("catalog", place, f"{value:g}", str(date), note)
    rates = {field: getattr(price, name) for field, name in PRICE_FIELDS.items()}
    for field, value, note in _long_tier(rates, notes):
        stated[field] = value, Source("catalog", place, f"{value:g}", str(date), note)
    discount = _batch_discount(price, info.get_prices(moment, {"processing": "batch"}))
    if discount is not None:
        source = Source("catalog", place, f"{discount:.15g}", str(date), notes["batch"])
        stated["batch_discount"] = discount, source
    return stated


def providers() -> list[str]:
    """The names of all providers."""
    return [provider.id for provider in _snapshot().providers]


def models(provider: str | None) -> list[str]:
    """The names of a provider's models, those that it resells included; of all models where no provider is named."""
    known = {each.id: each for each in _snapshot().providers}
    if provider is None:
        chosen = list(known.values())
    else:
        own = known[provider]
        chosen = [own, *(known[name] for name in own.fallback_model_providers or ())]
    return list(dict.fromkeys(model.id for each in chosen for model in each.models))


def _find(provider: str | None, model: str) -> tuple[str, ModelInfo]:
    if provider is not None:
        # The package is content when a name merely contains a provider's, such as that of a reseller.
        provider = next((each for each in providers() if each == provider.casefold()), None)
        if provider is None:
            raise KeyError(model)
    try:
        found, info = _snapshot().find_provider_model(model, None, provider, None)
    except LookupError:
        raise KeyError(model) from None
    return found.id, info


@functools.cache
def _snapshot() -> DataSnapshot:
    from genai_prices.data_snapshot import get_snapshot

    return get_snapshot()


def _base(rate: object) -> float:
    """The price of the first tier, or the only one."""
    return float(getattr(rate, "base", rate))  # type: ignore[arg-type]


def _tier(rate: TieredPrices | object, words: str) -> list[str]:
    tiers = getattr(rate, "tiers", ())
    return [words.format(tokens=f"{tiers[0].start:,}")] if tiers else []


def _long_tier(
    rates: Mapping[str, Any], notes: Mapping[str, str]
) -> Iterator[tuple[str, float, str]]:
    """The first tier above the base, by field: where it begins and its prices; a price without tiers stays as it is."""
    starts = sorted({tier.start for rate in rates.values() for tier in getattr(rate, "tiers", ())})
    if not starts:
        return
    start = starts[0]
    words = [notes["source"], notes["long"].format(tokens=f"{start:,}")]
    note = " · ".join(words if len(starts) == 1 else [*words, notes["more"]])
    yield "long_context_above", float(start), note
    for field, rate in rates.items():
        if rate is not None:
            in_force = [tier.price for tier in getattr(rate, "tiers", ()) if tier.start <= start]
            yield f"long_{field}", float(in_force[-1]) if in_force else _base(rate), note


def _batch_discount(standard: ModelPrice, batch: ModelPrice) -> float | None:
    """1 − batch price / price, where it is the same for input and output; else None."""
    discounts = {
        round(1 - _base(getattr(batch, name)) / _base(rate), 6)
        for name in ("input_mtok", "output_mtok")
        if (rate := getattr(standard, name)) is not None and _base(rate) > 0
    }
    return discounts.pop() if len(discounts) == 1 and discounts != {0.0} else None
