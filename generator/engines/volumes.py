"""Turns volumes into what every option costs there: the model itself at each volume, in place of the workload's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.engines.options import OptionCost
from generator.engines.ranking import up_to_largest
from generator.figures.cases import Case, Cases
from generator.figures.expression import Expression, Missing
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
    """The workload's scales; none where its volume is stated year by year, as no number stands for all of them."""
    workload = proposal.workload
    if workload is None or workload.growth.by_year:
        return ()
    return tuple(_volume(workload, scale) for scale in workload.scales)


def _volume(workload: Workload, scale: Figure) -> Volume:
    again = _once_more(scale)
    if workload.monthly_tokens is None:
        return Volume(scale=scale, again=again, workload=workload.volume, moved=again)
    tokens = workload.monthly_tokens
    size = workload.input_tokens + workload.output_tokens
    moved = figure(KEY / scale.key.name / "moved_tokens", tokens.unit, scale * size)
    return Volume(scale=scale, again=again, workload=tokens, moved=moved)


def _once_more(scale: Figure) -> Figure:
    return figure(KEY / scale.key.name / "moved_volume", scale.unit, scale * 1)


def targets_of(options: Mapping[str, OptionCost]) -> list[Figure]:
    """What is asked of every volume: the totals, and the units in the end where they follow the load."""
    return [
        *(option.tco for option in options.values()),
        *(option.fleet.last for option in options.values() if option.fleet),
    ]


def volume_schedule(
    volumes: Sequence[Volume], options: Mapping[str, OptionCost], cases: Cases | None
) -> Schedule:
    """The total of each option at each volume up to the largest that it serves, and the machines bought for it.

    cases: the model at each; None where all totals are the same at any.
    """
    rows = (_row(option, volume, cases) for option in options.values() for volume in volumes)
    return _tabulated(rows)


def _row(option: OptionCost, volume: Volume, cases: Cases | None) -> Row:
    if cases is None:
        return _told(option, volume.scale, volume.again, option.tco * 1)
    at, units = volume.case.id, None
    if option.fleet is not None:
        key = _key(option, volume.scale) / "units_there"
        bought = cases.in_case(option.fleet.last, at)
        units = figure(key, "count", bought, option.name)
    return _told(option, volume.scale, volume.again, cases.in_case(option.tco, at), units)


def in_proportion(options: Mapping[str, OptionCost], workload: Workload) -> Schedule:
    """The same where the requests of each year are stated: those of the first year, and all others in proportion."""
    volumes = [(scale, _once_more(scale)) for scale in workload.scales]
    rows = (
        _told(option, scale, again, _proportionate(option, scale, workload))
        for option in options.values()
        for scale, again in volumes
    )
    return _tabulated(rows)


def _proportionate(option: OptionCost, scale: Figure, workload: Workload) -> Expression:
    """Fixed cost + the cost by use, where nothing else moves."""
    if not option.is_proportionate:
        return Missing("by_year")
    return option.fixed + option.by_use * scale / workload.volume


def _told(
    option: OptionCost,
    scale: Figure,
    again: Figure,
    total: Expression,
    units: Figure | None = None,
) -> Row:
    key = _key(option, scale)
    tco = figure(key, "money", up_to_largest(total, again, option), option.name)
    return Row(key, (tco, again, units), label=option.name, whole=True, kind="memo")


def _key(option: OptionCost, scale: Figure) -> Key:
    return Key("scales", option.id, scale.key.name)


def _tabulated(rows: Iterator[Row]) -> Schedule:
    columns = (
        label_column("option"),
        Column("tco", "money", role="total"),
        Column("moved_volume", "request/month"),
        Column("units_there", "count"),
    )
    return Schedule(KEY, columns, tuple(rows))
