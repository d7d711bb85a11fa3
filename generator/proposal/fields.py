"""Turns the nodes of a YAML file into the values of model fields: figures, texts, choices, counts and dates.

A number of the file becomes an input figure whose key is its path and whose source is its line. A field that was left
out gets its figure from the dated defaults, so that a validated proposal is complete and every number has a source.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.figures.figure import Figure, Source, stated
from generator.proposal.nodes import Mapping, Node, Scalar
from generator.proposal.numbers import NumberProblem, read_number
from generator.proposal.problems import Problem, nearest

RANGE_FIELDS = ("value", "low", "high", "source", "date", "note")
LONGEST_TEXT = 8000


class Facts(Protocol):
    """What a proposal may leave to our dated data; the caller brings it as the validation context."""

    def default(self, name: str) -> tuple[float, Source] | None:
        """The default of a field and where it comes from; None where there is none in the proposal's currency."""

    def names(self, kind: str) -> list[str]:
        """The names that a field may refer to: "hardware", "gpu", "labour"."""

    def entry(self, kind: str, name: str) -> Lookup[str, tuple[float, Source]]:
        """The numbers of a catalogue entry, by field."""

    def model_prices(self, provider: str | None, model: str) -> Lookup[str, tuple[float, Source]]:
        """The list prices of a cloud model in USD per million tokens, by field. Raises UnknownName."""

    def tasks(self, name: str) -> list[tuple[str, float, Source]]:
        """The tasks of a labour list: what is done, person-days, where from."""


@dataclass
class Context:
    """What validation carries along: the facts to fill gaps from, and the problems that need not stop a model."""

    facts: Facts
    problems: list[Problem] = field(default_factory=list)


def context_of(info: ValidationInfo) -> Context:
    """The context that `validation` passed in."""
    context = info.context
    assert isinstance(context, Context)
    return context


def problem(code: str, message: str, fix: str = "", at: Node | None = None) -> PydanticCustomError:
    """An error that `validation` turns into a Problem, at a node's mark or at the field's own."""
    mark = None if at is None else at.mark
    return PydanticCustomError(code, "{message}", {"message": message, "fix": fix, "mark": mark})


@dataclass(frozen=True)
class Quantity:
    """Marks a field as a number that formulas use.

    unit: of the figure. minimum, above, maximum: the allowed range. default: its name among the dated defaults.
    """

    unit: str
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    default: str = ""

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> Any:
        number: dict[str, Any] = {
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": "%$"}]
        }
        properties = {name: {"type": "string"} for name in ("source", "date", "note")}
        ends = dict.fromkeys(("value", "low", "high"), number)
        mapping = {"type": "object", "properties": ends | properties, "required": ["value"]}
        return {"anyOf": [*number["anyOf"], mapping | {"additionalProperties": False}]}

    def read(self, node: Any) -> Figure:
        """A figure from a plain number or from a mapping with `value` and what is known about it."""
        if isinstance(node, Figure):
            return node
        if isinstance(node, Mapping):
            return self._from_mapping(node)
        return stated(node.path, self.unit, self._number(node), source_of(node))

    def stand_in(self, path: str, value: float, source: Source) -> Figure:
        """The figure of a field that the user left to the defaults or the catalogue."""
        return stated(path, self.unit, value, source)

    def _from_mapping(self, node: Mapping) -> Figure:
        unknown = [key for key in node if key not in RANGE_FIELDS]
        if unknown or "value" not in node:
            raise problem(
                "E013",
                "a number may be a mapping with 'value' and, optionally, low, high, source, date, note"
                + (f", but not '{unknown[0]}'" if unknown else ""),
                "write the number itself, or give it as {value: …}",
            )
        value = self._number(node["value"])
        main = cast(Scalar, node["value"])
        low, high = (self._number(node[end]) if end in node else None for end in ("low", "high"))
        if (low is not None and low > value) or (high is not None and high < value):
            raise problem("E011", "the value lies outside its own low … high range", "")
        date = str(_date(node["date"])) if "date" in node else ""
        note = " · ".join(str(node[key]) for key in ("source", "note") if key in node)
        source = source_of(main, date, note, low, high)
        return stated(node.path, self.unit, value, source)

    def _number(self, node: Node) -> float:
        if not isinstance(node, Scalar):
            raise problem(
                "E013", "a number is needed here", "write one plain number, such as 5000 or 30%"
            )
        try:
            value = read_number(node)
        except NumberProblem as error:
            raise problem(error.code, str(error), error.fix, at=node) from None
        self._check_range(value, node)
        return value

    def _check_range(self, value: float, node: Scalar) -> None:
        limits = (
            (self.minimum, "at least", operator.ge),
            (self.above, "more than", operator.gt),
            (self.maximum, "at most", operator.le),
        )
        for limit, words, holds in limits:
            if limit is not None and not holds(value, limit):
                fix = f"it must be {words} {limit:g}"
                raise problem("E011", f"{node} is out of range", fix, at=node)


