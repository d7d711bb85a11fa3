"""Turns our dated data files into defaults and named entries, each number with its source."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.figures.figure import Source

DATA = Path(__file__).parent / "data"
KINDS = {"gpu": "gpus", "hardware": "hardware", "labour": "labour"}
Stated = tuple[float, Source]


class Catalogue:
    """Our data as one proposal sees it: in its language and currency, on its date.

    Raises KeyError for a name that it does not have.
    """

    def __init__(
        self, language: str, currency: str = "CNY", date: datetime.date | None = None
    ) -> None:
        self.language = language
        self.currency = currency
        self.date = date or self.default_date()

    def default(self, name: str) -> Stated | None:
        """What stands in for a number that a proposal leaves out; None for an amount in another currency."""
        data = _data("defaults")
        entry = data["entries"][name]
        if entry.get("currency", self.currency) != self.currency:
            return None
        return self._stated("defaults", name, entry["value"], entry["source"], "default")

    @staticmethod
    def default_date() -> datetime.date:
        """The date of the defaults: the document's own date where the proposal gives none."""
        date: datetime.date = _data("defaults")["date"]
        return date

    def names(self, kind: str) -> list[str]:
        """The names of one kind of entry."""
        return list(_data(KINDS[kind])["entries"])

    def entry(self, kind: str, name: str) -> Mapping[str, Stated]:
        """The numbers of an entry: tdp in W for a card; unit_price and life_years for a machine."""
        data = _data(KINDS[kind])
        entry = data["entries"][name]
        numbers = dict(entry)
        if kind == "hardware":
            price = sum(amount for _, amount in entry["parts"])
            numbers = {"unit_price": price, "life_years": data["life_years"]}
        place = KINDS[kind]
        return {
            field: self._stated(place, name, value, data["source"])
            for field, value in numbers.items()
        }

    def tasks(self, name: str) -> list[tuple[str, float, Source]]:
        """A task list: what is done, person-days, source."""
        data = _data("labour")
        return [
            (
                task["task"][self.language],
                *self._stated("labour", name, task["days"], data["source"]),
            )
            for task in data["entries"][name]
        ]

    def dates(self) -> dict[str, str]:
        """The date of each data file."""
        return {name: str(_data(name)["date"]) for name in ("defaults", *KINDS.values())}

    def _stated(
        self, place: str, name: str, typed: Any, source: Mapping[str, str], kind: str = "catalog"
    ) -> Stated:
        text = str(typed)
        value = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
        date = str(_data(place)["date"])
        return value, Source(kind, f"{place}.yaml:{name}", text, date, source[self.language])


@functools.cache
def _data(name: str) -> dict[str, Any]:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(text, Loader=loader)
    return data
