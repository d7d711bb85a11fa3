"""Turns the costs of an option into its schedules: purchases, tasks, running lines, years, and the steps behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.engines.hardware import Investment
from generator.engines.levies import counted
from generator.engines.options import OptionCost
from generator.engines.purchases import Purchase
from generator.engines.running import BY_VOLUME, Running
from generator.engines.timeline import period_columns
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, alone, label_column, list_of
from generator.proposal.models.labour import Task

# Of a purchase, in the order of a table: what it is, and its unit.
PURCHASE_COLUMNS = {
    "month": "nth_month",
    "year": "year",
    "price_factor": "factor",
    "depreciable": "money",
    "life_months": "month",
    "leaves": "nth_month",
    "leaves_in": "year",
    "replaced": "count",
    "again": "count",
    "sold": "money",
    "book_value": "money",
    "gain": "money",
    "book_left": "money",
}


def capex_schedule(option: OptionCost) -> Schedule:
    """3.1: what is bought once, at which price, and its depreciation."""
    columns = (
        label_column(),
        Column("amount", "money", role="total"),
        Column("quantity", "count"),
        Column("unit_price", "money"),
        Column("life_years", "year"),
        Column("annual_depreciation", "money/year"),
        Column("monthly_depreciation", "money/month"),
        Column("kind", role="text"),
        Column("note", role="text"),
    )
    rows = [
        Row(
            item.key,
            (
                item.amount,
                item.quantity,
                item.unit_price,
                item.life_years,
                item.annual_depreciation,
                item.monthly_depreciation,
                item.kind,
                item.note or None,
            ),
            label=item.label,
        )
        for item in option.investments
    ]
    total = Row("total", (option.outlay.asked, *(None for _ in columns[2:])), kind="total")
    return Schedule(Key("capex", option.id), columns, (*rows, total), option.name)


def purchases_schedule(option: OptionCost) -> Schedule:
    """When each purchase is paid, what it costs then, what it is worth when it leaves and what comes back."""
    for_units = any(purchase.units is not None for purchase in option.outlay.purchases)
    columns = (
        label_column(),
        Column("amount", "money", role="total"),
        *(Column(name, unit) for name, unit in PURCHASE_COLUMNS.items()),
        *([Column("units", "count")] if for_units else []),
    )
    outlay = option.outlay
    rows = [
        Row(
            purchase.row,
            (
                purchase.amount,
                *_of_purchase(purchase, sells=outlay.resale is not None),
                *([purchase.units] if for_units else []),
            ),
            label=purchase.label,
            spare=purchase.is_spare,
            untold=purchase.untold,
        )
        for purchase in outlay.purchases
    ]
    sums = {"sold": outlay.resale}
    total = (
        outlay.total,
        *(sums.get(name) for name in PURCHASE_COLUMNS),
        *([None] if for_units else []),
    )
    rows.append(Row("total", total, kind="total"))
    return Schedule(Key("purchases", option.id), columns, tuple(rows), option.name)


def _of_purchase(purchase: Purchase, *, sells: bool) -> Iterator[Figure | None]:
    """What comes back stands there only where something is sold."""
    for name in PURCHASE_COLUMNS:
        yield getattr(purchase, name) if sells or name != "sold" else None


def depreciation_schedule(option: OptionCost, years: tuple[Figure, ...]) -> Schedule:
    """What each purchase of an option charges to each year."""
    rows = tuple(
        Row(purchase.row, (purchase.charged, *purchase.charges), label=purchase.label, kind="memo")
        for purchase in option.outlay.purchases
    )
    columns = period_columns(years, "money", "year")
    return Schedule(Key("depreciation", option.id), columns, rows, option.name)


def labour_schedules(option: OptionCost) -> list[Schedule]:
    """The task list behind each line of first deployment labour: person-days × day rate."""
    columns = (
        label_column("task"),
        Column("amount", "money", role="total"),
        Column("days", "person_day"),
        Column("unit_price", "money/person_day"),
    )
    found = []
    for item in option.investments:
        if item.tasks:
            rows = [_task(place, task, item) for place, task in enumerate(item.tasks)]
            total = (_cost_of_tasks(item, rows), _days(item), None)
            rows.append(Row("total", total, kind="total"))
            found.append(Schedule(Key("labour", item.key), columns, tuple(rows), item.label))
    return found


def _task(place: int, task: Task, item: Investment) -> Row:
    assert item.unit_price is not None
    cost = counted(item.levy, task.days * item.unit_price)
    amount = figure(item.key / "task" / place / "amount", "money", cost, task.task)
    return Row(task.path, (amount, task.days, item.unit_price), label=task.task)


def _cost_of_tasks(item: Investment, rows: Sequence[Row]) -> Figure:
    """Of the line; where it is paid for each unit, of one of them."""
    if item.each is None:
        return item.amount
    amounts = [row.cells[0] for row in rows]
    cost = sum_of([amount for amount in amounts if isinstance(amount, Figure)])
    return figure(item.key / "task" / "total", "money", cost, item.label)


def _days(item: Investment) -> Figure | None:
    """Those of the tasks, whatever units they are done for."""
    return item.quantity if item.each is None else item.each.quantity


def opex_schedule(option: OptionCost) -> Schedule:
    """3.2: what runs, by month and by year at today's prices, and how it grows."""
    columns = (
        label_column(),
        Column("annual", "money/year", role="total"),
        Column("monthly", "money/month"),
        Column("growth", "ratio"),
        Column("note", role="text"),
    )
    rows = [
        Row(
            line.key,
            (line.annual, line.monthly, line.growth, line.note or None),
            label=line.label,
        )
        for line in option.running
    ]
    total = Row("total", (option.annual, option.monthly, None, None), kind="total")
    return Schedule(Key("opex", option.id), columns, (*rows, total), option.name)


