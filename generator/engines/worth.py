"""Turns each option's cost by month into what it is worth today, so that all are compared on equal terms.

Money of later months is discounted as in the cash flow. Every option has the same benefits, so that what one costs more
today is what its choice loses. Today's bill until the go-live counts in each option's cost, as in its total; what an
option with another go-live than the chosen one forgoes besides counts beside its cost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.engines.break_even import BreakEven, BreakEvens, Line
from generator.engines.cash_flow import CashFlow
from generator.engines.crossing import told
from generator.engines.even_months import Meeting
from generator.engines.options import OptionCost
from generator.engines.own_go_live import OwnBenefits
from generator.engines.ranking import comparable, saving_against, where_feasible
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    greatest_of,
    if_error,
    maximum,
    product_sum,
    running_sum,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, alone, label_column, list_of


@dataclass(frozen=True, kw_only=True)
class OptionWorth:
    """An option in money of today. difference: what it costs more than the chosen one.

    forgone: the benefits that it brings less than the chosen one, as it goes live at another time, beyond today's bill
    until then, which its cost holds; None where both go live together. counted: the option with its present value, and
    what it forgoes, in the place of its total. even: the month in which the chosen one has
    caught up; discounted: the same in money of today; none of the chosen one itself.
    """

    counted: OptionCost
    present_value: Figure
    annual_cost: Figure
    npv: Figure
    difference: Figure
    forgone: Figure | None = None
    even: Figure | None = None
    discounted: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class Worth:
    """All options by id. choice: what the choice is worth, against the best of those that bring the same benefits.

    Where none does, against all others by cost alone. unexplained: what it is worth against those that bring the
    same benefits and nothing speaks against; None where there are none. against: all that it is measured against, in
    money of today; best: the least dear of those that serve the load.
    """

    options: Mapping[str, OptionWorth]
    choice: Figure
    unexplained: Figure | None
    against: tuple[OptionCost, ...]
    best: OptionCost | None
    schedules: tuple[Schedule, ...]

    @property
    def meetings(self) -> dict[str, Meeting]:
        """When the chosen option has cost no more than each other one, by its id."""
        return {
            id: Meeting(month=each.even, discounted=each.discounted, difference=each.difference)
            for id, each in self.options.items()
            if each.even is not None and each.discounted is not None
        }


@dataclass(frozen=True)
class Rivals:
    """Whom the choice is measured against.

    bringing: the ids of those that bring the same benefits, the chosen one among them. rejected: why others are not
    chosen, by id. explained: whether somebody says why the chosen one is.
    """

    bringing: Collection[str]
    rejected: Mapping[str, str]
    explained: bool

    def besides(self, chosen: str, options: Collection[str]) -> set[str]:
        """Those that bring the same benefits, or else all others."""
        return {*self.bringing} - {chosen} or {*options} - {chosen}

    def unexplained(self, chosen: str) -> set[str]:
        """Those that nothing speaks against."""
        return set() if self.explained else {*self.bringing} - {chosen, *self.rejected}


@dataclass(frozen=True)
class Today:
    """What makes money of a month worth money of today."""

    months: Line
    factors: Line

    def value_of(self, line: Line) -> Expression:
        """Of what all months cost or bring."""
        return product_sum(line, self.factors)


@dataclass(frozen=True)
class Brought:
    """What the chosen option brings, in money of today and by month, and others that go live at another time, by id."""

    npv: Figure
    flow: CashFlow
    others: Mapping[str, OwnBenefits]

    @property
    def benefits(self) -> Line:
        """Those of the chosen option, by month."""
        return self.flow.parts["benefits"]


@dataclass(frozen=True)
class Valued:
    """An option, counted with its present value and what it forgoes; both of these."""

    option: OptionCost
    present: Figure
    forgone: Figure | None = None


def worth_of(
    chosen: OptionCost,
    options: Mapping[str, OptionCost],
    break_evens: BreakEvens,
    today: Today,
    *,
    brought: Brought,
    rivals: Rivals,
) -> Worth:
    """All options in money of today."""
    valued = _in_money_of_today(chosen, options, break_evens.spent, today, brought)
    counted = {id: each.option for id, each in valued.items()}
    points = {point.id: point for point in break_evens.alternatives}
    crossings = {id: _Crossing(chosen, options[id], break_evens, today) for id in points}
    found = {
        id: _worth(
            each,
            valued[chosen.id],
            today,
            brought.npv if id in rivals.bringing else None,
            points.get(id),
            crossings.get(id),
        )
        for id, each in valued.items()
    }
    listed, others = list(counted.values()), rivals.besides(chosen.id, options)
    against = tuple(option for option in listed if option.id in others)
    choice = figure(Key("choice_worth"), "money", _choice(listed, chosen.id, others))
    unexplained = _unexplained(listed, chosen.id, choice, rivals, others)
    rows = [row for own in brought.others.values() for row in own.workings]
    rows += [row for crossing in crossings.values() for row in crossing.rows()]
    by_month = Schedule("worth_by_month", period_columns(today.months, "", "month"), tuple(rows))
    others_left = [] if unexplained is None or unexplained is choice else [unexplained]
    shown = (*_headline(choice, counted[chosen.id].tco), *others_left)
    headline = list_of("worth_of_choice", map(alone, shown), of="measure")
    return Worth(
        options=found,
        choice=choice,
        unexplained=unexplained,
        against=against,
        best=_best(against),
        schedules=(
            *(own.schedule for own in brought.others.values()),
            *([by_month] if rows else []),
            _table(found, rivals.rejected),
            headline,
        ),
    )


def _in_money_of_today(
    chosen: OptionCost,
    options: Mapping[str, OptionCost],
    spent: Mapping[str, Line],
    today: Today,
    brought: Brought,
) -> dict[str, Valued]:
    """The options with their present values, and what they forgo, in the place of their totals."""
    present = {
        id: figure(
            Key("options", id, "present_value"), "money", today.value_of(spent[id]), option.name
        )
        for id, option in options.items()
    }
    forgone = {
        id: figure(
            Key("options", id, "forgone_benefits"),
            "money",
            _forgone(chosen, options[id], own.months, today, brought),
            options[id].name,
        )
        for id, own in brought.others.items()
    }
    totals = {
        id: _with_forgone(option, present[id], forgone.get(id)) if forgone else present[id]
        for id, option in options.items()
    }
    worth = {
        id: replace(option, tco=totals[id], comparable=totals[id]) for id, option in options.items()
    }
    return {
        id: Valued(option, present[id], forgone.get(id))
        for id, option in comparable(worth, "present_counted").items()
    }


def _forgone(
    chosen: OptionCost, option: OptionCost, own: Line, today: Today, brought: Brought
) -> Expression:
    """What the chosen one brings more, less what today's bill costs the option more."""
    less = today.value_of(brought.benefits) - today.value_of(own)
    if option.transition is not None:
        less = less - today.value_of(option.transition.months)
    return less if chosen.transition is None else less + today.value_of(chosen.transition.months)


