"""Turns figures into what templates and users' texts quote.

In a template `{{ capex.total }}` is a figure's numeral, `{{ capex.total.unit }}` its unit and
`{{ capex.total.with_unit }}` both, `{{ benefits.monthly.amount }}` both without "a month". In a user's text the first
prints both as well, unless the text types the unit. A user's text may only name a figure: nothing in it is ever
executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.figures.figure import Figure
from generator.figures.rounding import round_half_away
from generator.packet.numerals import Numerals
from generator.packet.texts import is_name, remarks_of, texts_of
from generator.packet.typed_units import counted_thing, in_text, other_unit
from generator.proposal.models.proposal import Proposal
from generator.proposal.nodes import Scalar
from generator.proposal.problems import Problem, ProblemList, nearest
from generator.wording.saying import any_of, said

QUOTE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
# What is left of a quote without its other half, to the end of its line.
BRACES = re.compile(r"(?:\{\{.*|\S*\s?\}\})")
FORMS = ("unit", "with_unit", "digits")
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SCALES = {"": 1, "万": 1e4, "亿": 1e8}
CURRENCY_CODES = "CNY|RMB|USD|EUR|GBP|HKD|JPY|SGD"
CURRENCY_WORDS = f"元|美元|欧元|英镑|港元|日元|新加坡元|{CURRENCY_CODES}"
AMOUNT = re.compile(
    rf"(?P<sign>(?:[¥￥$€£]|\b(?:{CURRENCY_CODES}))\s?)?(?P<digits>{DIGITS})"
    rf"\s?(?P<scale>[万亿]?)\s?(?P<unit>{CURRENCY_WORDS})?"
)


class Quote:
    """A figure, a branch of figures, or both, as a template sees it; worded when it is asked, as few ever are.

    parts: what stands below it by name; `options.on_premise.capex` is a figure and has parts.
    """

    __slots__ = ("_figure", "_numerals", "parts")

    def __init__(self, numerals: Numerals, figure: Figure | None = None) -> None:
        self._numerals, self._figure = numerals, figure
        self.parts: dict[str, Quote] = {}

    @property
    def numeral(self) -> str:
        """Its number without the unit, or why there is none; a user's text quotes it as `digits`."""
        return self._said(self._numerals.show)

    @property
    def unit(self) -> str:
        """Its unit alone."""
        return self._said(self._numerals.unit)

    @property
    def reason(self) -> str:
        """The key of why there is no number, else empty."""
        return self._said(lambda figure: figure.reason or "")

    @property
    def cell(self) -> str:
        """The number in a table: a dash for an amount of nothing."""
        return self._said(self._numerals.in_cell)

    @property
    def with_unit(self) -> str:
        """Number and unit, `61,400元`; a percentage and a reason stand alone."""
        return self._said(self._numerals.with_unit)

    @property
    def amount(self) -> str:
        """The same without the month or the year that an amount is for."""
        return self._said(self._numerals.of_money)

    @property
    def named(self) -> str:
        """Of a moment in months since the start the name of the month, where it has one."""
        return self._said(self._numerals.words.month_name)

    @property
    def about(self) -> str:
        """What prose says: of a span the whole months, of an amount round figures, of a share whole percents."""
        return self._said(self._numerals.about)

    def __str__(self) -> str:
        return self.numeral

    def __getitem__(self, name: str | int) -> Quote:
        return self.parts[str(name)]

    @property
    def is_branch(self) -> bool:
        """Whether it is a branch alone, which has no number of its own."""
        return self._figure is None

    def _said(self, say: Callable[[Figure], str]) -> str:
        if self._figure is None:
            raise AttributeError(said("a branch of figures has no number of its own"))
        return say(self._figure)


def quotes_of(figures: Mapping[str, Figure], numerals: Numerals) -> dict[str, Quote]:
    """All figures as a tree by the parts of their keys."""
    root: dict[str, Quote] = {}
    for figure in figures.values():
        *branches, leaf = map(str, figure.key.parts)
        parts = root
        for name in branches:
            if name not in parts:
                parts[name] = Quote(numerals)
            parts = parts[name].parts
        parts.setdefault(leaf, Quote(numerals))._figure = figure
    return root


