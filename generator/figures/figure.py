"""Turns an expression, or a value somebody stated, into a figure: a number with a name, a unit and a history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.figures.expression import Expression, Operand, as_expression
from generator.figures.key import Key

# Who stated a number: the user's file, --set, our dated data, a search on the model, or the model as a control total.
SourceKind = Literal["input", "assignment", "default", "catalog", "solved", "control"]

# Expressions by their ids, each after what it is computed from; and with them the figures that these read, so too.
Order = dict[int, Expression]
Steps = tuple[Order, dict[int, "Figure"]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stated number comes from.

    place: file and line for a reader, `x.yaml:31`; for data its file and entry.
    text: the number as it was typed, `30%`.
    date, note: when and by whom the number was established, as far as it was said.
    low, high: the range given with it, in the figure's unit.
    """

    kind: SourceKind
    place: str
    text: str = ""
    date: str = ""
    note: str = ""
    low: float | None = None
    high: float | None = None


class Figure(Expression):
    """A named number.

    key: its stable name, dotted: for an input the path in the YAML file, `benefits.0.monthly`.
    unit: `money`, `money/month`, `month`, `ratio`, `kWh` …; `money` stands for the proposal's currency.
    subject: the user's own name of the thing it measures (`GPU 工作站`), or empty.
    definition: the expression it is computed by; None for an input, which has a `source` instead.
    steps: what it is made of, down to other figures; kept by whoever asks first.
    case, original: for what a number is in a case, the name of the case (else empty) and the key of that number.
    """

    __slots__ = (
        "arguments",
        "case",
        "definition",
        "key",
        "original",
        "parts",
        "source",
        "steps",
        "subject",
        "unit",
    )

    def __init__(
        self,
        key: Key,
        unit: str,
        definition: Expression | None,
        *,
        value: float | None = None,
        source: Source | None = None,
        subject: str = "",
    ) -> None:
        self.case = ""
        self.original = key
        self.key = key
        self.unit = unit
        self.definition = definition
        self.arguments = self.parts = () if definition is None else (definition,)
        self.source = source
        self.subject = subject
        self.steps: Steps | None = None
        self.value = definition.value if definition is not None else float(value or 0)

    @property
    def is_input(self) -> bool:
        """Whether somebody stated this number rather than a formula computing it."""
        return self.definition is None

    def in_case(self, case: str, original: Key) -> Figure:
        """This figure, which says what another one is in a case."""
        self.case, self.original = case, original
        return self

    def __repr__(self) -> str:
        return f"<{self.key} = {self.value!r} {self.unit}>"


def figure(key: Key, unit: str, definition: Operand, subject: str = "") -> Figure:
    """Name a computed number."""
    return Figure(key, unit, as_expression(definition), subject=subject)


def stated(key: Key, unit: str, value: float, source: Source, subject: str = "") -> Figure:
    """Name a number that somebody stated: an input."""
    return Figure(key, unit, None, value=value, source=source, subject=subject)
