"""Turns what a router's rules gave each tier over a usage log into cost by tier, against everything standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.options import OptionCost
from generator.engines.routing import LOCAL_TIERS, TIERS
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Cell, Column, Row, Schedule, label_column
from generator.proposal.models.cloud import CloudApi
from generator.proposal.models.costs import Hybrid
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.routing_history import RoutingHistory, TierCount, TierTokens

KEY = Key("evidence", "routing")
NAME = Key("routing_history")
MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """What a tier charges: by the request, or by the token."""

    request: Figure | None
    tokens: TierTokens | None

    def of(self, requests: Operand, read: Operand, written: Operand) -> Expression:
        """For so many requests, and the tokens of all of them."""
        if self.tokens is not None:
            paid = self.tokens.input_price * read + self.tokens.output_price * written
            return paid / MILLION
        assert self.request is not None
        return self.request * requests

    def of_all(self, count: TierCount) -> Expression:
        """For all that was counted."""
        return self.of(count.requests, count.input_tokens, count.output_tokens)

    def of_escalated(self, count: TierCount) -> Expression | None:
        """For those that the cloud was asked as well, each of as many tokens as the mean one of its tier."""
        if count.escalated is None:
            return None
        if self.tokens is None:
            return self.of(count.escalated, 0, 0)
        each = where(count.requests > 0, count.escalated / count.requests, 0)
        return self.of_all(count) * each


@dataclass(frozen=True, kw_only=True)
class RoutedHistory:
    """The tiers over a log.

    local_share: of requests that no cloud was asked first. cost: of all tiers. all_standard: if that tier served all.
    parts: the shares of the tiers once more, of the requests and of the cost, as they are drawn.
    """

    local_share: Figure
    cost: Figure
    all_standard: Figure
    schedule: Schedule
    parts: Schedule

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """Both tables."""
        return self.schedule, self.parts


def routed_history(proposal: Proposal, options: Mapping[str, OptionCost]) -> RoutedHistory | None:
    """None where no rules are run over a log."""
    rules = None if proposal.evidence is None else proposal.evidence.routing
    if rules is None or rules.counted is None:
        return None
    return _Tiers(rules, _cloud_price(rules, proposal, options)).history()


def _cloud_price(
    rules: RoutingHistory, proposal: Proposal, options: Mapping[str, OptionCost]
) -> Figure | None:
    """As stated; else what the cloud of the hybrid option charges, or the first cloud that is compared."""
    if rules.cloud_price is not None:
        return rules.cloud_price
    stated = proposal.options
    clouds = [it.cloud for it in stated.values() if isinstance(it, Hybrid)]
    clouds += [id for id, it in stated.items() if isinstance(it, CloudApi)]
    return options[clouds[0]].request_price if clouds else None


class _Tiers:
    """What was counted, at the prices of the tiers."""

    def __init__(self, rules: RoutingHistory, cloud: Figure | None) -> None:
        assert rules.counted is not None
        self._rules, self._counted = rules, rules.counted
        self._counts: dict[str, TierCount] = {n: getattr(rules.counted, n) for n in TIERS}
        requests = {name: getattr(rules, f"{name}_price") for name in TIERS} | {"cloud": cloud}
        self._tariffs = {
            name: Tariff(request=price, tokens=getattr(rules.token_prices, name, None))
            for name, price in requests.items()
        }
        counts = self._counts.values()
        self._requests = self._sum("requests", "request", [it.requests for it in counts])
        self._read = self._sum("input_tokens", "token", [it.input_tokens for it in counts])
        self._written = self._sum("output_tokens", "token", [it.output_tokens for it in counts])

    def history(self) -> RoutedHistory:
        """The table: the tiers, what is paid twice, the sum, and what it is against everything standard."""
        costs = {
            name: figure(KEY / name / "cost", "money", self._tariffs[name].of_all(count))
            for name, count in self._counts.items()
        }
        again = self._again()
        both = [*costs.values(), *([] if again is None else [again])]
        cost = self._sum("cost", "money", both)
        of_local = [self._counts[name].requests for name in LOCAL_TIERS]
        local = self._sum("local", "request", of_local)
        standard = figure(
            KEY / "all_standard",
            "money",
            self._tariffs["standard"].of(self._requests, self._read, self._written),
        )
        saving = figure(KEY / "saving", "money", standard - cost)
        saved = figure(KEY / "saving_share", "ratio", where(standard > 0, saving / standard, 0))
        local_share = self._share("local", local)
        paid = [self._tier(name, own, cost) for name, own in costs.items()]
        if again is not None:
            paid.append(_row("again", cost=again, cost_share=_part("again", again, cost)))
        rows = [
            *paid,
            _row("all_requests", cost=cost, requests=self._requests, price=self._mean(cost)),
            _row("all_standard", cost=standard, requests=self._requests),
            _row("tier_saving", cost=saving, cost_share=saved),
            _row("local", requests=local, share=local_share),
            *self._told("escalated", self._escalated()),
            *self._told("urgent", self._counted.urgent, self._rules.urgent_tokens),
            *self._told("slow", self._counted.slow),
        ]
        return RoutedHistory(
            local_share=local_share,
            cost=cost,
            all_standard=standard,
            schedule=Schedule(NAME, COLUMNS, tuple(rows)),
            parts=_parts(paid),
        )

    def _sum(self, name: str, unit: str, parts: list[Figure]) -> Figure:
        return figure(KEY / name, unit, sum_of(parts))

    def _share(self, name: str, requests: Figure) -> Figure:
        every = self._requests
        return figure(KEY / name / "share", "ratio", where(every > 0, requests / every, 0))

    def _mean(self, cost: Figure) -> Figure:
        every = self._requests
        mean = where(every > 0, cost / every, 0)
        return figure(KEY / "average_price", "money/request", mean)

    def _again(self) -> Figure | None:
        """What the cloud charges for requests that a local tier was asked before."""
        cloud = self._tariffs["cloud"]
        parts = [cloud.of_escalated(self._counts[name]) for name in LOCAL_TIERS]
        told = [part for part in parts if part is not None]
        return figure(KEY / "again" / "cost", "money", sum_of(told)) if told else None

    def _tier(self, name: str, own: Figure, cost: Figure) -> Row:
        count, tariff = self._counts[name], self._tariffs[name]
        price = tariff.request
        if tariff.tokens is not None or price is None:
            mean = where(count.requests > 0, own / count.requests, 0)
            price = figure(KEY / name / "price", "money/request", mean)
        return _row(
            name,
            answer_limit=None
            if name not in LOCAL_TIERS
            else getattr(self._rules, f"{name}_tokens"),
            cost=own,
            requests=count.requests,
            share=self._share(name, count.requests),
            read=count.input_tokens,
            written=count.output_tokens,
            price=price,
            cost_share=_part(name, own, cost),
        )

    def _escalated(self) -> Figure | None:
        told = [self._counts[name].escalated for name in LOCAL_TIERS]
        parts = [each for each in told if each is not None]
        return self._sum("escalated", "request", parts) if parts else None

    def _told(
        self, name: str, requests: Figure | None, limit: Figure | None = None
    ) -> Iterator[Row]:
        if requests is not None:
            share = self._share(name, requests)
            yield _row(name, requests=requests, share=share, answer_limit=limit)


COLUMNS = (
    label_column("tier"),
    Column("cost", "money", role="total"),
    Column("requests", "request"),
    Column("share", "ratio"),
    Column("cost_share", "ratio"),
    Column("read", "token"),
    Column("written", "token"),
    Column("price", "money/request"),
    Column("answer_limit", "token"),
)


def _part(name: str, own: Figure, cost: Figure) -> Figure:
    return figure(KEY / name / "cost_share", "ratio", where(cost > 0, own / cost, 0))


def _row(name: str, **cells: Cell) -> Row:
    """A row with these numbers, by their columns."""
    shown = tuple(cells.get(column.key) for column in COLUMNS[1:])
    return Row(NAME / name, shown, kind="memo")


def _parts(paid: Sequence[Row]) -> Schedule:
    """The tiers side by side: the parts of all requests, and of all cost."""
    at = {column.key: place for place, column in enumerate(COLUMNS[1:])}
    names = (f"tier_{row.name}" for row in paid)
    columns = (label_column("tier"), *(Column(name, "ratio") for name in names))
    rows = (
        Row(NAME / f"by_{name}", tuple(row.cells[at[name]] for row in paid), kind="memo")
        for name in ("share", "cost_share")
    )
    return Schedule(NAME / "parts", columns, tuple(rows))
