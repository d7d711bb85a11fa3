"""Turns the benefits of a computed model into doubts: is one weighted twice, is it the cost of an option as well?"""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.engines.options import OptionCost
from generator.figures.key import Key
from generator.proposal.models.benefit import Benefit
from generator.wording.saying import said

NEARLY = 0.01
PAID_TODAY = ("status_quo", "cloud_api", "rented_gpu")


def doubts_about_benefits(model: Model) -> Iterator[Doubt]:
    """What is weighted twice, and what is counted as a cost too."""
    benefits = model.proposal.benefits
    for benefit in benefits:
        if _looks_weighted_twice(benefit, benefits):
            message = said(
                "'{item}' looks weighted already: it equals another line × its confidence",
                item=benefit.item,
            )
            fix = said("give the full amount, or say already_weighted: true")
            yield Doubt("W006", benefit.path / "monthly", message, fix)
        if benefit.kind != "replaced_cost" or benefit.monthly is None:
            continue
        for option in model.options.values():
            if (
                option is not model.chosen
                and benefit.replaces is None
                and _is_bill(benefit, option)
            ):
                message = said(
                    "'{item}' looks like the cost of option '{name}'",
                    item=benefit.item,
                    name=option.name,
                )
                fix = said(
                    "count it once, or say that the two are one sum: replaces: {id}", id=option.id
                )
                yield Doubt("W007", benefit.path / "monthly", message, fix)


def _is_bill(benefit: Benefit, option: OptionCost) -> bool:
    """Whether a replaced cost may be what somebody pays for the option today, by its amount or by what it rests on.

    Nobody pays yet for machines that are still to be bought: that an amount is near theirs is a coincidence.
    """
    assert benefit.monthly is not None
    amount, basis = benefit.monthly.value, benefit.basis or ""
    may_be_paid_today = option.kind in PAID_TODAY or not option.investments
    if may_be_paid_today and abs(option.monthly.value - amount) <= NEARLY * amount:
        return True
    bill = option.running[0].monthly.source if option.kind == "status_quo" else None
    names = [option.name, Key("options", option.id, ""), bill.note if bill is not None else ""]
    return any(name and name in basis for name in names)


def _looks_weighted_twice(benefit: Benefit, benefits: list[Benefit]) -> bool:
    if benefit.monthly is None or benefit.already_weighted or benefit.confidence.value == 1:
        return False
    return any(
        other is not benefit
        and other.monthly is not None
        and other.confidence.value < 1
        and benefit.monthly.value == other.monthly.value * other.confidence.value
        for other in benefits
    )
