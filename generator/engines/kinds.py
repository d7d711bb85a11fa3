"""Turns an option of each kind into its one-time and its running lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.engines.capacity import Capacity, Machines, capacity_of, idle_cost
from generator.engines.fleet import Terms
from generator.engines.following import followed
from generator.engines.for_each_unit import Site, run_for_each
from generator.engines.hardware import Investment, contingency, invest_all
from generator.engines.levies import counted
from generator.engines.load import Load
from generator.engines.power import PowerUse
from generator.engines.pricing import exchange_rate, price_of_request
from generator.engines.recurring import Surroundings
from generator.engines.relief import Relief
from generator.engines.rent import rent_of
from generator.engines.running import Running, Years, run, run_status_quo
from generator.engines.search import Search, search_of
from generator.engines.service import Service, service_of
from generator.engines.timeline import HOURS_PER_DAY, MONTHS_PER_YEAR
from generator.engines.weights import weights_of
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.proposal.models.cloud import CloudApi
from generator.proposal.models.costs import Hybrid, OnPremise, RentedGpu, StatusQuo
from generator.proposal.models.proposal import Proposal

OwnMachines = OnPremise | RentedGpu
OwnKind = OwnMachines | CloudApi | StatusQuo


@dataclass(frozen=True, kw_only=True)
class Lines:
    """An option's one-time lines and running lines, and the steps by which their prices were worked out.

    machines, capacity, service, search, idle_cost: what serves the load and how well, where the option says it. power:
    what it draws. request_price: what a call costs, where each is paid for.
    """

    investments: tuple[Investment, ...] = ()
    running: tuple[Running, ...]
    steps: tuple[Figure, ...] = ()
    machines: Machines | None = None
    capacity: Capacity | None = None
    service: Service | None = None
    search: Search | None = None
    idle_cost: Figure | None = None
    power: tuple[PowerUse, ...] = ()
    request_price: Figure | None = None


def lines_of(
    option: OwnKind, proposal: Proposal, years: Years, load: Load | None, relief: Relief
) -> Lines:
    """The lines of an option that stands on its own."""
    if isinstance(option, StatusQuo):
        return _status_quo(option, years, load)
    if isinstance(option, CloudApi):
        assert load is not None
        return _cloud(option, proposal, years, load, relief)
    return _own(option, proposal, years, load, relief)


def _status_quo(option: StatusQuo, years: Years, load: Load | None) -> Lines:
    """Today's bill, growing by a rate, or with the requests and the price of each."""
    if not option.is_metered:
        return Lines(running=(run_status_quo(option, years),))
    assert load is not None
    # It is paid from the first month, whenever others are live.
    today, levy, steps = replace(years, go_live=None), years.levies.on(option.tax), []
    if option.per_request is not None:
        sent = 1 + load.workload.retries
        each = counted(levy, option.per_request * sent)
        price = figure(option.path / "request_price", "money/request", each, option.name)
        month, steps = load.workload.volume * price, [price]
    else:
        assert option.monthly is not None
        assert option.for_requests is not None
        each = option.monthly / option.for_requests
        month = counted(levy, load.workload.volume * each)
    trend = years.growth if option.growth is None else option.growth
    bill, together = _by_requests(option, "bill", month * MONTHS_PER_YEAR, trend, today, load)
    return Lines(
        running=(replace(bill, label=option.name),),
        steps=(*steps, *together),
        request_price=next(iter(steps), None),
    )


def _own(
    option: OwnMachines, proposal: Proposal, years: Years, load: Load | None, relief: Relief
) -> Lines:
    """Purchases with their reserve, what serves the load, and running lines; a rented option's rent comes first."""
    machines = machines_of(option, relief.passed())
    capacity = capacity_at(option, machines, load, years)
    found = lines_with(option, proposal, years, load, (machines, capacity))
    idle = idle_cost(option.path, option.name, capacity, found.running, found.investments)
    return replace(
        found,
        running=(*found.running, *relief.cache_line(option.path, years)),
        service=service_at(option, machines, capacity, load),
        search=_search(option, machines, load, years),
        idle_cost=idle,
    )


def lines_with(
    option: OwnMachines,
    proposal: Proposal,
    years: Years,
    load: Load | None,
    served: tuple[Machines | None, Capacity | None],
) -> Lines:
    """The lines of machines that serve a load with some capacity."""
    machines, capacity = served
    fleet = None if capacity is None else capacity.throughput.fleet
    bought = None if isinstance(option, RentedGpu) else fleet
    investments = invest_all(option.capex, proposal, years.ledger, bought)
    machines_bought = tuple(item.amount for item in investments if item.kind == "hardware")
    if investments and proposal.contingency is not None:
        reserve = contingency(option.path, investments, proposal.contingency, years.ledger)
        investments.append(reserve)
    utilisation = None if capacity is None else capacity.throughput.utilisation
    around = Surroundings(load, utilisation, machines_bought, _kept(option, load))
    site = None
    if fleet is not None and machines is not None and capacity is not None and load is not None:
        site = Site(machines=machines, capacity=capacity, load=load, fleet=fleet)
    running = [
        run(line, years, around)
        if site is None or not line.is_for_each
        else run_for_each(line, years, around, site)
        for line in option.opex
    ]
    if isinstance(option, RentedGpu):
        running.insert(0, rent_of(option, years, fleet))
    return Lines(
        investments=tuple(investments),
        running=tuple(running),
        machines=machines,
        capacity=capacity,
        power=tuple(line.power for line in running if line.power is not None),
    )


