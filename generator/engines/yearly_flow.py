"""Turns outlay, benefits and running cost into the flow of money year by year, for a reader in a hurry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.engines.purchases import Outlay
from generator.engines.timeline import period_columns
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import running_sum, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Row, Schedule


@dataclass(frozen=True)
class YearlyFlow:
    """The net flow of the whole horizon and of each year, in money, and its table by year."""

    total: Figure
    net: tuple[Figure, ...]
    schedule: Schedule


def flow_by_year(
    years: Sequence[Figure],
    outlay: Outlay,
    investment: Figure,
    benefits: Sequence[Figure],
    opex_years: Sequence[Figure],
) -> YearlyFlow:
    """Year 1 pays what lines do not date; every year brings its benefits and pays its running cost."""

    def row(name: str, definition: Callable[[int, Figure], Expression]) -> tuple[Figure, ...]:
        return tuple(
            figure(Key("cash_flow_by_year", name, year.key.name), "money", definition(index, year))
            for index, year in enumerate(years)
        )

    lines = {"investment": row("investment", lambda _, year: _bought(outlay, year, investment))}
    if outlay.resale is not None:
        lines["resale"] = row("resale", lambda _, year: outlay.sold_in_year(year))
    lines["benefits"] = row("benefits", lambda index, _: benefits[index] * 1)
    lines["opex"] = row("opex", lambda index, _: -opex_years[index])
    first, *others = lines.values()
    net = row("net", lambda index, _: sum((line[index] for line in others), start=first[index]))
    so_far = row("cumulative_net", lambda index, _: running_sum(net[: index + 1]))
    lines["net"] = net
    totals = {
        name: figure(Key("cash_flow_by_year", name, "total"), "money", sum_of(line))
        for name, line in lines.items()
    }
    rows = [
        Row(name, (totals[name], *line), kind="total" if name == "net" else "line")
        for name, line in lines.items()
    ]
    rows.append(Row("cumulative_net", (None, *so_far), kind="memo"))
    columns = period_columns(tuple(years), "money", "year")
    return YearlyFlow(totals["net"], net, Schedule("cash_flow_by_year", columns, tuple(rows)))


def _bought(outlay: Outlay, year: Figure, investment: Figure) -> Expression:
    if not outlay.purchases:
        return where(year == 1, -investment, 0)
    return -outlay.paid_in_year(year)