def filled(text: str, figures: Mapping[str, Figure], numerals: Numerals) -> str:
    """A user's text with its quotes replaced. Raises KeyError for one that `check_texts` reports."""
    parts, end = [], 0
    for match in QUOTE.finditer(text):
        key, form = _key_and_form(match[1].strip())
        parts.append(text[end : match.start()])
        end = match.end()
        if form:
            quote = Quote(numerals, figures[key])
            parts.append(quote.numeral if form == "digits" else str(getattr(quote, form)))
        else:
            shown, end = in_text(figures[key], numerals, text, match.span())
            parts.append(shown)
    return "".join((*parts, text[end:]))


def check_texts(proposal: Proposal, figures: Mapping[str, Figure]) -> list[Problem]:
    """E020 for each quote of what is no figure, W001 for each amount that nothing in the model equals.

    W017 for each quote beside another unit than its own.
    """
    problems: list[Problem] = []
    values = sorted({abs(figure.value) for figure in figures.values() if figure.reason is None})
    reckoned = set(map(id, remarks_of(proposal)))
    for text in texts_of(proposal):
        problems += _wrong_quotes(text, figures)
        if not is_name(text):
            problems += _strange_units(text, figures, proposal.money.currency)
            problems += [] if id(text) in reckoned else _strange_amounts(text, values)
    return problems


def require_quotes(proposal: Proposal, figures: Mapping[str, Figure]) -> None:
    """Raises ProblemList with every quote of what is no figure."""
    problems = [problem for text in texts_of(proposal) for problem in _wrong_quotes(text, figures)]
    if problems:
        raise ProblemList(problems)


def _key_and_form(name: str) -> tuple[str, str]:
    key, _, form = name.rpartition(".")
    return (key, form) if form in FORMS else (name, "")


def _wrong_quotes(text: Scalar, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    for match in QUOTE.finditer(text):
        name = match[1].strip()
        if is_name(text):
            message = said("a name cannot quote a figure: '{{{{ {name} }}}}'", name=name)
            yield Problem(
                "E020", text.mark, message, said("quote figures in other texts"), match[0]
            )
        elif _key_and_form(name)[0] not in figures:
            yield Problem(
                "E020",
                text.mark,
                said("no figure is called '{name}'", name=name),
                _hint(name, figures),
                match[0],
            )
    rest = QUOTE.sub("", text)
    if "{{" in rest or "}}" in rest:
        fix = said("write {{{{ capex.total }}}}, with two braces on each side")
        message, spot = (
            said("the braces of a quoted figure are not closed"),
            BRACES.findall(rest)[0],
        )
        yield Problem("E020", text.mark, message, fix, spot)


def _strange_units(text: Scalar, figures: Mapping[str, Figure], currency: str) -> Iterator[Problem]:
    """The true unit is printed in any case; here the words around it speak of another one."""
    for match in QUOTE.finditer(text):
        key, form = _key_and_form(match[1].strip())
        if form or key not in figures:
            continue
        other = other_unit(figures[key], currency, text, match.span())
        thing = counted_thing(figures[key], text, match.span())
        if thing:
            message = said(
                "'{key}' prints with its unit, and the text counts '{thing}'", key=key, thing=thing
            )
            fix = said(
                "write {{{{ {key}.digits }}}} {thing}: it prints the number alone",
                key=key,
                thing=thing,
            )
            yield Problem("W017", text.mark, message, fix, match[0])
        elif other:
            message = said(
                "'{key}' is quoted beside '{other}', which is not its unit", key=key, other=other
            )
            fix = said("write {{{{ {key} }}}} alone: it prints with its unit", key=key)
            yield Problem("W017", text.mark, message, fix, match[0])


def _hint(name: str, figures: Mapping[str, Figure]) -> str:
    close = nearest(name, figures, 3)
    if close:
        return said("did you mean {meant}?", meant=any_of([repr(key) for key in close]))
    return said("quote a key that 'budget figures' lists, such as {{{{ capex.total }}}}")


def _strange_amounts(text: Scalar, values: Iterable[float]) -> Iterator[Problem]:
    for match in AMOUNT.finditer(QUOTE.sub(" ", text)):
        is_amount = match["sign"] or match["unit"] or "," in match["digits"]
        if is_amount and not _is_known(match["digits"], SCALES[match["scale"]], values):
            message = said("'{amount}' equals no input and no figure", amount=match[0].strip())
            fix = said("quote a figure instead: {{{{ … }}}}")
            yield Problem("W001", text.mark, message, fix, match[0].strip())


def _is_known(digits: str, scale: float, values: Iterable[float]) -> bool:
    decimals = len(digits.partition(".")[2])
    stated = float(digits.replace(",", ""))
    return any(round_half_away(value / scale, decimals) == stated for value in values)
