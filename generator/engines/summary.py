"""Turns the options' costs into the comparison tables and the headline figures of the chosen option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.engines.options import OptionCost
from generator.engines.ownership import Ownership
from generator.engines.ranking import rank_of, saving_against, where_feasible
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import if_error, maximum, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, alone, label_column, list_of


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Headline figures of the chosen option, and the schedule in which they stand.

    saving_vs_runner_up: against the cheapest alternative that serves the load; negative where that one is cheaper.
    premium: by how much it is cheaper, else 0.
    """

    annual_kwh: Figure
    annual_power_cost: Figure
    saving_vs_do_nothing: Figure
    saving_vs_runner_up: Figure
    premium: Figure
    schedule: Schedule


def comparison(options: Mapping[str, OptionCost]) -> Schedule:
    """All options over one horizon, with their rank among those that serve the load, and whether each does."""
    asked = any(option.capacity is not None for option in options.values())
    waits = any(option.transition is not None for option in options.values())
    sells = any(option.outlay.resale is not None for option in options.values())
    today = next((option for option in options.values() if option.kind == "status_quo"), None)
    compared = today is not None and len(options) > 1
    columns = (
        label_column("option"),
        Column("tco", "money", role="total"),
        Column("capex", "money"),
        Column("opex_total", "money"),
        *([Column("transition", "money")] if waits else []),
        *([Column("sold", "money")] if sells else []),
        Column("monthly_opex", "money/month"),
        Column("rank", "rank"),
        *([Column("vs_today", "money"), Column("vs_today_share", "ratio")] if compared else []),
        *([Column("feasible", "check"), Column("comparable", "money")] if asked else []),
    )
    rows = tuple(
        Row(
            Key("options", option.id),
            (
                option.tco,
                option.capex,
                option.opex,
                *([_carried(option)] if waits else []),
                *([_returned(option)] if sells else []),
                option.monthly,
                _rank(option, options),
                *(_saved(option, today) if today is not None and compared else ()),
                *([option.feasible, option.comparable] if asked else []),
            ),
            label=option.name,
            whole=True,
            kind="memo",
        )
        for option in options.values()
    )
    return Schedule("options", columns, rows)


def _rank(option: OptionCost, options: Mapping[str, OptionCost]) -> Figure:
    place = rank_of(option, options.values())
    return figure(Key("options", option.id, "rank"), "rank", place, option.name)


def _saved(option: OptionCost, today: OptionCost) -> tuple[Figure | None, Figure | None]:
    """What an option that serves the load costs less than carrying on, in money and as a share of that."""
    if option is today:
        return None, None
    key = Key("options", option.id)
    less = where_feasible(today.tco - option.tco, option)
    saving = figure(key / "vs_today", "money", less, option.name)
    share = if_error(saving / today.tco, saving)
    return saving, figure(key / "vs_today_share", "ratio", share, option.name)


def _carried(option: OptionCost) -> Figure | None:
    return None if option.transition is None else option.transition.total


def _returned(option: OptionCost) -> Figure | None:
    """What comes back for what is sold, less than nothing as a part of the cost."""
    resale = option.outlay.resale
    return (
        None
        if resale is None
        else figure(Key("options", option.id, "sold"), "money", -resale, option.name)
    )


def unit_costs(options: Mapping[str, OptionCost]) -> Schedule:
    """What stays, what moves with use, what a request and a million tokens cost, and what is paid for idle machines."""
    asked = any(option.idle_cost is not None for option in options.values())
    columns = (
        label_column("option"),
        Column("fixed", "money", role="total"),
        Column("by_use", "money"),
        Column("cost_per_request", "money/request"),
        Column("cost_per_million_tokens", "money/million_token"),
        *([Column("idle_cost", "money/year")] if asked else []),
    )
    rows = tuple(
        Row(
            Key("unit_costs", option.id),
            (
                option.fixed,
                option.by_use,
                option.cost_per_request,
                option.cost_per_million_tokens,
                *([option.idle_cost] if asked else []),
            ),
            label=option.name,
            whole=True,
            kind="memo",
        )
        for option in options.values()
    )
    return Schedule("unit_costs", columns, rows)


def _share(saving: Figure, total: Figure) -> Figure:
    """What is saved, as a share of what would be paid instead."""
    key = Key("savings", f"{saving.key.name}_share")
    return figure(key, "ratio", if_error(saving / (total + saving), saving))


def _premium_share(premium: Figure, total: Figure) -> Figure:
    """By how much it is dearer, as a share of what the cheapest other option costs."""
    share = if_error(premium / (total - premium), premium)
    return figure(Key("savings", "premium_share"), "ratio", share)


def _of_hardware(power_cost: Figure, chosen: OptionCost) -> Expression:
    """A year's current beside what the machines cost."""
    bought = [item.amount for item in chosen.investments if item.kind == "hardware"]
    if not bought or not chosen.power:
        return Missing("no_power_line" if bought else "no_hardware_line")
    return if_error(power_cost / sum_of(bought), Missing("no_hardware_line"))


def summarise(
    chosen: OptionCost,
    options: Mapping[str, OptionCost],
    ownership: Ownership,
) -> Summary:
    """Name the headline figures that no other schedule holds."""
    uses = chosen.power
    energy: Expression = Missing("no_power_line")
    cost: Expression = Missing("no_power_line")
    if uses:
        energy = sum_of([use.annual_kwh for use in uses])
        cost = sum_of([use.annual_cost for use in uses])
    kwh = figure(Key("power", "annual_kwh"), "kWh/year", energy)
    power_cost = figure(Key("power", "annual_cost"), "money/year", cost)
    of_hardware = figure(
        Key("power", "share_of_hardware"), "ratio", _of_hardware(power_cost, chosen)
    )
    listed = list(options.values())
    idle = [option for option in listed if option.kind == "status_quo"]
    place = listed.index(chosen)
    others = (listed[:place], listed[place + 1 :])
    nothing = saving_against([idle[:1]], ownership.total, "no_do_nothing_option")
    vs_nothing = figure(Key("savings", "vs_do_nothing"), "money", nothing)
    runner_up = saving_against(others, ownership.total, "no_alternative")
    vs_runner_up = figure(Key("savings", "vs_runner_up"), "money", runner_up)
    shares = [_share(saving, ownership.total) for saving in (vs_nothing, vs_runner_up)]
    above = if_error(maximum(-vs_runner_up, 0), 0) if any(others) else Missing("no_alternative")
    premium = figure(Key("savings", "premium"), "money", above)
    shares.append(_premium_share(premium, ownership.total))
    asked = () if ownership.asked is ownership.capex_total else (ownership.asked,)
    shown = (
        ownership.capex_total,
        *asked,
        kwh,
        power_cost,
        of_hardware,
        vs_nothing,
        vs_runner_up,
        premium,
        *shares,
    )
    schedule = list_of("summary", map(alone, shown), of="measure")
    return Summary(
        annual_kwh=kwh,
        annual_power_cost=power_cost,
        saving_vs_do_nothing=vs_nothing,
        saving_vs_runner_up=vs_runner_up,
        premium=premium,
        schedule=schedule,
    )
