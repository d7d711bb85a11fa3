"""Turns the steps of a plan and the risks into chart statements: the document alone draws them, no sheet holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.packet.charts import Chart, Mark, Series
from generator.packet.numerals import LEVEL, LEVELS, Numerals
from generator.packet.quotes import filled
from generator.packet.words import Words
from generator.proposal.models.proposal import Proposal

# Fewer risks are read faster in their table.
FEWEST_RISKS = 6


def plan_charts(model: Model, words: Words, numerals: Numerals) -> Iterator[Chart]:
    """The steps in weeks with the go-live, and from six risks on how likely and grave each is."""
    proposal = model.proposal
    if proposal.timeline:
        yield _plan(proposal, words)
    if len(proposal.risks) >= FEWEST_RISKS:
        names = [filled(risk.risk, model.figures, numerals) for risk in proposal.risks]
        yield _risks(proposal, names, words)


def _plan(proposal: Proposal, words: Words) -> Chart:
    spans = [phase.span for phase in proposal.timeline]
    ends = {"first_week": [first for first, _ in spans], "last_week": [last for _, last in spans]}
    live = proposal.approval.go_live_weeks
    return Chart(
        key="plan",
        kind="plan",
        title=words.word("charts", "plan"),
        table="",
        along=words.unit("week"),
        categories=tuple(phase.phase for phase in proposal.timeline),
        series=tuple(
            Series(words.word("charts", name), _numbers(name, "week", weeks))
            for name, weeks in ends.items()
        ),
        marks=()
        if live is None
        else (
            Mark(
                _number("live", "week", live), words.word("charts", "live_week").format(week=live)
            ),
        ),
    )


def _risks(proposal: Proposal, names: Sequence[str], words: Words) -> Chart:
    levels = {
        name: [LEVELS.index(getattr(risk, name)) + 1 for risk in proposal.risks]
        for name in ("likelihood", "impact")
    }
    return Chart(
        key="risks",
        kind="matrix",
        title=words.word("charts", "risks"),
        table="",
        along=words.word("charts", "likelihood"),
        categories=tuple(names),
        series=tuple(
            Series(words.word("charts", name), _numbers(name, LEVEL, each))
            for name, each in levels.items()
        ),
    )


def _numbers(name: str, unit: str, values: list[int]) -> tuple[Figure, ...]:
    return tuple(_number(f"{name}_{at}", unit, value) for at, value in enumerate(values))


def _number(name: str, unit: str, value: int) -> Figure:
    return Figure(Key("drawn", name), unit, None, value=value)
