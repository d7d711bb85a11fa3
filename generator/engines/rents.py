"""Turns other prices of a rented machine into what the option would cost at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.engines.options import OptionCost
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.costs import RentedGpu
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.rents import Rents

NAMES = ("on_demand", "reserved_one_year", "reserved_three_years", "spot")


def rent_schedules(proposal: Proposal, options: Mapping[str, OptionCost]) -> Iterator[Schedule]:
    """One for each rented option that states other prices."""
    for id, stated in proposal.options.items():
        if isinstance(stated, RentedGpu) and stated.rents is not None:
            yield _schedule(stated, stated.rents, options[id])


def _schedule(stated: RentedGpu, rents: Rents, option: OptionCost) -> Schedule:
    """Its total with the rent at another price; all else stays."""
    paid = next(line.total for line in option.running if line.key == stated.path / "rent")
    rows = [_row(stated.path / "in_use", stated.hourly, option.tco, None)]
    for name in NAMES:
        price: Figure | None = getattr(rents, name)
        if price is not None:
            path = stated.path / "rents" / name
            gap = figure(path / "gap", "money", paid * (price / stated.hourly - 1), option.name)
            total = figure(path / "tco", "money", option.tco + gap, option.name)
            rows.append(_row(path, price, total, gap))
    columns = (
        label_column("rent"),
        Column("tco", "money", role="total"),
        Column("hourly", "money/hour"),
        Column("rent_gap", "money"),
    )
    return Schedule(Key("rents", option.id), columns, tuple(rows), option.name)


def _row(key: Key, price: Figure, total: Figure, gap: Figure | None) -> Row:
    return Row(key, (total, price, gap), kind="memo")
