"""Turns a packet into every form in which its document may print a number, which the audit looks up."""

from __future__ import annotations

import re

from generator.figures.figure import Figure
from generator.packet.listings import cloud_prices_of
from generator.packet.numerals import HIGHEST_RATE
from generator.packet.packet import Packet
from generator.packet.quotes import DIGITS, QUOTE
from generator.packet.texts import own_names_of, texts_of
from generator.proposal.limits import numbers_of
from generator.proposal.models.proposal import Proposal

# What an audit of the finished document looks for: numbers, and words that look like a lost value.
LOST = re.compile(r"\b(?:nan|NaN|inf|None|undefined|Undefined)\b")
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

    As shown, alone in a sentence, to the cent as a request states it, as stated; and the limit that stands for a high
    rate.
    """
    shown = packet.numerals.show
    # A price that nothing is charged at stands in its table alone.
    prices = cloud_prices_of(packet.proposal).rows
    listed = (cell for row in prices for cell in row.cells if isinstance(cell, Figure))
    told = () if packet.since is None else packet.since.figures
    figures = (*packet.figures.values(), *packet.remainders, *listed, *told)
    money = [figure for figure in figures if figure.unit.startswith("money")]
    exact = [packet.numerals.exact(figure) for figure in money]
    amounts = [packet.numerals.amount(figure.value) for figure in money if figure.reason is None]
    stated = [packet.numerals.stated(figure) for figure in figures if figure.is_input]
    ranges = (row for table in packet.model.outlook.schedules for row in table.rows)
    beside = [cell for row in ranges for cell in row.cells if isinstance(cell, Figure)]
    near = [packet.numerals.near(figure) for figure in beside]
    alone = [packet.numerals.alone(figure)[0] for figure in figures]
    limit = f"{HIGHEST_RATE:.0%}"
    return [limit, *alone, *(shown(figure) for figure in figures), *exact, *amounts, *stated, *near]
