"""Turns the points of benchmarks into those of one server and one kind of request, one for each number at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from generator.evidence.points import Point, Spread
from generator.evidence.problem import LogProblem
from generator.wording.saying import said

# Runs of one setting differ a little in the tokens that they really read and wrote.
ALIKE = 1.1
NAMES, TOKENS = {"model": "model", "gpu": "card"}, ("input_tokens", "output_tokens")


def chosen(points: Sequence[Point], wanted: Mapping[str, str]) -> list[Point]:
    """Those that wrote, by requests at a time, repeated ones as their mean. wanted: what tells them apart from others.

    Raises LogProblem where that chooses none, or points that do not belong together.
    """
    found = _wanted([point for point in points if point.speed], wanted)
    for name, field in NAMES.items():
        _require_one(name, {str(getattr(point, field)) for point in found})
    tools = sorted({point.tool for point in found})
    if len(tools) > 1:
        fix = said("name the files of one of {names}", names=", ".join(tools))
        raise LogProblem(said("the benchmarks have points of several kinds"), fix)
    for name in TOKENS:
        told = sorted({getattr(point, name) for point in found} - {None})
        if told and told[-1] > told[0] * ALIKE:
            _require_one(name, {f"{each:g}" for each in told})
    levels = {
        point.concurrency: [p for p in found if p.concurrency == point.concurrency]
        for point in found
    }
    return [_mean(levels[level]) for level in sorted(levels)]


def reading(points: Sequence[Point], wanted: Mapping[str, str]) -> tuple[float, Point] | None:
    """Tokens read a second where a tool times that apart, over all such points; and one of these."""
    names = {name: text for name, text in wanted.items() if name in NAMES}
    told = [point for point in points if point.reading and point.input_tokens]
    found = [point for point in told if _is_wanted(point, names)]
    if not found:
        return None
    tokens = [point.input_tokens or 0 for point in found]
    seconds = [count / (point.reading or 1) for count, point in zip(tokens, found, strict=True)]
    return math.fsum(tokens) / math.fsum(seconds), found[0]


def _wanted(points: Sequence[Point], wanted: Mapping[str, str]) -> list[Point]:
    found = [point for point in points if _is_wanted(point, wanted)]
    if not found:
        listed = {", ".join(filter(None, (point.model, point.card))) for point in points}
        told = "; ".join(sorted(listed)[:5])
        message = said("the benchmarks have no such point")
        fix = said("name the files of such a run; there are points of {names}", names=told or "—")
        raise LogProblem(message, fix)
    return found


def _is_wanted(point: Point, wanted: Mapping[str, str]) -> bool:
    names = (getattr(point, NAMES[name]) == wanted[name] for name in wanted if name in NAMES)
    return all(names) and all(
        _is_near(getattr(point, name), wanted[name]) for name in wanted if name in TOKENS
    )


def _is_near(tokens: float | None, wanted: str) -> bool:
    try:
        number = float(wanted)
    except ValueError:
        return False
    return tokens is not None and number / ALIKE <= tokens <= number * ALIKE


def _require_one(name: str, found: Iterable[str]) -> None:
    listed = list(found)
    if len(listed) > 1:
        message = said("the benchmarks have points of several kinds")
        names = ", ".join(each or "—" for each in sorted(listed)[:5])
        fix = said("add {name}: … with one of {names}", name=name, names=names)
        raise LogProblem(message, fix)


def _mean(points: Sequence[Point]) -> Point:
    """Of runs of the same setting; what one of them does not tell is not told."""

    def mean(read: Callable[[Point], float | None]) -> float | None:
        numbers = [number for number in map(read, points) if number is not None]
        return math.fsum(numbers) / len(points) if len(numbers) == len(points) else None

    return replace(
        points[0],
        file=", ".join(dict.fromkeys(point.file for point in points)),
        date=max(point.date for point in points),
        speed=mean(lambda point: point.speed),
        input_tokens=mean(lambda point: point.input_tokens),
        output_tokens=mean(lambda point: point.output_tokens),
        first_token=Spread(
            mean=mean(lambda point: point.first_token.mean),
            highest=mean(lambda point: point.first_token.highest),
        ),
        latency=Spread(
            mean=mean(lambda point: point.latency.mean),
            highest=mean(lambda point: point.latency.highest),
        ),
    )
