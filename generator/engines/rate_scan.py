"""Turns a flow of money into the number of rates of return that it has: how often its present value changes sign.

Norstrøm (1972) and Soper (1959) say of some flows that they have one rate; of a flow with replacements and later
outlays they are often silent. So the roots are counted: the present value is tried at rising yearly rates, 3 % of
growth apart about zero, further apart towards −95 % and 1,700 %. What happens above is known from the first outlay;
what happens below, where an outlay in the last month makes a rate of its own, nobody asks. Two rates between
neighbouring trials are missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from generator.engines.timeline import MONTHS_PER_YEAR
from generator.figures.expression import Constant, Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    count,
    net_present_value,
    sum_of,
    where,
)
from generator.figures.key import Key, Numbered
from generator.figures.schedule import Column, Row, Schedule, label_column

TRIALS = 36


@dataclass(frozen=True)
class RateScan:
    """turns: how many rates make the flow worth nothing. trials, rates: what was tried."""

    turns: Figure
    trials: tuple[Figure, ...]
    rates: tuple[Figure, ...]
    schedule: Schedule


def scan(flow: Sequence[Figure], after: str = "", like: RateScan | None = None) -> RateScan:
    """The present value of a monthly flow, tried at one rate after the other.

    after: what is taken off the flow, where another one was tried before. like: how that was.
    """
    trials = tuple(_numbered(TRIALS)) if like is None else like.trials
    rates = tuple(_named("rate", trial, "ratio", _rate(trial, trials)) for trial in trials)
    rates = rates if like is None else like.rates
    worth = [net_present_value(rate, flow) for rate in rates]
    turns = tuple(
        _named(_behind("turn", after), trial, "count", where(lower * upper < 0, 1, 0))
        for trial, (lower, upper) in zip(trials[:-1], pairwise(worth), strict=True)
    )
    key = Key("return", _behind("irr_count", after))
    turned = figure(key, "count", _count(turns, worth[-1], flow[0]))
    columns = (
        label_column("trial"),
        *([] if like else [Column("trial_number", "count"), Column("rate", "ratio")]),
        Column("turn", "count"),
    )
    rows = tuple(
        Row(
            trial.key,
            (*([] if like else [trial, rate]), turn),
            label=f"{trial.value:g}",
            kind="working",
            whole=True,
        )
        for trial, rate, turn in zip_longest(trials, rates, turns)
    )
    schedule = Schedule(_behind("rate_scan", after), columns, rows if like is None else rows[:-1])
    return RateScan(turned, trials, rates, schedule)


def _behind(name: str, after: str) -> str:
    return f"{name}_{after}" if after else name


def _numbered(trials: int) -> Iterator[Figure]:
    number: Expression = Constant(1)
    for trial in range(1, trials + 1):
        last = figure(Key("rate_scan", Numbered("trial", trial)), "count", number)
        yield last
        number = last + 1


def _named(name: str, trial: Figure, unit: str, definition: Expression) -> Figure:
    return figure(Key("rate_scan", name, trial.key.name), unit, definition)


def _rate(trial: Figure, trials: Sequence[Figure]) -> Expression:
    """A month's; the middle of the trials is zero, which is none of them: many a flow is worth nothing just there."""
    step = trial - (count(trials) + 1) / 2
    return Constant(2) ** (step * (1 + (step / 8) ** 2) / 24 / MONTHS_PER_YEAR) - 1


def _count(turns: Sequence[Figure], highest: Expression, outlay: Figure) -> Expression:
    """The turns, 1 each, where the flow gains at one of two neighbouring rates and loses at the other.

    And above the last rate, where in the end the first outlay outweighs all. highest: what the flow is worth there.
    """
    return sum_of(turns) + where(both(outlay < 0, highest > 0), 1, 0)
