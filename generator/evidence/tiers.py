"""Turns the rules of a router into SQL that says of each request of a log which tier it would have gone to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from generator.evidence.files import literal

LOCAL = ("simple", "standard", "complex")
CLOUD = "cloud"
TIERS = (*LOCAL, CLOUD)
SIMPLE = 1


@dataclass(frozen=True)
class Rules:
    """Up to how many tokens of an answer a tier takes it, and beyond how many an urgent one goes to the cloud.

    simple_names: of tasks, in small letters, that are simple where no complexity is told. slow_seconds: what takes
    longer is slow.
    """

    urgent_tokens: float
    simple_tokens: float
    standard_tokens: float
    complex_tokens: float
    simple_names: tuple[str, ...]
    slow_seconds: int | None


def by_tier(rules: Rules, chosen: Collection[str]) -> str:
    """First attempts by tier: how many, their tokens, and how many were escalated, urgent and slow. chosen: columns."""
    slow = "false" if rules.slow_seconds is None else f"latency > {rules.slow_seconds}"
    return f"""SELECT tier, count(*), coalesce(sum(input_tokens), 0), sum(output_tokens),
  count(*) FILTER (escalated AND tier <> '{CLOUD}'), count(*) FILTER (urgent), count(*) FILTER ({slow})
FROM (SELECT *, {_tier(rules, chosen)} AS tier FROM log WHERE NOT retry AND output_tokens IS NOT NULL)
GROUP BY tier"""


def _tier(rules: Rules, chosen: Collection[str]) -> str:
    """Each rule takes what those before it have left."""
    return f"""CASE
    WHEN urgent AND output_tokens > {rules.urgent_tokens:.15g} THEN '{CLOUD}'
    WHEN {_is_simple(rules, chosen)} AND output_tokens <= {rules.simple_tokens:.15g} THEN 'simple'
    WHEN output_tokens <= {rules.standard_tokens:.15g} THEN 'standard'
    WHEN output_tokens <= {rules.complex_tokens:.15g} THEN 'complex'
    ELSE '{CLOUD}' END"""


def _is_simple(rules: Rules, chosen: Collection[str]) -> str:
    """By its complexity, else by its name; what nobody classified is not simple."""
    named = next((name for name in ("task", "model") if name in chosen), "")
    listed = ", ".join(map(literal, rules.simple_names))
    by_name = f"lower({named}) IN ({listed})" if named and listed else "false"
    return f"coalesce(complexity <= {SIMPLE}, {by_name}, false)"
