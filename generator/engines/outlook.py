"""Turns the finished results into an outlook: the same model in every scenario and at both ends of every range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.engines.balance import Weighed, weigh_all
from generator.engines.choice import Choice, turning_points
from generator.engines.delays import Delay, delay_schedule, delays_of
from generator.engines.even_months import EvenMonths, even_months, months_schedule
from generator.engines.even_volumes import EvenVolumes, even_schedule, even_volumes
from generator.engines.ranges import Driver, cases_of, ranges_of, that_fit
from generator.engines.reference_cases import reference_schedule, volumes_of_cases
from generator.engines.scenario_table import side_by_side
from generator.engines.scenarios import TOTAL, Scenario, measures_of, scenarios_of
from generator.engines.sensitivity import RESULTS, ranges
from generator.engines.spans import Spans, spans_of
from generator.engines.turning import Approach, approaches
from generator.engines.volumes import (
    There,
    Volume,
    at_volumes,
    targets_of,
    volume_schedule,
    volumes_of,
)
from generator.figures.cases import Case, Cases, tabulate
from generator.figures.evaluation import Below, figures_below
from generator.figures.expression import Expression
from generator.figures.figure import Figure
from generator.figures.lines import bending
from generator.figures.schedule import Schedule
from generator.proposal.limits import limits_of
from generator.proposal.models.proposal import Proposal

# The tables of cases, by what moves in them.
SCENARIOS, RANGES, CHOICE = "scenario_cases", "range_cases", "choice_cases"


@dataclass(frozen=True)
class Part:
    """What moves a balance: the assumptions that matter, how many others do, and whether all fit on a sheet."""

    approaches: tuple[Approach, ...]
    omitted: int
    complete: bool


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Another value of an input that the model is asked for. kind: of which sort; number: which of these, from 1."""

    kind: Literal["delay", "volume", "even"]
    number: int
    input: Figure
    value: Figure
    case: Case