def source_of(
    node: Scalar,
    date: str = "",
    note: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Source:
    """Where a typed number stands, and what was said about it."""
    assigned = node.mark.line == 0
    place = node.mark.file if assigned else f"{node.mark.file}:{node.mark.line}"
    return Source("assignment" if assigned else "input", place, str(node), date, note, low, high)


@dataclass(frozen=True, eq=False)
class Plain:
    """Marks a field that shapes the model or the text: read by one function from a scalar node."""

    read: Callable[[Scalar], Any]
    schema: tuple[tuple[str, Any], ...] = (("type", "string"),)

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> Any:
        return dict(self.schema)

    def _read(self, node: Any) -> Any:
        if not isinstance(node, Scalar):
            raise problem(
                "E013", "a plain text or number is needed here, not a list or a mapping", ""
            )
        return self.read(node)


def _text(node: Scalar) -> Scalar:
    if not node.strip():
        raise problem("E013", "the text is empty", "write a text, or leave the field out")
    if len(node) > LONGEST_TEXT:
        raise problem("E019", f"the text has {len(node)} characters", f"at most {LONGEST_TEXT} fit")
    return node


def _date(node: Node) -> datetime.date:
    if isinstance(node, Scalar) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", node):
        try:
            return datetime.date.fromisoformat(node)
        except ValueError:
            pass
    raise problem(
        "E017", f"'{node}' is not a date", "write it as YYYY-MM-DD, such as 2026-11-23", at=node
    )


def _truth(node: Scalar) -> bool:
    if node not in ("true", "false"):
        raise problem("E015", f"'{node}' is neither true nor false", "write true or false")
    return node == "true"


def counted(minimum: int, maximum: int) -> Plain:
    """A whole number that shapes the model, within limits."""

    def read(node: Scalar) -> int:
        if not re.fullmatch(r"-?(0|[1-9]\d{0,8})", node):
            raise problem(
                "E010", f"'{node}' is not a whole number", f"write one from {minimum} to {maximum}"
            )
        if not minimum <= int(node) <= maximum:
            raise problem(
                "E011", f"{node} is out of range", f"it must be from {minimum} to {maximum}"
            )
        return int(node)

    return Plain(read, (("type", "integer"), ("minimum", minimum), ("maximum", maximum)))


def one_of(*choices: str) -> Plain:
    """One of a few words."""

    def read(node: Scalar) -> str:
        if node not in choices:
            close = nearest(node, choices)
            hint = f"did you mean '{close[0]}'? " if close else ""
            raise problem(
                "E015", f"unknown choice '{node}'", f"{hint}allowed: {', '.join(choices)}"
            )
        return str(node)

    return Plain(read, (("enum", list(choices)),))


TEXT = Plain(_text)
DATE = Plain(_date, (("type", "string"), ("format", "date")))
TRUTH = Plain(_truth, (("type", "boolean"),))


@dataclass(frozen=True)
class CatalogueName:
    """Marks a field that names an entry of the catalogue."""

    kind: str

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> Any:
        return {"type": "string"}

    def _read(self, node: Any, info: ValidationInfo) -> str:
        if not isinstance(node, Scalar):
            raise problem("E013", f"the name of a {self.kind} entry is needed here", "")
        context = context_of(info)
        names = context.facts.names(self.kind)
        if node not in names:
            close = nearest(node, names, 3)
            hint = f"did you mean {' or '.join(repr(name) for name in close)}?" if close else ""
            raise problem(
                "E018",
                f"the catalogue has no {self.kind} '{node}'",
                hint or f"it has: {', '.join(names)}",
            )
        return str(node)
