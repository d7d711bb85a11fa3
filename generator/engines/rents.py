"""Turns other prices of a rented machine into what the option would cost at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.engines.fleet import Fleet
from generator.engines.options import OptionCost
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.costs import RentedGpu
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.rents import Rents

NAMES = ("on_demand", "reserved_one_year", "reserved_three_years", "spot")
BOUND = ("reserved_one_year", "reserved_three_years")


def rent_schedules(proposal: Proposal, options: Mapping[str, OptionCost]) -> Iterator[Schedule]:
    """One for each rented option that states other prices."""
    for id, stated in proposal.options.items():
        if isinstance(stated, RentedGpu) and stated.rents is not None:
            yield _schedule(stated, stated.rents, options[id])


def _schedule(stated: RentedGpu, rents: Rents, option: OptionCost) -> Schedule:
    """Its total with the rent at another price; all else stays.

    Machines that are given back before the end may be bound then, and no number says for how long.
    """
    paid = next(line.total for line in option.running if line.key == stated.path / "rent")
    rows = [_row(stated.path / "in_use", stated.hourly, option.tco, None)]
    for name in NAMES:
        price: Figure | None = getattr(rents, name)
        if price is not None:
            path = stated.path / "rents" / name
            fleet = option.fleet if name in BOUND else None
            more = _unless_given_back(paid * (price / stated.hourly - 1), fleet)
            gap = figure(path / "gap", "money", more, option.name)
            whole = _unless_given_back(option.tco + gap, fleet)
            total = figure(path / "tco", "money", whole, option.name)
            rows.append(_row(path, price, total, gap))
    columns = (
        label_column("rent"),
        Column("tco", "money", role="total"),
        Column("hourly", "money/hour"),
        Column("rent_gap", "money"),
    )
    return Schedule(Key("rents", option.id), columns, tuple(rows), option.name)


def _unless_given_back(amount: Expression, fleet: Fleet | None) -> Expression:
    if fleet is None:
        return amount
    return where(fleet.last >= fleet.most, amount, Missing("given_back"))


def _row(key: Key, price: Figure, total: Figure, gap: Figure | None) -> Row:
    return Row(key, (total, price, gap), kind="memo")
