"""Turns a computed model into doubts: what an experienced reviewer would ask about, each at the input's place.

Thresholds are judgements of the field, not facts of a proposal: they decide only whether somebody is asked to look.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.engines.benefit_doubts import doubts_about_benefits
from generator.engines.capacity import Capacity
from generator.engines.ceiling import doubts_about_speed
from generator.engines.dates import doubts_about_dates
from generator.engines.doubt import Doubt
from generator.engines.hardware import Investment
from generator.engines.live_dates import doubts_about_go_live
from generator.engines.mix import tokens_of
from generator.engines.model import Model
from generator.engines.options import OptionCost
from generator.engines.ramps import doubts_about_ramps
from generator.engines.same_money import doubts_about_bills
from generator.engines.scenarios import idle_scenarios
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.engines.unasked import section_of, unasked_amounts
from generator.engines.unused import unused_names, unused_numbers
from generator.engines.use_doubts import doubts_about_use
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.models.costs import Hybrid, OnPremise
from generator.wording.saying import all_of, said

LOWEST_LABOUR_SHARE = 0.3
# Less than that is no difference.
CENT = 0.01
ROUGHLY = 0.05
LABOUR_WORDS = ("人力", "人工", "运维", "labour", "labor", "operations", "staff", "devops")


def doubts_about(model: Model, date: datetime.date) -> list[Doubt]:
    """All doubts, in the order of the document's parts. `date` is the document's."""
    return [
        *_about_labour(model),
        *doubts_about_use(model),
        *doubts_about_speed(model),
        *doubts_about_dates(model, date),
        *doubts_about_go_live(model),
        *doubts_about_ramps(model),
        *doubts_about_benefits(model),
        *doubts_about_bills(model),
        *_about_horizon(model),
        *_about_options(model),
        *_about_mix(model),
        *_about_routing(model),
        *_about_unused_numbers(model),
        *_about_scenarios(model),
        *_about_unasked_amounts(model),
    ]


def _about_unasked_amounts(model: Model) -> Iterator[Doubt]:
    """One doubt for each section of the file, with all that our defaults add to it."""
    currency = model.proposal.money.currency
    sections: dict[Key, list[Figure]] = {}
    for number in unasked_amounts(model):
        sections.setdefault(section_of(number), []).append(number)
    for section, numbers in sections.items():
        added = all_of([_amount(number, currency) for number in numbers])
        stated = ", ".join(f"{number.key.name}: …" for number in numbers)
        fix = said("state {stated}; 0 where there is none", stated=stated)
        yield Doubt(
            "W021", section, said("our defaults add what nobody stated: {added}", added=added), fix
        )


def _amount(number: Figure, currency: str) -> str:
    name, amount = number.key.name, f"{number.value:,.15g}"
    if not number.unit.startswith("money"):
        return f"{name} {amount}"
    amount = f"{amount} {currency}"
    if number.unit == "money/month":
        return said("{name} {amount} a month", name=name, amount=amount)
    if number.unit == "money/year":
        return said("{name} {amount} a year", name=name, amount=amount)
    return f"{name} {amount}"


def _about_unused_numbers(model: Model) -> Iterator[Doubt]:
    for number, removed in unused_numbers(model):
        message = said(
            "no result depends on {key}: whoever changes it moves nothing", key=number.key
        )
        fix = said("remove it, or add what makes use of it")
        if removed != number.key:
            fix = said("remove {section}, or add what makes use of it", section=removed)
        yield Doubt("W016", number.key, message, fix)


def doubts_about_names(model: Model) -> Iterator[Doubt]:
    """Names of the catalogue that bring nothing; the caller knows which of them the file states."""
    for path, is_outright in unused_names(model):
        message = said(
            "nothing reads {path}: no number that the name stands for is used", path=path
        )
        fix = said("remove it, or what is stated in the place of its numbers")
        if is_outright:
            fix = said("leave it: the numbers beside it count, whatever the name")
        yield Doubt("W016", path, message, fix)


def _about_scenarios(model: Model) -> Iterator[Doubt]:
    for id in idle_scenarios(model.proposal, model.result_figures):
        message = said(
            "scenario '{id}' moves nothing: every headline figure stays what it is", id=id
        )
        fix = said("change what the results depend on, or delete it")
        yield Doubt("W020", Key("scenarios", id), message, fix)


def _about_labour(model: Model) -> Iterator[Doubt]:
    option = model.proposal.chosen_option
    if isinstance(option, Hybrid):
        option = model.proposal.options[option.local]
    if not isinstance(option, OnPremise):
        return
    cost = model.options[str(option.path.name)]
    lines = [
        line
        for line in option.opex
        if line.is_labour or any(word in line.item.lower() for word in LABOUR_WORDS)
    ]
    if not lines:
        fix = said(
            "add an opex line with labour: {{hours: …, rate: …}}, or kind: labour to the one that pays people"
        )
        yield Doubt(
            "W002", option.path, said("no operations labour for machines of one's own"), fix
        )
        return
    paths = {line.path for line in lines}
    labour = sum(line.monthly.value for line in cost.running if line.key in paths)
    depreciation = sum(
        item.monthly_depreciation.value
        for item in cost.investments
        if item.monthly_depreciation is not None
    )
    if labour < depreciation * LOWEST_LABOUR_SHARE:
        message = said(
            "labour is {labour:,.0f} a month, under 30 % of {depreciation:,.0f} depreciation",
            labour=labour,
            depreciation=depreciation,
        )
        yield Doubt(
            "W003", lines[0].path, message, said("check the hours; 30 to 60 % or more is usual")
        )


def _about_horizon(model: Model) -> Iterator[Doubt]:
    years = model.proposal.horizon.years
    for item in model.chosen.investments:
        life = item.life_years
        if life is None or item.kind != "hardware":
            continue
        used = _years_of_use(item, years)
        if life.value < used:
            message = said(
                "'{label}' lasts {life:g} years and is used for {used:.3g}",
                label=item.label,
                life=life.value,
                used=used,
            )
            fix = said(
                "add replace: {{after_years: {life:g}}}, or shorten the horizon", life=life.value
            )
            yield Doubt("W008", item.key, message, fix)


def _years_of_use(item: Investment, years: int) -> float:
    """From its purchase until it is replaced, or else until the end of the horizon."""
    month = cycle = None
    if item.plan is not None:
        month, cycle = item.plan.month, item.plan.after_years
    left = years - (0 if month is None else month.value / MONTHS_PER_YEAR)
    return left if cycle is None else min(left, cycle.value)


def _about_options(model: Model) -> Iterator[Doubt]:
    if not any(option.kind == "status_quo" for option in model.options.values()):
        fix = said("add an option of kind status_quo with today's monthly bill")
        yield Doubt(
            "W009", Key("options"), said("there is no do-nothing option to compare with"), fix
        )
    for option in model.options.values():
        if option.capacity is not None and option.capacity.obstacle:
            code = "W011" if option is model.chosen else "W010"
            yield _about_capacity(code, option, option.capacity)
    if not model.chosen_by_file:
        message = said(
            "no option is chosen: '{name}' costs least in money of today", name=model.chosen.name
        )
        fix = said("add chosen: {id}, or the one that the money is asked for", id=model.chosen.id)
        yield Doubt("W024", Key("options"), message, fix)
    yield from _about_choice(model)


def _about_choice(model: Model) -> Iterator[Doubt]:
    """A dearer option may be the right one, but somebody must say why."""
    if model.proposal.chosen_because is not None or not model.chosen_by_file:
        return
    for option in model.options.values():
        gap, is_of_today = _cheaper_by(model, option)
        if gap > CENT and model.proposal.options[option.id].rejected_because is None:
            names = {"name": model.chosen.name, "other": option.name}
            amount = f"{gap:,.0f} {model.proposal.money.currency}"
            message = said("'{name}' costs {amount} more than '{other}'", amount=amount, **names)
            if is_of_today:
                message = said(
                    "'{name}' costs {amount} of today more than '{other}'", amount=amount, **names
                )
            fix = said(
                "say why in chosen_because: …, or in options.{id}.rejected_because: …", id=option.id
            )
            yield Doubt("W012", Key("chosen"), message, fix)


def _cheaper_by(model: Model, option: OptionCost) -> tuple[float, bool]:
    """By how much an option that serves the load as well is cheaper, and whether only in money of today."""
    worth = model.worth.options[option.id]
    if option.obstacle or worth.npv.reason is not None:
        return 0, False
    total = model.chosen.tco.value - option.tco.value
    if total > CENT:
        return total, False
    return worth.npv.value - model.returns.npv.value, True


def _about_capacity(code: str, option: OptionCost, capacity: Capacity) -> Doubt:
    """An option that cannot serve the load is no alternative, however cheap."""
    if capacity.obstacle == "memory":
        memory = capacity.memory
        lack = said(
            "needs {needed:.1f} GB of memory, a unit has {available:g}",
            needed=memory.needed.value,
            available=memory.available.value,
        )
        fix = said("choose a smaller model or quantisation, less context, or more cards in a unit")
    elif capacity.obstacle == "latency":
        lack = said("does not keep least_speed or longest_wait, however few requests run at a time")
        fix = said(
            "choose a faster card, more cards in a unit or a smaller model, or relax the limit"
        )
    else:
        lack = said(
            "needs {units_needed:g} units at the peak",
            units_needed=capacity.throughput.units_needed.value,
        )
        fix = said("add units, or choose a faster card or a smaller model")
    return Doubt(
        code, Key("options", option.id), said("'{name}' {lack}", name=option.name, lack=lack), fix
    )


def _about_mix(model: Model) -> Iterator[Doubt]:
    """Kinds of request that nobody has classified, and answers that are not as long as the workload says."""
    workload = model.proposal.workload
    if workload is None or not workload.mix:
        return
    for kind in workload.mix.values():
        if kind.complexity is None:
            message = said(
                "'{task}' is no common task: it counts as of complexity {level}",
                task=kind.task,
                level=kind.level,
            )
            fix = said("add complexity: 1 for what takes little thought … 4 for the hardest")
            yield Doubt("W013", kind.path, message, fix)
    mean = sum(kind.share.value * tokens_of(kind, workload).value for kind in workload.mix.values())
    stated = workload.output_tokens.value
    if abs(mean - stated) > ROUGHLY * stated:
        message = said(
            "answers of the mix have {mean:,.0f} tokens on average, the workload {stated:,.0f}",
            mean=mean,
            stated=stated,
        )
        yield Doubt("W015", Key("workload", "mix"), message, said("make output_tokens agree"))


def _about_routing(model: Model) -> Iterator[Doubt]:
    """A stated local share wins over the rules; somebody should know when they differ."""
    optimisation, option = model.optimisation, model.proposal.options[model.proposal.optimised]
    if optimisation is None or optimisation.routing is None or not isinstance(option, Hybrid):
        return
    by_rules, stated = optimisation.routing.local_share.value, option.local_share
    by_default = stated.source is not None and stated.source.kind == "default"
    if not by_default and abs(by_rules - stated.value) > ROUGHLY:
        message = said(
            "the rules keep {by_rules:.1%} local, but local_share is {stated:.1%}",
            by_rules=by_rules,
            stated=stated.value,
        )
        fix = said("correct the mix or the rules, or leave local_share out to go by the rules")
        yield Doubt("W014", stated.key, message, fix)
