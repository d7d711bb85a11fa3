"""Turns the nodes of a YAML file into the values of model fields: figures, texts, choices, counts and dates.

A number of the file becomes an input figure whose key is its path and whose source is its line. A field that was left
out gets its figure from the dated defaults, so that a validated proposal is complete and every number has a source.
"""

from __future__ import annotations

import datetime
import operator
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.figures.figure import Figure, Source, SourceKind, stated
from generator.figures.key import Key
from generator.proposal.characters import shortened
from generator.proposal.context import Context, context_of, described, problem, unknown_field
from generator.proposal.nodes import MappingNode, Node, Scalar
from generator.proposal.numbers import NumberProblem, must_be, read_number
from generator.proposal.printable import published_place
from generator.proposal.problems import Problem, choices_for
from generator.wording.saying import said

RANGE_FIELDS = ("value", "low", "high", "source", "date", "note")
LONGEST_TEXT = 8000
# Totals of such amounts still have cents in a spreadsheet.
LARGEST_AMOUNT = 1_000_000_000_000
# A note that our fields leave in their schemas for `schema` to replace.
DEFAULT_NAME = "x-default-name"
PERCENT = {"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?%$"}


@dataclass(frozen=True)
class Quantity:
    """Marks a field as a number that formulas use.

    unit: of the figure. minimum, above, maximum: the allowed range. choices: the allowed numbers, all when empty.
    default: its name among the dated defaults. brought_by: the field beside it whose catalogue entry states it.
    counted_by: the field beside it of which this is the price; where that is zero, nobody needs to state the price.
    whole: it counts things that come whole, such as machines. decided: it is a decision of the proposal, no assumption
    about the world that may turn out otherwise. together: it makes a whole with others, so that none changes alone.
    """

    unit: str
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    choices: tuple[float, ...] = ()
    default: str = ""
    brought_by: str = ""
    counted_by: str = ""
    whole: bool = False
    decided: bool = False
    together: bool = False

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> Any:
        limits = {
            "minimum": self.minimum,
            "exclusiveMinimum": self.above,
            "maximum": self.maximum,
            "enum": list(self.choices) or None,
        }
        stated_limits = {name: limit for name, limit in limits.items() if limit is not None}
        shares = [PERCENT] if self.unit == "ratio" else []
        number = {"anyOf": [{"type": "number"} | stated_limits, *shares]}
        parts = dict.fromkeys(("value", "low", "high"), number)
        parts |= {name: {"type": ["string", "number"]} for name in ("source", "date", "note")}
        mapping = {"type": "object", "properties": parts, "required": ["value"]}
        note = {DEFAULT_NAME: self.default} if self.default else {}
        return {"anyOf": [*number["anyOf"], mapping | {"additionalProperties": False}]} | note

    def read(self, node: Any, info: ValidationInfo) -> Figure:
        """A figure from a plain number or from a mapping with `value` and what is known about it."""
        if isinstance(node, Figure):
            return node
        if isinstance(node, MappingNode):
            return self._from_mapping(node, context_of(info))
        return stated(node.path, self.unit, self._number(node), source_of(node))

    def stand_in(self, path: Key, value: float, source: Source) -> Figure:
        """The figure of a field that the user left to the defaults or the catalogue."""
        return stated(path, self.unit, value, source)

    def _from_mapping(self, node: MappingNode, context: Context) -> Figure:
        unknown = [name for name in node if name not in RANGE_FIELDS]
        for name in unknown:
            context.problems.append(unknown_field(name, node, RANGE_FIELDS, context)[0])
        parts = self._parts(node, context)
        if "value" not in parts and unknown:
            # The unknown name is reported; that no other one is `value` says nothing new.
            return self.stand_in(node.path, 1, Source("input", published_place(node.mark)))
        if "value" not in parts:
            raise problem("E012", said("required field 'value' is missing"), said("add value: …"))
        value, low, high = parts["value"], parts.get("low"), parts.get("high")
        for end, limit, holds in (("low", low, operator.le), ("high", high, operator.ge)):
            if limit is not None and not holds(limit, value):
                message = said(
                    "{end} is {text}, but the value is {value}",
                    end=end,
                    text=node[end],
                    value=node["value"],
                )
                raise problem("E011", message, said("low ≤ value ≤ high must hold"), at=node[end])
        note = _joined([parts[name] for name in ("source", "note") if name in parts])
        typed = cast(Scalar, node["value"])
        source = source_of(typed, str(parts.get("date", "")), note, low, high)
        return stated(node.path, self.unit, value, source)

    def _parts(self, node: MappingNode, context: Context) -> dict[str, Any]:
        """What the mapping holds, read; of several faults the first is raised and the others are recorded."""
        readers: dict[str, Callable[[Node], Any]] = {
            "value": self._number,
            "low": self._number,
            "high": self._number,
            "source": _line,
            "date": _date,
            "note": _line,
        }
        parts: dict[str, Any] = {}
        faults: list[PydanticCustomError] = []
        for name in (name for name in readers if name in node):
            try:
                parts[name] = readers[name](node[name])
            except PydanticCustomError as fault:
                faults.append(fault)
        context.problems.extend(_recorded(fault) for fault in faults[1:])
        if faults:
            raise faults[0]
        return parts

    def _number(self, node: Node) -> float:
        if not isinstance(node, Scalar):
            fix = said("write one plain number, such as 5000 or 30%")
            raise problem(
                "E013",
                said("a number is needed here, not {what}", what=described(node)),
                fix,
                at=node,
            )
        try:
            value = read_number(node)
        except NumberProblem as error:
            raise problem(error.code, error.message, error.fix, at=node) from None
        if node.endswith("%") and self.unit != "ratio":
            raise self._no_share(node, value)
        self._check_range(value, node)
        return value

    def _no_share(self, node: Scalar, value: float) -> PydanticCustomError:
        """What to say of a percentage where no share is meant. Of a factor it is certain what was meant."""
        message = said("{text} is a percentage, but no share is meant here", text=node)
        fix = said("write the number itself, without '%'")
        if self.unit == "factor":
            fix = said("write {number}, without '%'", number=f"{value:.15g}")
        return problem("E010", message, fix, at=node)

    def _check_range(self, value: float, node: Scalar) -> None:
        limits = (
            (self.minimum, operator.ge),
            (self.above, operator.gt),
            (self.maximum, operator.le),
        )
        if self.unit.startswith("money") and abs(value) > LARGEST_AMOUNT:
            fix = said(
                "spreadsheets add amounts to the cent up to {most:,}",
                most=LARGEST_AMOUNT,
            )
            raise problem("E011", said("{text} is out of range", text=node), fix, at=node)
        if self.whole and value != round(value):
            fix = said("write a whole number, such as {number}", number=max(1, round(value)))
            raise problem(
                "E011", said("{text} is out of range: these come whole", text=node), fix, at=node
            )
        for limit, holds in limits:
            if limit is not None and not holds(value, limit):
                fix = must_be(holds, self.written(limit))
                if self.unit == "ratio" and 1 < value <= 100 and not node.endswith("%"):
                    fix = said("{fix}; {text} per cent is written {text}%", fix=fix, text=node)
                if holds is operator.le and limit == 0:
                    fix = said("it must be at most 0: write -{text}", text=node.lstrip("+"))
                raise problem("E011", said("{text} is out of range", text=node), fix, at=node)
        if self.choices and value not in self.choices:
            fix = said("allowed: {choices}", choices=", ".join(map(self.written, self.choices)))
            raise problem(
                "E015", said("{text} is none of the allowed numbers", text=node), fix, at=node
            )

    def written(self, limit: float) -> str:
        """A limit as one would write it in the file."""
        return f"{limit * 100:g}%" if self.unit == "ratio" and limit else f"{limit:g}"


