"""Turns a model into the facts that decide which sentences a document holds, so that templates need no arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engines.asking import asked_of
from generator.engines.model import Model
from generator.engines.option_tables import labour_schedules
from generator.engines.options import OptionCost
from generator.engines.same_money import is_bill_of
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.capitals import in_capitals
from generator.packet.facts import (
    Ask,
    Best,
    Chosen,
    Infeasible,
    Live,
    Lives,
    Named,
    Optimised,
    Rival,
    SameMoney,
    Sized,
    Stretch,
    Today,
    Turn,
)
from generator.packet.numerals import Numerals
from generator.packet.overload import Overload, Turned, overloads, turned_scenarios
from generator.packet.remarkable import hidden_of, largest_of, turn_of
from generator.packet.tax_basis import TaxBasis, tax_basis_of
from generator.packet.thresholds import CENT, HALF, STEEP
from generator.packet.words import Words
from generator.proposal.models.costs import StatusQuo
from generator.proposal.models.workload import RequestKind


@dataclass(frozen=True)
class Story:
    """Plain facts. cheapest: None where the chosen option is (one of) the cheapest; cheaper: all that cost less.

    Both look only at options that serve the load. obstacle: why the chosen one does not, as of an Infeasible; or empty.
    same_money: benefits that are another option's bill. status_quo: the option of doing nothing, unless it is the
    chosen one. saves: whether the chosen one costs less than that, and serves the load. best: the best other option in
    money of today.
    strongest: the assumption that moves the net present value most; empty where none does. delay_costs: whether a later
    go-live lowers it.
    steep: whether the one-time cost is so small that a return on it says little.
    turned: scenarios in which the verdict is another. overloads: assumptions that may ask more than machines can do.
    infeasible: the options that cannot serve the load. uncached: those that do without the cache. can_wait: whether
    requests can wait, and that moves something.
    live: from when each option serves, where they state that apart; None where they do not.
    labour: schedules of the chosen option's task lists.
    optimised: the option that the optimisations end at. unknown_tasks: kinds of request of unknown complexity.
    stretches: in which the load grows by the month.
    rival: the cheapest other option, where assumptions move the cost between the two. turn: which of these is the first
    to make both cost the same; None where none does within reason.
    tax_basis: what amounts and returns hold of taxes.
    alternatives: all other options; others: those of them that have details to show.
    """

    chosen: Chosen
    obstacle: str
    ask: Ask
    several_options: bool
    optimised: Optimised | None
    unknown_tasks: tuple[Named, ...]
    stretches: tuple[Stretch, ...]
    cheapest: Named | None
    cheaper: tuple[Named, ...]
    infeasible: tuple[Infeasible, ...]
    uncached: tuple[Named, ...]
    can_wait: bool
    live: Lives | None
    status_quo: Today | None
    saves: bool
    best: Best | None
    invests: bool
    depreciates: bool
    dates_purchases: bool
    replaces_purchases: bool
    has_credits: bool
    tax_basis: TaxBasis
    unaccounted: tuple[str, ...]
    unfunded: tuple[str, ...]
    runs: bool
    runs_on_power: bool
    runs_at_times: bool
    has_benefits: bool
    same_money: tuple[SameMoney, ...]
    has_scenarios: bool
    turned: tuple[Turned, ...]
    strongest: str
    delay_costs: bool
    overloads: tuple[Overload, ...]
    earns_monthly: bool
    npv_positive: bool
    steep: bool
    leaves_book_value: bool
    labour: tuple[str, ...]
    rival: Rival | None
    turn: Turn | None
    alternatives: tuple[Named, ...]
    others: tuple[Named, ...]
    from_our_data: bool


def tell(model: Model, words: Words, numerals: Numerals) -> Story:
    """Read the facts off the finished figures."""
    chosen, others, ranked = model.chosen, _others(model), _ranked(_others(model))
    cheaper = tuple(_named(option) for option in ranked if option.tco.value < chosen.tco.value)
    return Story(
        chosen=_chosen(model, numerals),
        obstacle=chosen.obstacle,
        ask=_ask(model, numerals),
        several_options=bool(others),
        optimised=_optimised(model, words),
        unknown_tasks=tuple(Named(kind.path, kind.task) for kind in _unknown(model)),
        stretches=tuple(_stretches(model, numerals)),
        cheapest=cheaper[0] if cheaper else None,
        cheaper=cheaper,
        infeasible=_infeasible(model),
        uncached=_uncached(model),
        can_wait=_can_wait(model),
        live=_lives(model, words),
        status_quo=_today(model),
        saves=_saves(model),
        best=_best(model),
        invests=bool(chosen.investments),
        depreciates=any(item.annual_depreciation is not None for item in chosen.investments),
        dates_purchases=bool(chosen.outlay.purchases),
        replaces_purchases=_buys_later(chosen),
        has_credits=_has_credits(chosen),
        tax_basis=tax_basis_of(model),
        unaccounted=() if model.accounts is None else model.accounts.unaccounted,
        unfunded=() if model.funding is None else model.funding.unfunded,
        runs=bool(chosen.running),
        runs_at_times=_runs_at_times(model),
        runs_on_power=Key("power", chosen.id) in model.schedules,
        has_benefits=bool(model.benefits.weighted),
        same_money=tuple(_same_money(model)),
        has_scenarios=len(model.outlook.scenarios) > 1,
        turned=tuple(turned_scenarios(model, words)),
        strongest=_strongest(model, words),
        delay_costs=_delay_costs(model),
        overloads=tuple(overloads(model, "sensitivity", words)),
        earns_monthly=model.returns.monthly_net.value > 0,
        npv_positive=model.returns.npv.value >= 0,
        steep=model.returns.roi.value > STEEP,
        leaves_book_value=_is_amount(model.ownership.book_value, numerals),
        labour=tuple(schedule.key for schedule in labour_schedules(chosen)),
        rival=_rival(model, ranked),
        turn=turn_of(model, _rival(model, ranked), words, numerals),
        alternatives=tuple(_named(option) for option in others),
        others=tuple(_named(option) for option in others if option.kind != "status_quo"),
        from_our_data=_from_our_data(model),
    )


def _others(model: Model) -> list[OptionCost]:
    return [option for option in model.options.values() if option is not model.chosen]


def _from_our_data(model: Model) -> bool:
    sources = (item.source for item in model.figures.values())
    return any(source is not None and source.kind in ("default", "catalog") for source in sources)


def _strongest(model: Model, words: Words) -> str:
    """As the table of ranges names it in its first row."""
    if model.outlook.strongest is None:
        return ""
    table = model.schedules["sensitivity"]
    return words.label(table, table.rows[0])


def _chosen(model: Model, numerals: Numerals) -> Chosen:
    option = model.chosen
    terms = None if option.fleet is None else option.fleet.terms
    lead = None if terms is None else terms.lead
    return Chosen(
        id=option.id,
        name=option.name,
        kind=option.kind,
        by_file=model.chosen_by_file,
        sized=_sized(option),
        follows_load=terms is not None,
        rents=terms is not None and terms.rented,
        lead=numerals.with_unit(lead) if lead is not None and lead.value else "",
        outgrows=option.service is not None and option.service.moves,
        waits=_waits(model),
        fewest=None if option.search is None else option.search.fewest,
        largest=largest_of(option, numerals),
    )


def _buys_later(option: OptionCost) -> bool:
    return any(one.number > 1 and not one.is_spare for one in option.outlay.purchases)


def _sized(option: OptionCost) -> Sized | None:
    if option.capacity is None or not option.capacity.throughput.speed.figures:
        return None
    speed = option.capacity.throughput.speed
    binds = ""
    if speed.reading_share is not None:
        binds = "reading" if speed.reading_share.value > HALF else "writing"
    measured = speed.benchmark is not None and speed.benchmark.decides
    return Sized(estimated=bool(speed.ends), measured=measured, binds=binds)


def _idle(model: Model) -> OptionCost | None:
    return next((option for option in _others(model) if option.kind == "status_quo"), None)


def _saves(model: Model) -> bool:
    chosen, idle = model.chosen, _idle(model)
    return idle is not None and chosen.tco.value < idle.tco.value and not chosen.obstacle


def _today(model: Model) -> Today | None:
    option = _idle(model)
    if option is None:
        return None
    stated = model.proposal.options[option.id]
    return Today(option.id, option.name, isinstance(stated, StatusQuo) and stated.is_metered)


def _best(model: Model) -> Best | None:
    best, worth = model.worth.best, model.worth.choice.value
    if best is None:
        return None
    option = model.proposal.options[best.id]
    # Less than what money is rounded to is no difference.
    least, unexplained = model.proposal.money.rounding.value / 2, model.worth.unexplained
    return Best(
        id=best.id,
        name=best.name,
        chosen="cheaper" if worth >= least else "dearer" if worth <= -least else "alike",
        alike=not model.proposal.benefits or option.kind != "status_quo",
        rejected=option.rejected_because is not None,
        reasoned=unexplained is None or not unexplained.value <= -least,
    )


def _optimised(model: Model, words: Words) -> Optimised | None:
    if model.optimisation is None:
        return None
    option, table = model.optimisation.option, model.schedules["optimisation"]
    saves = model.optimisation.saving.value > 0
    dearer = (
        Named(step.key, words.label(table, row))
        for step, row in zip(model.optimisation.steps, table.rows, strict=False)
        if step.saving is not None and step.saving.value <= -CENT
    )
    return Optimised(option.id, option.name, saves, tuple(dearer))


def _delay_costs(model: Model) -> bool:
    """As the first of the tried delays tells."""
    key = Key("delays", 0, "month_costs")
    return key in model.figures and model.figures[key].value > 0


def _rival(model: Model, ranked: Sequence[OptionCost]) -> Rival | None:
    """None where one of the two cannot serve the load."""
    if not ranked or model.chosen.obstacle:
        return None
    best = ranked[0]
    if Key("choice", best.id) not in model.schedules:
        return None
    return Rival(best.id, best.name, hidden_of(model, best.id))


def _same_money(model: Model) -> Iterator[SameMoney]:
    for benefit in model.proposal.benefits:
        if benefit.replaces is not None and benefit.replaces != model.chosen.id:
            option = model.options[benefit.replaces]
            alike = is_bill_of(benefit, option)
            yield SameMoney(Named(benefit.path, benefit.item), _named(option), alike)


def _stretches(model: Model, numerals: Numerals) -> Iterator[Stretch]:
    for rate, months in model.load.workload.growth.stretches if model.load else ():
        yield Stretch(numerals.show(rate), "" if months is None else numerals.show(months))


def _unknown(model: Model) -> list[RequestKind]:
    """The kinds of request that nobody has classified."""
    mix = {} if model.load is None else model.load.workload.mix
    return [kind for kind in mix.values() if kind.complexity is None]


def _named(option: OptionCost) -> Named:
    return Named(option.id, option.name)


def _infeasible(model: Model) -> tuple[Infeasible, ...]:
    return tuple(
        Infeasible(option.id, option.name, option.obstacle)
        for option in model.options.values()
        if option.obstacle
    )


def _serves(option: OptionCost) -> bool:
    return not option.obstacle


def _uncached(model: Model) -> tuple[Named, ...]:
    stated = model.proposal.options
    return tuple(
        _named(option)
        for option in model.options.values()
        if getattr(stated[option.id], "optimisations", True) is False
    )


def _can_wait(model: Model) -> bool:
    share = None if model.load is None else model.load.workload.batch_share
    return share is not None and share.value > 0 and share.key in model.result_figures


def _ranked(options: Sequence[OptionCost]) -> list[OptionCost]:
    """Those that serve the load, by their cost."""
    return sorted(filter(_serves, options), key=lambda option: option.tco.value)


def _lives(model: Model, words: Words) -> Lives | None:
    stated, first = model.proposal, model.timings.months[1]
    able = [option for option in model.options.values() if option.kind != "status_quo"]
    months = {option.id: stated.go_live_of(option.id) for option in able}
    if all(month is stated.go_live for month in months.values()):
        return None
    named = {id: words.month(first if month is None else month) for id, month in months.items()}
    return Lives(
        options=tuple(Live(option.id, option.name, named[option.id]) for option in able),
        forgo=any(each.forgone is not None for each in model.worth.options.values()),
        bridge=any(option.transition is not None for option in able),
    )


def _waits(model: Model) -> bool:
    live = model.returns.live
    return live is not None and live.value > 1


def _ask(model: Model, numerals: Numerals) -> Ask:
    what, amount = model.proposal.approval.ask, asked_of(model)
    capitals = in_capitals(amount.value) if model.proposal.money.currency == "CNY" else ""
    signs = tuple(tier.at_least <= amount.value for tier in model.proposal.approval.routing)
    return Ask(what, amount.key, numerals.exact(amount), capitals, signs)


def _runs_at_times(model: Model) -> bool:
    """Whether any cost of the chosen option, or any benefit, is there for a part of the horizon only."""
    return "starts" in model.schedules


def _has_credits(option: OptionCost) -> bool:
    once = any(item.kind == "credit" for item in option.investments)
    return once or any(line.annual.value < 0 for line in option.running)


def _is_amount(figure: Figure, numerals: Numerals) -> bool:
    """Whether an amount is more than nothing as the document prints it."""
    return numerals.shown_value(figure.value) != 0
