"""Turns a packet into every form in which its document may print a number, which the audit looks up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from generator.figures.figure import Figure
from generator.figures.key import Numbered
from generator.packet.listings import cloud_prices_of
from generator.packet.numerals import HIGHEST_RATE, MINUS, PLAIN_AMOUNTS, is_rate_of_return
from generator.packet.packet import Packet
from generator.packet.quotes import DIGITS, QUOTE
from generator.packet.texts import own_names_of, texts_of
from generator.proposal.limits import numbers_of
from generator.proposal.models.proposal import Proposal

# What an audit of the finished document looks for: numbers, and words that look like a lost value.
LOST = re.compile(r"\b(?:nan|NaN|inf|None|undefined|Undefined)\b")
NUMERAL = re.compile(rf"{MINUS}?\d[\d,]*(?:\.\d+)?")
# By what of its last printed place computing in doubles may part a number from what it is.
DUST = 1e-6
LITERAL = re.compile(rf"{DIGITS}|{LOST.pattern}")


def literal_amounts(proposal: Proposal) -> list[str]:
    """Every number that the user's own texts and templates spell out, and their words that look like a lost value.

    Such words may stand in what an entry of the user's own catalogue says of its numbers as well.
    """
    own = proposal.style.templates
    templates = () if own is None else own.files.values()
    texts = (*texts_of(proposal), *own_names_of(proposal), *templates)
    sources = (number.source for number, _ in numbers_of(proposal).values())
    notes = (source.note for source in sources if source is not None)
    return [
        *(literal for text in texts for literal in LITERAL.findall(QUOTE.sub(" ", text))),
        *(word for note in notes for word in LOST.findall(note)),
    ]


def literals_of(packet: Packet) -> list[str]:
    """Those of the input, and of an earlier version, whose texts that are gone are told."""
    earlier = [] if packet.since is None else literal_amounts(packet.since.earlier)
    return [*literal_amounts(packet.proposal), *earlier]


def printed_numerals(packet: Packet) -> list[str]:
    """Every form in which a document may print a figure.

    As shown, alone in a sentence, in round figures, to the cent as a request states it, as stated; and the limit that
    stands for a high rate.
    """
    shown, figures = packet.numerals.show, _figures_of(packet)
    money = [figure for figure in figures if figure.unit.startswith("money")]
    exact = [packet.numerals.exact(figure) for figure in money]
    prices = [figure for figure in money if figure.unit not in PLAIN_AMOUNTS]
    amounts = [packet.numerals.amount(figure.value) for figure in prices if figure.reason is None]
    stated = [packet.numerals.stated(figure) for figure in figures if figure.is_input]
    ranges = (row for table in packet.model.outlook.schedules for row in table.rows)
    beside = [cell for row in ranges for cell in row.cells if isinstance(cell, Figure)]
    nearest = [
        (packet.numerals.near(figure), packet.numerals.unit(figure)) for figure in _distinct(beside)
    ]
    near = [form for each in nearest for form in (each[0], _scaled(each, packet))]
    alone = [_scaled(packet.numerals.alone(figure), packet) for figure in figures]
    told = [_scaled(packet.numerals.told(figure), packet) for figure in figures if _is_told(figure)]
    limit = f"{HIGHEST_RATE:.0%}"
    return [
        limit,
        *alone,
        *told,
        *(shown(figure) for figure in figures),
        *exact,
        *amounts,
        *stated,
        *near,
    ]


def _distinct(figures: Iterable[Figure]) -> Collection[Figure]:
    """One of all that are printed alike."""
    return {
        (
            figure.reason or figure.value,
            figure.unit,
            figure.is_input,
            is_rate_of_return(figure),
            _is_told(figure),
        ): figure
        for figure in figures
    }.values()


def _figures_of(packet: Packet) -> Collection[Figure]:
    """All that a document may print, one of those that are printed alike."""
    # A price that nothing is charged at stands in its table alone.
    prices = cloud_prices_of(packet.proposal).rows
    listed = (cell for row in prices for cell in row.cells if isinstance(cell, Figure))
    since = () if packet.since is None else packet.since.figures
    return _distinct((*packet.figures.values(), *packet.remainders, *listed, *since))


def rounded_numerals(packet: Packet) -> frozenset[str]:
    """The numerals in tables that say less than their numbers, so that printed parts may not add up."""
    return frozenset(_rounded(_figures_of(packet), packet))


def _rounded(figures: Iterable[Figure], packet: Packet) -> Iterator[str]:
    for figure in figures:
        numeral = packet.numerals.show(figure)
        if figure.reason is None and NUMERAL.fullmatch(numeral):
            exact = packet.numerals.drawn_exactly(figure.unit, figure.value)
            printed = Decimal(numeral.replace(",", "").replace(MINUS, "-"))
            last_place = 10.0 ** int(printed.as_tuple().exponent)
            if abs(float(printed) - exact) > DUST * last_place:
                yield numeral


def _scaled(measured: tuple[str, str], packet: Packet) -> str:
    """`45.89万` of 45.89万元: the numeral with what it is counted in."""
    numeral, unit = measured
    many = packet.words.word("currencies", "ten_thousand").partition("{")[0]
    return numeral + many if many and unit.startswith(many) else numeral


def _is_told(figure: Figure) -> bool:
    """Whether prose may tell it in round figures: an amount or a share that is not one month's."""
    name = figure.key.name
    is_monthly = isinstance(name, Numbered) and name.period == "month"
    return figure.reason is None and figure.unit in (*PLAIN_AMOUNTS, "ratio") and not is_monthly
