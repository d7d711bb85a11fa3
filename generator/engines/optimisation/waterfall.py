"""Turns the machines after each step into money: a waterfall from everything unoptimised to an option's own total."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.engines.capacity import Capacity
from generator.engines.hybrid import OWN_PART
from generator.engines.kinds import machines_of
from generator.engines.load import Load
from generator.engines.optimisation.bill import Bill, bill_of
from generator.engines.optimisation.caching import cache_schedule
from generator.engines.optimisation.stages import KEY, MEASURES, Stage, setups_of, site_of
from generator.engines.options import OptionCost
from generator.engines.relief import relief_of, to_cloud
from generator.engines.routing import Routing, tiers_schedules
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import maximum, minimum, sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from generator.proposal.models.costs import Hybrid, StatusQuo
from generator.proposal.models.proposal import Proposal

SPARE, TODAY = "spare", "today"


@dataclass(frozen=True)
class Step:
    """A step of the waterfall. tco: after it. saving: by it; None for the first row, where nothing is saved yet."""

    key: str
    tco: Figure
    saving: Figure | None


@dataclass(frozen=True)
class Optimisation:
    """The steps down to an option's total, in order. saving: of all together. routing: by the rules, if any."""

    option: OptionCost
    steps: tuple[Step, ...]
    saving: Figure
    routing: Routing | None
    schedules: tuple[Schedule, ...]

    @property
    def start(self) -> Figure:
        """What there is to pay before any step."""
        return self.steps[0].tco

    @property
    def end(self) -> Figure:
        """What the last step leaves to pay."""
        return self.steps[-1].tco


def optimise(
    proposal: Proposal,
    options: Mapping[str, OptionCost],
    load: Load | None,
    routing: Routing | None,
    last_year: Figure,
) -> Optimisation | None:
    """The waterfall of the proposal's optimised option; None where no optimisations are asked for."""
    plan, own = proposal.optimisations, proposal.optimised_machines
    if plan is None or load is None or own is None:
        return None
    machines, local = machines_of(own), options[str(own.path.name)]
    assert machines is not None
    assert local.capacity is not None
    site = site_of(machines, local.capacity, load, plan, last_year)
    option, stated = options[proposal.optimised], proposal.options[proposal.optimised]
    share = kept = None
    if isinstance(stated, Hybrid):
        share = relief_of(option.id, proposal, routing).local_share(stated)
        kept = None if routing is None else routing.kept(share)
    setups = setups_of(machines, load.workload, plan, share, kept)
    stages: list[Stage] = []
    for key, setup in setups:
        stages.append(site.stage(key, setup, stages[-1] if stages else None))
    # From another month on, or for another load, the same machines cost something else.
    alike = proposal.go_live_of(option.id) is proposal.go_live_of(local.id) and own.units is None
    paying = _with_own_current(local, option) if alike else option
    assert paying.capacity is not None
    bill = bill_of(option, paying, _owned(paying.capacity), is_hybrid=isinstance(stated, Hybrid))
    steps = _steps(stages, bill, _today(proposal, options) if plan.from_today else None)
    saved = [step.saving for step in steps if step.saving is not None]
    saving = figure(KEY / "total_saving", "money", sum_of(saved))
    schedules = (
        *([] if routing is None or kept is None else [routing.schedule_with(kept)]),
        *site.schedules,
        bill.schedule,
        _schedule(stages, steps, saving, bill, option.name),
        _bars(steps, option),
        *_details(proposal, options, load, routing),
    )
    return Optimisation(option, steps, saving, routing, schedules)


def _with_own_current(local: OptionCost, option: OptionCost) -> OptionCost:
    """The machines of a hybrid option with what they draw there."""
    if local is option:
        return local
    part, alone = Key("options", option.id, OWN_PART), Key("options", local.id)
    drawn = {line.key.below(part): line for line in option.running if line.power is not None}
    running = (drawn.get(line.key.below(alone), line) for line in local.running)
    return replace(local, running=tuple(running))


def _owned(capacity: Capacity) -> Figure:
    """The machines that are there; in the end, where they follow the load."""
    units = capacity.throughput.units
    if capacity.throughput.fleet is None:
        return units
    return figure(KEY / "bill" / "owned", "count", units * 1)


def _today(proposal: Proposal, options: Mapping[str, OptionCost]) -> Figure:
    """What doing nothing costs."""
    return next(options[id].tco for id, it in proposal.options.items() if isinstance(it, StatusQuo))


