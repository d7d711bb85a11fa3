"""Turns the name of one of our data files and a day into what it held then: the newest list that is no later.

`hardware.yaml` is the newest list; one that it replaced stays beside it as `hardware@2026-11-01.yaml`, by its own date.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@functools.cache
def held(name: str, day: datetime.date | None = None) -> Mapping[str, Any]:
    """The newest list without a day. Of a day before the first list, which an input may not ask for, the first."""
    newest = _read(DATA / f"{name}.yaml")
    if day is None or newest["date"] <= day:
        return newest
    older = {_day_of(path): path for path in DATA.glob(f"{name}@*.yaml")}
    if not older:
        return newest
    fitting = [date for date in older if date <= day]
    return _read(older[max(fitting) if fitting else min(older)])


def days(name: str) -> list[datetime.date]:
    """The dates of all its lists, the first one first."""
    older = map(_day_of, DATA.glob(f"{name}@*.yaml"))
    return sorted([*older, _read(DATA / f"{name}.yaml")["date"]])


def _day_of(path: Path) -> datetime.date:
    return datetime.date.fromisoformat(path.stem.partition("@")[2])


@functools.cache
def _read(path: Path) -> Mapping[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return data
