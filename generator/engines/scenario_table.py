"""Turns the model in every scenario into its headline figures side by side, and whether the machines serve there.

What is left after income tax stands in a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.engines.balance import Balance
from generator.engines.scenarios import AFTER_TAX, MEASURES, TOTAL, Scenario
from generator.figures.cases import Cases
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column


def side_by_side(
    scenarios: Sequence[Scenario], cases: Cases, figures: Mapping[str, Figure], worth: Balance
) -> Iterator[Schedule]:
    """The headline figures of every scenario, each as its case has them, and whether the load is served there."""

    def served(id: str) -> Iterator[Figure]:
        for feasible in worth.feasible:
            key = Key("scenarios", id, feasible.key)
            yield figure(key, "check", worth.serves(cases, id)).in_case(id, feasible.key)

    columns = (
        Column("tco", "money", role="total"),
        *(Column(name, figures[key].unit) for key, name in MEASURES.items()),
        *(Column("feasible", "check") for _ in worth.feasible),
    )
    keys = (TOTAL, *MEASURES)
    cells = {s.id: (*_measured(s.id, keys, cases, figures), *served(s.id)) for s in scenarios}
    yield _table("scenarios", columns, cells)
    if figures.keys() >= AFTER_TAX.keys():
        taxed = tuple(Column(name, figures[key].unit) for key, name in AFTER_TAX.items())
        left = {s.id: tuple(_measured(s.id, AFTER_TAX, cases, figures)) for s in scenarios}
        yield _table(Key("scenarios", "after_tax"), taxed, left)


def _measured(
    id: str, keys: Iterable[str], cases: Cases, figures: Mapping[str, Figure]
) -> Iterator[Figure]:
    """What the scenario makes of each figure."""
    for key in keys:
        target = figures[key]
        result = figure(Key("scenarios", id, key), target.unit, cases.in_case(target, id))
        yield result.in_case(id, target.key)


def _table(
    key: str, columns: tuple[Column, ...], cells: Mapping[str, tuple[Figure, ...]]
) -> Schedule:
    rows = tuple(
        Row(Key("scenarios", id), line, label=id, kind="memo") for id, line in cells.items()
    )
    return Schedule(key, (label_column("scenario"), *columns), rows)
