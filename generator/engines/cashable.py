"""Turns benefits that bring no cash, such as time that is saved, into what the returns are without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engines.benefits import Benefits
from generator.engines.cash_flow import CashFlow
from generator.engines.crossing import crossing_of
from generator.engines.timeline import period_columns
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import product_sum, running_sum, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule, alone, list_of
from generator.proposal.models.benefit import Benefit

Line = tuple[Figure, ...]
KEY = Key("cashable")


@dataclass(frozen=True, kw_only=True)
class Cashable:
    """The returns on cashable benefits alone. by_month: how they come about; schedule: what they are."""

    npv: Figure
    payback_months: Figure
    by_month: Schedule
    schedule: Schedule


def on_cash_alone(
    stated: Sequence[Benefit], benefits: Benefits, flow: CashFlow, months: Line
) -> Cashable | None:
    """None where all benefits bring cash."""
    places = [place for place, benefit in enumerate(stated) if not benefit.cashable]
    if not places:
        return None

    def row(name: str, definition: Callable[[int], Expression]) -> Line:
        return tuple(
            figure(KEY / name / month.key.name, "money", definition(index))
            for index, month in enumerate(months)
        )

    parts = [_by_month(place, benefits, months) for place in places]
    without = row("not_cashable", lambda index: _together([part[index] for part in parts]))
    net = row("net", lambda index: flow.net[index] - without[index])
    cumulative = row("cumulative", lambda index: running_sum(net[: index + 1]))
    recovery = crossing_of(
        KEY / "short", KEY / "payback_in_month", months, net, cumulative, "not_paid_back"
    )
    key = Key("return")
    npv = figure(key / "npv_cashable", "money", product_sum(net, flow.discount_factors))
    payback = figure(key / "payback_months_cashable", "month", recovery.moment)
    rows = (
        *(_working(stated[place], part) for place, part in zip(places, parts, strict=True)),
        Row("not_cashable", (None, *without), kind="memo", unit="money"),
        Row("net", (None, *net), kind="memo", unit="money"),
        Row("cumulative", (None, *cumulative), kind="memo", unit="money"),
        Row("short", (None, *recovery.short), kind="working", unit="count"),
    )
    measures = (
        alone(recovery.month, "payback_in_month", kind="working"),
        alone(npv, "npv_cashable"),
        alone(payback, "payback_months_cashable"),
    )
    return Cashable(
        npv=npv,
        payback_months=payback,
        by_month=Schedule(KEY, period_columns(months, "", "month"), rows),
        schedule=list_of("return_cashable", measures, of="measure"),
    )


def _by_month(place: int, benefits: Benefits, months: Line) -> Line:
    """What a benefit, by its place among all, brings in each month."""
    key = KEY / "part" / place
    if benefits.portions:
        return benefits.portions[place].by_month(key, months)
    monthly = benefits.weighted[place]
    return tuple(
        figure(key / month.key.name, "money", where(month > 0, monthly, 0)) for month in months
    )


def _together(parts: list[Figure]) -> Expression:
    return sum_of(parts) if len(parts) > 1 else parts[0] * 1


def _working(benefit: Benefit, line: Line) -> Row:
    key = Key(benefit.path, "brings")
    return Row(key, (None, *line), benefit.item, kind="working", unit="money")
