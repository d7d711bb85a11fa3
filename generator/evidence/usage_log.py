"""Turns the files of a usage log into what they say of the workload, by DuckDB alone: no row reaches Python.

DuckDB sees the files of the log and a folder of its own, no network and no extension, and spills what does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import TYPE_CHECKING, Any

from generator.evidence import questions
from generator.evidence.columns import NAMES, Column, chosen_columns, reading
from generator.evidence.files import (
    LogFile,
    columns_of,
    files_of,
    is_parquet,
    literal,
    source_of,
    top_level_of,
)
from generator.evidence.findings import Answer, Findings
from generator.evidence.problem import LogProblem
from generator.evidence.tiers import CLOUD, TIERS, Rules, by_tier
from generator.wording.saying import said

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "700MB"
# Seconds after which a log whose rows never end is given up, unless the file says otherwise.
LONGEST = 600
# More rows without sense than this, and the columns are not what they are named as.
MOST_ODD = 0.01
# Whoever names a column of texts as one of names is told so, and none of them is kept.
MOST_KINDS, LONGEST_NAME = 500, 64


def read_usage_log(
    pattern: str,
    format: str,
    columns: Mapping[str, str],
    folder: Path,
    rules: Rules | None = None,
    seconds: int = LONGEST,
) -> Findings:
    """What a log says; read anew only where a file was written since. rules: of routing. Raises LogProblem.

    seconds: after which reading is given up.
    """
    files = files_of(pattern, folder)
    stamps = tuple(each.stamp for each in files)
    return _read(format, tuple(columns.items()), tuple(files), rules, seconds, stamps)


@lru_cache(maxsize=8)
def _read(
    format: str,
    columns: tuple[tuple[str, str], ...],
    files: tuple[LogFile, ...],
    rules: Rules | None,
    seconds: int,
    _stamps: tuple[tuple[str, int, int], ...],
) -> Findings:
    with _connected([str(each.path) for each in files], seconds) as (connection, paths, room):
        there = columns_of(connection, paths)
        chosen = chosen_columns(format, dict(columns), there)
        query = reading(chosen, source_of(paths, top_level_of(there, chosen.values())))
        _open(connection, query, is_parquet(paths), room)
        shown = query
        for path, file in zip(paths, files, strict=True):
            shown = shown.replace(literal(path), literal(file.place))
        asked = _Asked(connection, shown)
        left_out = _left_out(connection)
        rows, first, last = asked.row(questions.PERIOD)
        mixes = {name: dict(_mix(asked, name)) for name in NAMES if name in chosen}
        query = "" if rules is None else by_tier(rules, _with_tokens(chosen))
        tiers = _tiers(asked, query) if query else {}
        answers = dict(_answers(asked, set(chosen)))
        answers |= _shares_of(tiers, asked, query, "escalated" in chosen)
        return Findings(
            files={each.place: each.about() for each in files},
            first=str(first),
            last=str(last),
            rows=rows,
            left_out=left_out,
            answers=answers,
            mixes=mixes,
            mix_queries={name: asked.whole(questions.mix(name)) for name in mixes},
            months={
                month: (int(requests), int(read or 0), int(written or 0))
                for month, requests, read, written in asked.rows(questions.BY_MONTH)
            },
            tiers=tiers,
            tiers_query=asked.whole(query) if query else "",
        )


@contextmanager
def _connected(
    paths: Sequence[str], seconds: float = LONGEST
) -> Iterator[tuple[DuckDBPyConnection, Sequence[str], Path]]:
    """A connection that reads these files, and the folder in which it may write. Raises LogProblem for its refusals."""
    try:
        import duckdb
    except ImportError:
        import sys

        fix = f"{sys.executable} -m pip install duckdb"
        raise LogProblem(said("a usage log is read by DuckDB, which is missing"), fix) from None
    with TemporaryDirectory(prefix="budget-") as room:
        settings: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "memory_limit": MEMORY,
            "threads": "2",
            "preserve_insertion_order": "false",
            "temp_directory": room,
        }
        with duckdb.connect(":memory:", config=settings) as connection:
            allowed = ", ".join(map(literal, paths))
            connection.execute("SET TimeZone = 'UTC'")
            # It would be drawn among the results.
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"SET allowed_paths = [{allowed}]")
            connection.execute(f"SET allowed_directories = [{literal(room)}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            given_up = Timer(seconds, connection.interrupt)
            given_up.start()
            try:
                yield connection, paths, Path(room)
            except duckdb.Error as error:
                raise _refused(error, seconds) from None
            finally:
                given_up.cancel()


def _refused(error: Exception, seconds: float) -> LogProblem:
    """What DuckDB says without the text of any line."""
    line = re.search(r"[Ll]ine:? (\d+)", str(error))
    place = said(" (line {number})", number=line[1]) if line else ""
    kind = type(error).__name__
    message = said("the log cannot be read{place}: {kind}", place=place, kind=kind)
    if "maximum_object_size" in str(error) or "max_line_size" in str(error):
        message = said("the log has a line that is longer than any request{place}", place=place)
    if kind == "OutOfMemoryException":
        message = said("the log takes more memory than {most}", most=MEMORY)
    if kind == "InterruptException":
        message = said("reading the log takes more than {seconds} seconds", seconds=f"{seconds:g}")
        fix = said("name fewer files, or allow more: add seconds: … to the usage log")
        return LogProblem(message, fix)
    fix = said("is each file whole, and what its ending says? mend or leave out that one")
    return LogProblem(message, fix)


def _open(connection: DuckDBPyConnection, query: str, in_place: bool, room: Path) -> None:
    """Make `log`. What is written as text is read once, into a file of these columns that is gone in the end."""
    source = f"({query})"
    if not in_place:
        kept = literal(str(room / "log.parquet"))
        connection.execute(f"COPY ({query}) TO {kept} (FORMAT parquet, ROW_GROUP_SIZE 100000)")
        source = f"read_parquet({kept})"
    connection.execute(f"CREATE VIEW calls_read AS SELECT * FROM {source}")
    connection.execute("CREATE VIEW log AS SELECT * EXCLUDE odd FROM calls_read WHERE odd IS NULL")


def _left_out(connection: DuckDBPyConnection) -> int:
    """How many rows make no sense. Raises LogProblem where these are many, or no row makes any."""
    counts = dict(
        connection.execute("SELECT odd, count(*) FROM calls_read GROUP BY odd").fetchall()
    )
    rows, left_out = sum(counts.values()), sum(n for odd, n in counts.items() if odd)
    if rows == 0:
        raise LogProblem(said("the log has no rows"), said("name files that have some"))
    if left_out > MOST_ODD * rows:
        worst = max((odd for odd in counts if odd), key=lambda odd: counts[odd])
        needed = said("no time") if worst == "time" else said("no number")
        message = said(
            "the column of '{worst}' holds {what} in {count:,} of {rows:,} rows",
            worst=worst,
            what=needed,
            count=counts[worst],
            rows=rows,
        )
        raise LogProblem(message, said("name another column for it"), f"columns.{worst}")
    return int(left_out)


class _Asked:
    """Questions and their answers. opened: the query that reads the log."""

    def __init__(self, connection: DuckDBPyConnection, opened: str) -> None:
        self._connection, self._opened = connection, opened

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(question).fetchall()

    def row(self, question: str) -> tuple[Any, ...]:
        """The first one; nothing where there is none, or where it has no number."""
        found = self.rows(question)
        return found[0] if found and found[0][0] is not None else ()

    def whole(self, question: str) -> str:
        """The question with all that it reads, to ask it again."""
        opened = f"log AS (SELECT * FROM ({self._opened}) WHERE odd IS NULL)"
        rest = question.removeprefix("WITH ")
        return f"WITH {opened}{', ' if rest != question else chr(10)}{rest}"

    def answer(self, question: str, rule: str, text: str, **facts: object) -> Answer:
        return Answer(text, rule, {n: str(f) for n, f in facts.items()}, self.whole(question))


def _answers(asked: _Asked, chosen: set[str]) -> Iterator[tuple[str, Answer]]:
    yield from _volume(asked)
    for name in ("input_tokens", "output_tokens"):
        question = questions.tokens(name)
        if name in chosen and (found := asked.row(question)):
            mean, high = _count(found[0]), _count(found[1])
            yield name, asked.answer(question, "tokens", mean, high=high)
            yield f"{name}_high", asked.answer(question, "high", high)
    for name, column, question in SHARES:
        if column in chosen and (found := asked.row(question)):
            yield name, asked.answer(question, RULES[name], _share(found[0]))
    if "cost" in chosen and (found := asked.row(questions.COST)):
        yield "cost_per_success", asked.answer(questions.COST, "cost", f"{found[0]:.4g}")
    if found := asked.row(questions.PEAK):
        factor = f"{max(1, found[0]):.3g}"
        yield "peak_factor", asked.answer(questions.PEAK, "peak", factor)


def _volume(asked: _Asked) -> Iterator[tuple[str, Answer]]:
    name = "monthly_requests"
    if found := asked.row(questions.LAST_MONTH):
        text = f"{found[0]:.0f}"
        yield name, asked.answer(questions.LAST_MONTH, "last_month", text, month=found[1])
    elif found := asked.row(questions.MONTH_OF_DAYS):
        text = f"{found[0]:.0f}"
        yield name, asked.answer(questions.MONTH_OF_DAYS, "month_of_days", text, days=found[1])
    if found := asked.row(questions.GROWTH):
        text = _share(found[0])
        yield "monthly_growth", asked.answer(questions.GROWTH, "growth", text, count=found[1])


SHARES = (
    ("cached_share", "cached_tokens", questions.CACHED),
    ("batch_share", "batch", questions.BATCH),
    ("retries", "retry", questions.RETRIES),
    ("failures", "status", questions.FAILURES),
    ("repeats", "prompt", questions.REPEATS),
)
RULES = {
    "cached_share": "cached",
    "batch_share": "batch",
    "retries": "retries",
    "failures": "failures",
    "repeats": "repeats",
}


def _mix(asked: _Asked, column: str) -> Iterator[tuple[str, str]]:
    """Shares in hundredths of a per cent, the largest so that all are a whole."""
    found = asked.rows(questions.mix(column))
    if found and (found[0][2] > MOST_KINDS or max(row[3] for row in found) > LONGEST_NAME):
        message = said("the column of '{column}' holds texts, and no few names", column=column)
        raise LogProblem(message, said("name a column of a few names"), f"columns.{column}")
    parts = [(name or "", round(share * 10_000)) for name, share, *_ in found]
    parts = [(name, part) for name, part in parts if part]
    missing = 10_000 - sum(part for _, part in parts)
    for place, (name, part) in enumerate(parts):
        yield name, f"{(part + (missing if place == 0 else 0)) / 100:.2f}%"


def _with_tokens(chosen: Mapping[str, Column]) -> Mapping[str, Column]:
    if "output_tokens" not in chosen:
        message = said("the rules of routing go by the tokens of an answer, and no column has them")
        raise LogProblem(message, said("add columns: {{output_tokens: …}}"), "columns")
    return chosen


COUNTED = ("requests", "input_tokens", "output_tokens", "escalated", "urgent", "slow")


def _tiers(asked: _Asked, query: str) -> dict[str, dict[str, int]]:
    """What each tier gets; nothing where no request tells its tokens."""
    found = {tier: counts for tier, *counts in asked.rows(query)}
    if not found:
        return {}
    nothing = [0] * len(COUNTED)
    return {
        tier: dict(zip(COUNTED, map(int, found.get(tier, nothing)), strict=True)) for tier in TIERS
    }


def _shares_of(
    tiers: Mapping[str, Mapping[str, int]], asked: _Asked, query: str, escalates: bool
) -> dict[str, Answer]:
    """What a hybrid option tries on its own machines, and what fails there."""
    if not tiers:
        return {}
    every = sum(tier["requests"] for tier in tiers.values())
    local = every - tiers[CLOUD]["requests"]
    shares = {"local_share": local / every}
    if escalates and local:
        shares["escalation"] = sum(tier["escalated"] for tier in tiers.values()) / local
    return {name: asked.answer(query, name, _share(share)) for name, share in shares.items()}


def _count(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _share(number: float) -> str:
    return f"{number * 100:.4g}%" if number else "0"
