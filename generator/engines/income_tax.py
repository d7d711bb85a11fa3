"""Turns the flow before income tax into the flow after it: what is written off lowers the profit that is taxed.

Taxed are the weighted benefits less running cost, less what is written off in the month, and the gain on what leaves.
Tax is paid in the month in which it arises; a loss lowers at once what the company pays on its other profit. What has
no service life is deducted over the twelve months of the year in which it is paid, as the accrual view has it; what the
books still hold at the end of the horizon lowers no tax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.engines.cash_flow import CashFlow
from generator.engines.crossing import Recovery, recovery_of
from generator.engines.discounting import BY_YEAR, as_discounted
from generator.engines.internal_rate import InternalRate, rate_of
from generator.engines.ledger import Ledger
from generator.engines.options import OptionCost
from generator.engines.rate_scan import RateScan
from generator.engines.returns import Returns
from generator.engines.timeline import period_columns
from generator.engines.wear import Wear
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import product_sum, running_sum, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal

Line = tuple[Figure, ...]
KEY = Key("income_tax")


@dataclass(frozen=True, kw_only=True)
class AfterTax:
    """The returns after income tax.

    paid: all of it, less than nothing. scan: how many rates of return there are. by_month: how they come about;
    schedule: the returns beside those before tax.
    """

    paid: Figure
    npv: Figure
    payback_months: Figure
    irr: Figure
    scan: RateScan
    by_month: Schedule
    schedule: Schedule

    @property
    def measures(self) -> list[Figure]:
        """Those that each scenario shows."""
        return [self.npv, self.irr, self.payback_months]


def after_tax(
    proposal: Proposal,
    option: OptionCost,
    flow: CashFlow,
    returns: Returns,
    months: Line,
    ledger: Ledger,
) -> AfterTax | None:
    """None where the proposal states no income tax."""
    rule = proposal.income_tax
    if rule is None:
        return None
    row = partial(_row, months)
    charges = list(_charges(option, months, ledger))
    lines = [[cell for cell in charge.cells if isinstance(cell, Figure)] for charge in charges]
    deducted = row("deducted", lambda i: _deducted(i, months[i], lines, option))
    profit = row(
        "profit", lambda i: flow.parts["benefits"][i] + flow.parts["opex"][i] - deducted[i]
    )
    tax = row("paid", lambda i: -rule.rate * profit[i])
    net = row("net", lambda i: flow.net[i] + tax[i])
    cumulative = row("cumulative", lambda i: running_sum(net[: i + 1]))
    convention, dated = proposal.horizon.discounting, net
    if convention in BY_YEAR:
        dated = row("dated", lambda i: as_discounted(convention, i, net, months, flow.year))
    recovery = recovery_of("after_tax_", months, net, cumulative)
    rate = rate_of(dated, nominal=convention == "monthly", after="after_tax", like=returns.scan)
    paid = figure(KEY / "paid" / "total", "money", sum_of(tax))
    npv = figure(Key("return", "npv_after_tax"), "money", product_sum(net, flow.discount_factors))
    payback = figure(Key("return", "payback_months_after_tax"), "month", recovery.moment)
    rows = (
        *charges,
        *(_shown(name, line) for name, line in (("deducted", deducted), ("profit", profit))),
        Row("paid", (paid, *tax), kind="memo", unit="money"),
        *(_shown(name, line) for name, line in (("net", net), ("cumulative", cumulative))),
        *([] if dated is net else [_shown("dated", dated)]),
        Row("after_tax_short", (None, *recovery.short), kind="working", unit="count"),
        Row("after_tax_lost_again", (None, *recovery.lost), kind="working", unit="count"),
    )
    return AfterTax(
        paid=paid,
        npv=npv,
        payback_months=payback,
        irr=rate.yearly,
        scan=rate.scan,
        by_month=Schedule(KEY, period_columns(months, "", "month"), rows),
        schedule=_beside(returns, npv, payback, recovery, rate),
    )


def _row(months: Line, name: str, definition: Callable[[int], Expression]) -> Line:
    """One formula for all months."""
    return tuple(
        figure(KEY / name / month.key.name, "money", definition(index))
        for index, month in enumerate(months)
    )


def _shown(name: str, line: Line) -> Row:
    return Row(name, (None, *line), kind="memo", unit="money")


def _charges(option: OptionCost, months: Line, ledger: Ledger) -> Iterator[Row]:
    """What is written off of each line, or of each of its purchases, month by month."""
    worn = [(each.row, each.label, each.wear(ledger)) for each in option.outlay.purchases]
    worn = worn or [
        (item.key, item.label, Wear.from_the_start(item, ledger)) for item in option.investments
    ]
    for number, (key, label, wear) in enumerate(worn):
        line = tuple(
            figure(
                KEY / "written_off" / number / month.key.name, "money", wear.in_month(month), label
            )
            for month in months
        )
        name = key / "written_off" if label else key
        yield Row(name, (None, *line), label, kind="working", unit="money")


def _deducted(
    index: int, month: Figure, lines: Sequence[Sequence[Figure]], option: OptionCost
) -> Expression:
    """What is written off in a month, less the gain on what leaves."""
    written_off = sum_of([line[index] for line in lines])
    outlay = option.outlay
    return written_off - outlay.gained_in_month(month) if outlay.purchases else written_off


def _beside(
    returns: Returns, npv: Figure, payback: Figure, recovery: Recovery, rate: InternalRate
) -> Schedule:
    """Each measure after tax and before."""
    columns = (label_column("measure"), Column("after_tax", role="total"), Column("before_tax"))
    workings = (recovery.month, recovery.lost_month, *rate.steps, rate.monthly)
    rows = (
        *(
            Row(str(working.key.name), (working, None), kind="working", unit=working.unit)
            for working in workings
        ),
        Row("npv", (npv, returns.npv), kind="memo", unit="money"),
        Row("irr", (rate.yearly, returns.irr), kind="memo", unit="ratio"),
        Row("payback_months", (payback, returns.payback_months), kind="memo", unit="month"),
    )
    return Schedule("return_after_tax", columns, rows)
