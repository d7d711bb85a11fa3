"""Turns dated facts and past versions into the lists that a reviewer asks for: sources of prices, changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.figures.schedule import Cell, Column, Row, Schedule, label_column
from generator.packet.words import Words
from generator.proposal.models.cloud import CloudApi
from generator.proposal.models.proposal import Proposal

SOURCED = ("catalog", "default")
PRICES = (
    "price_per_request",
    "input_price",
    "output_price",
    "cached_input_price",
    "long_context_above",
    "long_input_price",
    "long_output_price",
    "long_cached_input_price",
    "off_peak_input_price",
    "off_peak_output_price",
    "off_peak_cached_input_price",
    "off_peak_share",
)


def sources_of(inputs: Iterable[Figure], words: Words) -> Schedule:
    """Every number that is not the user's own, or that carries a date: what it is, from where and when."""
    columns = (
        label_column("assumption"),
        Column("stated_value", role="total"),
        Column("kind", role="text"),
        Column("date", role="text"),
        Column("origin", role="text"),
        Column("source", role="text"),
    )
    rows = tuple(
        _row(
            figure,
            figure,
            words.word("sources", figure.source.kind),
            figure.source.date or None,
            figure.source.place,
            figure.source.note or None,
        )
        for figure in inputs
        if figure.source is not None and (figure.source.kind in SOURCED or figure.source.date)
    )
    return Schedule("sources", columns, rows)


def cloud_prices_of(proposal: Proposal) -> Schedule:
    """What the cloud options pay for: provider, model, each price with its band and the day on which it was known."""
    columns = (
        label_column("price"),
        Column("provider", role="text"),
        Column("model", role="text"),
        Column("stated_value", role="total"),
        Column("date", role="text"),
        Column("source", role="text"),
    )
    rows = tuple(
        _row(
            figure,
            option.provider,
            option.model,
            figure,
            figure.source.date or None,
            figure.source.note or None,
        )
        for option in proposal.options.values()
        if isinstance(option, CloudApi)
        for figure in _prices(option)
        if figure.source is not None
    )
    return Schedule("cloud_prices", columns, rows)


def _row(about: Figure, *cells: Cell) -> Row:
    """What is known about a stated number, by its name."""
    return Row(about.key, cells, unit=about.unit, kind="memo", named=about)


def _prices(option: CloudApi) -> Iterator[Figure]:
    """Those that count, in the order of the model; the off-peak share where there is something to share."""
    for name in PRICES:
        price = getattr(option, name)
        is_shared = name != "off_peak_share" or option.off_peak_input_price is not None
        if price is not None and is_shared:
            yield price


def history_of(proposal: Proposal, date: datetime.date, words: Words, moved: str = "") -> Schedule:
    """The versions that the input names, the present one last; moved: what changed with it."""
    header = proposal.proposal
    columns = (
        label_column("version"),
        Column("date", role="text"),
        Column("author", role="text"),
        Column("change", role="text"),
    )
    rows = [
        Row(Key("history", number), (str(past.date), past.author, past.change), label=past.version)
        for number, past in enumerate(proposal.history)
    ]
    if header.version not in [past.version for past in proposal.history]:
        present = (
            date.isoformat(),
            header.owner.name,
            moved or words.word("notes", "this_version"),
        )
        rows.append(Row(Key("history", "present"), present, label=header.version))
    return Schedule("history", columns, tuple(rows))
