"""Turns an English template and its fields into a text that can still be said in another language.

`said("there are {count} files", count=3)` is the English text. It remembers template and fields, and `in_language`
looks the template up in `zh-CN/*.yaml`; what is not translated there stays English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, LiteralString, Self

ENGLISH = "en"
_FOLDER = Path(__file__).parent


class Saying(str):
    """An English text that knows of what it was made. template: with `{field}`; fields: some are sayings too."""

    __slots__ = ("fields", "template")
    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, fields: Mapping[str, object]) -> Self:
        text = super().__new__(cls, template.format(**fields))
        text.template, text.fields = template, fields
        return text

    def __reduce__(self) -> Any:
        return Saying, (self.template, self.fields)


def said(template: LiteralString, /, **fields: object) -> str:
    """The English text. The template is written out where it is said, so that a test finds all of them."""
    return Saying(template, fields)


def to_be_said(template: LiteralString, /) -> str:
    """A template whose fields, numbered from 0, are filled in where it is said: `in_words`."""
    return template


def in_words(template: str, language: str, *fields: str) -> str:
    """A template in a language, filled in."""
    return _translated(template, language).format(*fields)


def quoted(name: str) -> str:
    """A name in quotes."""
    return said("'{name}'", name=name)


def all_of(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return (
        said("{others} and {last}", **_parted(items)) if len(items) > 1 else next(iter(items), "")
    )


def any_of(items: Sequence[str]) -> str:
    """`a, b or c`."""
    return said("{others} or {last}", **_parted(items)) if len(items) > 1 else next(iter(items), "")


def first_of(items: Sequence[str], most: int) -> str:
    """`a, b and 3 more`: so many of them, the rest counted."""
    shown, count = ", ".join(items[:most]), len(items) - most
    return said("{shown} and {count} more", shown=shown, count=count) if count > 0 else shown


def reason_of(error: Exception) -> str:
    """What an error says, as it was said."""
    first = next(iter(error.args), None)
    return first if isinstance(first, Saying) else str(error)


def joined(items: Sequence[str], separator: str) -> str:
    """Several texts, one after the other."""
    parts = {f"part_{number}": item for number, item in enumerate(items)}
    return Saying(separator.join(f"{{{name}}}" for name in parts), parts)


def in_language(text: str, language: str) -> str:
    """What was said, as far as it is translated."""
    if not isinstance(text, Saying) or language == ENGLISH:
        return str(text)
    fields = {
        name: in_language(field, language) if isinstance(field, Saying) else field
        for name, field in text.fields.items()
    }
    return _translated(text.template, language).format(**fields)


def _translated(template: str, language: str) -> str:
    return template if language == ENGLISH else translations(language).get(template, template)


@cache
def translations(language: str) -> Mapping[str, str]:
    """The templates of a language by the English ones."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted((_FOLDER / language).glob("*.yaml"))
    texts: dict[str, str] = {}
    for file in files:
        texts |= yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    return texts


def _parted(items: Sequence[str]) -> dict[str, str]:
    """All items but the last, parted by commas, and the last."""
    others = items[0]
    for item in items[1:-1]:
        others = said("{others}, {next}", others=others, next=item)
    return {"others": others, "last": items[-1]}
