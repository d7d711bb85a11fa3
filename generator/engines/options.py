"""Turns every option into its investment, its running cost by year, its total and its unit costs over one horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.engines.capacity import Capacity
from generator.engines.fleet import Fleet
from generator.engines.hardware import Investment
from generator.engines.hybrid import hybrid_lines
from generator.engines.kinds import Lines, lines_of
from generator.engines.load import Load
from generator.engines.moving import moving
from generator.engines.power import PowerUse
from generator.engines.purchases import Outlay, purchases_of
from generator.engines.relief import relief_of
from generator.engines.routing import Routing
from generator.engines.running import Running, Years
from generator.engines.search import Search
from generator.engines.service import Service
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.timing import Course, Portion, course_of
from generator.engines.transition import Transition, bill_today, transition_of
from generator.figures.evaluation import figures_below
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of, where
from generator.figures.key import Key, Numbered
from generator.proposal.models.costs import Hybrid, OptionKind, StatusQuo
from generator.proposal.models.proposal import Option, Proposal

MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class OptionCost:
    """What an option costs. years: running cost by year; course: how that comes month by month; annual, monthly:
    running cost of a year and a month at the prices of the first year, of all lines at once. transition: today's
    bill until it is live.

    outlay: what it pays once, and what of it comes back; capex: all that it pays once.
    comparable: the total that counts beside those of others. power: what its machines draw. request_price: what a call
    costs, where each is paid for.
    fixed, by_use: the part of the total that stays, and the part that moves with the requests. is_proportionate:
    whether that is in proportion to them, as far as the machines serve them.
    capacity: whether its machines serve the load; service: what they serve by year; search: what else would;
    idle_cost: what is paid in a year for their idle time; None where it has no machines or does not say which.
    """

    id: str
    name: str
    kind: OptionKind
    investments: tuple[Investment, ...]
    running: tuple[Running, ...]
    steps: tuple[Figure, ...]
    capex: Figure
    outlay: Outlay
    years: tuple[Figure, ...]
    course: Course
    annual: Figure
    opex: Figure
    monthly: Figure
    tco: Figure
    comparable: Figure
    by_use: Figure
    fixed: Figure
    is_proportionate: bool
    cost_per_request: Figure
    cost_per_million_tokens: Figure
    power: tuple[PowerUse, ...] = ()
    request_price: Figure | None = None
    capacity: Capacity | None = None
    service: Service | None = None
    search: Search | None = None
    idle_cost: Figure | None = None
    transition: Transition | None = None

    @property
    def fleet(self) -> Fleet | None:
        """Its machines month by month, where they follow the load."""
        return None if self.capacity is None else self.capacity.throughput.fleet

    @property
    def feasible(self) -> Figure | None:
        """Whether it serves the load; None where nothing limits it."""
        return None if self.capacity is None else self.capacity.feasible

    @property
    def obstacle(self) -> str:
        """Why it cannot serve the load: the key of a reason; empty where it can."""
        return "" if self.capacity is None else self.capacity.obstacle


def costs_of(
    proposal: Proposal, years: Years, load: Load | None, routing: Routing | None
) -> dict[str, OptionCost]:
    """Price every option; a hybrid one after the two that it is made of."""
    reliefs = {id: relief_of(id, proposal, routing) for id in proposal.options}
    live = {id: replace(years, go_live=proposal.go_live_of(id)) for id in proposal.options}
    own = {
        id: lines_of(option, proposal, live[id], load, reliefs[id])
        for id, option in proposal.options.items()
        if not isinstance(option, Hybrid)
    }
    today = bill_today(proposal)
    costs = {}
    for id, option in proposal.options.items():
        lines = (
            hybrid_lines(option, own, proposal, live[id], load, reliefs[id])
            if isinstance(option, Hybrid)
            else own[id]
        )
        once = (*lines.investments, *moving(option, proposal, live[id]))
        lines, carried = replace(lines, investments=once), None
        waits = live[id].go_live is not None and not isinstance(option, StatusQuo)
        if today is not None and waits:
            carried = transition_of(option.path, own[today].running, live[id], option.name)
        costs[id] = _totals(option, lines, years, load, carried)
    return costs


def _totals(
    option: Option, lines: Lines, years: Years, load: Load | None, transition: Transition | None
) -> OptionCost:
    """TCO = CapEx + Σ OpEx of the years − what comes back, the cash view; and today's bill until the option is live."""
    path, name = option.path, option.name

    def total(key: str, unit: str, definition: Expression) -> Figure:
        return figure(path / key, unit, definition, name)

    yearly, course, annual = _over_time(path, name, lines.running, years)
    outlay = _outlay(path, name, lines.investments, years)
    opex = total("opex_total", "money", sum_of(yearly))
    paid = outlay.with_running(opex)
    tco = total("tco", "money", paid + transition.total if transition else paid)
    moving = [line.by_requests for line in lines.running if line.by_requests is not None]
    if transition is not None and transition.by_use:
        moving.append(transition.total)
    by_use = total("by_use", "money", sum_of(moving))
    requests, tokens = (None, None) if load is None else (load.requests, load.tokens)
    return OptionCost(
        id=str(path.name),
        name=name,
        kind=option.kind,
        investments=lines.investments,
        running=lines.running,
        steps=lines.steps,
        capex=outlay.total,
        outlay=outlay,
        years=yearly,
        course=course,
        annual=annual,
        opex=opex,
        monthly=total("monthly_opex", "money/month", annual / MONTHS_PER_YEAR),
        tco=tco,
        comparable=tco,
        by_use=by_use,
        fixed=total("fixed", "money", tco - by_use),
        is_proportionate=load is None or _is_proportionate(lines, outlay, load),
        cost_per_request=total("cost_per_request", "money/request", _per(tco, requests)),
        cost_per_million_tokens=total(
            "cost_per_million_tokens", "money/million_token", _per(tco, tokens, MILLION)
        ),
        power=lines.power,
        request_price=lines.request_price,
        capacity=lines.capacity,
        service=lines.service,
        search=lines.search,
        idle_cost=lines.idle_cost,
        transition=transition,
    )


