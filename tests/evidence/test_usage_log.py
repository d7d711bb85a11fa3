"""What a log says is what a reader counts in it, whatever it is written in; and nothing of its texts is told."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from generator.evidence import usage_log
from generator.evidence.findings import Findings, from_json, lines
from generator.evidence.problem import LogProblem
from generator.evidence.questions import REPEATS
from generator.evidence.usage_log import _connected, read_usage_log

SECRET = "the salary of Ms Li"
COLUMNS = {
    "time": "at",
    "input_tokens": "usage.read",
    "output_tokens": "usage.written",
    "cached_tokens": "usage.cached",
    "model": "model",
    "task": "task",
    "status": "status",
    "batch": "can_wait",
    "retry": "again",
    "cost": "cost",
    "prompt": "prompt",
}
FLAT = {name: column.rpartition(".")[2] for name, column in COLUMNS.items()}


def calls() -> Iterator[dict[str, Any]]:
    """Ten requests a day from 1 September 2026 to 15 November: two tasks, one in ten fails and is sent again."""
    for number in range(760):
        at = datetime(2026, 9, 1, 9, tzinfo=UTC) + timedelta(days=number // 10, minutes=number % 10)
        yield {
            "at": at.isoformat(),
            "usage": {"read": 100 + number % 10, "written": 50, "cached": 20},
            "model": "small" if number % 5 else "large",
            "task": "code" if number % 4 else "chat",
            "status": "failure" if number % 10 == 3 else "success",
            "can_wait": number % 2 == 0,
            "again": number % 10 == 4,
            "cost": 0.9,
            "prompt": f"{SECRET} {number % 380}",
            "unnamed": f"{SECRET} {number}",
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logs")
    text = "".join(json.dumps(call) + "\n" for call in calls())
    (folder / "log.jsonl").write_text(text, encoding="utf-8")
    (folder / "log.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    with duckdb.connect() as connection:
        read = f"read_json('{folder / 'log.jsonl'}')"
        connection.execute(f"COPY (FROM {read}) TO '{folder / 'log.parquet'}'")
        flat = "SELECT * EXCLUDE usage, usage.*"
        connection.execute(f"COPY ({flat} FROM {read}) TO '{folder / 'log.csv.zst'}'")
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> Findings:
    return read_usage_log("log.jsonl", "own", COLUMNS, folder)


def test_what_it_says_is_what_one_counts(found: Findings) -> None:
    assert {name: answer.text for name, answer in found.answers.items()} == {
        "monthly_requests": "279",  # 31 days of October, ten a day, one of them sent again
        "input_tokens": "105",
        "input_tokens_high": "109",
        "output_tokens": "50",
        "output_tokens_high": "50",
        "cached_share": "19.14%",  # 20 of 104.5
        "batch_share": "50%",
        "retries": "11.11%",
        "failures": "10%",
        "repeats": "50%",
        "cost_per_success": "1",
        "peak_factor": "23.7",  # 5 that cannot wait in one hour, of 1801 hours with 380
    }
    assert found.rows == 760
    assert (found.first, found.last, found.left_out) == ("2026-09-01", "2026-11-15", 0)
    assert found.mixes["task"] == {"code": "77.78%", "chat": "22.22%"}
    assert found.months["2026-10"] == (279, 32395, 15500)


@pytest.mark.parametrize(
    ("file", "columns"),
    [("log.jsonl.gz", COLUMNS), ("log.parquet", COLUMNS), ("log.csv.zst", FLAT)],
)
def test_every_kind_of_file_says_the_same(
    file: str, columns: dict[str, str], folder: Path, found: Findings
) -> None:
    again = read_usage_log(file, "own", columns, folder)
    assert {n: a.text for n, a in again.answers.items()} == {
        n: a.text for n, a in found.answers.items()
    }
    assert (again.mixes, again.months) == (found.mixes, found.months)


def test_its_query_can_be_asked_again(found: Findings, folder: Path) -> None:
    query = found.answers["monthly_requests"].query.replace("'log.", f"'{folder}/log.")
    assert duckdb.connect().execute(query).fetchone() == (279, "2026-10")


def test_no_text_leaves_it(found: Findings) -> None:
    """Neither of the column of prompts, nor of one that is not named."""
    told = found.to_json() + "".join(lines(found, "en")) + "".join(lines(found, "zh-CN"))
    assert SECRET not in told
    assert "unnamed" not in told
    assert from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("format", "line"),
    [
        (
            "litellm",
            {
                "startTime": 1788252645.5,
                "prompt_tokens": 7,
                "completion_tokens": 3,
                "model_group": "m",
                "status": "success",
                "response_cost": 2,
            },
        ),
        (
            "openai",
            {
                "created": 1788252645,
                "model": "m",
                "usage": {
                    "prompt_tokens": 7,
                    "completion_tokens": 3,
                    "prompt_tokens_details": {"cached_tokens": 1},
                },
            },
        ),
        (
            "openai",
            {
                "custom_id": "1",
                "response": {
                    "status_code": 200,
                    "body": {
                        "created": 1788252645,
                        "model": "m",
                        "usage": {"prompt_tokens": 7, "completion_tokens": 3},
                    },
                },
            },
        ),
        ("nginx", {"time_local": "01/Sep/2026:08:50:45 +0000", "status": "200", "in": 7, "out": 3}),
    ],
)
def test_known_formats_need_no_columns(format: str, line: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(json.dumps(line), encoding="utf-8")
    columns = {"input_tokens": "in", "output_tokens": "out"} if format == "nginx" else {}
    found = read_usage_log("log.jsonl", format, columns, tmp_path)
    assert found.answers["input_tokens"].text == "7"
    assert found.answers["output_tokens"].text == "3"
    assert found.first == "2026-09-01"


HOSTILE = {
    "gone.csv": (None, "there is no file 'gone.csv'"),
    "../log.csv": (None, "leads out of the folder"),
    "s3://bucket/log.parquet": (None, "leads out of the folder"),
    "empty.csv": (b"", "is empty"),
    "log.xlsx": (b"x", "is of several kinds, or of none that is read"),
    "no_rows.csv": (b"at,read\n", "the log has no rows"),
    "endless.jsonl": (b'{"at": "' + b"x" * 40_000_000, "longer than any request"),
    "endless.csv": (b"at,read\n" + b"x" * 9_000_000, "longer than any request"),
    "no.parquet": (SECRET.encode() * 9, "the log cannot be read"),
    "broken.csv.gz": (SECRET.encode() * 9, "the log cannot be read"),
    "words.csv": (b"at,read\n" + f"2026-01-01,{SECRET}\n".encode() * 9, "no number in 9 of 9 rows"),
    "negative.csv": (b"at,read\n" + b"2026-01-01,-5\n" * 9, "no number in 9 of 9 rows"),
    "never.csv": (b"at,read\n" + f"{SECRET},5\n".encode() * 9, "no time in 9 of 9 rows"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_log_is_refused_without_a_word_of_it(name: str, tmp_path: Path) -> None:
    data, message = HOSTILE[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(LogProblem) as refused:
        read_usage_log(name, "own", {"time": "at", "input_tokens": "read"}, tmp_path)
    assert message in refused.value.message
    assert SECRET not in refused.value.message + refused.value.fix


def test_a_bomb_stays_small(tmp_path: Path) -> None:
    """A line of 60 MB, packed into 60 KB."""
    line = b'{"at": "2026-01-01", "x": "' + b"x" * 60_000_000
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(line, 1))
    with pytest.raises(LogProblem, match="longer than any request"):
        read_usage_log("bomb.jsonl.gz", "own", {"time": "at"}, tmp_path)


def test_a_column_that_is_not_there_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(LogProblem) as refused:
        read_usage_log("log.jsonl", "own", {"time": "at", "cost": "usage.reed"}, folder)
    assert refused.value.message == "the log has no column 'usage.reed'"
    assert refused.value.fix.startswith("did you mean usage.read")
    assert refused.value.field == "columns.cost"


def test_texts_are_no_tasks(folder: Path) -> None:
    with pytest.raises(LogProblem, match="holds texts, and no few names"):
        read_usage_log("log.jsonl", "own", {"time": "at", "task": "unnamed"}, folder)


def test_duckdb_reads_the_log_and_nothing_else(folder: Path) -> None:
    log = str(folder / "log.jsonl")
    with _connected([log]) as (connection, _, _):
        assert connection.execute(f"SELECT count(*) FROM read_json('{log}')").fetchone() == (760,)
        for question in (
            f"SELECT * FROM read_text('{__file__}')",
            "SELECT * FROM read_csv('https://example.com/log.csv')",
            "INSTALL httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(question)
        # It would be drawn among the results of long questions.
        bar = connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()
        assert bar == (False,)


def test_a_log_whose_rows_never_end_is_given_up(folder: Path) -> None:
    with (
        pytest.raises(LogProblem, match=r"takes more than 0\.05 seconds"),
        _connected([str(folder / "log.jsonl")], 0.05) as (connection, _, _),
    ):
        connection.execute("SELECT sum(hash(number)) FROM range(1000000000000) AS rows(number)")


def test_what_does_not_fit_into_memory_spills(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many different prompts take more than is allowed here, and are counted all the same."""
    monkeypatch.setattr(usage_log, "MEMORY", "60MB")
    rows = "SELECT hash(number) AS prompt, true AS success FROM range(1500000) AS rows(number)"
    with _connected([str(folder / "log.jsonl")]) as (connection, _, _):
        connection.execute(f"CREATE VIEW log AS {rows}")
        assert connection.execute(REPEATS).fetchone() == (0, 1_500_000)
