"""Turns the measures of return into one of three recommendations."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.model import Model

RECOMMENDED_ROI = 0.5


@dataclass(frozen=True)
class Verdict:
    """`key` names the words: recommend, assess, reject. `pays_back`: whether the outlay is recovered in the horizon."""

    key: str
    pays_back: bool


def judge(model: Model) -> Verdict:
    """ROI over the horizon above 50 %: recommend; NPV below zero: not as it is; anything between: assess further.

    An option that cannot serve the load is not recommended, whatever it returns.
    """
    returns = model.returns
    pays_back = returns.payback_months.reason is None
    capacity = model.chosen.capacity
    if returns.npv.value < 0 or (capacity is not None and capacity.obstacle):
        return Verdict("reject", pays_back)
    if returns.roi.reason is not None or returns.roi.value <= RECOMMENDED_ROI:
        return Verdict("assess", pays_back)
    return Verdict("recommend", pays_back)
