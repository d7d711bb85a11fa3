"""Turns the parts of a name into a key: a text for people and scripts, never read to learn what the parts say.

An option may be called `total` or `a.b`: what a part is stands in its place among the parts, whatever the text says.
"""

from __future__ import annotations

from functools import cached_property
from typing import Self

Part = str | int


class Key(str):
    """A dotted name, `options.on_premise.capex.0.amount`, made of parts; the number of an item in a list is an int.

    about: the key of the number whose range the named one is about: an end of it, or what results there.
    """

    parts: tuple[Part, ...]
    about: Key | None

    def __new__(cls, *parts: Part, about: Key | None = None) -> Self:
        """Keys among the parts bring all of theirs."""
        flat: list[Part] = []
        for part in parts:
            if type(part) is Key:
                flat += part.parts
            else:
                flat.append(part)
        key = str.__new__(cls, ".".join(map(str, flat)))
        key.parts, key.about = tuple(flat), about
        return key

    def __truediv__(self, part: Part) -> Key:
        """What stands below it: most keys are made so."""
        key = str.__new__(Key, ".".join((self, str(part)) if self.parts else (str(part),)))
        key.parts = self.parts + (part.parts if isinstance(part, Key) else (part,))
        key.about = self.about
        return key

    def __getnewargs__(self) -> tuple[Part, ...]:  # type: ignore[override]
        """What a copy, also one in another process, is made from."""
        return self.parts

    @property
    def name(self) -> Part:
        """The last part."""
        return self.parts[-1]

    @property
    def family(self) -> str:
        """The first part."""
        return str(self.parts[0])

    @cached_property
    def above(self) -> Key:
        """The key of what it belongs to."""
        return Key(*self.parts[:-1])

    @cached_property
    def of_any(self) -> str:
        """The key of any of its list: `benefits.*.monthly`. The last part stays."""
        return str(
            Key(*("*" if isinstance(part, int) else part for part in self.above.parts), self.name)
        )

    def below(self, above: Key) -> Key:
        """The rest of it below one of those that it belongs to."""
        return Key(*self.parts[len(above.parts) :])


class Numbered(str):
    """The name of one of many periods: `year_3`, and `opex_year_3` of `opex`."""

    period: str
    number: int
    of: str

    def __new__(cls, period: str, number: int, of: str = "") -> Self:
        """`period` is what is counted: year, month."""
        name = super().__new__(cls, "_".join(filter(None, (of, period, str(number)))))
        name.period, name.number, name.of = period, number, of
        return name

    def __getnewargs__(self) -> tuple[str, int, str]:  # type: ignore[override]
        """What a copy, also one in another process, is made from."""
        return self.period, self.number, self.of


def key_of(name: str) -> Key:
    """A plain word is a key of one part."""
    return name if isinstance(name, Key) else Key(name)
