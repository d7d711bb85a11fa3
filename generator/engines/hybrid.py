"""Turns a hybrid option into its lines: those of its own machines, and its cloud's by the share that goes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.engines.capacity import Capacity, idle_cost
from generator.engines.following import followed
from generator.engines.hardware import Investment
from generator.engines.kinds import Lines, OwnMachines, capacity_at, lines_with, service_at
from generator.engines.ledger import Part
from generator.engines.load import Load
from generator.engines.recurring import Surroundings
from generator.engines.relief import Relief, to_cloud
from generator.engines.running import Running, Years, run
from generator.figures.expression import Expression
from generator.figures.figure import figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.proposal.models.costs import Hybrid, OnPremise, RentedGpu
from generator.proposal.models.proposal import Proposal

# Below which the own machines of a hybrid option stand.
OWN_PART = "own_part"


def hybrid_lines(
    option: Hybrid,
    own: Mapping[str, Lines],
    proposal: Proposal,
    years: Years,
    load: Load | None,
    relief: Relief,
) -> Lines:
    """The local option's machines at their share of the load, the cloud's calls by the share that goes there.

    Overhead and integration of the cloud are whole. An escalated request pays both legs: share in the cloud = (1 −
    local share) + local share × escalation. A cache answers its hits before either.
    """
    cloud, local_share = own[option.cloud], relief.local_share(option)
    in_cloud = relief.passed(to_cloud(option, local_share))
    share = figure(option.path / "cloud_share", "ratio", in_cloud, option.name)
    machines = own[option.local].machines
    if machines is not None:
        machines = replace(machines, share=relief.passed(local_share))
    capacity = capacity_at(option, machines, load, years)
    stated = proposal.options[option.local]
    assert isinstance(stated, OnPremise | RentedGpu)
    part = _OwnPart(option, stated, own[option.local], years, load, capacity)
    lines = part.repeated()
    if stated.units is not None:
        moved = stated.moved_to(option.path / OWN_PART)
        lines = lines_with(moved, proposal, years, load, (machines, capacity))
        # Only a part of it is paid by the hour.
        running = (replace(line, hourly=None, hours_per_day=None) for line in lines.running)
        lines = replace(lines, running=tuple(running))
    # The cache stands before the option as a whole.
    calls = [line for line in cloud.running if line.part != "cache"]
    in_the_cloud = []
    for line in calls:
        name, factor = option.path / line.key.name, share if line.by_use else None
        again = followed(name, (line,), factor, years, line.annual)
        in_the_cloud.append(replace(again, part="cloud"))
    integrated = _repeated_items(option, "cloud", option.cloud, cloud.investments, years)
    return Lines(
        investments=(*lines.investments, *integrated),
        running=(*lines.running, *in_the_cloud, *relief.cache_line(option.path, years)),
        steps=(share,),
        machines=machines,
        capacity=capacity,
        service=service_at(option, machines, capacity, load),
        idle_cost=idle_cost(option.path, option.name, capacity, lines.running, lines.investments),
        power=lines.power,
    )


@dataclass(frozen=True)
class _OwnPart:
    """The local option within a hybrid one: what it is, what it costs by itself, and the capacity at its share."""

    option: Hybrid
    stated: OwnMachines
    alone: Lines
    years: Years
    load: Load | None
    capacity: Capacity | None

    def repeated(self) -> Lines:
        """Its lines whole, but for current that follows the load: that is drawn at the local share."""
        lines = [line for line in self.alone.running if line.part != "cache"]
        drawn = {line.key: self._drawn(line) for line in lines if self._follows(line)}
        fixed = tuple(line for line in lines if _is_fixed(line) and line.key not in drawn)
        annual: Expression = sum_of([line.annual for line in fixed])
        running = [followed(self.option.path / "local", fixed, None, self.years, annual)]
        for line in lines:
            if line.key in drawn:
                running.append(drawn[line.key])
            elif not _is_fixed(line):
                running.append(self._again(line))
        found = {line.key: line for line in lines} | drawn
        return Lines(
            investments=tuple(
                _repeated_items(
                    self.option, "own", self.option.local, self.alone.investments, self.years
                )
            ),
            running=tuple(running),
            power=tuple(line.power for line in found.values() if line.power is not None),
        )

    def _follows(self, line: Running) -> bool:
        alone = self.alone.capacity
        return (
            line.power is not None
            and alone is not None
            and line.power.utilisation is alone.throughput.utilisation
        )

    def _key(self, line: Running) -> Key:
        return self.option.path / OWN_PART / line.key.below(self.stated.path)

    def _drawn(self, line: Running) -> Running:
        assert self.capacity is not None
        stated = next(each for each in self.stated.opex if each.path == line.key)
        around = Surroundings(self.load, self.capacity.throughput.utilisation)
        return run(stated.moved_to(self._key(line)), self.years, around)

    def _again(self, line: Running) -> Running:
        """What is paid by the request, as all of them pass through it, or not all the time."""
        again = followed(self._key(line), (line,), None, self.years, line.annual)
        return replace(again, label=line.label, by_use=line.by_use)


def _is_fixed(line: Running) -> bool:
    """Whether it is the same whatever is asked of it, and all the time."""
    return not line.by_use and line.timing is None


def _repeated_items(
    option: Hybrid, part: Part, id: str, items: Iterable[Investment], years: Years
) -> Iterator[Investment]:
    """The one-time lines of a part, standing in the hybrid option as well."""
    for item in items:
        key = option.path / f"{part}_part" / item.key.below(Key("options", id))
        amount = years.ledger.line(key / "amount", "money", item.amount * 1, item.label)
        yield replace(item, key=key, amount=amount, part=part)
