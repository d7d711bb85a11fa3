"""Turns the use of the machines of a computed model into doubts: is there room for peaks, does it fit the workload?"""

from __future__ import annotations

from collections.abc import Iterator

from generator.engines.doubt import Doubt
from generator.engines.model import Model
from generator.figures.figure import Figure
from generator.wording.saying import said

HIGHEST_UTILISATION = 0.8
NEAR_USE, THRICE = 0.1, 3


def doubts_about_use(model: Model) -> Iterator[Doubt]:
    """Machines without room for peaks, and a stated use that is not that of the workload."""
    yield from _about_utilisation(model)
    yield from _about_stated_use(model)


def _about_utilisation(model: Model) -> Iterator[Doubt]:
    for figure in {item.key: item for item in _utilisations(model)}.values():
        if figure.value > HIGHEST_UTILISATION:
            message = said(
                "a utilisation of {share:.0%} leaves no room for peaks", share=figure.value
            )
            yield Doubt("W004", figure.key, message, said("plan for 80 % or less, or add a unit"))


def _about_stated_use(model: Model) -> Iterator[Doubt]:
    """A stated use of the cards counts for their current, whatever the workload keeps them busy."""
    for option in model.options.values():
        # A hybrid option repeats the current of its local part, which is told there.
        if option.capacity is None or option.kind == "hybrid":
            continue
        busy = option.capacity.throughput.utilisation
        for use in option.power:
            stated, source = use.utilisation, use.utilisation.source
            is_typed = source is not None and source.kind == "input" and not source.note
            if is_typed and not _is_near(stated.value, busy.value):
                message = said(
                    "current is reckoned at a use of {stated:.1%}, but the workload keeps the machines "
                    "of '{name}' busy {busy:.1%} of the time",
                    stated=stated.value,
                    name=option.name,
                    busy=busy.value,
                )
                fix = said(
                    "remove it to go by the workload, or write {{value: …, note: what else uses them}}"
                )
                yield Doubt("W027", stated.key, message, fix)


def _is_near(stated: float, computed: float) -> bool:
    """Within a tenth of full load, or a third to three times as much."""
    return abs(stated - computed) <= NEAR_USE or computed / THRICE <= stated <= computed * THRICE


def _utilisations(model: Model) -> Iterator[Figure]:
    """Of the machines by the workload, and as their current is reckoned."""
    for option in model.options.values():
        if option.capacity is not None:
            yield option.capacity.throughput.utilisation
        yield from (use.utilisation for use in option.power)
