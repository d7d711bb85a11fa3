"""Turns a provider's model and a date into its list prices in USD per million tokens, from the package genai-prices.

The prices are those that came with the package: nothing is fetched. Importing it takes half a second, so it is
imported only once a proposal names a model.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
MIDNIGHT = datetime.time(tzinfo=datetime.UTC)
Prices = dict[str, tuple[float, Source]]


@dataclass(frozen=True)
class Listed:
    """The prices of a model on a day.

    peak: the dearest of the day, at its time `moment`. off_peak: the cheapest, where hours differ; hours: those of the
    dearest, as `01:00–04:00`. since: the day from which they are in force, where it is known. until: the day before
    others came, where the package knows later ones.
    """

    moment: datetime.datetime
    peak: ModelPrice
    off_peak: ModelPrice | None
    hours: tuple[str, ...]
    since: datetime.date | None
    until: datetime.date | None


def list_prices(
    provider: str | None,
    model: str,
    date: datetime.date,
    released: datetime.date,
    notes: Mapping[str, str],
) -> Prices:
    """The base prices in force on a date, by field; batch_discount as a ratio where a batch price is published.

    Where the model has a tier for long requests: long_context_above, the input tokens of a request beyond which it
    counts for all tokens of that request, and the prices of that tier. Where prices change by the hour: the dearest,
    and off_peak_… for the cheapest. A model that is sold by its input alone has no output_price. The package does not
    tell when it last looked at a price, so a price that is still in force counts as confirmed on the day on which the
    package was `released`.
    notes: the words "source", "since", "tiered", "long" (both with {tokens}), "more", "peak" and "off_peak" (both with
    {hours}) and "batch". Raises KeyError for an unknown model.
    """
    from importlib.metadata import version

    found, info = _find(provider, model)
    listed = _listed(info, date)
    place = f"{PACKAGE} {version(PACKAGE)}:{found}/{info.id}"
    origin = [f"{notes['source']} · {found} {info.id}"]
    if listed.since is not None:
        origin.append(notes["since"].format(date=listed.since))
    day = str(_confirmed(listed, released))
    stated: Prices = {}
    for field, value, words in (*_base_prices(listed, notes), *_long_tier(listed.peak, notes)):
        note = " · ".join([*origin, *words])
        stated[field] = value, Source("catalog", place, f"{value:g}", day, note)
    discount = _batch_discount(listed.peak, info.get_prices(listed.moment, {"processing": "batch"}))
    if discount is not None:
        note = " · ".join([*origin, notes["batch"]])
        stated["batch_discount"] = (
            discount,
            Source("catalog", place, f"{discount:.15g}", day, note),
        )
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


def _listed(info: ModelInfo, date: datetime.date) -> Listed:
    """The day is looked through at every hour at which a price may change."""
    from genai_prices.types import StartDateConstraint, TimeOfDateConstraint

    limits = [each.constraint for each in info.prices] if isinstance(info.prices, list) else []
    starts = sorted({each.start_date for each in limits if isinstance(each, StartDateConstraint)})
    hours = [each for each in limits if isinstance(each, TimeOfDateConstraint)]
    times = {MIDNIGHT, *(time for each in hours for time in (each.start_time, each.end_time))}
    moments = [datetime.datetime.combine(date, time) for time in sorted(times)]
    prices = [info.get_prices(moment) for moment in moments]
    dearest, cheapest = max(prices, key=_height), min(prices, key=_height)
    later = [start for start in starts if start > date]
    return Listed(
        moment=moments[prices.index(dearest)],
        peak=dearest,
        off_peak=cheapest if _height(cheapest) < _height(dearest) else None,
        hours=tuple(_hours(moments, prices, dearest)),
        since=max((start for start in starts if start <= date), default=None),
        until=later[0] - datetime.timedelta(days=1) if later else None,
    )


def _height(price: ModelPrice) -> tuple[float, float]:
    return _base(price.output_mtok or 0), _base(price.input_mtok or 0)


def _hours(
    moments: list[datetime.datetime], prices: list[ModelPrice], wanted: ModelPrice
) -> Iterator[str]:
    """When a price holds, from one change of price to the next."""
    for place, price in enumerate(prices):
        if price == wanted:
            end = moments[(place + 1) % len(moments)]
            yield f"{moments[place]:%H:%M}–{end:%H:%M}"


def _confirmed(listed: Listed, released: datetime.date) -> datetime.date:
    """The last day on which somebody is known to have published the prices."""
    if listed.until is None or listed.until >= released:
        return released
    return listed.since or listed.until


def _base_prices(
    listed: Listed, notes: Mapping[str, str]
) -> Iterator[tuple[str, float, list[str]]]:
    """The prices of the first tier, by field, with what is to be said of each: of the day, and off-peak."""
    hours = ", ".join(listed.hours)
    bands = [("", listed.peak, notes["peak"]), ("off_peak_", listed.off_peak, notes["off_peak"])]
    for prefix, price, band in bands:
        for field, name in PRICE_FIELDS.items():
            rate = None if price is None else getattr(price, name)
            if rate is not None:
                by_hour = [] if listed.off_peak is None else [band.format(hours=hours)]
                yield f"{prefix}{field}", _base(rate), [*_tier(rate, notes["tiered"]), *by_hour]


def _base(rate: object) -> float:
    """The price of the first tier, or the only one."""
    return float(getattr(rate, "base", rate))  # type: ignore[arg-type]


def _tier(rate: TieredPrices | object, words: str) -> list[str]:
    tiers = getattr(rate, "tiers", ())
    return [words.format(tokens=f"{tiers[0].start:,}")] if tiers else []


def _long_tier(
    price: ModelPrice, notes: Mapping[str, str]
) -> Iterator[tuple[str, float, list[str]]]:
    """Where the first tier above the base begins, and by field the price beyond: that of the dearest tier.

    A price without tiers stays as it is.
    """
    rates: dict[str, Any] = {field: getattr(price, name) for field, name in PRICE_FIELDS.items()}
    starts = sorted({tier.start for rate in rates.values() for tier in getattr(rate, "tiers", ())})
    if not starts:
        return
    start = starts[0]
    words = [notes["long"].format(tokens=f"{start:,}")]
    if len(starts) > 1:
        words.append(notes["more"])
    yield "long_context_above", float(start), words
    for field, rate in rates.items():
        if rate is not None:
            dearest = max((tier.price for tier in getattr(rate, "tiers", ())), default=None)
            yield f"long_{field}", _base(rate) if dearest is None else float(dearest), words


def _batch_discount(standard: ModelPrice, batch: ModelPrice) -> float | None:
    """1 − batch price / price, where it is the same for input and output; else None."""
    discounts = {
        round(1 - _base(getattr(batch, name)) / _base(rate), 6)
        for name in ("input_mtok", "output_mtok")
        if (rate := getattr(standard, name)) is not None and _base(rate) > 0
    }
    return discounts.pop() if len(discounts) == 1 and discounts != {0.0} else None
