"""Turns each option's cost by month into what it is worth today, so that all are compared on equal terms.

Money of later months is discounted as in the cash flow. Every option has the same benefits, so that what one costs more
today is what its choice loses. Today's bill until the go-live counts in each option's cost, as in its total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.engines.break_even import BreakEven, BreakEvens, Line
from generator.engines.options import OptionCost
from generator.engines.ranking import comparable, saving_against, where_feasible
from generator.engines.timeline import MONTHS_PER_YEAR, period_columns
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    both,
    count,
    if_error,
    least_of,
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

    counted: the option with its present value in the place of its total. even: the month in which the chosen one has
    caught up; discounted: the same in money of today; none of the chosen one itself.
    """

    counted: OptionCost
    present_value: Figure
    annual_cost: Figure
    npv: Figure
    difference: Figure
    even: Figure | None = None
    discounted: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class Worth:
    """All options by id. choice: what the choice is worth, against the best of those that bring the same benefits.

    Where none does, against all others by cost alone. unexplained: what it is worth against those that bring the
    same benefits and nothing speaks against; None where there are none. best: the least dear today of those that it
    is measured against and that serve the load.
    """

    options: Mapping[str, OptionWorth]
    choice: Figure
    unexplained: Figure | None
    best: OptionCost | None
    schedules: tuple[Schedule, ...]


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

    def value_of(self, spent: Line) -> Expression:
        """Of what all months cost."""
        return product_sum(spent, self.factors)


def worth_of(
    chosen: OptionCost,
    options: Mapping[str, OptionCost],
    break_evens: BreakEvens,
    today: Today,
    *,
    npv: Figure,
    rivals: Rivals,
) -> Worth:
    """npv: of the chosen option."""
    counted = _in_money_of_today(options, break_evens.spent, today)
    points = {point.id: point for point in break_evens.alternatives}
    crossings = {id: _Crossing(chosen, options[id], break_evens, today) for id in points}
    found = {
        id: _worth(
            option,
            counted[chosen.id],
            today,
            npv if id in rivals.bringing else None,
            points.get(id),
            crossings.get(id),
        )
        for id, option in counted.items()
    }
    listed, others = list(counted.values()), rivals.besides(chosen.id, options)
    choice = figure(Key("choice_worth"), "money", _choice(listed, chosen.id, others))
    unexplained = _unexplained(listed, chosen.id, choice, rivals, others)
    rows = [row for crossing in crossings.values() for row in crossing.rows()]
    by_month = Schedule("worth_by_month", period_columns(today.months, "", "month"), tuple(rows))
    others_left = [] if unexplained is None or unexplained is choice else [unexplained]
    shown = (*_headline(choice, counted[chosen.id].tco), *others_left)
    headline = list_of("worth_of_choice", map(alone, shown), of="measure")
    return Worth(
        options=found,
        choice=choice,
        unexplained=unexplained,
        best=_best(option for option in listed if option.id in others),
        schedules=(*([by_month] if rows else []), _table(found, rivals.rejected), headline),
    )


def _in_money_of_today(
    options: Mapping[str, OptionCost], spent: Mapping[str, Line], today: Today
) -> dict[str, OptionCost]:
    """The options with their present values in the place of their totals."""
    present = {
        id: figure(
            Key("options", id, "present_value"), "money", today.value_of(spent[id]), option.name
        )
        for id, option in options.items()
    }
    worth = {
        id: replace(option, tco=present[id], comparable=present[id])
        for id, option in options.items()
    }
    return comparable(worth, "present_counted")


def _worth(
    option: OptionCost,
    chosen: OptionCost,
    today: Today,
    npv: Figure | None,
    point: BreakEven | None,
    crossing: _Crossing | None,
) -> OptionWorth:
    key = Key("options", option.id)
    difference = figure(key / "present_difference", "money", option.tco - chosen.tco, option.name)
    own = Missing("no_such_benefits") if npv is None else npv - difference
    annual = MONTHS_PER_YEAR * option.tco / sum_of(today.factors[1:])
    return OptionWorth(
        counted=option,
        present_value=option.tco,
        annual_cost=figure(key / "equivalent_annual_cost", "money/year", annual, option.name),
        npv=figure(key / "npv", "money", own, option.name),
        difference=difference,
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
    able = [option for option in others if option.capacity is None or not option.capacity.obstacle]
    return min(able, key=lambda option: option.tco.value, default=None)


def _choice(options: Sequence[OptionCost], chosen: str, rivals: Collection[str]) -> Expression:
    """Against the least present value among others, which stand in groups one below the other."""
    runs = groupby(options, lambda option: option.id != chosen and option.id in rivals)
    groups = [list(group) for is_rival, group in runs if is_rival]
    own = next(option.tco for option in options if option.id == chosen)
    return saving_against(groups, own, "no_alternative")


class _Crossing:
    """The first month in which the chosen option has caught up with another one in money of today, and its workings."""

    def __init__(
        self, chosen: OptionCost, other: OptionCost, found: BreakEvens, today: Today
    ) -> None:
        self.other, key = other, Key("break_even", other.id)
        own, others = found.spent[chosen.id], found.spent[other.id]
        self.step = tuple(
            figure(key / "present_step" / month.key.name, "money", (b - a) * factor, other.name)
            for month, a, b, factor in zip(today.months, own, others, today.factors, strict=True)
        )
        later = count(today.months)
        self.moments = tuple(
            figure(
                key / "present_moment" / month.key.name,
                "month",
                _moment(month, self.step[: index + 1], later),
                other.name,
            )
            for index, month in enumerate(today.months)
        )
        first = least_of(self.moments)
        never = Missing("never_within_horizon")
        month = where(first > today.months[-1], never, first)
        definition = where_feasible(month, chosen, other)
        self.month = figure(key / "discounted_month", "month", definition, other.name)

    def rows(self) -> Iterator[Row]:
        for name, line, unit in (
            ("present_step", self.step, "money"),
            ("present_moment", self.moments, "month"),
        ):
            cells = (None, *line)
            yield Row(Key(self.other.id, name), cells, self.other.name, kind="working", unit=unit)


def _moment(month: Figure, steps: Line, later: Expression) -> Expression:
    """Within a month that makes up the balance; `later` than all months in any other."""
    balance, step = running_sum(steps), steps[-1]
    reached = both(balance >= 0, balance <= step)
    return where(both(step > 0, reached), maximum(month - balance / step, 0), later)


def _table(found: Mapping[str, OptionWorth], rejected: Mapping[str, str]) -> Schedule:
    """rejected: why an option is not chosen, by id."""
    asked = any(each.counted.capacity is not None for each in found.values())
    compared = len(found) > 1
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