@dataclass(frozen=True)
class Price(Quantity):
    """A quantity in the section's own `price_currency`, which must stand before it, where one is given."""

    def read(self, node: Any, info: ValidationInfo) -> Figure:
        """The figure, its unit in the currency of the price."""
        figure = super().read(node, info)
        currency = info.data.get("price_currency")
        if currency is None or figure.source is None:
            return figure
        unit = figure.unit.replace("money", currency)
        return stated(figure.key, unit, figure.value, figure.source)


@dataclass(frozen=True)
class Rate(Quantity):
    """How much of the proposal's money one unit of the currency costs after which the section is called.

    The section's own `date` and `source`, which must stand before it, are those of the figure.
    """

    def read(self, node: Any, info: ValidationInfo) -> Figure:
        """The figure, its unit in money for that currency."""
        figure = super().read(node, info)
        assert figure.source is not None
        currency = figure.key.split(".")[-2]
        date, source = info.data.get("date"), info.data.get("source")
        known = replace(
            figure.source,
            date=figure.source.date or ("" if date is None else date.isoformat()),
            note=_both(figure.source.note, source),
        )
        return stated(figure.key, f"{self.unit}/{currency}", figure.value, known)


def _both(note: str, source: str | None) -> str:
    """What is noted about a number, and about the section that states it; a text of the file keeps its place."""
    if not note or not source:
        return note or str(source or "")
    joined = f"{note} · {source}"
    return Scalar(joined, note.place, note.mark) if isinstance(note, Scalar) else joined


