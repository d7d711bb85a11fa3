"""Turns the kinds of request and the routing rules into the tier that serves each, and into the price of the tiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.engines.mix import tokens_of
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.optimisations import Routing as Rules
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.workload import RequestKind, Workload

SIMPLE = 1
LOCAL_TIERS = ("simple", "standard", "complex")
TIERS = (*LOCAL_TIERS, "cloud")
KEY = Key("optimisation", "routing")


@dataclass(frozen=True, kw_only=True)
class Routing:
    """Where requests go, as shares of all of them.

    local: what stays local of each kind. shares: of each tier. local_share: of all local tiers.
    """

    local: Mapping[str, Figure]
    shares: Mapping[str, Figure]
    local_share: Figure
    schedule: Schedule

    def kept(self, local_share: Figure) -> list[Figure]:
        """What stays local of each kind where an option keeps `local_share` of all: in proportion to the rules'."""
        scale = where(self.local_share > 0, local_share / self.local_share, 0)
        return [
            figure(share.key.above / "kept", "ratio", share * scale, share.subject)
            for share in self.local.values()
        ]

    def schedule_with(self, kept: Sequence[Figure]) -> Schedule:
        """The table of the rules, and beside it what the option keeps."""
        *kinds, every = self.schedule.rows
        rows = [
            replace(row, cells=(*row.cells, share)) for row, share in zip(kinds, kept, strict=True)
        ]
        rows.append(replace(every, cells=(*every.cells, None)))
        columns = (*self.schedule.columns, Column("kept", "ratio"))
        return replace(self.schedule, columns=columns, rows=tuple(rows))


def routing_of(proposal: Proposal) -> Routing | None:
    """Where the kinds of request go; None where no rules are stated."""
    steps, workload = proposal.optimisations, proposal.workload
    if steps is None or steps.routing is None or workload is None:
        return None
    return route(steps.routing, workload)


def route(rules: Rules, workload: Workload) -> Routing:
    """Apply the rules to every kind of request."""
    kinds = list(workload.mix.values())
    routes = [_route(kind, rules, workload) for kind in kinds]
    local = [
        figure(kind.path / "local", "ratio", sum_of(_of_tiers(route, LOCAL_TIERS)), kind.task)
        for kind, route in zip(kinds, routes, strict=True)
    ]
    shares = {
        tier: figure(
            KEY / tier, "ratio", sum_of([route[tier] for route in routes if tier in route])
        )
        for tier in TIERS
    }
    local_share = figure(KEY / "local_share", "ratio", sum_of(local))
    rows = [
        Row(Key("routing", place), (local[place], *map(route.get, TIERS)), kind.task, kind="memo")
        for place, (kind, route) in enumerate(zip(kinds, routes, strict=True))
    ]
    rows.append(Row("all_requests", (local_share, *shares.values()), kind="memo"))
    columns = (
        label_column("task"),
        Column("local", "ratio", role="total"),
        *(Column(tier, "ratio") for tier in TIERS),
    )
    schedule = Schedule("routing", columns, tuple(rows))
    return Routing(
        local=dict(zip(workload.mix, local, strict=True)),
        shares=shares,
        local_share=local_share,
        schedule=schedule,
    )


def _route(kind: RequestKind, rules: Rules, workload: Workload) -> dict[str, Figure]:
    """The share of all requests that is of this kind and goes to each tier; only simple requests have a simple tier.

    Each rule takes what those before it have left: urgent and long → cloud; short and simple → simple; then standard
    and complex, up to their lengths; the rest → cloud.
    """
    tokens = tokens_of(kind, workload)
    left: Expression = kind.share - where(tokens > rules.urgent_tokens, kind.share * kind.urgent, 0)
    lengths = {
        "simple": rules.simple_tokens,
        "standard": rules.standard_tokens,
        "complex": rules.complex_tokens,
    }
    route: dict[str, Figure] = {}
    for tier in LOCAL_TIERS if kind.level == SIMPLE else LOCAL_TIERS[1:]:
        taken = where(tokens <= lengths[tier], left, 0)
        route[tier] = figure(kind.path / tier, "ratio", taken, kind.task)
        left = left - route[tier]
    local = sum_of(list(route.values()))
    route["cloud"] = figure(kind.path / "cloud", "ratio", kind.share - local, kind.task)
    return route


def _of_tiers(route: Mapping[str, Figure], tiers: Sequence[str]) -> list[Expression]:
    return [route[tier] for tier in tiers if tier in route]


def tiers_schedules(
    routing: Routing, rules: Rules, workload: Workload, cloud_price: Figure
) -> Iterator[Schedule]:
    """What the tiers cost a month at their prices, against everything standard; nothing where a price is not known."""
    simple, standard, complex_ = rules.simple_price, rules.standard_price, rules.complex_price
    if simple is None or standard is None or complex_ is None:
        return
    cloud = cloud_price if rules.cloud_price is None else rules.cloud_price
    monthly = workload.volume
    columns = (
        label_column("tier"),
        Column("cost", "money/month", role="total"),
        Column("share", "ratio"),
        Column("requests", "request/month"),
        Column("price", "money/request"),
        Column("cost_share", "ratio"),
    )
    lines, costs = [], []
    for tier, price in zip(TIERS, (simple, standard, complex_, cloud), strict=True):
        requests = figure(KEY / tier / "requests", "request/month", routing.shares[tier] * monthly)
        costs.append(figure(KEY / tier / "cost", "money/month", requests * price))
        lines.append((tier, routing.shares[tier], requests, price))
    cost = figure(KEY / "cost", "money/month", sum_of(costs))
    rows = [
        Row(tier, (own, share, requests, price, _part(tier, own, cost)), kind="memo")
        for own, (tier, share, requests, price) in zip(costs, lines, strict=True)
    ]
    yield Schedule("tiers", columns, (*rows, *_compared(cost, standard, monthly)))


def _part(tier: str, own: Figure, cost: Figure) -> Figure:
    return figure(KEY / tier / "cost_share", "ratio", where(cost > 0, own / cost, 0))


def _compared(cost: Figure, standard_price: Figure, monthly: Figure) -> Iterator[Row]:
    """All tiers together, the same requests if all were standard, and the difference in money and as a share."""
    average = figure(KEY / "average_price", "money/request", cost / monthly)
    standard = figure(KEY / "all_standard", "money/month", monthly * standard_price)
    saving = figure(KEY / "tier_saving", "money/month", standard - cost)
    share = figure(KEY / "tier_saving_share", "ratio", where(standard > 0, saving / standard, 0))
    yield Row("all_requests", (cost, None, monthly, average, None), kind="memo")
    yield Row("all_standard", (standard, None, monthly, standard_price, None), kind="memo")
    yield Row("tier_saving", (saving, None, None, None, share), kind="memo")
