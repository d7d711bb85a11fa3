"""Turns the running lines whose numbers have ranges into what a month costs at least, as planned and at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.engines.options import OptionCost
from generator.engines.ranges import HIGH, LOW, Driver, ranged_both_ways
from generator.engines.running import Running
from generator.figures.evaluation import figures_below
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.figures.substitution import replaced

FAMILY, PARTS = Key("spans"), Key("span_parts")
COLUMNS = (
    label_column(),
    Column("monthly", "money/month", role="total"),
    Column("span_low", "money/month"),
    Column("span_high", "money/month"),
)
TOTALS = ("span_total", "span_total_low", "span_total_high")
# Of an amount, by its key: itself, the least and the most.
Cells = Mapping[str, tuple[Figure, ...]]


@dataclass(frozen=True)
class Spans:
    """The tables of each option that has such lines, and the assumptions whose ends they read."""

    schedules: tuple[Schedule, ...]
    ends: tuple[Driver, ...]


def spans_of(options: Iterable[OptionCost], drivers: Iterable[Driver]) -> Spans:
    """Of what is priced by the month, and of no traffic or power."""
    ranged: dict[str, Driver] = {it.input.key: it for it in drivers if ranged_both_ways(it.input)}
    lines = [
        (option, [line for line in _single(option) if _ends(line, ranged)]) for option in options
    ]
    every = {line.key: line for _, own in lines for line in own}.values()
    amounts = [amount for line in every for amount in _amounts(line)]
    ends = {key: driver for line in every for key, driver in _ends(line, ranged).items()}
    least, most = (
        replaced(amounts, {key: getattr(driver, end) for key, driver in ends.items()}, end)
        for end in (LOW, HIGH)
    )
    cells: Cells = {it[0].key: it for it in zip(amounts, least, most, strict=True)}
    tables = (_tables(option, own, cells) for option, own in lines if own)
    return Spans(tuple(chain.from_iterable(tables)), tuple(ends.values()))


def _single(option: OptionCost) -> Iterator[Running]:
    """Its lines, each of those that stand together as one."""
    for line in option.running:
        yield from line.together or (line,)


def _ends(line: Running, ranged: Mapping[str, Driver]) -> dict[str, Driver]:
    """The assumptions with ranges that the line states."""
    if line.power is not None or line.by_use:
        return {}
    depth, below = len(line.key.parts), figures_below([line.monthly])
    return {
        key: ranged[key]
        for key, item in below.items()
        if key in ranged and item.key.parts[:depth] == line.key.parts
    }


def _amounts(line: Running) -> Iterator[Figure]:
    """That of the line, and those that it is made of."""
    yield line.monthly
    for step in line.steps:
        (amount,) = step.cells
        if isinstance(amount, Figure) and step.unit == line.monthly.unit:
            yield amount


def _tables(option: OptionCost, lines: Sequence[Running], cells: Cells) -> Iterator[Schedule]:
    """What the lines are made of, and the lines with their sum."""
    key = FAMILY / option.id
    if parts := [row for line in lines for row in _parts(line, cells)]:
        yield Schedule(PARTS / option.id, COLUMNS, tuple(parts), option.name)
    rows = [Row(line.key, cells[line.monthly.key], label=line.label) for line in lines]
    if len(lines) > 1:
        sides = zip(*(cells[line.monthly.key] for line in lines), strict=True)
        totals = tuple(
            figure(key / name, "money/month", sum_of(side), option.name)
            for name, side in zip(TOTALS, sides, strict=True)
        )
        rows.append(Row("total", totals, kind="total"))
    yield Schedule(key, COLUMNS, tuple(rows), option.name)


def _parts(line: Running, cells: Cells) -> Iterator[Row]:
    for step in line.steps:
        (amount,) = step.cells
        if isinstance(amount, Figure) and amount.key in cells:
            yield Row(step.key, cells[amount.key], label=step.label, kind="memo")
