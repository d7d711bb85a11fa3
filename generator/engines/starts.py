"""Turns the lines of the chosen option and the benefits into the table that says from when to when each runs."""

from __future__ import annotations

from collections.abc import Iterable

from generator.engines.benefits import Benefits
from generator.engines.options import OptionCost
from generator.engines.timing import Line, Timing
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.benefit import Benefit


def starts_of(
    chosen: OptionCost, benefits: Iterable[Benefit], weighed: Benefits, months: Line
) -> Schedule | None:
    """First and last month of each; None where all run all the time."""
    lines = [(line.key, line.label, line.timing) for line in chosen.running]
    lines += [
        (benefit.path, benefit.item, timing)
        for benefit, timing in zip(benefits, weighed.timings, strict=True)
    ]
    if not any(timing is not None and timing.begins for _, _, timing in lines):
        return None
    columns = (
        label_column(),
        Column("first_month", "nth_month"),
        Column("last_month", "nth_month"),
    )
    rows = tuple(_row(key, label, timing, months) for key, label, timing in lines)
    return Schedule("starts", columns, rows)


def _row(key: Key, label: str, timing: Timing | None, months: Line) -> Row:
    first = timing.span.start if timing is not None else None
    last = timing.span.until if timing is not None else None
    ends = (months[1] if first is None else first, months[-1] if last is None else last)
    return Row(key, ends, label=label, kind="memo")
