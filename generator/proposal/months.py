"""Turns a month's name, 2027-07, into its number in the horizon, whose first month has the number 1."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from generator.figures.figure import Figure, stated
from generator.proposal.calendar_month import CalendarMonth
from generator.proposal.characters import shortened
from generator.proposal.context import context_of, problem
from generator.proposal.fields import Plain, Quantity, single
from generator.proposal.nodes import MappingNode, Node, Scalar
from generator.wording.saying import said

NAMED = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])")
DATED = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")
NAMED_SCHEMA = {"type": "string", "pattern": f"^{NAMED.pattern}$"}
LAST_MONTH = 360
# The parts of a number with what is known about it that are months.
PARTS = ("value", "low", "high")


def calendar_month(node: Scalar) -> CalendarMonth:
    """The month that a text names."""
    if not NAMED.fullmatch(node):
        meant = NAMED.match(node)
        fix = said(
            "write it as YYYY-MM, such as {example}", example=meant[0] if meant else "2027-01"
        )
        raise problem("E017", said("'{text}' is not a month", text=shortened(node)), fix, at=node)
    year, month = node.split("-")
    return CalendarMonth(int(year), int(month))


@dataclass(frozen=True, eq=False)
class FirstMonth(Plain):
    """Marks the field that names the first month; fields that are read after it may name theirs."""

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._remembered)

    def _remembered(self, node: Any, info: ValidationInfo) -> CalendarMonth:
        first: CalendarMonth = self.read(single(node))
        context_of(info).first_month = first
        return first


FIRST_MONTH = FirstMonth(calendar_month, tuple(NAMED_SCHEMA.items()))


@dataclass(frozen=True)
class Moment(Quantity):
    """A month of the horizon, by its number or by its name."""

    unit: str = "nth_month"
    minimum: float | None = 1
    maximum: float | None = LAST_MONTH
    whole: bool = True

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Any:
        written = super().__get_pydantic_json_schema__(schema, handler)
        return {"anyOf": [NAMED_SCHEMA, *written["anyOf"]]}

    def read(self, node: Any, info: ValidationInfo) -> Figure:
        """The figure of the month's number; it keeps the name that was typed."""
        first = context_of(info).first_month
        figure = super().read(_numbered(node, first), info)
        if isinstance(node, Scalar) and figure.source is not None:
            source = replace(figure.source, text=str(node))
            return stated(figure.key, figure.unit, figure.value, source)
        return figure


def _numbered(node: Any, first: CalendarMonth | None) -> Any:
    """The node with numbers in the place of names of months."""
    if not isinstance(node, MappingNode):
        return _number(node, first)
    numbers = MappingNode(node.place, node.mark)
    numbers.key_marks = node.key_marks
    for name, part in node.items():
        numbers[name] = _number(part, first) if name in PARTS else part
    return numbers


def _number(node: Node, first: CalendarMonth | None) -> Node:
    if not isinstance(node, Scalar) or not DATED.fullmatch(node):
        return node
    month = calendar_month(node)
    if first is None:
        fix = said(
            "add start: YYYY-MM, the name of month 1, to horizon, or write the number of the month"
        )
        raise problem(
            "E012", said("{text} needs to know which month is the first", text=node), fix, at=node
        )
    number = month.number_since(first)
    if number < 1:
        fix = said("it must be {first} or later, as the horizon starts then", first=first)
        raise problem("E011", said("{text} is out of range", text=node), fix, at=node)
    return Scalar(str(number), node.place, node.mark, node.plain)
