"""Says what is asked of a log, in SQL: each question once, over the rows that could be read.

`log` has a row for each call; `whole_months` has those months of which the log misses three days at most at either end.
"""

from __future__ import annotations

WHOLE_MONTHS = """WITH calls AS (
  SELECT date_trunc('month', time) AS month, count(*) FILTER (NOT retry) AS requests,
    min(time) AS first, max(time) AS last
  FROM log GROUP BY month
), whole_months AS (
  SELECT month, requests FROM calls
  WHERE first < month + INTERVAL 4 DAY AND last >= month + INTERVAL 1 MONTH - INTERVAL 4 DAY
)"""
PERIOD = "SELECT count(*), CAST(min(time) AS DATE), CAST(max(time) AS DATE) FROM log"
BY_MONTH = (
    "SELECT strftime(date_trunc('month', time), '%Y-%m') AS month, count(*) FILTER (NOT retry) AS requests,"
    "\n  sum(input_tokens), sum(output_tokens)\nFROM log GROUP BY month ORDER BY month"
)
LAST_MONTH = f"""{WHOLE_MONTHS}
SELECT requests, strftime(month, '%Y-%m') FROM whole_months ORDER BY month DESC LIMIT 1"""
# Where no month is whole; of less than a week nobody knows a month.
MONTH_OF_DAYS = """SELECT round(count(*) FILTER (NOT retry) * 365 / 12 / days), days
FROM log, (SELECT date_diff('day', min(time), max(time)) + 1 AS days FROM log)
GROUP BY days HAVING days >= 7"""
GROWTH = f"""{WHOLE_MONTHS}
SELECT exp(regr_slope(ln(requests), date_diff('month', DATE '2000-01-01', month))) - 1, count(*)
FROM whole_months WHERE requests > 0 HAVING count(*) >= 3"""
PEAK = """SELECT max(calls) / (sum(calls) / (date_diff('hour', min(hour), max(hour)) + 1)), sum(calls)
FROM (SELECT date_trunc('hour', time) AS hour, count(*) AS calls FROM log WHERE NOT batch GROUP BY hour)"""
CACHED = """SELECT sum(cached_tokens) / sum(input_tokens), count(*)
FROM log WHERE input_tokens > 0 AND cached_tokens IS NOT NULL HAVING sum(input_tokens) > 0"""
BATCH = "SELECT avg(CAST(batch AS INTEGER)), count(*) FROM log"
RETRIES = """SELECT count(*) FILTER (retry) / count(*) FILTER (NOT retry), count(*)
FROM log HAVING count(*) FILTER (NOT retry) > 0"""
FAILURES = "SELECT avg(CAST(NOT success AS INTEGER)), count(*) FROM log"
COST = """SELECT sum(cost) / count(*) FILTER (success), count(*) FILTER (success)
FROM log HAVING count(*) FILTER (success) > 0 AND count(cost) > 0"""
# Groups go to disk at any limit of memory; a distinct count of ten million was seen to fail at one.
REPEATS = """SELECT 1 - count(*) / sum(calls), sum(calls) FROM (
  SELECT count(*) AS calls FROM log WHERE success AND prompt IS NOT NULL GROUP BY prompt
) HAVING sum(calls) > 0"""


def tokens(column: str) -> str:
    """The mean of a successful request, and what 95 in 100 do not exceed, both exact and in little memory."""
    counted = (
        f"SELECT {column} AS tokens, count(*) AS calls FROM log"
        f" WHERE success AND {column} IS NOT NULL GROUP BY tokens"
    )
    running = (
        "SELECT *, sum(calls) OVER (ORDER BY tokens) AS up_to, sum(calls) OVER () AS all_calls"
    )
    return (
        "SELECT sum(tokens * calls) / sum(calls), min(tokens) FILTER (up_to >= 0.95 * all_calls), sum(calls)"
        f"\nFROM ({running}\n  FROM ({counted})) HAVING sum(calls) > 0"
    )


def mix(column: str) -> str:
    """The shares of the most frequent kinds of request, the rest as one; how many kinds there are, and how long."""
    counted = (
        f"SELECT {column} AS kind, count(*) AS calls, row_number() OVER (ORDER BY count(*) DESC, {column}) AS place,"
        f" count(*) OVER () AS kinds FROM log WHERE {column} <> '' AND NOT retry GROUP BY kind"
    )
    return (
        "SELECT CASE WHEN place <= 8 THEN kind END AS name, sum(calls) / sum(sum(calls)) OVER () AS share,"
        f" max(kinds), max(length(kind))\nFROM ({counted})\nGROUP BY name ORDER BY name IS NULL, share DESC, name"
    )
