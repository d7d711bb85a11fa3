"""Turns the finished results into an outlook: the same model in every scenario and at both ends of every range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from generator.engines.choice import Choice, turning_points
from generator.engines.ranges import Driver, cases_of, moving, ranges_of, that_fit
from generator.engines.scenarios import MEASURES, TOTAL, Scenario, scenarios_of, side_by_side
from generator.engines.sensitivity import RESULTS, ranges
from generator.figures.cases import Cases, tabulate
from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.figures.schedule import Schedule
from generator.proposal.limits import limits_of
from generator.proposal.models.proposal import Proposal

# The tables of cases, by what moves in them.
SCENARIOS, RANGES, CHOICE = "scenario_cases", "range_cases", "choice_cases"


@dataclass(frozen=True)
class Outlook:
    """The scenarios, base first; the assumptions that are moved; the model in all cases; and the tables of these.

    complete: whether every assumption that moves anything is among them.
    cases: of the results in each scenario, of those at the ends of each range, of all options' cost at these.
    """

    scenarios: tuple[Scenario, ...]
    drivers: tuple[Driver, ...]
    complete: bool
    cases: tuple[Cases, ...]
    schedules: tuple[Schedule, ...]

    def present(self, figure: Figure) -> Expression:
        """A result as the table of cases has it for the scenario in use: what the model itself must say."""
        return self.cases[0].in_use(figure, self.scenarios[0].id)

    @property
    def strongest(self) -> Driver | None:
        """The assumption that moves the net present value most; None where none moves the results."""
        return self.drivers[0] if any(table.key == RANGES for table in self.cases) else None

    def figures(self) -> list[Figure]:
        """What the scenarios' inputs are: figures that stand in no table."""
        return [value for scenario in self.scenarios for value in scenario.values.values()]


def look_ahead(proposal: Proposal, results: Sequence[Figure], choice: Choice) -> Outlook:
    """The outlook on the results, all MEASURES and the TOTAL among them, and on the choice."""
    figures = {result.key: result for result in results}
    scenarios = scenarios_of(proposal)
    ends = [figures[key] for key in RESULTS.values()]
    every = ranges_of([*ends, *choice.costs], proposal.sensitivity.spread, limits_of(proposal))
    move_results, move_costs = moving(every, ends), moving(every, choice.costs)
    of_results = that_fit(move_results, ends)
    of_costs = that_fit(move_costs, choice.costs)
    in_scenarios = tabulate(
        SCENARIOS,
        [figures[key] for key in (TOTAL, *MEASURES)],
        [scenario.case for scenario in scenarios],
    )
    at_ends = tabulate(RANGES, ends, cases_of(of_results))
    of_choice = tabulate(CHOICE, choice.costs, cases_of(of_costs))
    tables = chain(
        [side_by_side(scenarios, in_scenarios, figures)] if len(scenarios) > 1 else [],
        ranges(of_results, at_ends, figures),
        turning_points(choice, of_costs, of_choice),
    )
    drivers = tuple(dict.fromkeys((*of_results, *of_costs)))
    return Outlook(
        scenarios,
        drivers,
        set(drivers) == {*move_results, *move_costs},
        tuple(table for table in (in_scenarios, at_ends, of_choice) if table.cases),
        tuple(tables),
    )
