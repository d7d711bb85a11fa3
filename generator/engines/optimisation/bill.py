"""Turns an option's lines into what stays whatever its load, what each machine costs, and what a step brings in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from generator.engines.options import OptionCost
from generator.engines.running import Running
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

    once: dict[str, list[Expression]] = {
        kind: [] for kind in ("hardware", "contingency", "credit", "other")
    }
    for item in local.investments:
        once[item.kind if item.kind in once else "other"] += local.outlay.paid_for(item)
    hardware, reserve, credits, others = once.values()
    running = [line for line in local.running if line.part != "cache"]
    moving = [line.total for line in running if _moves(line)]
    staying = [line.total for line in running if not _moves(line)]
    bought, planned = sum_of(hardware), sum_of([*hardware, *others])
    # Each purchase in time has parts of its own: their sums are steps, or no formula would be short.
    sums: list[Figure] = []
    if reserve and len(hardware) + len(others) > len(local.investments):
        sums = [part("bought", bought), part("planned", planned)]
        bought, planned = sums
    kept = where(planned > 0, sum_of(reserve) * (bought / planned), 0) if reserve else None
    with_reserve = [] if kept is None else [part("reserve", kept)]
    machines = part("machines", sum_of([*hardware, *with_reserve, *moving]))
    carried = [] if option.transition is None else [option.transition.total]
    rest = sum_of([*others, *credits, *reserve, *staying, *carried])
    fixed = part("fixed", rest - with_reserve[0] if with_reserve else rest)
    per_unit = part("per_unit", machines / owned)
    cache = [line.total for line in option.running if line.part == "cache"]
    cloud = part("cloud", sum_of(_cloud_lines(option))) if is_hybrid else None
    shown = [fixed, *sums, *with_reserve, machines, owned, per_unit, *cache]
    shown += [] if cloud is None else [cloud]
    schedule = list_of("optimisation_bill", map(alone, shown), option.name)
    return Bill(
        fixed=fixed,
        per_unit=per_unit,
        owned=owned,
        cache=next(iter(cache), None),
        cloud=cloud,
        schedule=schedule,
    )


def _moves(line: Running) -> bool:
    """Current and rent are paid for each machine."""
    return line.power is not None or line.hours_per_day is not None


def _cloud_lines(option: OptionCost) -> list[Expression]:
    """What a hybrid option pays to and for its cloud."""
    once = (option.outlay.paid_for(item) for item in option.investments if item.part == "cloud")
    return [
        *chain.from_iterable(once),
        *(line.total for line in option.running if line.part == "cloud"),
    ]
