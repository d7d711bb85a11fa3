"""Walks through the models and writes an input: the same for the same number, another for any other.

An input has a few points of the models that it must show, so that some hundred inputs show all of them; the rest of it
is chance. What no annotation says (one way of several, what refers to what) stands in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from generator.catalog.catalogue import Catalogue
from generator.proposal.catalogue_names import CatalogueName
from generator.proposal.fields import RANGE_FIELDS, Plain, Quantity
from generator.proposal.nodes import ROOT, Scalar
from generator.proposal.problems import Mark
from generator.proposal.section import Section, may_be_left_out
from tests.inputs.shapes import (
    SHORT,
    UNTOLD,
    Many,
    Point,
    Sections,
    Shape,
    has_short_form,
    shape_of,
    ways,
    words_of,
)
from tests.inputs.texts import IDS, NAMES, PROSE, VERSIONS, Number, number, typed

Data = dict[str, Any]
Item = TypeVar("Item")
WITH_RANGE, MANY = 0.1, (2, 2, 2)
# Every so many numbers the lists of an input are long; those of which our data have so few names are not.
LONG_EACH, LONG = 22, (9, 13, 33)
NEVER_LONG = {("Workload", "mix"), ("Money", "exchange_rates")}
# Proven elsewhere, and left out so that each number goes on giving the same input.
LEFT_OUT = {("Proposal", "prices"), *UNTOLD}
NOWHERE = Mark("", 0, 0)
PROSE_SHARE = SHORT_SHARE = 0.5


@dataclass
class Walk:
    """What one input is made with.

    wanted: the fields that it must show. words: the word or the number of items that it must show of a field.
    options: the ids of its options and their kinds. names: of its own catalogue, by kind.
    shown: the ways to state something that it shows already.
    """

    random: Random
    wanted: set[tuple[str, str]]
    words: dict[tuple[str, str], str]
    likely: float
    extreme: bool
    many: Sequence[int] = MANY
    language: str = "zh-CN"
    currency: str = "CNY"
    years: int = 3
    options: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    shown: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, number: int, points: Sequence[Point], random: Random) -> Walk:
        """The walk of an input that is to show some points; the rest is left to chance."""
        words = {
            (point[0], point[1]): point[2] for point in points if point[2] or point[1] == SHORT
        }
        wanted = {step for point in points for step in ways()[point]}
        likely = random.choice([0.001, 0.01, 0.05])
        many = LONG if number % LONG_EACH == LONG_EACH - 1 else MANY
        return cls(random, wanted, words, likely, extreme=number % 8 == 0, many=many)

    @property
    def facts(self) -> Catalogue:
        """Our data, as the input sees it."""
        return Catalogue(self.language, self.currency)

    def pick(self, among: Sequence[Item]) -> Item:
        """One of several."""
        return self.random.choice(among)

    def wants(self, model: type[Section], name: str) -> bool:
        """Whether the input must show a field."""
        return (model.__name__, name) in self.wanted

    def section(self, model: type[Section]) -> Data:
        """A group of fields, in the order of the model."""
        from tests.inputs.rules import completed, names_of

        names = names_of(model, set(self._given(model)), self)
        fields = [name for name in model.field_names() if name in names]
        return completed(model, {name: self.field(model, name) for name in fields}, self)

    def _given(self, model: type[Section]) -> Iterator[str]:
        for name in model.field_names():
            if (model.__name__, name) in LEFT_OUT:
                continue
            stated = model.model_fields[name]
            must = self.wants(model, name) or not may_be_left_out(stated)
            if must or self._unknown(stated) or self.random.random() < self.likely:
                yield name

    def _unknown(self, stated: Any) -> bool:
        """Whether our data lack the field's default in the input's currency."""
        shape = shape_of(stated)
        ours = shape.default if isinstance(shape, Quantity) else ""
        return bool(ours) and self.facts.default(ours) is None

    def field(self, model: type[Section], name: str) -> Any:
        """What stands in a field of a model."""
        from tests.inputs.rules import FIELDS

        if (own := FIELDS.get((model.__name__, name))) is not None:
            return own(self)
        return self.value(shape_of(model.model_fields[name]), (model.__name__, name))

    def value(self, shape: Shape, at: tuple[str, str]) -> Any:
        """Something of a shape."""
        if isinstance(shape, Sections):
            fitting = [model for model in shape.models if self.leads_on(model)]
            return self.group(self.pick(fitting or shape.models))
        if isinstance(shape, Many):
            return self._many(shape, at)
        if isinstance(shape, Quantity):
            return self.quantity(shape)
        return self._name(shape) if isinstance(shape, CatalogueName) else self._plain(shape, at)

    def group(self, model: type[Section]) -> Any:
        """A group of fields, or the single name or number that stands for it."""
        from tests.inputs.rules import short_form

        if has_short_form(model) and not (self.currency != "CNY" and "rate" in model.model_fields):
            told = (model.__name__, SHORT) in self.words
            if told or (not self.leads_on(model) and self.random.random() < SHORT_SHARE):
                return short_form(model, self)
        return self.section(model)

    def leads_on(self, model: type[Section]) -> bool:
        return any(self.wants(model, name) for name in model.field_names())

    def count(self, shape: Many, at: tuple[str, str]) -> int:
        """How many items a list has; where the input must show what is in it, one at least, and one for each way."""
        from tests.inputs.rules import wanted_ways

        many = self.pick(MANY if at in NEVER_LONG else self.many)
        told = {"none": 0, "one": 1, "many": many}.get(self.words.get(at, ""))
        if told is None:
            told = 1 if at in self.wanted else self.pick([0, 1, 1, 1, 1, many])
            if isinstance(shape.item, Sections):
                told = max(told, *(len(wanted_ways(each, self)) for each in shape.item.models))
        return max(told, shape.at_least)

    def _many(self, shape: Many, at: tuple[str, str]) -> Any:
        items = [self.value(shape.item, at) for _ in range(self.count(shape, at))]
        return {self.text("name").strip(): item for item in items} if shape.named else items

    def quantity(self, quantity: Quantity) -> Any:
        """A number, plain or with what is known about it."""
        numbers = sorted(number(self.random, quantity, self.extreme) for _ in range(3))
        low, value, high = (typed(self.random, each, quantity.unit) for each in numbers)
        if self.random.random() > WITH_RANGE:
            return value
        known = {"value": value, "low": low, "high": high, "date": "2026-11-02"}
        known |= {name: self.pick(PROSE[:9]) for name in ("source", "note")}
        kept = self.random.sample(RANGE_FIELDS, self.random.randint(0, len(RANGE_FIELDS)))
        return {name: known[name] for name in RANGE_FIELDS if name == "value" or name in kept}

    def _name(self, shape: CatalogueName) -> str:
        ours = self.facts.names(shape.kind) if shape.kind != "gpu" else ["rtx_4090", "a100_80gb"]
        return str(self.pick([*self.names.get(shape.kind, ()), *ours[:6]]))

    def _plain(self, shape: Plain, at: tuple[str, str]) -> Any:
        if at in self.words and self.words[at] in words_of(shape):
            return Number(self.words[at])
        schema = dict(shape.schema)
        if "minimum" in schema:
            return Number(min(schema["maximum"], schema["minimum"] + self.pick([0, 1, 1, 2])))
        if words := words_of(shape):
            return Number(self.pick(words))
        if shape.schema == (("type", ("string", "number")),):
            return self.text(at[1])
        fitting = [text for text in VERSIONS if _accepts(shape, text)]
        assert fitting, f"{at}: none of tests.inputs.texts.VERSIONS fits this field; add one"
        return Number(self.pick(fitting))

    def text(self, name: str) -> str:
        """A text; a field that names things gets a name, and often several get nearly the same one."""
        from generator.packet.texts import NAMES as NAMING

        if name not in NAMING and self.random.random() < PROSE_SHARE:
            return str(self.pick(PROSE))
        alike: tuple[str, ...] = self.pick(tuple(NAMES.values()))
        return self.pick(alike)

    def new_id(self) -> str:
        """An id that no option has yet."""
        unused = [id for id in IDS if id not in self.options]
        return self.pick(unused or [f"option_{len(self.options)}"])


def _accepts(shape: Plain, text: str) -> bool:
    try:
        shape.read(Scalar(text, ROOT, NOWHERE))
    except ValueError:
        return False
    return True


def points_of(model: type[Section], data: Data) -> Iterator[Point]:
    """The points of the models that an input shows."""
    for name, value in data.items():
        if name not in model.model_fields:
            continue
        shape = shape_of(model.model_fields[name])
        yield (model.__name__, name, "")
        items = [value]
        if isinstance(shape, Many):
            items = list(value.values() if isinstance(value, dict) else value)
            yield (model.__name__, name, ("none", "one", "many")[min(len(items), 2)])
            shape = shape.item
        elif str(value) in words_of(shape):
            yield (model.__name__, name, str(value))
        if isinstance(shape, Sections):
            for item in items:
                if isinstance(item, dict):
                    yield from points_of(_model_of(shape, item), item)
                else:
                    yield (shape.models[0].__name__, SHORT, "")


def _model_of(shape: Sections, data: Data) -> type[Section]:
    """Of several kinds of option the one that the data are of."""
    kinds = {words_of(shape_of(model.model_fields["kind"])): model for model in shape.models[1:]}
    return kinds.get((str(data.get("kind", "")),), shape.models[0])
