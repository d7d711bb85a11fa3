"""Turns the format of a log, and the columns that its owner names, into SQL that reads these columns and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from generator.evidence.problem import LogProblem
from generator.wording.saying import said

# What a column means → where a format has it, the first that is there.
FORMATS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "own": {},
    "litellm": {
        "time": ("startTime",),
        "input_tokens": ("prompt_tokens",),
        "output_tokens": ("completion_tokens",),
        "model": ("model_group", "model"),
        "status": ("status",),
        "cost": ("spend", "response_cost"),
    },
    "openai": {
        "time": ("created", "created_at", "timestamp", "response.body.created"),
        "input_tokens": (
            "usage.prompt_tokens",
            "usage.input_tokens",
            "response.body.usage.prompt_tokens",
        ),
        "output_tokens": (
            "usage.completion_tokens",
            "usage.output_tokens",
            "response.body.usage.completion_tokens",
        ),
        "cached_tokens": (
            "usage.prompt_tokens_details.cached_tokens",
            "usage.input_tokens_details.cached_tokens",
            "response.body.usage.prompt_tokens_details.cached_tokens",
        ),
        "model": ("model", "response.body.model"),
        "status": ("status", "status_code", "response.status_code"),
    },
    "nginx": {
        "time": ("time_iso8601", "time_local", "msec"),
        "status": ("status",),
        "latency": ("request_time",),
    },
}
NUMBERS = ("input_tokens", "output_tokens", "cached_tokens", "cost", "complexity", "latency")
FLAGS = ("batch", "retry", "urgent", "escalated")
NAMES = ("model", "task")
MEANINGS = ("time", *NUMBERS, *NAMES, "status", *FLAGS, "prompt")
GOOD = "('success', 'succeeded', 'ok', 'completed')"
YES = "('true', 't', 'yes', 'y')"


@dataclass(frozen=True)
class Column:
    """sql: reads it. type: of what it holds, as DuckDB calls that; texts are read as whatever they look like."""

    sql: str
    type: str = "VARCHAR"

    @property
    def is_text(self) -> bool:
        return self.type in ("VARCHAR", "JSON")

    @property
    def is_moment(self) -> bool:
        return self.type.startswith(("TIMESTAMP", "DATE"))


def chosen_columns(
    format: str, stated: Mapping[str, str], there: Mapping[str, Column]
) -> dict[str, Column]:
    """Each meaning with its column. there: the columns of the log, by name."""
    chosen: dict[str, Column] = {}
    for meaning, candidates in FORMATS[format].items():
        if found := next((name for name in candidates if name in there), None):
            chosen[meaning] = there[found]
    for meaning, name in stated.items():
        if name not in there:
            close = get_close_matches(name, there, 3, 0.5)
            message = said("the log has no column '{name}'", name=name)
            named = ", ".join(close or list(there)[:15])
            fix = (
                said("did you mean {names}?", names=named)
                if close
                else said("it has {names}", names=named)
            )
            raise LogProblem(message, fix, f"columns.{meaning}")
        chosen[meaning] = there[name]
    if "time" not in chosen:
        message = said("nothing says which column of the log holds the time of a request")
        fix = said(
            "add columns: {{time: …}}; the log has {names}", names=", ".join(list(there)[:15])
        )
        raise LogProblem(message, fix, "columns" if stated else "files")
    return chosen


def reading(chosen: Mapping[str, Column], source: str) -> str:
    """The query that reads the columns, each as what it means; `odd` names the first that a row has no sense in."""
    values = dict(_values(chosen))
    odd = " ".join(
        f"WHEN {wrong} THEN '{meaning}'" for meaning, wrong in _faults(chosen, values).items()
    )
    listed = ",\n  ".join(f"{sql} AS {meaning}" for meaning, sql in values.items())
    return f"SELECT {listed},\n  CASE {odd} END AS odd\nFROM {source}"


def _values(chosen: Mapping[str, Column]) -> Iterator[tuple[str, str]]:
    for meaning in MEANINGS:
        read = READERS[meaning]
        yield (
            "success" if meaning == "status" else meaning,
            read(chosen[meaning]) if meaning in chosen else ABSENT[meaning],
        )


def _faults(chosen: Mapping[str, Column], values: Mapping[str, str]) -> dict[str, str]:
    faults = {"time": f"({values['time']}) IS NULL"}
    for meaning in NUMBERS:
        if meaning in chosen:
            column = chosen[meaning]
            is_given = f"{column.sql} <> ''" if column.is_text else f"{column.sql} IS NOT NULL"
            no_number = f"coalesce({values[meaning]}, -1) NOT BETWEEN 0 AND 1e15"
            faults[meaning] = f"{is_given} AND {no_number}"
    return faults


def _time(column: Column) -> str:
    """A moment as a text of any usual kind, or as seconds, milliseconds or microseconds since 1970; in UTC."""
    if column.is_moment:
        return f"CAST({column.sql} AS TIMESTAMP)"
    number = f"TRY_CAST({column.sql} AS DOUBLE)"
    scale = f"CASE WHEN {number} > 1e14 THEN 1 WHEN {number} > 1e11 THEN 1e3 ELSE 1e6 END"
    moment = (
        f"CASE WHEN {number} BETWEEN 1e8 AND 1e17"
        f" THEN make_timestamp(CAST({number} * {scale} AS BIGINT)) END"
    )
    if not column.is_text:
        return moment
    return (
        f"coalesce(CAST(TRY_CAST({column.sql} AS TIMESTAMPTZ) AS TIMESTAMP), {moment},"
        f" CAST(try_strptime({column.sql}, '%d/%b/%Y:%H:%M:%S %z') AS TIMESTAMP))"
    )


def _number(column: Column) -> str:
    return f"TRY_CAST({column.sql} AS DOUBLE)"


def _name(column: Column) -> str:
    return f"CAST({column.sql} AS VARCHAR)"


def _success(column: Column) -> str:
    """What nobody calls a failure is none."""
    text = f"CAST({column.sql} AS VARCHAR)"
    code = f"coalesce(TRY_CAST({text} AS INTEGER) BETWEEN 200 AND 399, false)"
    return f"({column.sql} IS NULL OR lower({text}) IN {GOOD} OR {code})"


def _flag(column: Column) -> str:
    if not column.is_text:
        return f"coalesce(TRY_CAST({column.sql} AS DOUBLE) > 0, false)"
    text = f"lower({column.sql})"
    return f"coalesce({text} IN {YES} OR TRY_CAST({text} AS DOUBLE) > 0, false)"


def _hash(column: Column) -> str:
    return f"hash({column.sql})"


READERS: Mapping[str, Callable[[Column], str]] = {
    "time": _time,
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(NAMES, _name),
    "status": _success,
    **dict.fromkeys(FLAGS, _flag),
    "prompt": _hash,
}
ABSENT = {
    **dict.fromkeys(NUMBERS, "CAST(NULL AS DOUBLE)"),
    **dict.fromkeys(NAMES, "CAST(NULL AS VARCHAR)"),
    "status": "true",
    **dict.fromkeys(FLAGS, "false"),
    "prompt": "CAST(NULL AS UBIGINT)",
}
