"""Turns a proposal's models into the limits of its stated numbers, as the workbook's input cells enforce them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_args

from generator.figures.figure import Figure
from generator.proposal.fields import Quantity
from generator.proposal.section import Section

# What a spreadsheet is told where a field sets no bound; and where it excludes 0, as Excel has no "more than" together
# with "at most".
LARGEST = 1e30
SMALLEST = 1e-30


@dataclass(frozen=True, slots=True)
class Limits:
    """What a stated number may be, in its own unit; None where it is not bound.

    above: excludes its own value. choices: the only values allowed, where there are any. whole: fractions are excluded.
    decided: it is no assumption that may turn out otherwise. together: it makes a whole with others.
    """

    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    choices: tuple[float, ...] = ()
    whole: bool = False
    decided: bool = False
    together: bool = False

    @property
    def least(self) -> float:
        """The smallest number that a spreadsheet may accept."""
        if self.choices:
            return min(self.choices)
        if self.above is not None:
            return self.above + SMALLEST
        return -LARGEST if self.minimum is None else self.minimum

    @property
    def most(self) -> float:
        """The largest."""
        if self.choices:
            return max(self.choices)
        return LARGEST if self.maximum is None else self.maximum


def limits_of(section: Section) -> dict[str, Limits]:
    """The limits of every stated number below a section, by the number's key."""
    return {key: limits for key, (_, limits) in numbers_of(section).items()}


def numbers_of(section: Section) -> dict[str, tuple[Figure, Limits]]:
    """Every stated number below a section with its limits, by key, in the order of the models."""
    return {number.key: (number, limits) for number, limits in _numbers(section, Limits())}


def sections_of(value: Any) -> Iterator[Section]:
    """A section and all below it."""
    if isinstance(value, Section):
        yield value
        for name in type(value).model_fields:
            yield from sections_of(getattr(value, name))
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from sections_of(item)


def _numbers(value: Any, limits: Limits, whole: bool = False) -> Iterator[tuple[Figure, Limits]]:
    """limits: of the field that holds the value. whole: it stands below a field of what comes whole."""
    if isinstance(value, Figure):
        yield value, limits
    elif isinstance(value, Section):
        model = type(value)
        for name in model.model_fields:
            is_whole = whole or value.comes_whole(name)
            yield from _numbers(getattr(value, name), _limits_of(model, name, is_whole), is_whole)
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item, limits, whole)


@cache
def _limits_of(model: type[Section], name: str, whole: bool) -> Limits:
    """Those of a field."""
    field = model.model_fields[name]
    limits = _stated_limits((field.annotation, *field.metadata))
    return replace(limits, whole=True) if whole else limits


def _stated_limits(marks: tuple[Any, ...]) -> Limits:
    """The Quantity among a field's marks, wherever `Annotated[…] | None` has put it."""
    for mark in marks:
        if isinstance(mark, Quantity):
            return Limits(
                mark.minimum,
                mark.above,
                mark.maximum,
                tuple(mark.choices),
                mark.whole,
                mark.decided,
                mark.together,
            )
    inner = tuple(part for mark in marks for part in get_args(mark))
    return _stated_limits(inner) if inner else Limits()
