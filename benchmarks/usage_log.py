"""Makes usage logs that nobody wrote, and measures what reading large ones takes against its limits.

    python -m benchmarks.usage_log            # ten million calls in Parquet, a million in packed JSON lines
    python -m benchmarks.usage_log FILE       # the small log of docs/usage-log, as CSV, Parquet or JSON lines

Every number follows from that of its row, so that a log is the same whenever it is made.
Exit code 1 when a limit is passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Calls of a gateway as LiteLLM writes them, July to October 2026: busy by day, more each month, some sent again.
CALLS = """
WITH rows AS (
  SELECT number, hash(number) AS chance, hash(number + 1000000007) AS other FROM range({count}) AS rows(number)
), moments AS (
  SELECT *, CAST(floor(123 * (sqrt(1 + 3.0 * number / {count}) - 1)) AS BIGINT) AS day FROM rows
), calls AS (
  SELECT *,
    ['推理问答', '摘要生成', '代码生成', '意图识别'][CAST(1 + least(chance % 7, other % 4) AS INTEGER)] AS task
  FROM moments
)
SELECT
  TIMESTAMP '2026-07-01 00:00:00'
    + to_seconds(86400 * day)
    + to_seconds(CAST(3600 * (8 + (chance % 5) + (other % 6)) + chance % 3600 AS BIGINT)) AS "startTime",
  ['qwen2.5:7b', 'qwen2.5:14b', 'gpt-4o'][CAST(1 + other % 10 // 4 AS INTEGER)] AS model,
  task,
  CAST(200 + chance % 600 + CASE task WHEN '代码生成' THEN 2500 WHEN '摘要生成' THEN 1500 ELSE 0 END AS INTEGER)
    AS prompt_tokens,
  CAST(30 + other % 200 + CASE task WHEN '代码生成' THEN 300 + chance % 17 // 16 * (600 + other % 2100) ELSE 40 END
    AS INTEGER) AS completion_tokens,
  CASE WHEN chance % 40 = 0 THEN 'failure' ELSE 'success' END AS status,
  chance % 40 = 1 AS retried,
  round((chance % 400 + 100) / 1e5, 5) AS spend,
  hash(CASE WHEN other % 5 = 0 THEN chance % 50 ELSE number END) % 1000000 AS cache_key,
  other % 25 = 0 AS urgent,
  round(0.5 + (other % 200) / 40.0 + CASE task WHEN '代码生成' THEN 6 ELSE 0 END, 1) AS seconds,
  task <> '意图识别' AND chance % 50 = 7 AS escalated
FROM calls WHERE (day + 3) % 7 < 5 OR other % 9 = 0 ORDER BY 1, number
"""
ROOT = Path(__file__).parent.parent
SMALL = 12_000
# Name, size, and how many seconds and MiB reading may take. A quarter of each falls away as weekends are quiet.
LARGE = (("calls.parquet", 13_600_000, 10.0, 1024), ("calls.jsonl.gz", 1_360_000, 8.0, 1024))
READING = """
import sys
from pathlib import Path
from generator.evidence.usage_log import read_usage_log
columns = {"task": "task", "retry": "retried", "prompt": "cache_key"}
print(read_usage_log(sys.argv[1], "litellm", columns, Path.cwd()).rows)
"""


def write(path: Path, count: int) -> None:
    """A log of so many calls."""
    import duckdb

    with duckdb.connect() as connection:
        form = "parquet" if path.suffix == ".parquet" else "csv" if ".csv" in path.name else "json"
        connection.execute(f"COPY ({CALLS.format(count=count)}) TO '{path}' (FORMAT {form})")


def measured(path: Path) -> tuple[int, float, float, float]:
    """Rows of a log, and wall seconds, CPU seconds and MiB of a process that reads it."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        (sys.executable, "-c", READING, path.name),
        cwd=path.parent,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    rows = int(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, "the log is read"
    wall = time.perf_counter() - begun
    return rows, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> int:
    """1 when a limit is passed."""
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SMALL)
        return 0
    passed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, count, most_seconds, most_memory in LARGE:
            path = Path(folder) / name
            # In a process of its own, whose memory is not that of reading.
            making = (sys.executable, "-m", "benchmarks.usage_log", str(path), str(count))
            subprocess.run(making, cwd=ROOT, check=True)
            rows, wall, cpu, memory = measured(path)
            size = path.stat().st_size / 1024**2
            sys.stdout.write(
                f"{name}: {rows:,} rows, {size:.0f} MiB: {wall:.1f} s (limit {most_seconds:g}),"
                f" {cpu:.1f} s of CPU, {memory:.0f} MiB (limit {most_memory})\n"
            )
            passed = passed or wall > most_seconds or memory > most_memory
            path.unlink()
    return int(passed)


if __name__ == "__main__":
    sys.exit(main())
