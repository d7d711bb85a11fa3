"""Turns the model in every scenario into its headline figures side by side, and whether the machines serve there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.engines.balance import Balance
from generator.engines.scenarios import TOTAL, Scenario, measures_of
from generator.figures.cases import Cases
from generator.figures.figure import Figure, figure
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column


def side_by_side(
    scenarios: Sequence[Scenario], cases: Cases, figures: Mapping[str, Figure], worth: Balance
) -> Schedule:
    """The headline figures of every scenario, each as its case has them, and whether the load is served there."""

    def measured(id: str, key: str) -> Figure:
        target = figures[key]
        result = figure(Key("scenarios", id, key), target.unit, cases.in_case(target, id))
        return result.in_case(id, target.key)

    def served(id: str) -> Iterator[Figure]:
        for feasible in worth.feasible:
            key = Key("scenarios", id, feasible.key)
            yield figure(key, "check", worth.serves(cases, id)).in_case(id, feasible.key)

    measures = measures_of(figures)
    columns = (
        label_column("scenario"),
        Column("tco", "money", role="total"),
        *(Column(name, figures[key].unit) for key, name in measures.items()),
        *(Column("feasible", "check") for _ in worth.feasible),
    )
    rows = tuple(
        Row(
            Key("scenarios", scenario.id),
            (
                *(measured(scenario.id, key) for key in (TOTAL, *measures)),
                *served(scenario.id),
            ),
            label=scenario.id,
            kind="memo",
        )
        for scenario in scenarios
    )
    return Schedule("scenarios", columns, rows)
