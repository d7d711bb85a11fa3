"""Turns two models into the budget adjustment: each line as approved, its change, and as adjusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.compare.alignment import new_key
from generator.compare.causes import Cause
from generator.compare.comparison import Comparison
from generator.compare.sameness import is_same
from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.figures.key import Key

Line = tuple[Key, Figure]


@dataclass(frozen=True, eq=False)
class Adjusted:
    """A line. amount: names it; None for what no line holds, such as replacements. is_old, is_new: the other
    one lacks it.
    """

    amount: Figure | None
    approved: float
    adjusted: float
    is_old: bool = False
    is_new: bool = False

    @property
    def change(self) -> float:
        """(2) = (3) − (1)."""
        return self.adjusted - self.approved


@dataclass(frozen=True, eq=False)
class Group:
    """Lines and their total. key: of its words."""

    key: str
    lines: tuple[Adjusted, ...]
    total: Adjusted


def adjustment_of(comparison: Comparison) -> tuple[Group, ...]:
    """What is paid once, and what running costs over the horizon, for the chosen options; and both together."""
    groups = (
        _group("once", comparison, _once, lambda model: model.ownership.asked),
        _group("running", comparison, _running, lambda model: model.ownership.opex_total),
    )
    sums = [sum(getattr(group.total, end) for group in groups) for end in ("approved", "adjusted")]
    return (*groups, Group("both", (), Adjusted(None, *sums)))


def causes_of_adjustment(comparison: Comparison) -> tuple[Cause, ...]:
    """Those that move what is paid once or what running costs."""
    keys = ("capex.total", "capex.asked", "opex.total")
    return tuple(
        cause
        for cause in comparison.causes
        if any(not is_same(cause.before.get(key), cause.after.get(key)) for key in keys)
    )


def _group(
    key: str,
    comparison: Comparison,
    lines_of: Callable[[Model], Iterator[Line]],
    total_of: Callable[[Model], Figure],
) -> Group:
    before, after = list(lines_of(comparison.before)), list(lines_of(comparison.after))
    lines = list(_lines(comparison, before, after))
    old, new = total_of(comparison.before), total_of(comparison.after)
    total = Adjusted(new, old.value, new.value)
    rest = Adjusted(
        None,
        old.value - sum(line.approved for line in lines),
        new.value - sum(line.adjusted for line in lines),
    )
    if not is_same(rest.approved + old.value, old.value) or not is_same(
        rest.adjusted + new.value, new.value
    ):
        lines.append(rest)
    return Group(key, tuple(lines), total)


def _lines(
    comparison: Comparison, before: Sequence[Line], after: Sequence[Line]
) -> Iterator[Adjusted]:
    approved = {new_key(comparison.inputs.input, key): amount for key, amount in before}
    for key, amount in after:
        old = approved.pop(key, None)
        approved_amount = 0.0 if old is None else old.value
        yield Adjusted(amount, approved_amount, amount.value, is_new=old is None)
    gone = [amount for key, amount in before if new_key(comparison.inputs.input, key) is None]
    for amount in (*gone, *(amount for key, amount in approved.items() if key is not None)):
        yield Adjusted(amount, amount.value, 0.0, is_old=True)


def _once(model: Model) -> Iterator[Line]:
    for line in model.chosen.investments:
        yield line.key, line.amount


def _running(model: Model) -> Iterator[Line]:
    for line in model.chosen.running:
        yield line.key, line.total
