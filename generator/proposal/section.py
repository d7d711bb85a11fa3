"""Turns a mapping of the file into a frozen model: unknown keys refused, left-out numbers filled from defaults."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, Self, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.context import (
    Context,
    Facts,
    context_of,
    described,
    problem,
    unknown_field,
)
from generator.proposal.fields import Quantity
from generator.proposal.nodes import MappingNode, Scalar, SequenceNode
from generator.proposal.numbers import NumberProblem, read_number
from generator.proposal.problems import Problem, some_of
from generator.wording.saying import all_of, said

PATH = "__path__"
# The default that stands in for a price which is not known and of which nothing is bought.
NONE_COUNTED = "none_counted"
ALWAYS: dict[str, Any] = {"always": True}


class Section(BaseModel):
    """A mapping of the input file. `path` is where it stands: `options.on_premise`.

    for_lists: the field for whose list a list alone may stand; without one, none may.
    """

    for_lists: ClassVar[str] = ""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )

    path: Annotated[Key, PlainValidator(lambda path: path)] = Field(alias=PATH, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, node: Any, info: ValidationInfo) -> Any:
        context = context_of(info)
        if isinstance(node, Scalar):
            node = cls.named(node, context.facts)
        if isinstance(node, SequenceNode):
            node = cls.listing(node)
        if not isinstance(node, MappingNode):
            raise cls._no_fields(node)
        values = cls._given(node, context)
        cls.expand(values, node, context.facts)
        context.problems.extend(cls.faults(values, node))
        for name in cls._filled():
            if name not in values:
                values |= cls._left_out(name, values, node, context.facts)
        values[PATH] = node.path
        return values

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
        context_of(info).misfits.extend((self.path, fault) for fault in self.misfits())
        return self

    def misfits(self) -> Iterator[PydanticCustomError]:
        """What is wrong between the fields, once each of them is read; all of it, as one fault hides no other."""
        yield from ()

    def moved_to(self, path: Key) -> Self:
        """The same, with all below it, standing elsewhere; its numbers stay those of the file."""
        old = self.path

        def moved(value: Any) -> Any:
            if isinstance(value, Section):
                return value.moved_to(Key(path, value.path.below(old)))
            return [moved(each) for each in value] if isinstance(value, list) else value

        fields = {name: moved(value) for name, value in self if name != "path"}
        return self.model_copy(update={**fields, "path": path})

    @classmethod
    @cache
    def field_names(cls) -> Sequence[str]:
        """The fields that the file may give; those that it has like others come last."""
        names = [name for name in cls.model_fields if name != "path"]
        return tuple(sorted(names, key=lambda name: name not in cls.__annotations__))

    @classmethod
    @cache
    def _quantities(cls) -> Mapping[str, Quantity]:
        """By the names of the fields that hold one."""
        marked = ((name, _quantity_of(field)) for name, field in cls.model_fields.items())
        return {name: quantity for name, quantity in marked if quantity is not None}

    @classmethod
    @cache
    def _filled(cls) -> Sequence[str]:
        """The fields for which something of ours stands in."""
        return [
            name
            for name, field in cls.model_fields.items()
            if name in cls._quantities() or field.json_schema_extra == ALWAYS
        ]

    @classmethod
    @cache
    def _optional(cls) -> Sequence[str]:
        """The fields that may be left out."""
        return [name for name in cls.field_names() if may_be_left_out(cls.model_fields[name])]

    @classmethod
    def _given(cls, node: MappingNode, context: Context) -> dict[str, Any]:
        """The file's fields by name. An unknown one is reported, then read as the one that was probably meant.

        So nobody is told that the field is missing as well, and its value is looked at in the same run.
        """
        allowed = cls.field_names()
        values: dict[str, Any] = {}
        context.sections[node.path] = cls
        for name, child in node.items():
            meant = name
            if name not in allowed:
                unknown, meant = unknown_field(name, node, allowed, context)
                context.problems.append(unknown)
                context.misspelt[node.path / (meant or name)] = name
            if meant:
                values.setdefault(meant, child)
        cls._note(values, node, context)
        return values

    @classmethod
    def has(cls, name: str) -> bool:
        """Whether it has a field of this name, itself or in a section of its own."""
        return name in cls.field_names() or cls.part_with(name) is not None

    @classmethod
    def may_be(cls, name: str, word: str) -> bool:
        """Whether it has a field of this name that may be such a word."""
        field = cls.model_fields.get(name)
        return field is not None and word in words_in(field.annotation)

    @classmethod
    def part_with(cls, name: str) -> str | None:
        """Which of its sections has such a field; None where it has one itself."""
        if name in cls.field_names():
            return None
        fields = cls.model_fields.items()
        parts = ((own, part) for own, field in fields for part in sections_in(field.annotation))
        return next((own for own, part in parts if name in part.field_names()), None)

    @classmethod
    def _note(cls, values: dict[str, Any], node: MappingNode, context: Context) -> None:
        """Keep for the messages which fields may be left out, and which name would state another."""
        context.optional.update(node.path / name for name in cls._optional())
        for name, quantity in cls._quantities().items():
            if quantity.brought_by and quantity.brought_by not in values:
                context.bringers[node.path / name] = quantity.brought_by

    @classmethod
    def _left_out(
        cls, name: str, values: dict[str, Any], node: MappingNode, facts: Facts
    ) -> dict[str, Any]:
        """What stands in for a field that the file leaves out; nothing where the model's own default does."""
        quantity = cls._quantities().get(name)
        if quantity is not None and quantity.default:
            default = facts.default(quantity.default)
            if default is None and name in cls.uncounted(values):
                default = facts.default(NONE_COUNTED)
            return {} if default is None else {name: quantity.stand_in(node.path / name, *default)}
        if cls.model_fields[name].json_schema_extra != ALWAYS:
            return {}
        return {name: MappingNode.empty_at(node.path / name, node.mark)}

    @classmethod
    def _no_fields(cls, node: Any) -> Exception:
        fix = said("write 'name: value' fields: {fields}", fields=some_of(cls.field_names()))
        return problem(
            "E013", said("fields are needed here, not {what}", what=described(node)), fix
        )

    @classmethod
    def named(cls, name: Scalar, facts: Facts) -> MappingNode:
        """The mapping that a single name stands for. Most sections cannot be given by a name."""
        raise cls._no_fields(name)

    @classmethod
    def listing(cls, items: SequenceNode) -> MappingNode:
        """The mapping that a list stands for. Most sections cannot be given by a list."""
        if not cls.for_lists:
            raise cls._no_fields(items)
        section = MappingNode(items.path, items.mark)
        section[cls.for_lists] = items
        return section

    @classmethod
    def expand(cls, values: dict[str, Any], node: MappingNode, facts: Facts) -> None:
        """Put into `values` what a name of the catalogue stands for. Most sections name none."""

    @classmethod
    def uncounted(cls, values: dict[str, Any]) -> list[str]:
        """The fields that are prices of what the section has none of."""
        quantities = cls._quantities().items()
        return [name for name, mark in quantities if is_zero(values.get(mark.counted_by))]

    def priced(self) -> Iterator[tuple[Figure, Figure]]:
        """What the section counts, each with its price."""
        for name, mark in self._quantities().items():
            count = getattr(self, mark.counted_by, None)
            if isinstance(count, Figure):
                yield count, getattr(self, name)

    @classmethod
    def faults(cls, values: dict[str, Any], node: MappingNode) -> Iterator[Problem]:
        """What is wrong with the fields together, reported along with what is wrong with each."""
        yield from ()

    def comes_whole(self, name: str) -> bool:
        """Whether what a field counts comes whole on account of the fields beside it."""
        del name
        return False

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema of what a person writes: no path of ours, no null, and only what must be given required."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        fields = schema["properties"]
        del fields[PATH]
        for name in fields:
            fields[name] = _written(fields[name])
        schema["required"] = [
            name for name in fields if not may_be_left_out(cls.model_fields[name])
        ]
        return schema


