"""Turns one-time lines into their prices without and with value-added tax."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.hardware import Investment
from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Tax


@dataclass(frozen=True)
class Taxed:
    """Totals of the chosen option's investment without and with tax, in money."""

    net: Figure
    gross: Figure
    schedule: Schedule


def with_tax(option: OptionCost, tax: Tax | None, ledger: Ledger) -> Taxed | None:
    """Each line rounded by itself: net = gross / (1 + rate), or gross = net × (1 + rate), as the file's prices are."""
    if tax is None:
        return None
    sides = [_both(item, tax, ledger) for item in option.investments]
    rows = [
        Row(item.key, (gross, net), label=item.label)
        for item, (net, gross) in zip(option.investments, sides, strict=True)
    ]
    net_total = figure(Key("capex", "net_of_tax"), "money", sum_of([net for net, _ in sides]))
    gross_total = figure(Key("capex", "with_tax"), "money", sum_of([gross for _, gross in sides]))
    rows.append(Row("total", (gross_total, net_total), kind="total"))
    columns = (
        label_column(),
        Column("with_tax", "money", role="total"),
        Column("net_of_tax", "money"),
    )
    schedule = Schedule(Key("tax", option.id), columns, tuple(rows), option.name)
    return Taxed(net_total, gross_total, schedule)


def _both(item: Investment, tax: Tax, ledger: Ledger) -> tuple[Figure, Figure]:
    """A line's amount without and with tax; one of them is the amount itself."""
    if tax.prices_include_tax:
        net = ledger.line(
            item.key / "net_of_tax", "money", item.amount / (1 + tax.rate), item.label
        )
        return net, item.amount
    gross = ledger.line(item.key / "with_tax", "money", item.amount * (1 + tax.rate), item.label)
    return item.amount, gross