def source_of(
    node: Scalar,
    date: str = "",
    note: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Source:
    """Where a typed number stands, and what was said about it."""
    kind: SourceKind = "input" if node.mark.line else "assignment"
    return Source(kind, published_place(node.mark), str(node), date, note, low, high)


def _joined(texts: list[Scalar]) -> str:
    """What was noted about a number, as one text that stands where its first part does."""
    if not texts:
        return ""
    return Scalar(" · ".join(texts), texts[0].place, texts[0].mark, texts[0].plain)


def _recorded(fault: PydanticCustomError) -> Problem:
    details = fault.context or {}
    return Problem(fault.type, details["mark"], details["message"], details["fix"])


@dataclass(frozen=True, eq=False)
class Plain:
    """Marks a field that shapes the model or the text: read by one function from a scalar node."""

    read: Callable[[Scalar], Any]
    schema: tuple[tuple[str, Any], ...] = (("type", ("string", "number")),)

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> Any:
        return dict(self.schema)

    def _read(self, node: Any) -> Any:
        return self.read(single(node))


def single(node: Node) -> Scalar:
    """The node, when it is one text or number."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, MappingNode):
        fix = said("write one value; a text with ': ' in it needs quotes")
    else:
        fix = said("write one value, without brackets and dashes")
    raise problem(
        "E013",
        said("a single value is needed here, not {what}", what=described(node)),
        fix,
        at=node,
    )


def _text(node: Scalar) -> Scalar:
    if not node.strip():
        raise problem("E013", said("the text is empty"), said("write a text"), at=node)
    if len(node) > LONGEST_TEXT:
        message = said("the text has {count} characters", count=len(node))
        raise problem(
            "E019",
            message,
            said("shorten it: at most {most} fit", most=LONGEST_TEXT),
            at=node,
        )
    return node


def _line(node: Node) -> Scalar:
    return _text(single(node))


def _date(node: Node) -> datetime.date:
    text = single(node)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        raise problem(
            "E017", said("there is no such day as {text}", text=text), _last_day(text), at=text
        ) from None
    fix = said("write it as YYYY-MM-DD, such as 2026-11-23")
    raise problem("E017", said("'{text}' is not a date", text=shortened(text)), fix, at=text)


def _last_day(text: str) -> str:
    """What to write instead of a day that its month does not have."""
    year, month, _ = map(int, text.split("-"))
    if not (year and 1 <= month <= 12):
        return said("write year, month from 01 to 12 and day: YYYY-MM-DD")
    last = f"{year:04}-{month:02}-{monthrange(year, month)[1]}"
    return said("that month ends on {last}", last=last)


def _truth(node: Scalar) -> bool:
    if node not in ("true", "false"):
        message = said("'{text}' is neither true nor false", text=shortened(node))
        raise problem("E015", message, said("write true or false"), at=node)
    return node == "true"


def counted(minimum: int, maximum: int) -> Plain:
    """A whole number that shapes the model, within limits."""

    def read(node: Scalar) -> int:
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", node):
            message = said("'{text}' is not a whole number", text=shortened(node))
            raise problem(
                "E010",
                message,
                said("write one from {minimum} to {maximum}", minimum=minimum, maximum=maximum),
                at=node,
            )
        if not minimum <= int(node) <= maximum:
            fix = said("it must be from {minimum} to {maximum}", minimum=minimum, maximum=maximum)
            raise problem("E011", said("{text} is out of range", text=node), fix, at=node)
        return int(node)

    return Plain(read, (("type", "integer"), ("minimum", minimum), ("maximum", maximum)))


def one_of(*choices: str) -> Plain:
    """One of a few words."""

    def read(node: Scalar) -> str:
        if node not in choices:
            message = said("unknown choice '{text}'", text=shortened(node))
            raise problem("E015", message, choices_for(node, choices), at=node)
        return str(node)

    return Plain(read, (("enum", choices),))


TEXT = Plain(_text)
DATE = Plain(_date, (("type", "string"), ("format", "date")))
TRUTH = Plain(_truth, (("type", "boolean"),))
# A name of a file or a column, which no document prints.
NAME = Plain(lambda node: str(TEXT.read(node)))