def _kept(option: OwnMachines, load: Load | None) -> Expression | None:
    """GB of the model that it serves, and of those that the kinds of request are given besides.

    Where no model is known, of the models that its cards hold at most.
    """
    if option.serving is None:
        cards = [line.power for line in option.opex if line.power is not None]
        held = [card.count * card.memory_gb for card in cards if card.memory_gb is not None]
        return sum_of(held) if held else None
    serving = option.serving
    kept = {serving.model: weights_of(serving, serving.bits_per_weight)}
    if load is not None:
        for kind in load.workload.mix.values():
            given = load.workload.models.for_complexity(kind.level)
            kept.setdefault(given.model, weights_of(given, serving.bits_per_weight))
    return sum_of(list(kept.values()))


def machines_of(option: OwnMachines, share: Operand = 1) -> Machines | None:
    """What serves a share of the load; a rented machine only serves it while it is booked."""
    if option.serving is None:
        return None
    rented = option if isinstance(option, RentedGpu) else None
    units = option.serving.units if rented is None else rented.count
    return Machines(
        serving=option.serving,
        units=units if option.units is None else None,
        hours_per_day=HOURS_PER_DAY if rented is None else rented.hours_per_day,
        share=share,
        terms=Terms(lead=option.lead, rented=rented is not None, headroom=option.headroom),
    )


def capacity_at(
    option: OwnMachines | Hybrid,
    machines: Machines | None,
    load: Load | None,
    years: Years,
) -> Capacity | None:
    if machines is None or load is None:
        return None
    live = replace(machines, terms=replace(machines.terms, live=years.go_live))
    return capacity_of(option.path, option.name, live, load, years.timings)


def service_at(
    option: OwnMachines | Hybrid,
    machines: Machines | None,
    capacity: Capacity | None,
    load: Load | None,
) -> Service | None:
    if machines is None or capacity is None or load is None:
        return None
    return service_of(option.path, option.name, machines, capacity, load, load.years)


def _search(
    option: OwnMachines, machines: Machines | None, load: Load | None, years: Years
) -> Search | None:
    if machines is None or load is None:
        return None
    return search_of(option.path, option.name, machines, load, years.years[-1])


def _cloud(option: CloudApi, proposal: Proposal, years: Years, load: Load, relief: Relief) -> Lines:
    """Integration once; calls by use, growing with volume and price, less what a cache answers; overhead monthly."""
    exchange = exchange_rate(option, proposal)
    levy = years.levies.on(option.tax)
    price = price_of_request(option, load.workload, exchange, levy)
    yearly = load.workload.volume * MONTHS_PER_YEAR * price.amount
    calls, together = _by_requests(option, "calls", yearly, option.price_trend, years, load)
    spared, cached = _cached(option, calls, relief, years)
    upkeep = counted(levy, option.overhead) * MONTHS_PER_YEAR
    overhead = years.line(option.path / "operations", upkeep, levy=levy)
    amount = years.ledger.line(
        option.path / "integrating" / "amount", "money", counted(levy, option.integration) * 1
    )
    once = [
        Investment(
            key=option.path / "integrating",
            kind="software",
            amount=amount,
            levy=levy,
        )
    ]
    if proposal.contingency is not None:
        once.append(contingency(option.path, once, proposal.contingency, years.ledger))
    return Lines(
        investments=tuple(once),
        running=(calls, overhead, *cached),
        steps=(*price.steps, *together, *spared),
        request_price=price.amount,
    )


def _cached(
    option: CloudApi, calls: Running, relief: Relief, years: Years
) -> tuple[list[Figure], list[Running]]:
    """The share of the calls that a cache spares, less than nothing; these calls, and what it costs."""
    if relief.cache is None:
        return [], []
    key = option.path / "cache_hits"
    spared = figure(key / "share", "ratio", -relief.cache.hit_rate, option.name)
    hits = followed(key, (calls,), spared, years, calls.annual)
    return [spared], [replace(hits, part="cache"), *relief.cache_line(option.path, years)]


def _by_requests(
    option: CloudApi | StatusQuo,
    name: str,
    yearly: Expression,
    trend: Figure,
    years: Years,
    load: Load,
) -> tuple[Running, tuple[Figure, ...]]:
    """What the requests cost, and the one rate of volume and price together, where the load grows by such a rate."""
    key, course, levy = option.path / name, load.course, years.levies.on(option.tax)
    if course.growth.yearly is None:
        return years.by_load(key, yearly, trend, course, levy), ()
    growth = (1 + course.growth.yearly) * (1 + trend) - 1
    together = figure(key / "growth", "ratio", growth, option.name)
    return years.line(key, yearly, together, by_use=True, levy=levy), (together,)