def _with_forgone(option: OptionCost, present: Figure, forgone: Figure | None) -> Figure:
    together = present * 1 if forgone is None else present + forgone
    return figure(Key("options", option.id, "present_with_forgone"), "money", together, option.name)


def _worth(
    valued: Valued,
    chosen: Valued,
    today: Today,
    npv: Figure | None,
    point: BreakEven | None,
    crossing: _Crossing | None,
) -> OptionWorth:
    option, present, forgone = valued.option, valued.present, valued.forgone
    key = Key("options", option.id)
    difference = figure(key / "present_difference", "money", present - chosen.present, option.name)
    own: Expression = Missing("no_such_benefits")
    if npv is not None:
        own = npv - difference if forgone is None else npv - difference - forgone
    annual = MONTHS_PER_YEAR * present / sum_of(today.factors[1:])
    return OptionWorth(
        counted=option,
        present_value=present,
        annual_cost=figure(key / "equivalent_annual_cost", "money/year", annual, option.name),
        npv=figure(key / "npv", "money", own, option.name),
        difference=difference,
        forgone=forgone,
        even=None if point is None else point.month,
        discounted=None if crossing is None else crossing.month,
    )


def _headline(choice: Figure, own: Figure) -> tuple[Figure, ...]:
    """What the choice is worth and what it costs, one of them nothing, and both as shares of the best other's cost."""
    premium = figure(Key("choice_premium"), "money", if_error(maximum(-choice, 0), choice))
    shares = (
        figure(Key(f"{part.key}_share"), "ratio", if_error(part / (own + choice), part))
        for part in (choice, premium)
    )
    return choice, premium, *shares


