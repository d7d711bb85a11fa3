"""Turns the monthly cash flow into what an approver asks for: payback, return on investment, NPV and IRR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engines.cash_flow import CashFlow
from generator.engines.internal_rate import rate_of
from generator.engines.rate_scan import RateScan
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    if_error,
    maximum,
    product_sum,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Row, RowKind, Schedule, alone, list_of
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True, kw_only=True)
class Returns:
    """The measures of return. Ratios are plain: 3.558 is 355.8 %.

    payback_months: after which the outlay stays paid back. first_payback_months: after which it is so first, and
    lost_again_month: in which it is lost again; neither where it stays. live: the month of the chosen option's go-live.
    All count from the start of the project.
    """

    investment: Figure
    monthly_net: Figure
    payback_months: Figure
    discounted_payback_months: Figure
    roi_year_1: Figure
    roi: Figure
    roi_on_costs: Figure
    npv: Figure
    irr_monthly: Figure
    irr: Figure
    irr_effective: Figure
    first_payback_months: Figure
    lost_again_month: Figure
    live: Figure | None
    scan: RateScan
    schedule: Schedule


def measure(
    investment: Figure,
    flow: CashFlow,
    monthly_benefits: Figure,
    first_opex: Figure,
    proposal: Proposal,
) -> Returns:
    """ROI = (cumulative net − investment) / investment; on costs: the same / all costs, which is less with any running
    cost; NPV = Σ discounted flows; IRR: the rate at which NPV = 0.

    That rate is twelve times a month's, or what twelve months come to, by the horizon's convention.
    """
    nominal = proposal.horizon.discounting == "monthly"
    net = monthly_benefits - first_opex / MONTHS_PER_YEAR
    monthly_net = figure(Key("return", "monthly_net"), "money/month", net)
    first_year = flow.net[: MONTHS_PER_YEAR + 1]
    roi_year_1 = figure(Key("return", "roi_year_1"), "ratio", _return_on(investment, first_year))
    roi = figure(Key("return", "roi"), "ratio", _return_on(investment, flow.net))
    on_costs = figure(Key("return", "roi_on_costs"), "ratio", _return_on_costs(flow))
    npv = figure(Key("return", "npv"), "money", product_sum(flow.net, flow.discount_factors))
    rate = rate_of(flow.dated, nominal=nominal)
    payback, first, discounted = _moments(flow)
    live = _live(proposal.go_live)
    since = [_since(payback, month) for month in live]
    told, untold = ([rate.effective], []) if nominal else ([], [rate.effective])
    rates = (roi_year_1, roi, on_costs, npv, rate.monthly, rate.yearly, *told)
    measures = (investment, monthly_net, payback, *since, discounted, *rates)
    workings = (first, *rate.steps, *untold, *live)
    return Returns(
        investment=investment,
        monthly_net=monthly_net,
        payback_months=payback,
        discounted_payback_months=discounted,
        roi_year_1=roi_year_1,
        roi=roi,
        roi_on_costs=on_costs,
        npv=npv,
        irr_monthly=rate.monthly,
        irr=rate.yearly,
        irr_effective=rate.effective,
        first_payback_months=first,
        lost_again_month=flow.payback.lost_month,
        scan=rate.scan,
        live=next(iter(live), None),
        schedule=_schedule(measures, workings, flow),
    )


def _moments(flow: CashFlow) -> Iterator[Figure]:
    """When the outlay is back for good, when it is so first, and when it is in money of today."""
    for name, moment in (
        ("payback_months", flow.payback.moment),
        ("first_payback_months", flow.payback.first),
        ("discounted_payback_months", flow.discounted_payback.moment),
    ):
        yield figure(Key("return", name), "month", moment)


def _live(month: Figure | None) -> list[Figure]:
    """The month of the go-live, once more, where the charts find it; none where nothing waits for it."""
    return [] if month is None else [figure(Key("return", "live"), "nth_month", month * 1)]


def _since(payback: Figure, live: Figure) -> Figure:
    """How long after the beginning of the month of the go-live it is paid back."""
    later = if_error(maximum(payback - (live - 1), 0), payback)
    return figure(Key("return", "payback_since_live"), "month", later)


def _return_on(investment: Figure, net: Sequence[Figure]) -> Expression:
    """The net flow holds the outlay of month 0, so its sum already is cumulative net − investment."""
    return where(investment > 0, sum_of(net) / investment, Missing("no_investment"))


def _return_on_costs(flow: CashFlow) -> Expression:
    """All costs are what the benefits lose on the way to the net flow."""
    net = sum_of(flow.net)
    costs = sum_of(flow.parts["benefits"]) - net
    return where(costs > 0, net / costs, Missing("no_investment"))


def _schedule(measures: Sequence[Figure], rates: Sequence[Figure], flow: CashFlow) -> Schedule:
    """The measures, and for the workbook the rate that was found and the months of paybacks."""
    workings = (
        *rates,
        flow.payback.month,
        flow.discounted_payback.month,
        flow.payback.lost_month,
        flow.discounted_payback.lost_month,
    )
    rows = (
        *(_row(working, "working") for working in workings),
        *(_row(measure, "memo") for measure in measures),
    )
    return list_of("return", rows, of="measure")


def _row(item: Figure, kind: RowKind) -> Row:
    return alone(item, str(item.key.name), kind=kind)
