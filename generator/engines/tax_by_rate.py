"""Turns lines without and with value-added tax into what they come to over the horizon at each rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.engines.levies import Levy
from generator.figures.expression import Expression, Missing
from generator.figures.figure import Figure, figure
from generator.figures.functions import greatest_of, least_of, sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Cell, Column, Row, Schedule, label_column

KEY = Key("tax_by_rate")
# The amounts of a line, in the order of a table.
AMOUNTS = ("with_tax", "counted", "net_of_tax", "tax_amount")
# How many lines the name of a rate's row tells.
NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Sided:
    """A line as it is counted, without tax and with it. levy: None for a reserve, which bears that of its lines."""

    key: Key
    label: str
    counted: Figure
    net: Figure
    gross: Figure
    levy: Levy | None


@dataclass(frozen=True, kw_only=True)
class ByRate:
    """The lines, and what all come to as they are counted, in money. basis: all net, all gross or mixed."""

    lines: tuple[Sided, ...]
    counted: Figure
    basis: str
    schedule: Schedule


def by_rate(id: str, name: str, lines: Sequence[Sided]) -> ByRate:
    """The lines of a rate one below the other, then the rates, highest first, and what bears several."""
    rates = sorted({line.levy.rate.value for line in lines if line.levy}, reverse=True)
    groups = [
        [line for line in lines if line.levy and line.levy.rate.value == rate] for rate in rates
    ]
    works = [[_working(line) for line in group] for group in groups]
    sums = list(_sums(groups, works))
    sums += [_reserved(line) for line in lines if line.levy is None]
    totals = _added(KEY / "total", sums)
    rows = [*(row for work in works for row in work), *sums]
    rows.append(Row("total", (*totals, None), kind="total"))
    columns = (
        label_column(),
        Column(AMOUNTS[0], "money", role="total"),
        *(Column(each, "money") for each in AMOUNTS[1:]),
        Column("tax_rate", "ratio"),
    )
    gross = {line.levy.counts_gross for line in lines if line.levy}
    basis = "mixed" if len(gross) > 1 else "gross" if True in gross else "net"
    schedule = Schedule(KEY / id, columns, tuple(rows), name)
    return ByRate(lines=tuple(lines), counted=totals[1], basis=basis, schedule=schedule)


def _amounts(line: Sided) -> tuple[Figure, ...]:
    tax = figure(KEY / line.key / "tax_amount", "money", line.gross - line.net, line.label)
    return line.gross, line.counted, line.net, tax


def _working(line: Sided) -> Row:
    assert line.levy is not None
    rate = figure(KEY / line.key / "tax_rate", "ratio", line.levy.rate * 1, line.label)
    key = line.key / "taxed" if line.label else line.key
    return Row(key, (*_amounts(line), rate), line.label, kind="working")


def _reserved(line: Sided) -> Row:
    return Row(line.key, (*_amounts(line), None))


def _sums(groups: Sequence[Sequence[Sided]], works: Sequence[Sequence[Row]]) -> Iterator[Row]:
    for number, (group, rows) in enumerate(zip(groups, works, strict=True), 1):
        key = KEY / number
        rates = _column(rows, len(AMOUNTS))
        rate = figure(key / "tax_rate", "ratio", _one_rate(rates))
        label = _named(group)
        cells = (*_added(key, rows), rate)
        yield Row(key if label else key / "at_rate", cells, label)


def _one_rate(rates: Sequence[Figure]) -> Expression:
    """That of all lines of the row; none where one was changed."""
    if len(rates) == 1:
        return rates[0] * 1
    same = least_of(rates) == greatest_of(rates)
    return where(same, greatest_of(rates), Missing("rates_differ"))


def _named(lines: Sequence[Sided]) -> str:
    names = list(dict.fromkeys(line.label for line in lines if line.label))
    return " · ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])


def _added(key: Key, rows: Sequence[Row]) -> tuple[Figure, ...]:
    return tuple(
        figure(key / name, "money", sum_of(_column(rows, place)))
        for place, name in enumerate(AMOUNTS)
    )


def _column(rows: Sequence[Row], place: int) -> list[Figure]:
    cells: list[Cell] = [row.cells[place] for row in rows]
    return [cell for cell in cells if isinstance(cell, Figure)]
