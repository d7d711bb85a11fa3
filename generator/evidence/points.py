"""What benchmarks found, as a packet keeps it: how fast servers were, with how many requests at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from generator.evidence.findings import words

FORMAT_VERSION = 1


@dataclass(frozen=True)
class Spread:
    """Seconds, as far as they are told. high: the 95th percentile, highest: the 99th."""

    mean: float | None = None
    median: float | None = None
    high: float | None = None
    highest: float | None = None


@dataclass(frozen=True, kw_only=True)
class Point:
    """How fast a server was.

    speed: tokens that it wrote a second, for all requests together; None where reading alone was measured. per_request:
    what each of them saw. reading: tokens that it read a second, of tools that time it apart. whole: whether the speed
    holds the reading as well. failed: requests that were not answered.
    """

    tool: str
    file: str
    model: str = ""
    card: str = ""
    date: str = ""
    concurrency: float = 1
    input_tokens: float | None = None
    output_tokens: float | None = None
    speed: float | None = None
    per_request: float | None = None
    reading: float | None = None
    whole: bool = True
    requests: int | None = None
    failed: int = 0
    first_token: Spread = Spread()
    latency: Spread = Spread()


@dataclass(frozen=True)
class Benchmarks:
    """files: what tells each from any other."""

    files: Mapping[str, Mapping[str, str | int]]
    points: tuple[Point, ...]
    version: int = FORMAT_VERSION

    def to_json(self) -> str:
        """As a packet keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Benchmarks:
    """What `to_json` wrote."""
    kept = json.loads(text)
    points = tuple(map(_point, kept.pop("points")))
    return Benchmarks(points=points, **kept)


def _point(kept: Mapping[str, Any]) -> Point:
    point = Point(**kept)
    first_token, latency = Spread(**kept["first_token"]), Spread(**kept["latency"])
    return replace(point, first_token=first_token, latency=latency)


def lines(found: Benchmarks, language: str) -> Iterator[str]:
    """What `budget evidence` prints: the points by model and card."""
    said = words(language)["benchmarks"]
    yield said["source"].format(files=", ".join(found.files), count=len(found.points))
    before = None
    for point in sorted(found.points, key=_order):
        name = " · ".join(filter(None, (point.model or said["no_model"], point.card, point.tool)))
        if name != before:
            yield f"  {name}"
            before = name
        yield f"    {' · '.join(_told(point, said))}  ({point.file})"


def _order(point: Point) -> tuple[Any, ...]:
    tokens = (point.input_tokens or 0, point.output_tokens or 0)
    return point.model, point.card, point.tool, *tokens, point.concurrency


def _told(point: Point, said: Mapping[str, str]) -> Iterator[str]:
    yield said["together"].format(count=f"{point.concurrency:g}")
    for name in ("input_tokens", "output_tokens", "speed", "per_request", "reading"):
        number = getattr(point, name)
        if number is not None:
            yield said[name].format(number=f"{number:,.4g}" if number < 1e4 else f"{number:,.0f}")
    for name in ("first_token", "latency"):
        spread = getattr(point, name)
        if spread.mean is not None or spread.median is not None:
            middle = "mean" if spread.mean is not None else "median"
            told = said[middle].format(seconds=f"{getattr(spread, middle):.3g}")
            if spread.highest is not None:
                told += said["highest"].format(seconds=f"{spread.highest:.3g}")
            yield said[name].format(told=told)
    if point.failed:
        yield said["failed"].format(count=point.failed)
