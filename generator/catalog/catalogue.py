"""Turns our dated data files into defaults and named entries, each number with its source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Self

from generator.catalog import cards, cloud
from generator.catalog.dated import DATA, days, held
from generator.figures.figure import Source, SourceKind

__all__ = ["DATA", "Catalogue"]

KINDS = {
    "gpu": "gpus",
    "hardware": "hardware",
    "labour": "labour",
    "model": "models",
    "operations": "operations",
    "quantisation": "quantisations",
}
# Cloud prices are those of a package, which knows itself from when each is.
CLOUD = "cloud"
LISTS = ("defaults", "tasks", *KINDS.values())
DATED = (*LISTS, CLOUD)
# Fields of an entry that are words or serve us alone.
NO_NUMBERS = ("name", "quality", "suits", "vram_mb", "date", "source")
# The currency of every amount in our data.
CURRENCY = "CNY"
Stated = tuple[float, Source]
Entries = Mapping[str, Mapping[str, Mapping[str, Stated]]]
# Of a machine each part with its numbers.
Parts = list[tuple[str, dict[str, Stated]]]


class Catalogue:
    """Our data as one proposal sees it: in its language and currency, on its date.

    as_of: the day as of which the lists are taken; the newest without one. Raises KeyError for a name that it does not
    have.
    """

    def __init__(
        self,
        language: str,
        currency: str = "CNY",
        date: datetime.date | None = None,
        as_of: datetime.date | None = None,
    ) -> None:
        self.language = language
        self._own: Entries = {}
        self._own_parts: Mapping[str, Parts] = {}
        self.currency = currency
        self.as_of = as_of
        self.date = as_of or date or self.default_date()

    def extended(self, entries: Entries, parts: Mapping[str, Parts]) -> Self:
        """This catalogue with a user's entries (kind → name → fields), which win over ours of the same name.

        parts: of the machines among them.
        """
        other = type(self)(self.language, self.currency, self.date, self.as_of)
        other._own, other._own_parts = entries, parts
        return other

    def default(self, name: str) -> Stated | None:
        """What stands in for a number that a proposal leaves out; None for an amount in another currency."""
        data = self._data("defaults")
        entry = data["entries"][name]
        if entry.get("currency", self.currency) != self.currency:
            return None
        return self._stated("defaults", name, entry["value"], entry["source"], "default", entry)

    @staticmethod
    def default_date(as_of: datetime.date | None = None) -> datetime.date:
        """The document's own date where the proposal gives none: the day of its prices, or that of our newest data."""
        date: datetime.date = as_of or max(held(name)["date"] for name in DATED)
        return date

    def days(self) -> list[datetime.date]:
        """The days of which our lists are; on the first of them and before, some tell nothing yet."""
        first = max(days(name)[0] for name in LISTS)
        return sorted({day for name in LISTS for day in days(name) if day >= first})

    def names(self, kind: str) -> list[str]:
        """The names of one kind of entry. For cards this reads a large table: ask only what to suggest."""
        common = self.common_names(kind)
        if kind != "gpu":
            return common
        ours = {_plain(name) for name in common}
        return [*common, *(name for name in cards.card_names() if _plain(name) not in ours)]

    def common_names(self, kind: str) -> list[str]:
        """The names of a kind that the user's own file and ours hold."""
        return list(dict.fromkeys([*self._own.get(kind, ()), *self._data(KINDS[kind])["entries"]]))

    def title(self, kind: str, name: str) -> str:
        """What an entry is called in the catalogue's language; empty where its name says it."""
        entry = self._data(KINDS[kind])["entries"].get(self._ours(kind, name), {})
        names: dict[str, str] = {} if name in self._own.get(kind, ()) else entry.get("name", {})
        return names.get(self.language, "")

    def entry(self, kind: str, name: str) -> Mapping[str, Stated]:
        """The numbers of an entry, by field.

        A card: tdp in W, memory_gb, bandwidth in GB/s, dense FLOPs in TFLOPS. A machine: life_years and, in the
        currency of our data alone, unit_price. A model: parameters in billions, what its cache and its experts follow
        from, model_speed in tokens a second. A quantisation: bits_per_weight. Letter case, blanks and underscores of
        a name do not count.
        """
        if name in self._own.get(kind, ()):
            return self._own[kind][name]
        data, typed = self._data(KINDS[kind]), name
        name = self._ours(kind, name)
        if kind == "gpu" and not name:
            return self._card(typed)
        entry = data["entries"][name]
        numbers = {field: value for field, value in entry.items() if field not in NO_NUMBERS}
        if kind == "hardware":
            price = sum(amount * number for _, amount, number in _parts(entry, self.language))
            prices = {"unit_price": price} if self.currency == CURRENCY else {}
            numbers = prices | {"life_years": data["life_years"]}
        place, source = KINDS[kind], entry.get("source", data["source"])
        if kind == "hardware":
            source = {
                language: f"{said} · {_materials(entry, language)}"
                for language, said in source.items()
            }
        return {
            field: self._stated(place, name, value, source, more={"date": entry.get("date")})
            for field, value in numbers.items()
        }

    def model_prices(self, provider: str | None, model: str) -> Mapping[str, Stated]:
        """The list prices of a cloud model in USD per million tokens, by field; batch_discount is a ratio."""
        data = held(CLOUD)
        words = {name: texts[self.language] for name, texts in data["notes"].items()}
        return cloud.list_prices(provider, model, self.date, data["date"], words)

    def providers(self) -> list[str]:
        """The providers of cloud models."""
        return cloud.providers()

    def cloud_models(self, provider: str | None) -> list[str]:
        """The models of a provider, or of all of them."""
        return cloud.models(provider)

    def tasks(self, name: str) -> list[tuple[str, float, Source]]:
        """A task list: what is done, person-days, source."""
        data = self._data("labour")
        return [
            (
                task["task"][self.language],
                *self._stated("labour", name, task["days"], data["source"]),
            )
            for task in data["entries"][name]
        ]

    def duties(self, name: str) -> list[tuple[str, dict[str, Stated]]]:
        """An operations list: what is done, and its hours or amount of a month, as far as it is known."""
        data = self._data("operations")
        return [
            (task["task"][self.language], dict(self._numbers(task, data["source"], name)))
            for task in data["entries"][name]
        ]

    def _numbers(
        self, task: Mapping[str, Any], source: Mapping[str, str], name: str
    ) -> Iterator[tuple[str, Stated]]:
        own_source = task.get("source", source)
        for field in ("hours", "monthly"):
            if field in task and (field == "hours" or self.currency == CURRENCY):
                typed = task[field]
                yield field, self._stated("operations", name, typed, own_source, more=task)

    def quality(self, model: str) -> str | None:
        """How good a model is, as a word of our scale; None where nobody rated it."""
        if model in self._own.get("model", ()):
            return None
        found: str | None = (
            self._data("models")["entries"].get(self._ours("model", model), {}).get("quality")
        )
        return found

    def suits(self, machine: str) -> str | None:
        """What a machine of ours is for, in a few words."""
        entries = self._data("hardware")["entries"]
        name = "" if machine in self._own.get("hardware", ()) else self._ours("hardware", machine)
        return str(entries[name]["suits"][self.language]) if name else None

    def materials(self, machine: str) -> Parts:
        """The parts of a machine: what each is, its price, and how many where there are several."""
        if machine in self._own.get("hardware", ()):
            return self._own_parts.get(machine, [])
        name = self._ours("hardware", machine)
        if not name or self.currency != CURRENCY:
            return []
        data = self._data("hardware")
        found: Parts = []
        for item, price, number in _parts(data["entries"][name], self.language):
            numbers = {"unit_price": self._stated("hardware", name, price, data["source"])}
            if number > 1:
                numbers["quantity"] = self._stated("hardware", name, number, data["source"])
            found.append((item, numbers))
        return found

    def kind_of_request(self, name: str) -> tuple[int, str, str] | None:
        """The complexity from 1 to 4, the quantisation and the next best of a common task, by its name."""
        for key, task in self._data("tasks")["entries"].items():
            if _plain(name) in map(_plain, (key, *task["name"].values())):
                return task["complexity"], task["quantisation"], task.get("alternative", "")
        return None

    def names_of_kinds(self, complexity: int) -> list[str]:
        """Every name of the common tasks of a complexity, in small letters."""
        tasks = self._data("tasks")["entries"].items()
        named = [
            (key, *task["name"].values()) for key, task in tasks if task["complexity"] == complexity
        ]
        return sorted({name.lower() for names in named for name in names})

    def kinds_of_request(self) -> list[tuple[str, str, dict[str, Stated]]]:
        """The common tasks: the name in the catalogue's language, what else they are called, and the complexity."""
        data, tasks = self._data("tasks"), []
        for key, task in data["entries"].items():
            name = task["name"][self.language]
            others = [other for other in (key, *task["name"].values()) if other != name]
            complexity = self._stated("tasks", key, task["complexity"], data["source"])
            about = ", ".join([*dict.fromkeys(others), task["quantisation"]])
            tasks.append((name, about, {"complexity": complexity}))
        return tasks

    def models_by_complexity(self) -> Mapping[str, str]:
        """The model for simple, general, demanding and the hardest requests, and the largest of all."""
        models: Mapping[str, str] = self._data("tasks")["models"]
        return models

    def dates(self) -> dict[str, str]:
        """The date of each data file."""
        lists = {name: str(self._data(name)["date"]) for name in LISTS}
        return {**lists, CLOUD: str(held(CLOUD)["date"])}

    def _data(self, name: str) -> Mapping[str, Any]:
        return held(name, self.as_of)

    def _ours(self, kind: str, name: str) -> str:
        """A name as our own file writes it; empty where it has none like it."""
        entries = self._data(KINDS[kind])["entries"]
        if name in entries:
            return name
        plain = _plain(name)
        return next((each for each in entries if _plain(each) == plain), "")

    def _card(self, name: str) -> Mapping[str, Stated]:
        """A card that our own list lacks; its numbers have no date of their own."""
        place, numbers = cards.card(name)
        note = self._data("gpus")["source"][self.language]
        return {
            field: (value, Source("catalog", place, f"{value:g}", "", note))
            for field, value in numbers.items()
        }

    def _stated(
        self,
        place: str,
        name: str,
        typed: Any,
        source: Mapping[str, str] | str,
        kind: SourceKind = "catalog",
        more: Mapping[str, Any] | None = None,
    ) -> Stated:
        """A number as it is typed in our data; `more` may hold its range, a date of its own, and that it is timeless.

        source: in each language, or the name of a document, which is the same in all.
        """
        known = more or {}
        low, high = (_number(known.get(end)) for end in ("low", "high"))
        date = "" if known.get("timeless") else str(known.get("date") or self._data(place)["date"])
        entry = f"{place}.yaml:{name}"
        note = source if isinstance(source, str) else source[self.language]
        value = _number(typed)
        assert value is not None
        return value, Source(kind, entry, str(typed), date, note, low, high)


def _parts(machine: Mapping[str, Any], language: str) -> Iterator[tuple[str, float, int]]:
    """Each part, its price and how many of it there are."""
    for item, price, *number in machine["parts"]:
        called = item if isinstance(item, str) else item[language]
        yield called, price, number[0] if number else 1


def _materials(machine: Mapping[str, Any], language: str) -> str:
    """The parts of a machine with their prices."""
    return " · ".join(
        f"{part} {amount}" if number == 1 else f"{number}× {part} {amount * number}"
        for part, amount, number in _parts(machine, language)
    )


def _number(typed: Any) -> float | None:
    if typed is None:
        return None
    text = str(typed)
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)


def _plain(name: str) -> str:
    """A name without what people write differently: case, and blanks or underscores between words."""
    return name.casefold().replace("_", "").replace(" ", "")
