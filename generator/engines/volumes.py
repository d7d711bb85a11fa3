"""Turns volumes into what every option costs there: the model itself at each volume, in place of the workload's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.engines.options import OptionCost
from generator.engines.ranking import up_to_largest
from generator.figures.cases import Case, Cases
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.proposal import Proposal
from generator.proposal.models.workload import Workload

KEY = Key("volumes")


@dataclass(frozen=True, kw_only=True)
class Volume:
    """A volume to look at, instead of that of the workload.

    scale: as stated; again: the same, once more in the workbook; workload: the number of the file from which its volume
    follows; moved: what that is then.
    """

    scale: Figure
    again: Figure
    workload: Figure
    moved: Figure

    @property
    def case(self) -> Case:
        """The model at it."""
        return Case(f"volume:{self.scale.key}", {self.workload.key: self.moved.value})


def volumes_of(proposal: Proposal) -> tuple[Volume, ...]:
    """The workload's scales."""
    workload = proposal.workload
    scales = [] if workload is None else workload.scales
    return tuple(volume_at(proposal, each, KEY / each.key.name) for each in scales)


def volume_at(proposal: Proposal, scale: Figure, path: Key) -> Volume:
    """A volume that is stated somewhere. path: of its figures."""
    workload = proposal.workload
    assert workload is not None
    again = figure(path / "moved_volume", scale.unit, scale * 1)
    stated, each = volume_input(workload)
    if each is None:
        return Volume(scale=scale, again=again, workload=stated, moved=again)
    moved = figure(path / "moved_input", stated.unit, scale * each)
    return Volume(scale=scale, again=again, workload=stated, moved=moved)


def volume_input(workload: Workload) -> tuple[Figure, Expression | None]:
    """The number of the file that moves the requests of all years alike, and how much of it a request a month is.

    None where it is the requests themselves.
    """
    if workload.monthly_tokens is not None:
        return workload.monthly_tokens, workload.input_tokens + workload.output_tokens
    if workload.growth.times is not None:
        return workload.growth.times, 1 / workload.growth.by_year[0]
    return workload.volume, None


@dataclass(frozen=True, kw_only=True)
class There:
    """An option at another volume. again: that once more in the workbook; total: what it costs there, over the horizon.

    moved: to what the numbers are moved from which the volume follows, by key. units: the machines in the end, where
    they follow the load.
    """

    option: OptionCost
    scale: Figure
    again: Figure
    total: Figure
    moved: Mapping[str, float]
    units: Figure | None = None

    @property
    def key(self) -> Key:
        """Under which it stands."""
        return _key(self.option, self.scale)


def targets_of(options: Mapping[str, OptionCost]) -> list[Figure]:
    """What is asked of every volume: the totals, and the units in the end where they follow the load."""
    return [
        *(option.tco for option in options.values()),
        *(option.fleet.last for option in options.values() if option.fleet),
    ]


def at_volumes(
    volumes: Sequence[Volume], options: Mapping[str, OptionCost], cases: Cases | None
) -> list[There]:
    """Each option at each volume up to the largest that it serves.

    cases: the model at each; None where all totals are the same at any.
    """
    return [_at(option, volume, cases) for option in options.values() for volume in volumes]


def _at(option: OptionCost, volume: Volume, cases: Cases | None) -> There:
    at, total, units = volume.case, option.tco * 1, None
    if cases is not None:
        total = cases.in_case(option.tco, at.id)
        if option.fleet is not None:
            bought = cases.in_case(option.fleet.last, at.id)
            units = figure(_key(option, volume.scale) / "units_there", "count", bought, option.name)
    return There(
        option=option,
        scale=volume.scale,
        again=volume.again,
        total=_total(option, volume.scale, volume.again, total),
        moved=at.values,
        units=units,
    )


def _total(option: OptionCost, scale: Figure, again: Figure, total: Expression) -> Figure:
    key = _key(option, scale)
    return figure(key, "money", up_to_largest(total, again, option), option.name)


def _key(option: OptionCost, scale: Figure) -> Key:
    return Key("scales", option.id, scale.key.name)


def volume_schedule(found: Sequence[There]) -> Schedule:
    """What each option costs at each volume, and the machines bought for it."""
    columns = (
        label_column("option"),
        Column("tco", "money", role="total"),
        Column("moved_volume", "request/month"),
        Column("units_there", "count"),
    )
    rows = (
        Row(
            there.key,
            (there.total, there.again, there.units),
            label=there.option.name,
            whole=True,
            kind="memo",
        )
        for there in found
    )
    return Schedule(KEY, columns, tuple(rows))
