"""Turns an option of each kind into its one-time and its running lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.engines.capacity import Capacity, Machines, capacity_of, idle_cost
from generator.engines.for_each_unit import Site, run_for_each
from generator.engines.hardware import Investment, contingency, invest_all
from generator.engines.ledger import Part
from generator.engines.levies import counted
from generator.engines.load import Load
from generator.engines.power import PowerUse
from generator.engines.pricing import exchange_rate, price_of_request
from generator.engines.recurring import Surroundings
from generator.engines.relief import Relief, to_cloud
from generator.engines.running import BY_VOLUME, Running, Years, run, run_status_quo
from generator.engines.search import Search, search_of
from generator.engines.service import Service, service_of
from generator.engines.timeline import DAYS_PER_YEAR, MONTHS_PER_YEAR
from generator.engines.timing import Span
from generator.engines.weights import weights_of
from generator.figures.expression import Expression, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import if_error, sum_of
from generator.figures.key import Key
from generator.proposal.models.cloud import CloudApi
from generator.proposal.models.costs import Hybrid, OnPremise, RentedGpu, StatusQuo
from generator.proposal.models.proposal import Proposal

OwnKind = OnPremise | RentedGpu | CloudApi | StatusQuo


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
    option: OnPremise | RentedGpu,
    proposal: Proposal,
    years: Years,
    load: Load | None,
    relief: Relief,
) -> Lines:
    """Purchases with their reserve, what serves the load, and running lines; a rented option's rent comes first."""
    machines = machines_of(option, relief.passed())
    capacity = _capacity(option, machines, load, years)
    fleet = None if capacity is None else capacity.throughput.fleet
    investments = invest_all(option.capex, proposal, years.ledger, fleet)
    machines_bought = tuple(item.amount for item in investments if item.kind == "hardware")
    if investments and proposal.contingency is not None:
        reserve = contingency(option.path, investments, proposal.contingency, years.ledger)
        investments.append(reserve)
    utilisation = None if capacity is None else capacity.throughput.utilisation
    around = Surroundings(load, utilisation, machines_bought, _weights(option, load))
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
        running.insert(0, _rent(option, years))
    idle = idle_cost(option.path, option.name, capacity, running, investments)
    running += relief.cache_line(option.path, years)
    power = tuple(line.power for line in running if line.power is not None)
    return Lines(
        investments=tuple(investments),
        running=tuple(running),
        machines=machines,
        capacity=capacity,
        service=_service(option, machines, capacity, load),
        search=_search(option, machines, load, years),
        idle_cost=idle,
        power=power,
    )


def _weights(option: OnPremise | RentedGpu, load: Load | None) -> Expression | None:
    """GB of the model that it serves, and of those that the kinds of request are given besides."""
    if option.serving is None:
        return None
    serving = option.serving
    kept = {serving.model: weights_of(serving, serving.bits_per_weight)}
    if load is not None:
        for kind in load.workload.mix.values():
            given = load.workload.models.for_complexity(kind.level)
            kept.setdefault(given.model, weights_of(given, serving.bits_per_weight))
    return sum_of(list(kept.values()))


def machines_of(option: OnPremise | RentedGpu, share: Operand = 1) -> Machines | None:
    """What serves a share of the load; a rented machine only serves it while it is booked."""
    if option.serving is None:
        return None
    if isinstance(option, RentedGpu):
        return Machines(option.serving, option.count, option.hours_per_day, share)
    follows = option.units is not None
    units = None if follows else option.serving.units
    return Machines(option.serving, units, share=share, headroom=option.headroom)


def _capacity(
    option: OnPremise | RentedGpu | Hybrid,
    machines: Machines | None,
    load: Load | None,
    years: Years,
) -> Capacity | None:
    if machines is None or load is None:
        return None
    return capacity_of(option.path, option.name, machines, load, years.timings)


def _service(
    option: OnPremise | RentedGpu | Hybrid,
    machines: Machines | None,
    capacity: Capacity | None,
    load: Load | None,
) -> Service | None:
    if machines is None or capacity is None or load is None:
        return None
    return service_of(option.path, option.name, machines, capacity, load, load.years)


def _search(
    option: OnPremise | RentedGpu, machines: Machines | None, load: Load | None, years: Years
) -> Search | None:
    if machines is None or load is None:
        return None
    return search_of(option.path, option.name, machines, load, years.years[-1])


def _rent(option: RentedGpu, years: Years) -> Running:
    """Machines × rate × booked hours a day × 365, moving with the price trend."""
    key = option.path / "rent"
    levy = years.levies.on(option.tax)
    hours = option.hours_per_day * DAYS_PER_YEAR
    annual = counted(levy, option.hourly * option.count * hours)
    amount = years.ledger.line(key / "annual_amount", "money/year", annual)
    monthly = figure(key / "monthly_amount", "money/month", amount / MONTHS_PER_YEAR)
    paid, total = years.lay(key, amount, option.price_trend, "")
    hourly = counted(levy, option.hourly * option.count)
    return Running(
        key=key,
        monthly=monthly,
        annual=amount,
        growth=option.price_trend,
        years=paid,
        total=total,
        hourly=hourly,
        hours_per_day=option.hours_per_day,
        levy=levy,
    )


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
    hits = _followed(key, (calls,), spared, years, calls.annual)
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


