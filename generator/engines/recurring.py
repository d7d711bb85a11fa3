"""Turns the ways to state a running line — hosting, network, labour … — into what a month costs, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.levies import Levy, counted, counted_month
from generator.engines.load import Load
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import count, if_error, maximum, sum_of, where
from generator.figures.schedule import Row
from generator.proposal.models.costs import OpexLine
from generator.proposal.models.labour import Duty, LabourRule, OperationsLabour
from generator.proposal.models.services import Backup, Hosting, Network

KILOBYTES_PER_GIGABYTE = 1_000_000


@dataclass(frozen=True)
class Surroundings:
    """What a running line may depend on besides itself.

    utilisation: of the option's machines by the workload, where it is known. hardware: the amounts of the option's
    one-time lines of kind hardware. models: GB of the weights that it keeps, where it is known what it serves or on
    which cards.
    """

    load: Load | None = None
    utilisation: Figure | None = None
    hardware: tuple[Figure, ...] = ()
    models: Expression | None = None


@dataclass(frozen=True)
class Month:
    """What a month costs in the first year, and the rows of the steps by which that was worked out."""

    amount: Figure
    steps: tuple[Row, ...] = ()


def month_of(line: OpexLine, around: Surroundings, levy: Levy | None) -> Month | None:
    """The month of a line that is stated by the month, as it is counted; None for all others."""
    if line.labour is not None:
        return _labour(line.labour, line.item, around.hardware, levy)
    if line.hosting is not None:
        return _hosting(line.hosting, line.item, levy)
    if line.backup is not None:
        return _backup(line.backup, line.item, around.models, levy)
    amount = _stated(line)
    return None if amount is None else Month(counted_month(levy, amount, line.path, line.item))


def _stated(line: OpexLine) -> Figure | None:
    if line.by_year:
        return line.by_year[0]
    if line.credit is not None:
        return line.credit
    flat = line.software or line.security
    return line.monthly if flat is None else flat.monthly


def _hosting(hosting: Hosting, item: str, levy: Levy | None) -> Month:
    """Units × price + Mbps × price + addresses × price + hands on site."""

    def step(name: str, definition: Expression) -> Figure:
        return figure(hosting.path / name, "money/month", definition, item)

    parts = (
        step("space", hosting.rack_units * hosting.rack_unit_price),
        step("uplink", hosting.uplink_mbps * hosting.uplink_price),
        step("addresses", hosting.ip_addresses * hosting.ip_price),
        hosting.remote_hands,
    )
    monthly = step("monthly", counted(levy, sum_of(parts)))
    return Month(monthly, tuple(_step(part, item) for part in parts))


def _backup(backup: Backup, item: str, models: Expression | None, levy: Levy | None) -> Month:
    """GB × price; without a stated size that of the models, or what the cards hold."""
    size, steps = backup.gigabytes, []
    if size is None:
        assert models is not None
        size = figure(backup.path / "models_kept", "GB", models, item)
        steps = [_step(size, item)]
    cost = counted(levy, size * backup.price)
    return Month(figure(backup.path / "monthly", "money/month", cost, item), tuple(steps))


def _labour(
    labour: OperationsLabour, item: str, hardware: Sequence[Figure], levy: Levy | None
) -> Month:
    """Hours × rate; of tasks, their sum; by rule, base hours × (1 + allowance × lines of hardware) × rate.

    Of people, people × salary × the share of their time.
    """
    key = labour.path / "monthly"
    if labour.people is not None:
        return Month(figure(key, "money/month", counted(levy, _of_people(labour)), item))
    if labour.tasks:
        costs = [_duty(duty, labour.rate) for duty in labour.tasks]
        rows = [
            Row(duty.path, (cost,), duty.task, unit="money/month")
            for duty, cost in zip(labour.tasks, costs, strict=True)
        ]
        return Month(figure(key, "money/month", counted(levy, sum_of(costs)), item), tuple(rows))
    hours, steps = labour.hours, []
    if labour.rule is not None:
        lines = _lines_of(labour.rule, item, hardware)
        hours = _by_rule(labour.rule, item, lines)
        steps = [_step(lines, item), _step(hours, item)]
    assert hours is not None
    worked = counted(levy, hours * labour.rate)
    return Month(figure(key, "money/month", worked, item), tuple(steps))


def _of_people(labour: OperationsLabour) -> Expression:
    assert labour.people is not None
    assert labour.salary is not None
    paid = labour.people * labour.salary
    return paid if labour.share is None else paid * labour.share


def _duty(duty: Duty, rate: Figure) -> Figure:
    if duty.hours is None:
        assert duty.monthly is not None
        return duty.monthly
    return figure(duty.path / "cost", "money/month", duty.hours * rate, duty.task)


def _lines_of(rule: LabourRule, item: str, hardware: Sequence[Figure]) -> Figure:
    """How many they are, counted where they stand: a line that is added to the table counts."""
    lines = count(hardware) if hardware else Constant(0)
    return figure(rule.path / "hardware_lines", "count", lines, item)


def _by_rule(rule: LabourRule, item: str, lines: Figure) -> Figure:
    hours = rule.base_hours * (1 + rule.allowance * lines)
    return figure(rule.path / "hours", "hour/month", hours, item)


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """GB of each year, and what they cost at the prices of the first year; the same by month, from month 0, where the
    load grows by months.

    moving: of each year, what part of the cost grows with the requests: nothing within the included volume, which is
    paid whole; beyond it more than all, as much as the volume at that price.
    """

    volumes: tuple[Figure, ...]
    costs: tuple[Expression, ...]
    moving: tuple[Figure, ...]
    months: tuple[Figure, ...] = ()
    paid: tuple[Figure, ...] = ()


def traffic_of(
    network: Network,
    item: str,
    load: Load,
    years: Sequence[Figure],
    levy: Levy | None = None,
) -> Traffic:
    """GB = requests × (1 + retries) × kB / 10⁶; the included volume whole, what is beyond at its own price."""
    workload, course = load.workload, load.course
    requests = workload.volume * (1 + workload.retries) * MONTHS_PER_YEAR
    first = requests * network.kilobytes_per_request / KILOBYTES_PER_GIGABYTE
    volumes = tuple(
        figure(network.path / "volume" / year.key.name, "GB", course.of_year(first, year, i), item)
        for i, year in enumerate(years)
    )
    included = network.included_gigabytes * MONTHS_PER_YEAR
    moving = tuple(
        figure(
            network.path / "moving_share" / volume.key.name,
            "ratio",
            _moving(network, volume, included),
            item,
        )
        for volume in volumes
    )
    if not course.months:
        costs = tuple(_traffic_cost(network, volume, included, levy) for volume in volumes)
        return Traffic(volumes=volumes, costs=costs, moving=moving)
    months = tuple(
        figure(
            network.path / "volume" / height.key.name,
            "GB",
            first * height / MONTHS_PER_YEAR,
            item,
        )
        for height in course.months
    )
    paid = tuple(
        figure(
            network.path / "traffic_cost" / volume.key.name,
            "money",
            _traffic_cost(network, volume, network.included_gigabytes, levy),
            item,
        )
        for volume in months
    )
    first_month = (paid[1] * MONTHS_PER_YEAR,)
    return Traffic(volumes=volumes, costs=first_month, moving=moving, months=months, paid=paid)


def _traffic_cost(
    network: Network, volume: Figure, included: Expression, levy: Levy | None
) -> Expression:
    return counted(levy, _untaxed(network, volume, included))


def _untaxed(network: Network, volume: Figure, included: Expression) -> Expression:
    beyond = maximum(volume - included, 0) * network.excess_price
    return included * network.included_price + beyond


def _moving(network: Network, volume: Figure, included: Expression) -> Expression:
    cost = _untaxed(network, volume, included)
    part = volume * network.excess_price / cost
    return if_error(where(volume > included, part, 0), 0)


def _step(step: Figure, item: str) -> Row:
    return Row(step.key, (step,), item, unit=step.unit)