def _is_proportionate(lines: Lines, outlay: Outlay, load: Load) -> bool:
    """No volume is included in the price of the traffic, and nothing else follows the requests."""
    stays = [line.total for line in lines.running if line.by_requests is None]
    stays += [purchase.amount for purchase in outlay.purchases] or [outlay.total]
    packages = any(line.by_use and line.used is not None for line in lines.running)
    return not packages and load.workload.volume.key not in figures_below(stays)


def _over_time(
    path: Key, name: str, running: Sequence[Running], years: Years
) -> tuple[tuple[Figure, ...], Course, Figure]:
    """What each year pays for the running lines, how that comes, and what a year of all of them costs."""
    yearly = tuple(
        figure(
            path / Numbered("year", index + 1, of="opex"),
            "money",
            sum_of([line.years[index] for line in running]),
            name,
        )
        for index in range(len(years.years))
    )
    lines = [Portion(line.timing, line.years, line.label) for line in running]
    course = course_of(path / "portion", lines, yearly, years.timings.months)
    if not course:
        return yearly, course, yearly[0]
    together = sum_of([line.annual for line in running])
    return yearly, course, figure(path / "annual_opex", "money/year", together, name)


def _outlay(path: Key, name: str, investments: Sequence[Investment], years: Years) -> Outlay:
    purchases = purchases_of(investments, years.years, years.ledger)
    first = sum_of([item.amount for item in investments])
    if not purchases:
        capex = figure(path / "capex", "money", first, name)
        return Outlay(capex, capex)
    amounts = sum_of([purchase.amount for purchase in purchases])
    sold = sum_of([purchase.sold for purchase in purchases])
    sells = any(item.plan is not None and item.plan.sells for item in investments)
    return Outlay(
        total=figure(path / "capex", "money", amounts, name),
        asked=figure(path / "capex_asked", "money", first, name),
        resale=figure(path / "resale", "money", sold, name) if sells else None,
        purchases=purchases,
    )


def _per(amount: Figure, count: Figure | None, size: int = 1) -> Expression:
    """The amount for `size` of what is counted."""
    if count is None:
        return Missing("no_workload")
    unit_cost = amount / count if size == 1 else amount / count * size
    return where(count > 0, unit_cost, Missing("no_workload"))
