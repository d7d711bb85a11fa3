"""Turns volumes into what every option costs there, where machines follow the load: the model at each volume."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.options import OptionCost
from generator.engines.ranking import up_to_largest
from generator.figures.cases import Case, Cases
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True, kw_only=True)
class Volume:
    """A volume to look at, instead of that of the workload. scale: as stated; moved: the same, once more."""

    workload: Figure
    scale: Figure
    moved: Figure

    @property
    def case(self) -> Case:
        """The model at it."""
        return Case(f"volume:{self.scale.key}", {self.workload.key: self.scale.value})


def volumes_of(proposal: Proposal, options: Mapping[str, OptionCost]) -> tuple[Volume, ...]:
    """The workload's scales; none where no machines follow the load, or its volume is not stated itself."""
    workload = proposal.workload
    if workload is None or not workload.volume.is_input:
        return ()
    if not any(option.fleet for option in options.values()):
        return ()
    return tuple(_volume(workload.volume, scale) for scale in workload.scales)


def _volume(workload: Figure, scale: Figure) -> Volume:
    key = Key("volumes", scale.key.name, "moved_volume")
    return Volume(workload=workload, scale=scale, moved=figure(key, scale.unit, scale * 1))


def targets_of(options: Mapping[str, OptionCost]) -> list[Figure]:
    """What is asked of every volume: the totals, and the units in the end where they follow the load."""
    return [
        *(option.tco for option in options.values()),
        *(option.fleet.last for option in options.values() if option.fleet),
    ]


def volume_schedule(
    volumes: Sequence[Volume], options: Mapping[str, OptionCost], cases: Cases
) -> Schedule:
    """The total of each option at each volume, and the machines that are bought for it."""
    columns = (
        label_column("option"),
        Column("tco", "money", role="total"),
        Column("moved_volume", "request/month"),
        Column("units_there", "count"),
    )
    rows = tuple(row for id, option in options.items() for row in _rows(id, option, volumes, cases))
    return Schedule("volumes", columns, rows)


def _rows(id: str, option: OptionCost, volumes: Sequence[Volume], cases: Cases) -> Iterator[Row]:
    for number, volume in enumerate(volumes):
        key, at = Key("scales", id, number), volume.case.id
        tco = up_to_largest(cases.in_case(option.tco, at), volume.moved, option)
        units = None
        if option.fleet is not None:
            bought = cases.in_case(option.fleet.last, at)
            units = figure(key / "units_there", "count", bought, option.name)
        total = figure(key, "money", tco, option.name)
        cells = (total, volume.moved, units)
        yield Row(key, cells, label=option.name, whole=True, kind="memo")
