"""Turns the text of a number field into a float, or says how to write it plainly. Never guesses.

Plain are integers, decimals, powers of ten and percent: `5000`, `-0.5`, `1e6`, `30%`. Everything
that YAML or a spreadsheet would quietly turn into another number is refused, with the plain form
where it is certain.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

from generator.proposal.characters import shortened
from generator.wording.saying import said

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNIFICANT_DIGITS = 15
LARGEST = Decimal("1e15")
SMALLEST = Decimal("1e-15")
PLAIN = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?%?")
LONGEST_EXPLAINED = 60
# A value that begins with one of these multiplies the number that is there: ×0.6.
TIMES = "×x*"

# Powers of ten that people write behind a number.
SCALES = {
    "‰": -3,
    "百": 2,
    "千": 3,
    "k": 3,
    "K": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "万亿": 12,
}
# M is a million or metres, w is 万 or watts, (5) may be minus 5, O nought: only the writer knows.
DOUBTFUL = re.compile(r"\s*(?:[mbweoil]|mn|bn|mil\w*|bil\w*)\b.*|.*[()].*", re.IGNORECASE)
MINUS_SIGNS = "−–"


class NumberProblem(ValueError):
    """Why a text is not a plain number.

    message: what is wrong. fix: what to write instead. code: E010, or E011 when the number is out of range.
    """

    def __init__(self, message: str, fix: str, code: str = "E010") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.code = code


def read_number(text: str) -> float:
    """The number as a double; `30%` is exactly 0.3. Raises NumberProblem.

    Refuses more than 15 significant digits, which a spreadsheet would cut, and amounts beyond 1e15
    or below 1e-15.
    """
    if not PLAIN.fullmatch(text):
        raise _refusal(text)
    number = Decimal(text.removesuffix("%"))
    exact = number.scaleb(-2) if text.endswith("%") else number
    shown = shortened(text)
    if exact and not SMALLEST <= abs(exact) <= LARGEST:
        message = (
            said("{shown} is too large: the limit is 1e15", shown=shown)
            if abs(exact) > 1
            else said("{shown} is too small: the limit is 1e-15", shown=shown)
        )
        raise NumberProblem(
            message,
            said("check the digits and the exponent"),
            "E011",
        )
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if len(digits) > SIGNIFICANT_DIGITS:
        message = said(
            "{shown} has {digits} significant digits; a spreadsheet keeps 15",
            shown=shown,
            digits=len(digits),
        )
        raise NumberProblem(
            message,
            said("write {number:.15g}{percent}", number=number, percent="%" * text.endswith("%")),
        )
    return float(exact) + 0.0  # the sum turns -0.0 into 0.0


def product(stated: str, factor: str) -> str:
    """A number of a file times a factor, as the file would state it; `8%` doubled is `16%`. Raises NumberProblem."""
    for text in (stated, factor):
        read_number(text)
    exact = Decimal(stated.removesuffix("%")) * Decimal(factor.removesuffix("%"))
    number = exact.scaleb(-2) if factor.endswith("%") else exact
    return f"{number.normalize(Context(SIGNIFICANT_DIGITS)):f}{'%' * stated.endswith('%')}"


class Mistake(NamedTuple):
    """A way of writing numbers that is refused: its look, what is wrong, what to write."""

    looks_like: re.Pattern[str]
    reason: str
    fix: Callable[[re.Match[str]], str]


def _refusal(text: str) -> NumberProblem:
    """What is wrong with a text; full-width characters are looked at as the ASCII ones."""
    ascii_text = "".join(map(_ascii, text)).strip()
    shown = shortened(text)
    if not ascii_text:
        return NumberProblem(said("a number is missing"), said("write a number, such as 0 or 5000"))
    if PLAIN.fullmatch(ascii_text):
        spaced = ascii_text == text.strip()
        reason = (
            said("has spaces around it") if spaced else said("is not written in ASCII characters")
        )
        return NumberProblem(
            said("'{shown}' {reason}", shown=shown, reason=reason),
            said("write {ascii_text}", ascii_text=ascii_text),
        )
    for mistake in MISTAKES if len(ascii_text) <= LONGEST_EXPLAINED else ():
        if found := mistake.looks_like.fullmatch(ascii_text):
            return NumberProblem(
                said("'{shown}' {reason}", shown=shown, reason=mistake.reason), mistake.fix(found)
            )
    return NumberProblem(
        said("'{shown}' is not a plain number", shown=shown),
        said("write digits with '.' for decimals, such as 5000, 0.3 or 30%"),
    )


def _ascii(character: str) -> str:
    if unicodedata.decomposition(character).startswith("<wide>"):
        character = unicodedata.normalize("NFKC", character)
    if character in MINUS_SIGNS:
        return "-"
    return " " if character.isspace() else character


def _plain(number: str, power: int = 0) -> str:
    """The digits in plain form, multiplied by a power of ten."""
    percent = "%" if number.endswith("%") else ""
    bare = re.sub(r"[,_ '%]", "", number)
    return f"{Decimal(bare).scaleb(power):f}{percent}"


def _without_words(found: re.Match[str]) -> str:
    number, scale, words = found["number"], found["scale"], (found["before"], found["unit"])
    if any(DOUBTFUL.fullmatch(word) or any(map(str.isnumeric, word)) for word in words):
        return said("write the number in full, in digits only and without a unit")
    power = SCALES[scale] if scale else 0
    return said("write only {number}", number=_plain(number, power))


def _always(fix: str) -> Callable[[re.Match[str]], str]:
    return lambda _: fix


def _mistake(looks_like: str, reason: str, fix: str | Callable[[re.Match[str]], str]) -> Mistake:
    pattern = re.compile(looks_like, re.IGNORECASE)
    return Mistake(pattern, reason, _always(fix) if isinstance(fix, str) else fix)


GROUPED = r"[+-]?[0-9]{1,3}(?:[,_ '][0-9]{3})+(?:\.[0-9]+)?%?"
NUMBER = rf"(?:{GROUPED}|[+-]?[0-9]{{1,40}}(?:\.[0-9]{{1,40}})?\s*%?)"
# Longest first; a unit that only begins like a scale (kWh, 千瓦) is none.
SCALE = f"(?:{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![A-Za-z瓦克米])"

MISTAKES = (
    _mistake(
        r"[+-]?\.?(?:nan|inf|infinity)",
        said("is not a finite number"),
        said("write a finite number, or leave the field out"),
    ),
    _mistake(
        "true|false|yes|no|on|off",
        said("is yes or no, not a number"),
        said("write a number, such as 1 or 0"),
    ),
    _mistake(
        r"0(?:x[0-9a-f]{1,12}|o[0-7]{1,15}|b[01]{1,40})",
        said("is not a decimal number"),
        lambda found: said("write {number}", number=int(found[0], 0)),
    ),
    _mistake(
        r"([+-]?)0+([0-9]+(?:\.[0-9]+)?%?)",
        said("begins with a zero, which some programs read as octal"),
        lambda found: said("write {number}", number=f"{found[1]}{found[2]}"),
    ),
    _mistake(
        r"[+-]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)?",
        said("is a time of day, which some programs read in sixties"),
        said("write one number of one unit, such as 1.5 for an hour and a half"),
    ),
    _mistake(
        GROUPED,
        said("has separators between its digits"),
        lambda found: said("write {number}", number=_plain(found[0])),
    ),
    _mistake(
        r"([+-]?[0-9]+(?:_[0-9]+)+)",
        said("has separators between its digits"),
        lambda found: said("write {number}", number=_plain(found[0])),
    ),
    _mistake(
        r"([+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?)\s+%",
        said("has a space before the percent sign"),
        lambda found: said("write {number}", number=f"{_plain(found[1])}%"),
    ),
    _mistake(
        r"([+-]?)(\.[0-9]+%?)",
        said("has no digit before the point"),
        lambda found: said("write {number}", number=f"{found[1]}0{found[2]}"),
    ),
    _mistake(
        r"([+-]?[0-9]+)\.(%?)",
        said("has no digit after the point"),
        lambda found: said("write {number}", number=f"{_plain(found[1])}{found[2]}"),
    ),
    _mistake(
        r"[+-]?[0-9][0-9.,]*\s*\D{0,4}?\s*(?:-|~|—|至|到|to)+\s*[0-9][0-9.,]*\s*\D{0,4}",
        said("is a range"),
        said("write one number; the ends of a range go into the fields low and high"),
    ),
    _mistake(
        rf"(?P<before>[^\d.+-]{{0,12}}?)(?P<number>{NUMBER})\s*(?P<scale>{SCALE})?(?P<unit>[^\d+-]{{0,20}})",
        said("holds more than the number"),
        _without_words,
    ),
    _mistake(
        "[零〇一二两三四五六七八九十百千万亿点]+",
        said("is written in words"),
        said("write it in digits, such as 5000"),
    ),
)


def must_be(holds: Callable[[float, float], bool], limit: str) -> str:
    """What a number is told that does not hold to a limit as one of `operator` compares them."""
    if holds is operator.ge:
        return said("it must be at least {limit}", limit=limit)
    if holds is operator.gt:
        return said("it must be more than {limit}", limit=limit)
    return said("it must be at most {limit}", limit=limit)