def _written(schema: dict[str, Any]) -> dict[str, Any]:
    """A field's schema without null, which no file may hold, and without a title that repeats its name."""
    kept = {name: part for name, part in schema.items() if name not in ("title", *ALWAYS)}
    if kept.get("default", "") is None:
        del kept["default"]
        kept["anyOf"] = [part for part in kept["anyOf"] if part != {"type": "null"}]
    return kept["anyOf"][0] if len(kept.get("anyOf", ())) == 1 else kept


def _quantity_of(field: FieldInfo) -> Quantity | None:
    return next((mark for mark in field.metadata if isinstance(mark, Quantity)), None)


def sections_in(annotation: Any) -> Iterator[type[Section]]:
    """The sections that a field may hold, itself and not in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    elif isinstance(annotation, UnionType) or get_origin(annotation) in (Union, Annotated):
        for part in get_args(annotation):
            yield from sections_in(part)


def words_in(annotation: Any) -> Iterator[str]:
    """The words that a field may be."""
    if get_origin(annotation) is Literal:
        yield from map(str, get_args(annotation))
    elif isinstance(annotation, UnionType) or get_origin(annotation) in (Union, Annotated):
        for part in get_args(annotation):
            yield from words_in(part)


def may_be_left_out(field: FieldInfo) -> bool:
    """Whether something stands in for the field: the model's own default, our data, or an empty section."""
    quantity = _quantity_of(field)
    is_filled = quantity is not None and bool(quantity.default or quantity.brought_by)
    return is_filled or field.json_schema_extra == ALWAYS or not field.is_required()


def is_zero(value: Any) -> bool:
    """Whether a number, given or standing in, is zero for certain."""
    if isinstance(value, Figure):
        return value.value == 0
    number = value.get("value") if isinstance(value, MappingNode) else value
    try:
        return isinstance(number, Scalar) and read_number(number) == 0
    except NumberProblem:
        return False


def always(**options: Any) -> Any:
    """A section that exists, with its defaults, even when the file does not mention it."""
    return Field(json_schema_extra=ALWAYS, **options)


def exactly_one(values: Collection[str], node: MappingNode, *names: str) -> Iterator[Problem]:
    """The fault of giving none or several of some fields."""
    given = [name for name in names if name in values]
    if not given:
        fix = said("add one of {names}", names=", ".join(names))
        yield Problem("E016", node.mark, said("nothing says how much this is"), fix)
    elif len(given) > 1:
        mark = node.key_marks.get(given[1], node.mark)
        message = said("{given} are given together, but only one can count", given=all_of(given))
        yield Problem("E016", mark, message, said("keep one of {given}", given=", ".join(given)))
