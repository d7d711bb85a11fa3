"""Turns the words beside a quoted figure into the unit that they type: `{{ capex.total }} 元`, `¥{{ capex.total }}`.

People write units in many ways and in both languages; a quote must know them all to print neither two units nor a
wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.figures.figure import Figure
from generator.packet.numerals import Numerals

CURRENCIES = {
    "CNY": ("人民币", "元", "yuan", "CNY", "RMB"),
    "USD": ("美元", "dollars", "dollar", "USD"),
    "EUR": ("欧元", "euros", "euro", "EUR"),
    "GBP": ("英镑", "pounds", "GBP"),
    "HKD": ("港元", "港币", "HKD"),
    "JPY": ("日元", "yen", "JPY"),
    "SGD": ("新加坡元", "新元", "SGD"),
}
# Signs before a number, and the currencies that they may mean.
SIGNS = {
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "$": ("USD", "HKD", "SGD"),
    "€": ("EUR",),
    "£": ("GBP",),
}
# By the first part of a figure's unit. What is spelled alike belongs to several.
MEASURES = {
    "ratio": ("%", "％", "percent", "per cent"),
    "month": ("个月", "月", "months", "month"),
    "year": ("年", "years", "year"),
    "day": ("天", "日", "days", "day"),
    "hour": ("小时", "hours", "hour", "h"),
    "second": ("秒", "seconds", "second", "s"),
    "person_day": ("人天", "人日", "person-days", "person days", "days"),
    "request": ("次", "个请求", "requests", "request", "calls", "queries"),
    "token": ("个 token", "tokens", "token"),
    "kWh": ("kWh", "千瓦时", "度"),
    "W": ("W", "瓦", "watts", "watt"),
    "GB": ("GB",),
    "Mbps": ("Mbps",),
    "kB": ("kB", "KB"),
    "rack_unit": ("U",),
    "billion": ("B", "十亿", "billion"),
    "bit": ("bits", "bit", "位"),
    "byte": ("bytes", "byte", "字节"),
    "rank": ("名",),
}
SCALES = "万亿|亿|百万|千万|万|千|ten thousand|million|thousand"
MONEY = "money"
# A plural, or a Chinese measure word; not the words with an s that often follow a number.
THING = re.compile(
    r"\s?((?!(?:is|was|has|as|this|its|plus|less|across|besides|always)\b)[a-z]{3,}s\b|[封份张件条笔单台页位套例篇])"
)
UNIT_QUOTED = re.compile(r"\s?\{\{[^{}]*\.unit\s*\}\}")
# Where the words already say "a month", the unit does not say so again.
PER_BEHIND = re.compile(r"\s?/|\s(?:a|an|per|each|every)\s", re.IGNORECASE)
PER_BEFORE = re.compile(r"(?:每[年月天次]|[年月日]均|全年)[^\d，。；,;]{0,6}$")


@dataclass(frozen=True, slots=True)
class TypedUnit:
    """A unit in a text.

    kinds: which it may be: a currency's code, or the first part of a figure's unit. spelling: as typed, its scale
    before it: 万元. end: where the text goes on.
    """

    kinds: frozenset[str]
    spelling: str
    scale: str
    end: int

    @property
    def is_ambiguous(self) -> bool:
        """Whether it may as well begin another word: 年化, 月度, 次日."""
        return len(self.spelling) == 1 and self.spelling not in "%％元"


def _spellings() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, words in {**CURRENCIES, **MEASURES}.items():
        for word in words:
            kinds.setdefault(word.casefold(), set()).add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


KINDS = _spellings()
WORDS = "|".join(map(re.escape, sorted(KINDS, key=len, reverse=True)))
BEHIND = re.compile(
    rf"\s?(?P<unit>(?:(?P<scale>{SCALES})(?!瓦时)\s?)?(?P<word>{WORDS}))(?!(?<=[A-Za-z])[A-Za-z0-9_])",
    re.IGNORECASE,
)
# A scale without a unit; 万一 is a word of its own.
SCALE_ALONE = re.compile(rf"\s?({SCALES})(?![A-Za-z一])", re.IGNORECASE)
CODES = "|".join((*CURRENCIES, "RMB"))
BEFORE = re.compile(rf"(?P<sign>[{''.join(SIGNS)}]|\b(?:{CODES}))\s?$", re.IGNORECASE)


def in_text(
    figure: Figure, numerals: Numerals, text: str, quote: tuple[int, int]
) -> tuple[str, int]:
    """How a figure prints where a text quotes it, and where the text goes on.

    With its unit where the text types none; a typed one gives way to what is shown: 元 to 万元, 万次 to 次.
    """
    start, end = quote
    numeral, unit = numerals.alone(figure)
    first, per, _ = unit.partition("/")
    own = kinds_of(figure, numerals.words.currency)
    is_money = bool(own & CURRENCIES.keys())
    scale = first.removesuffix(numerals.words.unit(MONEY)).strip() if is_money else ""
    typed = unit_behind(text, end)
    if UNIT_QUOTED.match(text, end):
        return numeral, end
    if typed is not None and typed.kinds & own:
        if figure.reason is not None or figure.unit == "ratio":
            return numeral, typed.end
        is_other = typed.scale != scale
        return (numerals.words.measured(numeral, first), typed.end) if is_other else (numeral, end)
    if own & currencies_before(text, start):
        return numerals.words.measured(numeral, scale), end
    is_said = per and (PER_BEHIND.match(text, end) or PER_BEFORE.search(text[:start]))
    return numerals.words.measured(numeral, first if is_said else unit), end


def other_unit(figure: Figure, currency: str, text: str, quote: tuple[int, int]) -> str:
    """The unit that a text types beside a quoted figure and that is not the figure's; empty where there is none."""
    start, end = quote
    own = kinds_of(figure, currency)
    before, typed = currencies_before(text, start), unit_behind(text, end)
    if before and not before & own:
        return text[:start].rsplit(maxsplit=1)[-1]
    scale = SCALE_ALONE.match(text, end)
    if typed is None and scale:
        return scale[1]
    if typed is None or typed.kinds & own or typed.is_ambiguous:
        return ""
    return typed.spelling


def counted_thing(figure: Figure, text: str, quote: tuple[int, int]) -> str:
    """What a text counts by a quoted number of requests or tokens, `{{ … }} letters`; empty where it counts nothing."""
    thing = THING.match(text, quote[1])
    is_count = figure.unit.partition("/")[0] in ("request", "token")
    return thing[1] if thing and is_count and unit_behind(text, quote[1]) is None else ""


def kinds_of(figure: Figure, currency: str) -> frozenset[str]:
    """What a typed unit must be to be the figure's."""
    first = figure.unit.partition("/")[0]
    return frozenset({currency if first == MONEY else first})


def unit_behind(text: str, place: int) -> TypedUnit | None:
    """The unit that a text types from a place on, perhaps after a space."""
    match = BEHIND.match(text, place)
    if match is None:
        return None
    kinds = KINDS[match["word"].casefold()]
    return TypedUnit(kinds, match["unit"], match["scale"] or "", match.end())


def currencies_before(text: str, place: int) -> frozenset[str]:
    """The currencies that a sign or a code right before a place may mean."""
    match = BEFORE.search(text[:place])
    if match is None:
        return frozenset()
    sign = match["sign"].upper()
    return frozenset(SIGNS.get(sign) or {"CNY" if sign == "RMB" else sign})