def hybrid_lines(
    option: Hybrid, own: Mapping[str, Lines], years: Years, load: Load | None, relief: Relief
) -> Lines:
    """The local option whole, the cloud's calls by the share that goes there, its overhead and integration whole.

    An escalated request pays both legs: share in the cloud = (1 − local share) + local share × escalation. A cache
    answers its hits before either.
    """
    local, cloud = own[option.local], own[option.cloud]
    # The cache stands before the option as a whole.
    own_lines, calls = (
        [line for line in each.running if line.part != "cache"] for each in (local, cloud)
    )
    local_share = relief.local_share(option)
    in_cloud = relief.passed(to_cloud(option, local_share))
    share = figure(option.path / "cloud_share", "ratio", in_cloud, option.name)
    fixed = tuple(line for line in own_lines if _is_fixed(line))
    local_annual: Expression = sum_of([line.annual for line in fixed])
    running = [_followed(option.path / "local", fixed, None, years, local_annual)]
    running += [_repeated_line(option, line, years) for line in own_lines if not _is_fixed(line)]
    for line in calls:
        factor = share if line.by_use else None
        name = option.path / line.key.name
        followed = _followed(name, (line,), factor, years, line.annual)
        running.append(replace(followed, part="cloud"))
    running += relief.cache_line(option.path, years)
    parts: tuple[tuple[Part, str], ...] = (("own", option.local), ("cloud", option.cloud))
    investments = [
        _repeated(
            option.path / f"{part}_part" / item.key.below(Key("options", id)), item, part, years
        )
        for part, id in parts
        for item in own[id].investments
    ]
    machines = None
    if local.machines is not None:
        machines = replace(local.machines, share=relief.passed(local_share))
    capacity = _capacity(option, machines, load, years)
    idle = idle_cost(option.path, option.name, capacity, own_lines, local.investments)
    return Lines(
        investments=tuple(investments),
        running=tuple(running),
        steps=(share,),
        machines=machines,
        capacity=capacity,
        service=_service(option, machines, capacity, load),
        idle_cost=idle,
        power=local.power,
    )


def _is_fixed(line: Running) -> bool:
    """Whether it is the same whatever is asked of it, and all the time."""
    return not line.by_use and line.timing is None


def _followed(
    key: Key,
    lines: tuple[Running, ...],
    factor: Figure | None,
    years: Years,
    annual: Expression,
) -> Running:
    """A line that follows other options' lines year by year, times a share of the calls."""

    def scaled(amount: Expression) -> Expression:
        return amount if factor is None else amount * factor

    yearly = years.ledger.line(key / "annual_amount", "money/year", scaled(annual))
    monthly = figure(key / "monthly_amount", "money/month", yearly / MONTHS_PER_YEAR)
    timing = lines[0].timing if lines else None
    if _waits_elsewhere(lines, years):
        span = replace(Span() if timing is None else timing.span, start=years.go_live)
        timing = years.timings.of(span)
        paid, total = years.paid(key, [scaled(year) for year in lines[0].whole], "", timing)
    else:
        sums = [
            scaled(sum_of([line.years[index] for line in lines]))
            for index in range(len(years.years))
        ]
        paid, total = years.paid(key, sums, "", None)
    return Running(
        key=key,
        monthly=monthly,
        annual=yearly,
        growth=None,
        years=paid,
        total=total,
        used=_used(key, lines, total),
        by_use=factor is not None,
        timing=timing,
        levy=lines[0].levy if len(lines) == 1 else None,
        together=lines if len(lines) > 1 else (),
    )


def _used(key: Key, lines: tuple[Running, ...], total: Figure) -> Figure | None:
    """What of it moves with the requests as a part of the lines does."""
    moving = [line.used for line in lines if line.used is not None]
    if not moving:
        return None
    part: Expression = sum_of(moving)
    if len(lines) == 1:
        part = if_error(total * moving[0] / lines[0].total, 0)
    return figure(key / BY_VOLUME, "money", part)


def _waits_elsewhere(lines: tuple[Running, ...], years: Years) -> bool:
    """Whether a line waits for the go-live of its own option, which is not that of the option that repeats it."""
    if len(lines) != 1 or not lines[0].whole:
        return False
    timing = lines[0].timing
    return (None if timing is None else timing.span.start) is not years.go_live


def _repeated_line(option: Hybrid, line: Running, years: Years) -> Running:
    """What the local part pays by the request, as all of them pass through it, or not all the time."""
    key = option.path / "own_part" / line.key.below(Key("options", option.local))
    followed = _followed(key, (line,), None, years, line.annual)
    return replace(followed, label=line.label, by_use=line.by_use)


def _repeated(key: Key, item: Investment, part: Part, years: Years) -> Investment:
    """A one-time line of a part, standing in the hybrid option as well."""
    amount = years.ledger.line(key / "amount", "money", item.amount * 1, item.label)
    return replace(item, key=key, amount=amount, part=part)
