"""Turns the files of benchmarks into points: whatever their tool, and told where they are none."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.evidence.benchmark_formats import FORMATS, Record, number
from generator.evidence.files import LogFile, matching
from generator.evidence.points import Benchmarks, Point
from generator.evidence.problem import LogProblem
from generator.wording.saying import said

LARGEST, MOST_FILES, MOST_POINTS = 32 * 1024 * 1024, 200, 500
LONGEST_NAME = 120


def read_benchmarks(
    patterns: Sequence[str], format: str, stated: Mapping[str, Any], folder: Path
) -> Benchmarks:
    """What benchmarks say. stated: model, card and concurrency of files that do not say them. Raises LogProblem."""
    files = {each.place: each for pattern in patterns for each in matching(pattern, folder)}
    if len(files) > MOST_FILES:
        message = said("{count} files are more than a proposal needs", count=len(files))
        raise LogProblem(message, said("name at most {most}", most=MOST_FILES))
    points = [point for file in files.values() for point in _points(file, format, stated)]
    if len(points) > MOST_POINTS:
        message = said("{count} points are more than a proposal needs", count=len(points))
        raise LogProblem(message, said("name at most {most}", most=MOST_POINTS))
    return Benchmarks({place: file.about() for place, file in files.items()}, tuple(points))


def _points(file: LogFile, format: str, stated: Mapping[str, Any]) -> Iterator[Point]:
    size = file.path.stat().st_size
    if not 0 < size <= LARGEST:
        message = said("'{name}' is empty", name=file.place)
        if size:
            message = said("'{name}' has {size:,.1f} MiB", name=file.place, size=size / 1024**2)
        fix = said(
            "a result has at most {largest} MiB; leave out the details of each request",
            largest=LARGEST // 1024**2,
        )
        raise LogProblem(message, fix)
    records = [each for each in _records(file) if isinstance(each, Mapping)]
    for name, (recognises, read) in FORMATS.items():
        mine = [record for record in records if recognises(record)]
        if mine and format in ("", name):
            yield from (_completed(point, stated) for point in read(mine, file.place))
            return
    known = sorted({str(name) for record in records for name in record})[:8]
    message = said("'{name}' is no result of a benchmark that is known", name=file.place)
    fix = said("known are {formats}", formats=", ".join(FORMATS))
    if known and all(len(name) <= LONGEST_NAME for name in known):
        fix = said("{fix}; it has {names} …", fix=fix, names=", ".join(known))
    raise LogProblem(message, fix)


def _completed(point: Point, stated: Mapping[str, Any]) -> Point:
    """With what the input states where the file does not say it. Raises LogProblem for a point that is none."""
    filled = replace(
        point,
        model=point.model or stated.get("model") or "",
        card=point.card or stated.get("gpu") or "",
        concurrency=point.concurrency or stated.get("concurrency") or 0,
    )
    if not filled.concurrency:
        message = said("'{name}' does not say how many requests ran at a time", name=point.file)
        fix = said("measure with a limit, or state concurrency: … beside files")
        raise LogProblem(message, fix)
    if not (filled.speed or filled.reading):
        message = said("in '{name}' no token was written", name=point.file)
        raise LogProblem(message, said("leave it out, and measure again"))
    if max(len(filled.model), len(filled.card)) > LONGEST_NAME:
        message = said("'{name}' has a name that is no name of a model or card", name=point.file)
        raise LogProblem(message, said("shorten it there"))
    return filled


def _records(file: LogFile) -> Iterator[Any]:
    """JSON, one object or a list, or several one after another; or a table."""
    try:
        text = file.path.read_bytes().decode("utf-8-sig")
        if file.path.suffix.lower() == ".csv":
            yield from _rows(list(csv.reader(io.StringIO(text), strict=True)))
            return
        decoder, at = json.JSONDecoder(), 0
        while at := _beginning(text, at):
            value, at = decoder.raw_decode(text, at - 1)
            yield from value if isinstance(value, list) else [value]
    except (UnicodeDecodeError, ValueError, RecursionError, csv.Error):
        message = said("'{name}' cannot be read", name=file.place)
        fix = said("is it whole, and JSON, JSON lines or CSV as its ending says?")
        raise LogProblem(message, fix) from None


def _beginning(text: str, at: int) -> int:
    """One more than where the next value begins; nothing where none does."""
    found = re.compile(r"\S").search(text, at)
    return found.start() + 1 if found else 0


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Record]:
    """Each row of a table by its head; of AIPerf and GenAI-Perf all rows as one record, as their JSON has them."""
    if rows and rows[0][:1] == ["Metric"]:
        yield dict(_metrics(rows))
        return
    for row in rows[1:]:
        if len(row) == len(rows[0]):
            yield dict(zip(rows[0], row, strict=True))


def _metrics(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, Record]]:
    """`Time to First Token (ms),165.73,…` → time_to_first_token: {unit: ms, avg: 165.73, …}; more than one head."""
    head: Sequence[str] = ()
    for row in rows:
        if not row or row[0] == "Metric":
            head = row
        elif head[:1] == ["Metric"] and (
            named := re.fullmatch(r"([^(]+?)\s*(?:\((.+)\))?", row[0])
        ):
            numbers = {
                "avg" if n == "Value" else n: number(v)
                for n, v in zip(head[1:], row[1:], strict=False)
            }
            yield named[1].strip().lower().replace(" ", "_"), {"unit": named[2] or "", **numbers}
