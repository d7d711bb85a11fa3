"""Turns the model's schedules into the sheets of the workbook, in the order in which finance reads them.

No sheet reads one behind it: where the customary order would have it so, the sheet that is read comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.figures.evaluation import read_by
from generator.figures.schedule import Schedule
from generator.packet.presentation import PRESENTATIONS, presentation_of


@dataclass(frozen=True)
class Sheet:
    """A sheet of schedules. Its title and purpose stand under `sheets` in the words of a language."""

    key: str
    schedules: tuple[Schedule, ...]


def sheets_of(schedules: Iterable[Schedule]) -> tuple[Sheet, ...]:
    """The sheets that have something to show; the schedules come in the order in which they are computed."""
    ordered = list(schedules)
    families = list(PRESENTATIONS)
    on_sheet: dict[str, list[Schedule]] = {}
    for schedule in sorted(ordered, key=lambda schedule: families.index(schedule.family)):
        on_sheet.setdefault(presentation_of(schedule).sheet, []).append(schedule)
    shown = {key: Sheet(key, tuple(schedules)) for key, schedules in on_sheet.items()}
    at_home = _homes(ordered)
    reads = {key: list(_read_by(sheet, at_home)) for key, sheet in shown.items()}
    return tuple(shown[key] for key in _in_order(reads))


def _homes(schedules: Iterable[Schedule]) -> dict[str, str]:
    """The sheet on which each figure is computed: in a row along time if it has one, else where it comes first."""
    first: dict[str, str] = {}
    along_time: dict[str, str] = {}
    for schedule in schedules:
        sheet = presentation_of(schedule).sheet
        for item in schedule.figures():
            first.setdefault(item.key, sheet)
        for item in schedule.along_time():
            along_time.setdefault(item.key, sheet)
    return first | along_time


def _read_by(sheet: Sheet, at_home: Mapping[str, str]) -> Iterator[str]:
    """The sheets that a sheet's formulas read."""
    for schedule in sheet.schedules:
        for item in schedule.figures():
            if item.is_input:
                continue
            here = at_home[item.key] == sheet.key
            for part in read_by(item) if here else [item]:
                home = sheet.key if part.is_input else at_home.get(part.key, sheet.key)
                if home != sheet.key:
                    yield home


def _in_order(reads: Mapping[str, Sequence[str]]) -> list[str]:
    """Each after those that it reads, else as they come."""
    placed: dict[str, None] = {}
    started: set[str] = set()

    def place(key: str) -> None:
        if key in started:
            return
        started.add(key)
        for read in reads[key]:
            place(read)
        placed[key] = None

    for key in reads:
        place(key)
    return list(placed)
