"""Turns the places that say when the chosen option is live into doubts where they contradict each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.wording.saying import said

WEEKS_PER_YEAR = 52


def doubts_about_go_live(model: Model) -> Iterator[Doubt]:
    """The approval's weeks against the month of the model; the month of the model against the end of the plan."""
    proposal, go_live = model.proposal, model.proposal.go_live
    if model.chosen.kind == "status_quo":
        return
    live = 1 if go_live is None else int(go_live.value)
    stated = _said(model, live)
    weeks = proposal.approval.go_live_weeks
    if weeks is not None and live not in _months_after(weeks):
        expected = max(_months_after(weeks))
        message = said(
            "live after {weeks} weeks is month {expected}, but {stated}",
            weeks=weeks,
            expected=expected,
            stated=stated,
        )
        fix = said(
            "write {go_live}: {{go_live: {expected}}}, or other weeks",
            go_live=_place(go_live),
            expected=expected,
        )
        yield Doubt("W022", Key("approval", "go_live_weeks"), message, fix)
    phases = proposal.timeline
    if weeks is None and go_live is not None and phases:
        last = max(int(phase.weeks.rpartition("-")[2]) for phase in phases)
        if live > max(_months_after(last)):
            ends = max(_months_after(last))
            message = said(
                "the plan ends with week {last}, in month {ends} at the latest, but {stated}",
                last=last,
                ends=ends,
                stated=stated,
            )
            fix = said("make the plan longer, or the go-live earlier")
            yield Doubt("W022", Key("timeline", len(phases) - 1, "weeks"), message, fix)


def _said(model: Model, live: int) -> str:
    """What the model counts with, and where it says so."""
    month = model.proposal.go_live
    if month is None or month.source is None:
        return said("benefits begin with month {live}, as no horizon.go_live is given", live=live)
    return said(
        "{key} says month {live} ({place})", key=month.key, live=live, place=month.source.place
    )


def _place(go_live: Figure | None) -> str:
    """The section that states it."""
    return "horizon" if go_live is None else str(go_live.key.above)


def _months(weeks: int) -> float:
    return weeks * MONTHS_PER_YEAR / WEEKS_PER_YEAR


def _months_after(weeks: int) -> set[int]:
    """The month in which so many weeks have gone by, and the one after, the first whole one."""
    return {math.floor(_months(weeks)) + 1, math.ceil(_months(weeks)) + 1}
