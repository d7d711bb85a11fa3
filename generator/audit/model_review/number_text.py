"""Turns a number and its number format into the width at which a spreadsheet shows it."""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

# Quoted words, escaped characters, colours and conditions, fillers.
WORDS = re.compile(r'"([^"]*)"|\\(.)')
MARKS = re.compile(r"\[[^\]]*\]|[_*].")
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
DECIMALS = re.compile(r"\.([0#?]+)")
MOMENT = re.compile(r"[ymdhs]", re.IGNORECASE)
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
}
# With these, the program chooses how to write the number.
SHORTENED = ("General", "@", "E")
# A comma or point is half as wide as a digit.
NARROW = ",. "


class Section(NamedTuple):
    """One part of a format.

    words: the width of all but the digits; digits: how `format` writes them, empty where none show; optional: how many
    of the last decimals show only where they are not zero; percent, thousands: what the number is shown in; minus:
    whether it tells that a number is negative; condition: of the numbers that it is for.
    """

    words: float
    digits: str
    optional: int
    percent: bool
    thousands: int
    minus: bool
    condition: tuple[str, float] | None


def width_of(value: float, number_format: str) -> float:
    """In digits of the default font; 0 where the program finds a shorter way to show the number by itself."""
    sections = sections_of(number_format)
    section = _section_for(value, sections)
    text = _digits(abs(value), section)
    if section.optional and text:
        least = len(text) - section.optional
        text = text[:least] + text[least:].rstrip("0")
    signed = value < 0 and (len(sections) == 1 or section.minus)
    return section.words + width_of_text("-" + text if text and signed else text)


def widest(largest: float, number_format: str) -> float:
    """At least the width of every number from `-largest` to `largest`: room for a sign and all decimals."""
    if not math.isfinite(largest):
        return math.inf
    return max(
        section.words + width_of_text("-" + _digits(largest, section))
        for section in sections_of(number_format)
    )


def _digits(amount: float, section: Section) -> str:
    shown = amount * (100 if section.percent else 1) / 1000**section.thousands
    return format(shown, section.digits) if section.digits else ""


def width_of_text(text: str) -> float:
    """Wide characters count twice, points and commas half."""
    return sum(map(_width_of_letter, text))


@cache
def _width_of_letter(letter: str) -> float:
    if letter in NARROW:
        return 0.5
    return 2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.0


@cache
def sections_of(number_format: str) -> tuple[Section, ...]:
    """The parts of a format for different numbers, in its order."""
    parts = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', number_format or "General")
    return tuple(map(_section, parts or [""]))


def _section(text: str) -> Section:
    words = width_of_text("".join(quoted or escaped for quoted, escaped in WORDS.findall(text)))
    codes = MARKS.sub("", WORDS.sub("", text)).strip()
    condition = CONDITION.search(text)
    places, digits = DECIMALS.search(codes), ""
    decimals = places[1] if places else ""
    if any(sign in codes for sign in SHORTENED):
        words = 0.0
    elif MOMENT.search(codes):
        words += width_of_text(codes)
    elif re.search("[0#?]", codes):
        words += "%" in codes
        digits = f"{',' * (',' in codes.rstrip(','))}.{len(decimals)}f"
    return Section(
        words,
        digits,
        optional=decimals.count("#"),
        percent="%" in codes,
        thousands=len(codes) - len(codes.rstrip(",")),
        minus="-" in codes,
        condition=(condition[1], float(condition[2])) if condition else None,
    )


def _section_for(value: float, sections: tuple[Section, ...]) -> Section:
    """By the sections' own conditions; without any: positive, negative, zero."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or COMPARISONS[section.condition[0]](
                value, section.condition[1]
            ):
                return section
        return sections[-1]
    place = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else 2
    return sections[place] if place < len(sections) else sections[0]
