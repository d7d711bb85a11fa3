"""Turns figures into what templates and users' texts quote.

`{{ capex.total }}` is a figure's numeral, `{{ capex.total.unit }}` its unit, `{{ capex.total.with_unit }}` both.
A user's text may only name a figure: nothing in it is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.figures.figure import Figure
from generator.figures.rounding import round_half_away
from generator.packet.numerals import Numerals
from generator.packet.texts import is_name, texts_of
from generator.proposal.models.proposal import Proposal
from generator.proposal.nodes import Scalar
from generator.proposal.problems import Problem, ProblemList, nearest

if TYPE_CHECKING:
    from generator.packet.packet import Packet

QUOTE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
FORMS = ("unit", "with_unit")
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SCALES = {"": 1, "万": 1e4, "亿": 1e8}
CURRENCY_WORDS = "元|美元|欧元|英镑|港元|日元|新加坡元|CNY|RMB|USD|EUR|GBP|HKD|JPY|SGD"
AMOUNT = re.compile(
    rf"(?P<sign>[¥￥$€£]\s?)?(?P<digits>{DIGITS})\s?(?P<scale>[万亿]?)\s?(?P<unit>{CURRENCY_WORDS})?"
)
# What an audit of the finished document looks for: numbers, and words that look like a lost value.
LITERAL = re.compile(rf"{DIGITS}|\b(?:nan|NaN|inf|None|undefined|Undefined)\b")


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure, a branch of figures, or both, as a template sees it.

    numeral: its number without the unit, or why there is none. reason: the key of that why, else empty.
    parts: what stands below it by name; `options.on_premise.capex` is a figure and has parts.
    """

    numeral: str = ""
    unit: str = ""
    reason: str = ""
    parts: dict[str, Quote] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.numeral

    def __getitem__(self, name: str | int) -> Quote:
        return self.parts[str(name)]

    @property
    def with_unit(self) -> str:
        """`61,400 元`; a percentage and a reason stand alone."""
        return f"{self.numeral} {self.unit}" if self.unit and not self.reason else self.numeral


def quotes_of(figures: Mapping[str, Figure], numerals: Numerals) -> dict[str, Quote]:
    """All figures as a tree by the parts of their keys."""
    root: dict[str, Quote] = {}
    for key, figure in sorted(figures.items()):
        *branches, leaf = key.split(".")
        parts = root
        for name in branches:
            parts = parts.setdefault(name, Quote()).parts
        parts[leaf] = quote_of(figure, numerals)
    return root


def quote_of(figure: Figure, numerals: Numerals) -> Quote:
    """One figure."""
    return Quote(numerals.show(figure), numerals.unit(figure), figure.reason or "")


def filled(text: str, figures: Mapping[str, Figure], numerals: Numerals) -> str:
    """A user's text with its quotes replaced. Raises KeyError for one that `check_texts` reports."""

    def numeral(match: re.Match[str]) -> str:
        key, form = _key_and_form(match[1].strip())
        quote = quote_of(figures[key], numerals)
        return str(getattr(quote, form)) if form else quote.numeral

    return QUOTE.sub(numeral, text)


def check_texts(proposal: Proposal, figures: Mapping[str, Figure]) -> list[Problem]:
    """E020 for each quote of what is no figure, W001 for each amount that nothing in the model equals."""
    problems: list[Problem] = []
    values = sorted({abs(figure.value) for figure in figures.values() if figure.reason is None})
    for text in texts_of(proposal):
        problems += _wrong_quotes(text, figures)
        if not is_name(text):
            problems += _strange_amounts(text, values)
    return problems


def require_quotes(proposal: Proposal, figures: Mapping[str, Figure]) -> None:
    """Raises ProblemList with every quote of what is no figure."""
    problems = [problem for text in texts_of(proposal) for problem in _wrong_quotes(text, figures)]
    if problems:
        raise ProblemList(problems)


def literal_amounts(proposal: Proposal) -> list[str]:
    """Every number that the user's own texts spell out, as typed, and their words that look like a lost value."""
    return [
        literal for text in texts_of(proposal) for literal in LITERAL.findall(QUOTE.sub(" ", text))
    ]


def printed_numerals(packet: Packet) -> list[str]:
    """Every form in which a document may print a figure: as shown, to the cent as a request states it, as stated."""
    shown = packet.numerals.show
    figures = packet.figures.values()
    money = [figure for figure in figures if figure.unit.startswith("money")]
    exact = [packet.numerals.exact(figure) for figure in money]
    amounts = [packet.numerals.amount(figure.value) for figure in money if figure.reason is None]
    stated = [packet.numerals.stated(figure) for figure in figures if figure.is_input]
    ranges = (row for table in packet.model.outlook.schedules for row in table.rows)
    beside = [cell for row in ranges for cell in row.cells if isinstance(cell, Figure)]
    near = [packet.numerals.near(figure) for figure in beside]
    return [*(shown(figure) for figure in figures), *exact, *amounts, *stated, *near]


def _key_and_form(name: str) -> tuple[str, str]:
    key, _, form = name.rpartition(".")
    return (key, form) if form in FORMS else (name, "")


def _wrong_quotes(text: Scalar, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    for match in QUOTE.finditer(text):
        name = match[1].strip()
        if is_name(text):
            message = f"a name cannot quote a figure: '{{{{ {name} }}}}'"
            yield Problem("E020", text.mark, message, "quote figures in other texts")
        elif _key_and_form(name)[0] not in figures:
            yield Problem("E020", text.mark, f"no figure is called '{name}'", _hint(name, figures))
    rest = QUOTE.sub("", text)
    if "{{" in rest or "}}" in rest:
        fix = "write {{ capex.total }}, with two braces on each side"
        yield Problem("E020", text.mark, "the braces of a quoted figure are not closed", fix)


def _hint(name: str, figures: Mapping[str, Figure]) -> str:
    close = nearest(name, figures, 3)
    if close:
        return f"did you mean {' or '.join(repr(key) for key in close)}?"
    return "quote a key that 'budget figures' lists, such as {{ capex.total }}"


def _strange_amounts(text: Scalar, values: Iterable[float]) -> Iterator[Problem]:
    for match in AMOUNT.finditer(QUOTE.sub(" ", text)):
        is_amount = match["sign"] or match["unit"] or "," in match["digits"]
        if is_amount and not _is_known(match["digits"], SCALES[match["scale"]], values):
            message = f"'{match[0].strip()}' equals no input and no figure"
            yield Problem("W001", text.mark, message, "quote a figure instead: {{ … }}")


def _is_known(digits: str, scale: float, values: Iterable[float]) -> bool:
    decimals = len(digits.partition(".")[2])
    stated = float(digits.replace(",", ""))
    return any(round_half_away(value / scale, decimals) == stated for value in values)
