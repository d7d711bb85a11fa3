"""Turns the postings of a model into the lines of a ledger, for the upload into a finance system."""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.postings import Posting, postings_of
from generator.figures.key import Key
from generator.packet.calendar_names import period_name
from generator.packet.packet import Packet

COLUMNS = ("period", "account", "cost_center", "option", "line", "amount", "tax")


def ledger_of(packet: Packet) -> Iterator[tuple[str, ...]]:
    """The names of the columns, then a line for each posting."""
    yield COLUMNS
    names = _names(packet)
    digits = max(0, int(packet.model.ledger.digits.value))
    for posting in postings_of(packet.model):
        yield (
            _period(posting, packet),
            posting.booking.account,
            posting.booking.cost_center,
            packet.model.chosen.name,
            posting.label or names[posting.key],
            f"{posting.amount:.{digits}f}",
            f"{posting.tax:.{digits}f}",
        )


def _names(packet: Packet) -> dict[str, str]:
    """What the tables call each line of the chosen option."""
    id = packet.model.chosen.id
    tables = (packet.model.schedules.get(Key(kind, id)) for kind in ("capex", "opex"))
    return {
        row.key: packet.words.label(table, row)
        for table in tables
        if table is not None
        for row in table.rows
    }


def _period(posting: Posting, packet: Packet) -> str:
    """A month by its name, else by its number; what is paid at the start counts with the first month."""
    month = max(1, posting.month)
    return period_name(packet.proposal.horizon, "month", month) or str(month)