def _steps(stages: list[Stage], bill: Bill, today: Figure | None) -> tuple[Step, ...]:
    """Each saves what the total after it is lower; the last one gives back, or pays for, machines beyond the need."""
    steps = [] if today is None else [_step(TODAY, today * 1, [])]
    done: list[str] = []
    for stage in stages:
        done.append(stage.key)
        steps.append(_step(stage.key, bill.total(stage.units, done), steps))
    return (*steps, _step(SPARE, bill.total(bill.owned, done), steps))


def _step(key: str, total: Expression, before: list[Step]) -> Step:
    tco = figure(KEY / key / "tco", "money", total)
    saving = figure(KEY / key / "saving", "money", before[-1].tco - tco) if before else None
    return Step(key, tco, saving)


def _row_of(step: Step) -> Key:
    """Where the steps begin a step saves nothing; all on one's own machines is one where they begin today."""
    return KEY / ("moved" if step.key == "baseline" and step.saving is not None else step.key)


def _schedule(
    stages: Sequence[Stage], steps: Sequence[Step], saving: Figure, bill: Bill, subject: str
) -> Schedule:
    """Each step: the total after it, what it saves, and the machines that it leaves to be needed."""
    cells = [stage.cells() for stage in stages]
    asked = [
        place for place in range(len(MEASURES)) if any(row[place] is not None for row in cells)
    ]
    measured = [tuple(row[place] for place in asked) for row in cells]
    nothing = (None,) * (len(asked) - 1)
    shown = [*measured, (bill.owned, *nothing)]
    if len(steps) > len(shown):
        shown.insert(0, (None, *nothing))
    rows = [
        Row(_row_of(step), (step.tco, step.saving, *cells))
        for step, cells in zip(steps, shown, strict=True)
    ]
    rows.append(Row("total", (None, saving, None, *nothing), kind="total"))
    columns = (
        label_column("measure_taken"),
        Column("tco", "money", role="total"),
        Column("saving", "money"),
        *(MEASURES[place] for place in asked),
    )
    return Schedule("optimisation", columns, tuple(rows), subject)


def _bars(steps: Sequence[Step], option: OptionCost) -> Schedule:
    """The waterfall as stacked bars: on which height each stands, by how much the cost falls or rises."""

    def bar(step: str, name: str, height: Expression) -> Figure:
        return figure(KEY / step / f"bar_{name}", "money", height)

    first = steps[0]
    rows = [
        Row(
            KEY / first.key,
            (bar(first.key, "whole", first.tco * 1), None, None, None),
            kind="memo",
        )
    ]
    for before, step in itertools.pairwise(steps):
        stands = bar(step.key, "from", minimum(before.tco, step.tco))
        falls = bar(step.key, "falls", maximum(before.tco - step.tco, 0))
        rises = bar(step.key, "rises", maximum(step.tco - before.tco, 0))
        rows.append(Row(_row_of(step), (None, stands, falls, rises), kind="memo"))
    end = bar("end", "whole", option.tco * 1)
    rows.append(Row(KEY / "end", (end, None, None, None), kind="memo"))
    columns = (
        label_column("measure_taken"),
        Column("bar_whole", "money", role="total"),
        Column("bar_from", "money"),
        Column("bar_falls", "money"),
        Column("bar_rises", "money"),
    )
    return Schedule(KEY / "bars", columns, tuple(rows), option.name)


def _details(
    proposal: Proposal, options: Mapping[str, OptionCost], load: Load, routing: Routing | None
) -> Iterator[Schedule]:
    """The cache and the tiers by themselves, where it is known what they spare a request."""
    plan, option = proposal.optimisations, proposal.options[proposal.optimised]
    assert plan is not None
    spared: Expression | None = None
    if isinstance(option, Hybrid):
        price = options[option.cloud].request_price
        assert price is not None
        local_share = relief_of(proposal.optimised, proposal, routing).local_share(option)
        spared = price * to_cloud(option, local_share)
        counted = proposal.evidence is not None and proposal.evidence.routing is not None
        # Over a log each tier is told with its cost already.
        if plan.routing is not None and routing is not None and not counted:
            yield from tiers_schedules(routing, plan.routing, load.workload, price)
    if plan.cache is not None:
        if plan.cache.cost_per_request is not None:
            spared = plan.cache.cost_per_request
        if spared is not None:
            yield cache_schedule(plan.cache, load.workload, spared)
