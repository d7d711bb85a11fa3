"""Answers questions about one line of YAML: how far in it begins, is it a field, or nearly one."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.proposal.characters import shortened
from generator.wording.saying import said

INDENT = re.compile(r"[ \t]*")
ITEM_INDENT = re.compile(r"[ ]*(?:- +)*")
FIELD = re.compile(r"[ ]*(?:- +)*[^#\s].*?:(?:\s|$)")
# A name and a value with a full-width colon, or an ASCII one without its space, between them.
NEAR_FIELD = re.compile(
    r"[ ]*(?:- +)*[{\[]?"
    r"(?P<name>[^\s:：{\[][^:：]{0,60}?)\s*(?P<colon>[:：])(?!//)(?P<value>.*)"
)


class Hint(NamedTuple):
    """A mistake within a line: the 0-based column, what is wrong and what to write."""

    column: int
    message: str
    fix: str


def indent(line: str) -> int:
    """How many spaces and tabs the line begins with."""
    return _width(INDENT, line)


def item_indent(line: str) -> int:
    """The column of the line's own content, behind the dashes of list items."""
    return _width(ITEM_INDENT, line)


def field_end(line: str) -> int:
    """Where the value begins in a line that is `name: value`; 0 for any other line."""
    return _width(FIELD, line)


def field_hint(line: str) -> Hint | None:
    """The colon mistake in a line that should have been `name: value`, if there is one."""
    found = NEAR_FIELD.match(line)
    if not found:
        return None
    value = shortened(found["value"]).rstrip("}]")
    right = f"{shortened(found['name'])}: {value}".rstrip()
    fix = said("write '{right}'", right=right)
    if found["colon"] == "：":
        return Hint(found.start("colon"), said("the colon '：' is a full-width one"), fix)
    if found["value"] and found["value"][0] not in " \t":
        return Hint(found.start("colon"), said("the ':' is not followed by a plain space"), fix)
    return None


def _width(pattern: re.Pattern[str], line: str) -> int:
    found = pattern.match(line)
    return found.end() if found else 0