@dataclass(frozen=True)
class Outlook:
    """The scenarios, base first; the assumptions that are moved; the model in all cases; and the tables of these.

    evens: the volumes between which the chosen option costs no more than another.

    delays: the later go-lives. volumes: those that the model itself is asked for, as they move something.
    parts: first what moves the net present value, then what moves the distance of each alternative.
    cases: of the results in each scenario, of those at the ends of each range, of all options' cost at these.
    there: every option at other volumes. months: when the chosen one has cost no more than each other one there.
    spans: what a month costs between the ends of its ranges, of the options that state some.
    """

    scenarios: tuple[Scenario, ...]
    delays: tuple[Delay, ...]
    volumes: tuple[Volume, ...]
    evens: EvenVolumes
    parts: tuple[Part, ...]
    cases: tuple[Cases, ...]
    schedules: tuple[Schedule, ...]
    there: tuple[There, ...]
    months: tuple[EvenMonths, ...]
    spans: Spans

    @property
    def asides(self) -> list[Aside]:
        """The later go-lives, the other volumes, and those of break-even."""
        late = [
            Aside(kind="delay", number=place, input=it.go_live, value=it.month, case=it.case)
            for place, it in enumerate(self.delays, 1)
        ]
        late += [
            Aside(kind="volume", number=place, input=it.workload, value=it.moved, case=it.case)
            for place, it in enumerate(self.volumes, 1)
        ]
        return late + [
            Aside(kind="even", number=place, input=it.workload, value=it.found, case=it.case)
            for place, it in enumerate(self.evens.bounds, 1)
        ]

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """Every assumption that is moved, each once."""
        found = (approach.driver for part in self.parts for approach in part.approaches)
        return tuple({driver.input.key: driver for driver in found}.values())

    @property
    def ended(self) -> dict[str, Driver]:
        """Every assumption of which both ends stand in a formula, by its key."""
        every = (*self.spans.ends, *self.drivers)
        return {driver.input.key: driver for driver in every}

    @property
    def points(self) -> Mapping[str, tuple[Figure, ...]]:
        """The solved turning values of each assumption that has any, by its key."""
        points: dict[str, tuple[Figure, ...]] = {}
        for approach in (approach for part in self.parts for approach in part.approaches):
            if approach.point is not None:
                key = approach.driver.input.key
                points[key] = (*points.get(key, ()), approach.point)
        return points

    @property
    def moves(self) -> Mapping[str, tuple[tuple[Figure, Figure], ...]]:
        """By the id of each case the inputs that it moves, and the figures that say to what."""
        moved: dict[str, tuple[tuple[Figure, Figure], ...]] = {}
        for scenario in self.scenarios:
            moved[scenario.id] = tuple(scenario.moves)
        for aside in self.asides:
            moved[aside.case.id] = ((aside.input, aside.value),)
        for approach in (approach for part in self.parts for approach in part.approaches):
            driver = approach.driver
            for case, end in zip(driver.cases(), (driver.low, driver.high), strict=True):
                moved[case.id] = ((driver.input, end),)
            if approach.point is not None:
                moved[approach.case.id] = ((driver.input, approach.point),)
        return moved

    @property
    def beside(self) -> frozenset[str]:
        """The keys of what is stated of an input besides its value: the ends of its range, where it turns."""
        ends = (end.key for driver in self.ended.values() for end in (driver.low, driver.high))
        points = (point.key for found in self.points.values() for point in found)
        return frozenset((*ends, *points, *(end.found.key for end in self.evens.bounds)))

    @property
    def found(self) -> list[Figure]:
        """The numbers of break-even at other volumes that were found on the model."""
        return [number for each in self.months for number in each.stated]

    @property
    def complete(self) -> bool:
        """Whether every assumption that matters is moved."""
        return all(part.complete for part in self.parts)

    def present(self, figure: Figure) -> Expression:
        """A result as the table of cases has it for the scenario in use: what the model itself must say."""
        return self.cases[0].in_use(figure, self.scenarios[0].id)

    @property
    def strongest(self) -> Driver | None:
        """The assumption that moves the net present value most; None where none matters."""
        found = self.parts[0].approaches
        return found[0].driver if found else None

    def figures(self) -> list[Figure]:
        """What the scenarios' inputs are: figures that stand in no table."""
        return [value for scenario in self.scenarios for value in scenario.values.values()]

    def add_scenarios(self, shown: Below) -> None:
        """Bring what a number below that which is shown would be in the scenarios."""
        shown.add([value for value in self.figures() if value.original in shown.figures])


