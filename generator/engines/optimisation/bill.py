"""Turns an option's lines into what stays whatever its load, what each machine costs, and what a step brings in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from generator.engines.optimisation.bill_parts import Part, net, parts_of
from generator.engines.options import OptionCost
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of, where
from generator.figures.key import Key
from generator.figures.schedule import Schedule, alone, list_of

KEY = Key("optimisation", "bill")


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What makes up an option's total over the horizon.

    fixed: whatever the load. per_unit: of each of the `owned` machines. cache, cloud: what these steps bring in.
    """

    fixed: Figure
    per_unit: Figure
    owned: Figure
    cache: Figure | None
    cloud: Figure | None
    schedule: Schedule

    def total(self, units: Figure, steps: Sequence[str]) -> Expression:
        """With some number of machines, after some steps."""
        amount = self.fixed + self.per_unit * units
        if self.cache is not None and "cache" in steps:
            amount = amount + self.cache
        if self.cloud is not None and "routing" in steps:
            amount = amount + self.cloud
        return amount


def bill_of(option: OptionCost, local: OptionCost, owned: Figure, *, is_hybrid: bool) -> Bill:
    """Split an option whose machines are those of `local`: the option itself unless it is a hybrid one.

    With the machines move their purchase, its part of the reserve, current and rent; a fixed cost does not shrink with
    its share of requests.
    """

    def part(name: str, amount: Expression) -> Figure:
        return figure(KEY / name, "money", amount)

    lines = parts_of(local, KEY)
    bought, planned = net(lines.hardware), net(lines.hardware, lines.others)
    # Each purchase in time has parts of its own: their sums are steps, or no formula would be short.
    sums: list[Figure] = []
    reserve = lines.reserve.paid
    if reserve and (lines.steps or local.outlay.purchases):
        sums = [part("bought", bought), part("planned", planned)]
        bought, planned = sums
    kept = where(planned > 0, net(lines.reserve) * (bought / planned), 0) if reserve else None
    with_reserve = () if kept is None else (part("reserve", kept),)
    machines = part("machines", net(lines.hardware, Part(with_reserve), lines.moving))
    carried = () if option.transition is None else (option.transition.total,)
    stays = (lines.others, lines.credits, lines.reserve, lines.staying, Part(carried))
    rest = net(*stays)
    fixed = part("fixed", rest - with_reserve[0] if with_reserve else rest)
    per_unit = part("per_unit", machines / owned)
    cache = [line.total for line in option.running if line.part == "cache"]
    cloud = part("cloud", sum_of(_cloud_lines(option))) if is_hybrid else None
    shown = [*sums, *with_reserve, machines, owned, per_unit, *cache]
    # Nothing at all stands behind the sum of what moves, not between that and its lines.
    shown = [fixed, *shown] if any(part.paid for part in stays) else [*shown, fixed]
    shown += [] if cloud is None else [cloud]
    rows = [*lines.steps, *map(alone, shown)]
    schedule = list_of("optimisation_bill", rows, option.name)
    return Bill(
        fixed=fixed,
        per_unit=per_unit,
        owned=owned,
        cache=next(iter(cache), None),
        cloud=cloud,
        schedule=schedule,
    )


def _cloud_lines(option: OptionCost) -> list[Expression]:
    """What a hybrid option pays to and for its cloud."""
    once = (option.outlay.paid_for(item) for item in option.investments if item.part == "cloud")
    return [
        *chain.from_iterable(once),
        *(line.total for line in option.running if line.part == "cloud"),
    ]
