"""Turns the measures of return into one of three recommendations."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engines.model import Model
from generator.figures.figure import Figure

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
    returns, capacity = model.returns, model.chosen.capacity
    serves = capacity is None or not capacity.obstacle
    key = verdict_of(returns.npv, returns.roi, serves)
    return Verdict(key, pays_back=returns.payback_months.reason is None)


def verdict_of(net_present_value: Figure, roi: Figure, serves: bool) -> str:
    """The same of an option's measures. serves: whether it serves the load."""
    if net_present_value.value < 0 or not serves:
        return "reject"
    if roi.reason is not None or roi.value <= RECOMMENDED_ROI:
        return "assess"
    return "recommend"
