"""Turns a number and its number format into the width at which a spreadsheet shows it."""

from __future__ import annotations

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
# A comma or point is half as wide as a digit.
NARROW = ",. "


class Section(NamedTuple):
    """One part of a format. words: the width of its own words; codes: what is left for the number."""

    words: float
    codes: str
    condition: tuple[str, float] | None


@cache
def width_of(value: float, number_format: str) -> float:
    """In digits of the default font; 0 where the program finds a shorter way to show the number by itself."""
    sections = sections_of(number_format)
    section = _section_for(value, sections)
    codes = section.codes
    if "General" in codes or "@" in codes or "E" in codes:
        return 0.0
    if MOMENT.search(codes):
        return section.words + width_of_text(codes)
    if not re.search("[0#?]", codes):
        return section.words
    shown = abs(value) * (100 if "%" in codes else 1)
    thousands = len(codes) - len(codes.rstrip(","))
    found = DECIMALS.search(codes)
    places = found[1] if found else ""
    digits = f"{shown / 1000**thousands:,.{len(places)}f}"
    if "#" in places:
        least = len(digits) - places.count("#")
        digits = digits[:least] + digits[least:].rstrip("0")
    if "," not in codes.rstrip(","):
        digits = digits.replace(",", "")
    sign = "-" if value < 0 and (len(sections) == 1 or "-" in codes) else ""
    return section.words + width_of_text(sign + digits + "%" * ("%" in codes))


def width_of_text(text: str) -> float:
    """Wide characters count twice, points and commas half."""
    return sum(
        0.5 if letter in NARROW else 2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.0
        for letter in text
    )


@cache
def sections_of(number_format: str) -> tuple[Section, ...]:
    """The parts of a format for different numbers, in its order."""
    return tuple(map(_section, re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', number_format or "General")))


def _section(text: str) -> Section:
    words = "".join(quoted or escaped for quoted, escaped in WORDS.findall(text))
    condition = CONDITION.search(text)
    return Section(
        width_of_text(words),
        MARKS.sub("", WORDS.sub("", text)).strip(),
        (condition[1], float(condition[2])) if condition else None,
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
