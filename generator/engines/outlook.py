"""Turns the finished results into an outlook: the same model in every scenario and at both ends of every range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from generator.engines.scenarios import MEASURES, TOTAL, Scenario, scenarios_of, side_by_side
from generator.engines.sensitivity import Driver, drivers_of, ranges
from generator.figures.cases import IN_USE, Cases, tabulate
from generator.figures.expression import Expression, InCase
from generator.figures.figure import Figure
from generator.figures.schedule import Schedule
from generator.proposal.limits import limits_of
from generator.proposal.models.proposal import Proposal


@dataclass(frozen=True)
class Outlook:
    """The scenarios, base first; the assumptions that are moved; the model in all cases; and the tables of these."""

    scenarios: tuple[Scenario, ...]
    drivers: tuple[Driver, ...]
    cases: Cases
    schedules: tuple[Schedule, ...]

    def present(self, figure: Figure) -> Expression:
        """A result as the table of cases has it for the scenario in use: what the model itself must say."""
        place = next(
            place for place, case in enumerate(self.cases.cases) if case.id == self.scenarios[0].id
        )
        return InCase(figure, IN_USE, *self.cases.number(figure.key, place))

    def figures(self) -> list[Figure]:
        """What the scenarios' inputs are: figures that stand in no table."""
        return [value for scenario in self.scenarios for value in scenario.values.values()]


def look_ahead(proposal: Proposal, results: Sequence[Figure]) -> Outlook:
    """The outlook on the results, all MEASURES and the TOTAL among them."""
    figures = {result.key: result for result in results}
    targets = [figures[key] for key in (TOTAL, *MEASURES)]
    scenarios = scenarios_of(proposal)
    spread = proposal.sensitivity.spread
    drivers = drivers_of(targets, spread, limits_of(proposal), len(scenarios))
    ends = [driver.cases() for driver in drivers]
    cases = tabulate(
        targets,
        [
            *(scenario.case for scenario in scenarios),
            *(low for low, _ in ends),
            *(high for _, high in ends),
        ],
    )
    tables = chain(
        [side_by_side(scenarios, cases, figures)] if len(scenarios) > 1 else [],
        ranges(drivers, cases, figures),
    )
    return Outlook(scenarios, drivers, cases, tuple(tables))
