"""Turns an option's lines into the parts of its bill: what moves with its machines and what does not, each kind in one.

A sum of a few lines reads them where they stand. Lines of several kinds that alternate are no range of any sheet: of
many, each is a step, those of one kind one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engines.hardware import Investment
from generator.engines.options import OptionCost
from generator.engines.running import Running
from generator.figures.expression import Expression
from generator.figures.figure import Figure, figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Row, alone

# As many lines as a formula names one by one and still is short.
FEW = 8


@dataclass(frozen=True)
class Part:
    """Amounts that are paid, and those that come back."""

    paid: tuple[Figure, ...]
    sold: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The lines of a bill by kind. steps: the rows of those that are steps, in that order."""

    hardware: Part
    moving: Part
    others: Part
    credits: Part
    reserve: Part
    staying: Part
    steps: tuple[Row, ...]


def parts_of(option: OptionCost, key: Key) -> Parts:
    """Sort the lines of an option; `key` is that of its bill. Caches and clouds have steps of their own."""
    once: dict[str, list[Investment]] = {
        kind: [] for kind in ("hardware", "contingency", "credit", "other")
    }
    for item in option.investments:
        if item.part == "cloud":
            continue
        if item.each is not None:
            once["hardware"].append(item)
            continue
        once[item.kind if item.kind in once else "other"].append(item)
    running = [line for line in option.running if line.part not in ("cache", "cloud")]
    lines: dict[str, Sequence[Investment | Running]] = {
        "hardware": once["hardware"],
        "moving": [line for line in running if moves(line)],
        "others": once["other"],
        "credits": once["credit"],
        "reserve": once["contingency"],
        "staying": [line for line in running if not moves(line)],
    }
    found = {kind: [_part(line, option) for line in own] for kind, own in lines.items()}
    steps: list[Row] = []
    if sum(len(part.paid) for own in found.values() for part in own) > FEW:
        for kind, own in lines.items():
            found[kind] = [
                Part((_step(key, line, part, steps),))
                for line, part in zip(own, found[kind], strict=True)
            ]
    return Parts(steps=tuple(steps), **{kind: _joined(own) for kind, own in found.items()})


def net(*parts: Part) -> Expression:
    """What is paid less what comes back, each in one sum: amounts that stand below each other are one range of it."""
    together = _joined(parts)
    paid = sum_of(together.paid)
    return paid - sum_of(together.sold) if together.sold else paid


def moves(line: Running) -> bool:
    """Current and rent are paid for each machine."""
    return line.for_each_unit or line.power is not None or line.hours_per_day is not None


def _part(line: Investment | Running, option: OptionCost) -> Part:
    if isinstance(line, Running):
        return Part((line.total,))
    outlay = option.outlay
    return Part(tuple(outlay.amounts_of(line)), tuple(outlay.sales_of(line)))


def _step(key: Key, line: Investment | Running, part: Part, steps: list[Row]) -> Figure:
    own = figure(Key(key, len(steps), "of_line"), "money", net(part), line.label)
    steps.append(alone(own, key=line.key, label=line.label, kind="line"))
    return own


def _joined(parts: Sequence[Part]) -> Part:
    paid = tuple(amount for part in parts for amount in part.paid)
    return Part(paid, tuple(amount for part in parts for amount in part.sold))
