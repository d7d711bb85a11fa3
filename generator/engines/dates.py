"""Turns dates into doubts: prices that are old, numbers and offers younger than the document.

A number that the user dated is doubted at its own place; those that came from our data are doubted together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.limits import sections_of
from generator.proposal.models.parts import CURRENCIES
from generator.proposal.models.proposal import Proposal
from generator.wording.saying import said

OLDEST_PRICE = datetime.timedelta(days=180)
OURS = ("catalog", "default")
# Of entries of our data in one message.
MOST_NAMED = 3


def doubts_about_dates(model: Model, date: datetime.date) -> Iterator[Doubt]:
    """`date` is the document's; one that the proposal does not state cannot contradict a number's. A price of ours of
    which nothing is bought is not doubted.
    """
    not_bought = set(_not_bought(model.proposal))
    dated = [
        (figure, datetime.date.fromisoformat(figure.source.date))
        for figure in model.result_figures.values()
        if figure.source is not None
        and figure.source.date
        and not (_is_ours(figure) and figure.key in not_bought)
    ]
    yield from _old_prices(dated, date)
    if model.proposal.proposal.date is not None:
        yield from _later_numbers(dated, date)
        yield from _later_prices_of_ours(dated, date)
        yield from _later_papers(model.proposal, date)


def _old_prices(dated: list[tuple[Figure, datetime.date]], date: datetime.date) -> Iterator[Doubt]:
    """All prices of one entry of our data are told once."""
    told = set()
    for figure, established in dated:
        place = figure.source.place if _is_ours(figure) and figure.source else figure.key
        age = date - established
        if _is_price(figure) and age > OLDEST_PRICE and place not in told:
            told.add(place)
            message = said(
                "the price of {established} is {days} days older than the document",
                established=established,
                days=age.days,
            )
            yield Doubt("W005", figure.key, message, said("ask for a new quote and state its date"))


def _later_numbers(
    dated: list[tuple[Figure, datetime.date]], date: datetime.date
) -> Iterator[Doubt]:
    for figure, established in dated:
        if established > date and not _is_ours(figure):
            message = said(
                "the number is of {established}, the document of {date}",
                established=established,
                date=date,
            )
            fix = said("correct the date of the number or that of the document")
            yield Doubt("W018", figure.key, message, fix)


def _later_prices_of_ours(
    dated: list[tuple[Figure, datetime.date]], date: datetime.date
) -> Iterator[Doubt]:
    later = {
        figure.source.place: established
        for figure, established in dated
        if figure.source is not None
        and established > date
        and _is_ours(figure)
        and _is_price(figure)
    }
    if later:
        newest = max(later.values())
        named = ", ".join(list(later)[:MOST_NAMED]) + (" …" if len(later) > MOST_NAMED else "")
        message = said(
            "the document is of {date}, prices of ours are of {newest}: {named}",
            date=date,
            newest=newest,
            named=named,
        )
        fix = said(
            "date the document {newest} or later, or state the prices of its own day", newest=newest
        )
        yield Doubt("W018", Key("proposal", "date"), message, fix)


def _later_papers(proposal: Proposal, date: datetime.date) -> Iterator[Doubt]:
    """Offers, earlier versions and sources of cases, which a document cannot know before their day."""
    cases = proposal.evidence.cases if proposal.evidence else []
    papers = [
        *((offer.path, offer.date) for offer in proposal.request.offers),
        *((version.path, version.date) for version in proposal.history),
        *((case.path, case.date) for case in cases),
    ]
    for path, day in papers:
        if day is not None and day > date:
            message = said("this is of {day}, the document of {date}", day=day, date=date)
            fix = said("correct this date or that of the document")
            yield Doubt("W018", path / "date", message, fix)


def _not_bought(proposal: Proposal) -> Iterator[Key]:
    for section in sections_of(proposal):
        yield from (price.key for count, price in section.priced() if count.value == 0)


def _is_price(figure: Figure) -> bool:
    return figure.unit.partition("/")[0] in ("money", *CURRENCIES)


def _is_ours(figure: Figure) -> bool:
    return figure.source is not None and figure.source.kind in OURS