def look_ahead(
    proposal: Proposal, results: Sequence[Figure], choice: Choice, last_year: Figure
) -> Outlook:
    """The outlook on the results, all measures and the TOTAL among them, and on the choice."""
    figures: dict[str, Figure] = {result.key: result for result in results}
    scenarios = scenarios_of(proposal)
    worth = choice.worth(figures[RESULTS["npv"]])
    told = [*(figures[key] for key in (TOTAL, *measures_of(figures))), *worth.feasible]
    in_scenarios = tabulate(SCENARIOS, told, [scenario.case for scenario in scenarios])
    ends = [figures[key] for key in RESULTS.values()]
    peaks = [capacity.throughput.peak for capacity in choice.capacities]
    moved = [*ends, *choice.costs, *peaks]
    every = ranges_of(moved, proposal.sensitivity.spread, limits_of(proposal))
    weighed = weigh_all(every, [worth, *map(choice.balance, choice.others)])
    of_results, of_choice = _parts(weighed[:1], ends), _parts(weighed[1:], choice.costs)
    delays = delays_of(proposal, [figures[RESULTS["npv"]]])
    of_ends = [*_cases(of_results), *(delay.case for delay in delays)]
    at_ends = tabulate(RANGES, ends + worth.feasible, of_ends)
    able = [capacity.feasible for capacity in choice.capacities] if choice.others else []
    volumes, totals = volumes_of(proposal), targets_of(choice.options)
    of_cases = volumes_of_cases(proposal)
    tried = _that_move([*volumes, *of_cases.values()], totals)
    asked = [*choice.costs, *able, *(totals if tried else [])]
    evens = even_volumes(choice, proposal.workload)
    of_gaps = [*_cases(of_choice), *(volume.case for volume in tried)]
    of_gaps += [end.case for end in evens.bounds]
    at_gaps = tabulate(CHOICE, list(dict.fromkeys(asked)), of_gaps)
    several = len(scenarios) > 1
    tables = [*side_by_side(scenarios, in_scenarios, figures, worth)] if several else []
    tables += _of_results(proposal, of_results, delays, at_ends, figures)
    for other, part in zip(choice.others, of_choice, strict=True):
        tables += turning_points(choice, other, part.approaches, part.omitted, at_gaps)
    tables += (spans := spans_of(choice.options.values(), every)).schedules
    at = at_gaps if tried else None
    there = at_volumes(volumes, choice.options, at)
    months = even_months(there, choice.chosen.id, choice.meetings)
    tables += _of_volumes(there, months, evens, choice, at_gaps)
    tables += reference_schedule(proposal, choice.chosen, of_cases, at, last_year)
    return Outlook(
        scenarios,
        delays,
        tried,
        evens,
        (*of_results, *of_choice),
        tuple(table for table in (in_scenarios, at_ends, at_gaps) if table.cases),
        tuple(tables),
        tuple(there),
        tuple(months),
        spans,
    )


def _of_results(
    proposal: Proposal,
    parts: Sequence[Part],
    delays: Sequence[Delay],
    cases: Cases,
    figures: Mapping[str, Figure],
) -> Iterator[Schedule]:
    """What moves the results, and what a later go-live costs."""
    for part in parts:
        rate = proposal.horizon.discount_rate
        yield from ranges(part.approaches, part.omitted, cases, figures, rate)
    if delays:
        measured = (figures[RESULTS["npv"]], figures[RESULTS["payback_months"]])
        yield delay_schedule(delays, cases, *measured)


def _of_volumes(
    there: Sequence[There],
    months: Sequence[EvenMonths],
    evens: EvenVolumes,
    choice: Choice,
    cases: Cases,
) -> Iterator[Schedule]:
    """What options cost at other volumes, and where the chosen one comes to cost no more."""
    if there:
        yield volume_schedule(there)
    if months:
        yield months_schedule(months, choice.chosen.name)
    if evens.others:
        yield even_schedule(evens, choice, cases)


def _that_move(volumes: Sequence[Volume], targets: Sequence[Figure]) -> tuple[Volume, ...]:
    """All, or none where nothing of the targets goes by the volume."""
    below = figures_below(targets)
    return tuple(volume for volume in volumes if volume.workload.key in below)


def _parts(found: Sequence[Weighed], results: Sequence[Figure]) -> list[Part]:
    """Of each balance the assumptions that matter and fit, and how the turning value of each is told."""
    union = {driver.input.key: driver for part in found for driver in part.strong}
    fit = {driver.input.key for driver in that_fit(list(union.values()), results)}
    return [
        Part(
            tuple(approaches([d for d in part.strong if d.input.key in fit], part, bent)),
            part.weak,
            all(driver.input.key in fit for driver in part.strong),
        )
        for part, bent in zip(found, bending([part.balance.parts for part in found]), strict=True)
    ]


def _cases(parts: Sequence[Part]) -> list[Case]:
    """The ends of all ranges, then the solved values."""
    drivers = {
        approach.driver.input.key: approach.driver for part in parts for approach in part.approaches
    }
    solved = (a.case for part in parts for a in part.approaches if a.point is not None)
    return [*cases_of(list(drivers.values())), *solved]
