"""Turns a workbook into the findings of every rule; lists the rules for whoever wants to read them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import NamedTuple

from generator.audit.finding import Finding
from generator.audit.model_review import (
    appearance,
    checks,
    exchange,
    flow,
    inputs,
    plain_formulas,
    printing,
    recalculation,
    structure,
    sums,
    time_axis,
)
from generator.audit.model_review.model import Model
from generator.audit.model_review.spots import Spot, findings_of
from generator.audit.values import Address, Value
from generator.audit.xlsx.book import Book

GROUPS: tuple[ModuleType, ...] = (
    structure,
    time_axis,
    flow,
    plain_formulas,
    sums,
    checks,
    inputs,
    appearance,
    recalculation,
    exchange,
    printing,
)


class Rule(NamedTuple):
    """code: how findings name it; group: what it belongs to; fault: what is wrong; reason: why, where that is said."""

    code: str
    group: str
    fault: str
    reason: str
    check: Callable[[Model], Iterator[Spot]]


@cache
def rules() -> tuple[Rule, ...]:
    """All of them, in the order of their findings."""
    return tuple(_rule(group, check) for group in GROUPS for check in group.RULES)


def _rule(group: ModuleType, check: Callable[[Model], Iterator[Spot]]) -> Rule:
    fault, _, reason = inspect.cleandoc(check.__doc__ or "").partition("\n\n")
    # A module's name is its title where Python runs without docstrings.
    title = group.__doc__ or group.__name__
    return Rule(check.__name__, title, fault, " ".join(reason.split()), check)


def review(book: Book, recalculated: Mapping[Address, Value] | None = None) -> list[Finding]:
    """Every rule that the workbook breaks, and where.

    `recalculated` is what another engine computes for its formulas; without it, nothing is said about values that are
    wrong or circular.
    """
    return review_model(Model(book, recalculated))


def review_model(model: Model) -> list[Finding]:
    """The same of a workbook that is a model already."""
    return [finding for rule in rules() for finding in findings_of(rule.code, rule.check(model))]
