"""Turns a semantic cache's hit rate and price into what it saves a month and how soon that pays for it."""

from __future__ import annotations

from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import rounded_down, where
from generator.figures.key import Key
from generator.figures.schedule import Schedule, alone, list_of
from generator.proposal.models.optimisations import SemanticCache
from generator.proposal.models.workload import Workload

DAYS_PER_MONTH = 30
KEY = Key("optimisation", "cache")


def cache_schedule(cache: SemanticCache, workload: Workload, unit_cost: Expression) -> Schedule:
    """The cache alone, in a month of the first year; `unit_cost` is what it saves with each request that it answers.

    saving = requests × unit cost − (misses × unit cost + cost of the cache); ROI = saving ÷ that cost; payback in
    days = that cost ÷ (saving ÷ 30).
    """

    def step(name: str, unit: str, definition: Expression) -> Figure:
        return figure(KEY / name, unit, definition)

    requests = workload.volume
    price = step("request_price", "money/request", unit_cost)
    hits = step("hits", "request/month", rounded_down(requests * cache.hit_rate))
    misses = step("misses", "request/month", requests - hits)
    upkeep = step("upkeep", "money/month", cache.storage + cache.infrastructure)
    before = step("before", "money/month", requests * price)
    after = step("after", "money/month", misses * price + upkeep)
    saving = step("monthly_saving", "money/month", before - after)
    roi = step("roi", "ratio", where(upkeep > 0, saving / upkeep, Missing("no_investment")))
    payback = where(saving > 0, upkeep / (saving / DAYS_PER_MONTH), Missing("not_paid_back"))
    days = step("payback_days", "day", payback)
    steps = (price, hits, misses, upkeep, before, after, saving, roi, days)
    return list_of("cache", map(alone, steps))