def _unexplained(
    options: Sequence[OptionCost], chosen: str, choice: Figure, rivals: Rivals, others: set[str]
) -> Figure | None:
    left = rivals.unexplained(chosen)
    if not left:
        return None
    if left == others:
        return choice
    return figure(Key("choice_worth_unexplained"), "money", _choice(options, chosen, left))


def _best(others: Iterable[OptionCost]) -> OptionCost | None:
    able = [option for option in others if not option.obstacle]
    return min(able, key=lambda option: option.tco.value, default=None)


def _choice(options: Sequence[OptionCost], chosen: str, rivals: Collection[str]) -> Expression:
    """Against the least present value among others, which stand in groups one below the other."""
    runs = groupby(options, lambda option: option.id != chosen and option.id in rivals)
    groups = [list(group) for is_rival, group in runs if is_rival]
    own = next(option.tco for option in options if option.id == chosen)
    return saving_against(groups, own, "no_alternative")


class _Crossing:
    """From when on the chosen option has cost no more than another one in money of today, and its workings."""

    def __init__(
        self, chosen: OptionCost, other: OptionCost, found: BreakEvens, today: Today
    ) -> None:
        self.other, key = other, Key("break_even", other.id)
        own, others = found.spent[chosen.id], found.spent[other.id]
        self.step = tuple(
            figure(key / "present_step" / month.key.name, "money", (b - a) * factor, other.name)
            for month, a, b, factor in zip(today.months, own, others, today.factors, strict=True)
        )
        self.moments = tuple(
            figure(
                key / "present_moment" / month.key.name,
                "month",
                _moment(month, self.step[: index + 1]),
                other.name,
            )
            for index, month in enumerate(today.months)
        )
        never = Missing("never_within_horizon")
        month = where(told(sum_of(self.step)) < 0, never, greatest_of(self.moments))
        definition = where_feasible(month, chosen, other)
        self.month = figure(key / "discounted_month", "month", definition, other.name)

    def rows(self) -> Iterator[Row]:
        for name, line, unit in (
            ("present_step", self.step, "money"),
            ("present_moment", self.moments, "month"),
        ):
            cells = (None, *line)
            yield Row(Key(self.other.id, name), cells, self.other.name, kind="working", unit=unit)


def _moment(month: Figure, steps: Line) -> Expression:
    """Within a month that makes up the balance; 0 in any other."""
    balance, step = running_sum(steps), steps[-1]
    reached = both(balance >= 0, balance <= step)
    return where(both(step > 0, reached), maximum(month - balance / step, 0), 0)


def _table(found: Mapping[str, OptionWorth], rejected: Mapping[str, str]) -> Schedule:
    """rejected: why an option is not chosen, by id."""
    asked = any(each.counted.capacity is not None for each in found.values())
    compared = len(found) > 1
    apart = any(each.forgone is not None for each in found.values())
    columns = (
        label_column("option"),
        Column("present_value", "money", role="total"),
        Column("equivalent_annual_cost", "money/year"),
        Column("option_npv", "money"),
        Column("present_difference", "money"),
        *(
            [Column("break_even_month", "month"), Column("discounted_month", "month")]
            if compared
            else []
        ),
        *(
            [Column("forgone_benefits", "money"), Column("present_with_forgone", "money")]
            if apart
            else []
        ),
        *([Column("present_counted", "money")] if asked else []),
        *([Column("rejected_because", role="text")] if rejected else []),
    )
    rows = tuple(
        Row(
            Key("worth", id),
            (
                each.present_value,
                each.annual_cost,
                each.npv,
                each.difference,
                *([each.even, each.discounted] if compared else []),
                *([each.forgone, each.counted.tco] if apart else []),
                *([each.counted.comparable] if asked else []),
                *([rejected.get(id, "")] if rejected else []),
            ),
            label=each.counted.name,
            whole=True,
            kind="memo",
        )
        for id, each in found.items()
    )
    return Schedule("worth", columns, rows)
