"""Turns our data, and a user's own catalogue, into lists of what an input may name, with numbers, dates and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.catalog.catalogue import Catalogue, Stated
from generator.wording.saying import in_language, said

TOKEN_PRICE = said("USD/million tokens")
UNITS = {
    "tdp": "W",
    "memory_gb": "GB",
    "bandwidth": "GB/s",
    "life_years": said("years"),
    "fp16_tflops": "TFLOPS",
    "fp8_tflops": "TFLOPS",
    "parameters": said("billion"),
    "active_parameters": said("billion"),
    "window": said("tokens"),
    "model_speed": said("tokens/s"),
    "bits_per_weight": said("bits"),
    "long_context_above": said("tokens"),
    "days": said("person-days"),
    "hours": said("hours/month"),
    **dict.fromkeys(("input_price", "output_price", "cached_input_price"), TOKEN_PRICE),
    **dict.fromkeys(
        ("long_input_price", "long_output_price", "long_cached_input_price"), TOKEN_PRICE
    ),
}
# Of these fields the numbers are amounts in the currency of the proposal.
AMOUNTS = {"unit_price", "monthly"}
# Lists that nobody reads whole, and the kind of entry of which our own file holds the common ones.
LONG = {"cards": "gpu", "models": "model"}


@dataclass(frozen=True)
class Listed:
    """Something that an input may name.

    name: as the input writes it. about: what it is, or the provider of a cloud model. numbers: what it stands for, by
    the field that would state it, each with its source.
    """

    name: str
    about: str
    numbers: Mapping[str, Stated]


@dataclass(frozen=True)
class Named:
    """An entry whose numbers have not been looked up yet; that raises KeyError where they are not known."""

    name: str
    about: str
    numbers: Callable[[], Mapping[str, Stated]]


def listed(kind: str, catalogue: Catalogue, wanted: str = "") -> Iterator[Listed]:
    """What may be named of a kind. wanted: a part of the name, or of what it is; letter case does not count."""
    for entry in LISTS[kind](catalogue):
        if _plain(wanted) in _plain(f"{entry.about}/{entry.name}"):
            try:
                yield Listed(entry.name, entry.about, entry.numbers())
            except KeyError:
                continue


def common(kind: str, catalogue: Catalogue) -> list[Listed]:
    """The beginning of a long list: what the user's and our own files hold."""
    names = catalogue.common_names(LONG[kind])
    return [Listed(name, "", catalogue.entry(LONG[kind], name)) for name in names]


def count(kind: str, catalogue: Catalogue) -> int:
    """How many entries a list has."""
    return sum(1 for _ in LISTS[kind](catalogue))


def unit_of(field: str, currency: str) -> str:
    """The unit in which a list shows the number of a field."""
    if field not in AMOUNTS:
        return UNITS.get(field, "")
    return said("{currency}/month", currency=currency) if field == "monthly" else currency


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in "_- ")


def _entries(kind: str) -> Callable[[Catalogue], Iterator[Named]]:
    def named(catalogue: Catalogue) -> Iterator[Named]:
        for name in catalogue.names(kind):
            yield Named(name, catalogue.title(kind, name), partial(catalogue.entry, kind, name))

    return named


def _models(catalogue: Catalogue) -> Iterator[Named]:
    """Models for machines of one's own, then those of each provider with their list prices."""
    yield from _entries("model")(catalogue)
    for provider in catalogue.providers():
        for name in catalogue.cloud_models(provider):
            yield Named(name, provider, partial(catalogue.model_prices, provider, name))


def _providers(catalogue: Catalogue) -> Iterator[Named]:
    for provider in catalogue.providers():
        count = len(catalogue.cloud_models(provider))
        told = said(
            "{count} models: budget list models {provider}/", count=count, provider=provider
        )
        yield Named(provider, in_language(told, catalogue.language), dict)


def _requests(catalogue: Catalogue) -> Iterator[Named]:
    for name, about, numbers in catalogue.kinds_of_request():
        yield Named(name, about, partial(dict, numbers))


def _task_lists(kind: str) -> Callable[[Catalogue], Iterator[Named]]:
    """One entry for each task of each list."""

    def named(catalogue: Catalogue) -> Iterator[Named]:
        for name in catalogue.names(kind):
            if kind == "labour":
                tasks = [
                    (task, {"days": (days, source)}) for task, days, source in catalogue.tasks(name)
                ]
            else:
                tasks = catalogue.duties(name)
            for task, numbers in tasks:
                yield Named(name, task, partial(dict, numbers))

    return named


LISTS: Mapping[str, Callable[[Catalogue], Iterator[Named]]] = {
    "models": _models,
    "cards": _entries("gpu"),
    "hardware": _entries("hardware"),
    "providers": _providers,
    "tasks": _requests,
    "quantisations": _entries("quantisation"),
    "labour": _task_lists("labour"),
    "operations": _task_lists("operations"),
}
