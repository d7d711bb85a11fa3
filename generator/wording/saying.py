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


def all_of(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return _listed("{others} and {last}", items)


def any_of(items: Sequence[str]) -> str:
    """`a, b or c`."""
    return _listed("{others} or {last}", items)


def in_language(text: str, language: str) -> str:
    """What was said, as far as it is translated."""
    if not isinstance(text, Saying) or language == ENGLISH:
        return str(text)
    fields = {
        name: in_language(field, language) if isinstance(field, Saying) else field
        for name, field in text.fields.items()
    }
    return translations(language).get(text.template, text.template).format(**fields)


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


def _listed(template: LiteralString, items: Sequence[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return said(template, others=", ".join(items[:-1]), last=items[-1])