def pricing_schedule(option: OptionCost) -> Schedule | None:
    """How the price of a request or the cloud's share was worked out; None where nothing was."""
    if not option.steps:
        return None
    return list_of(Key("pricing", option.id), map(alone, option.steps), option.name)


def opex_by_year(option: OptionCost, years: tuple[Figure, ...]) -> Schedule:
    """Every running line over the years."""
    columns = period_columns(years, "money", "year")
    rows = [Row(line.key, (line.total, *line.years), label=line.label) for line in option.running]
    total = Row("total", (option.opex, *option.years), kind="total")
    rows += [total, *option.course.yearly_rows()]
    if (carried := option.transition) is not None:
        cells = (carried.total, *carried.years)
        rows.append(Row(Key(option.id, "transition"), cells, option.name, kind="working"))
    rows += [
        Row(line.key / BY_VOLUME, (line.used, *(None for _ in years)), line.label, kind="working")
        for line in option.running
        if line.used is not None and line.used.key == line.key / BY_VOLUME
    ]
    return Schedule(Key("opex_by_year", option.id), columns, tuple(rows), option.name)


def power_schedule(option: OptionCost) -> Schedule | None:
    """How each power line was worked out; None where no line is computed from watts."""
    uses = [line.power for line in option.running if line.power is not None]
    if not uses:
        return None
    rows = (
        alone(step, label="" if len(uses) == 1 else use.subject, kind="line")
        for use in uses
        for step in use.steps()
    )
    return list_of(Key("power", option.id), rows, option.name)


def power_by_year(option: OptionCost, years: tuple[Figure, ...]) -> Schedule | None:
    """kWh of each year, where the machines follow the load."""
    uses = [use for use in option.power if use.energy]
    if not uses:
        return None
    rows = tuple(
        Row("kwh", (None, *use.energy), use.subject if len(uses) > 1 else "", kind="memo")
        for use in uses
    )
    columns = period_columns(years, "kWh/year", "year")
    return Schedule(Key("power_by_year", option.id), columns, rows, option.name)


def derivation_schedule(option: OptionCost) -> Schedule | None:
    """How the month of hosting, of tasks and the like was worked out; None where every line is stated outright."""
    rows = [row for line in option.running for row in line.steps]
    return list_of(Key("derivation", option.id), rows, option.name) if rows else None


def network_schedule(option: OptionCost, years: tuple[Figure, ...]) -> Schedule | None:
    """GB of each year, for the lines that follow the traffic; None where there is no such line."""
    rows = tuple(row for line in option.running for row in _traffic_rows(line))
    if not rows:
        return None
    return Schedule(
        Key("network", option.id), period_columns(years, "GB", "year"), rows, option.name
    )


def _traffic_rows(line: Running) -> Iterator[Row]:
    if line.traffic is not None:
        volumes, moving = line.traffic.volumes, line.traffic.moving
        whole = _volume(line.key, line.label, volumes)
        yield Row(line.key / "volume", (whole, *volumes), line.label, kind="memo", unit="GB")
        yield Row(
            line.key / "moving_share", (None, *moving), line.label, kind="working", unit="ratio"
        )


def _volume(key: Key, label: str, volumes: tuple[Figure, ...]) -> Figure:
    """GB of all years."""
    return figure(key / "network" / "volume" / "total", "GB", sum_of(volumes), label)


def network_by_month(option: OptionCost, months: tuple[Figure, ...]) -> Schedule | None:
    """GB and cost of each month at the prices of the first year, where the load moves by months."""
    rows = tuple(
        Row(line.key / name, (None, *cells), line.label, kind="working", unit=unit)
        for line in option.running
        if line.traffic is not None and line.traffic.paid
        for name, cells, unit in (
            ("volume", line.traffic.months, "GB"),
            ("traffic_cost", line.traffic.paid, "money"),
        )
    )
    if not rows:
        return None
    columns = period_columns(months, "", "month")
    return Schedule(Key("network_by_month", option.id), columns, rows, option.name)
