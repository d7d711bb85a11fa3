"""Turns a load and what a request must see of it into how many cards a copy of the model needs, and how many copies.

Each number of cards is sized like the option itself, by the same estimate. What requests wait for each other is left
out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.engines.capacity import (
    Machines,
    Memory,
    able_to_serve,
    arrival_rate,
    busiest,
    memory_of,
)
from generator.engines.load import Load
from generator.engines.sizing import Speed, Unit, context_on_the_way, speed_of_unit
from generator.figures.expression import Constant, Expression, Missing, Operand
from generator.figures.figure import Figure, figure
from generator.figures.functions import if_error, maximum, rounded_up, where
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, alone, label_column, list_of
from generator.proposal.models.serving import Serving

# 1, 2, 4, 8: as cards are split over a model.
DOUBLINGS = 4


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Copies of the model on some cards each. copies: how many serve the load; total: the cards of all of them.

    Both have no value where a copy does not fit its cards, or does not keep the limits.
    """

    key: Key
    label: str
    cards: Figure
    memory: Memory
    speed: Speed
    copies: Figure
    total: Figure

    @property
    def cells(self) -> tuple[Figure | None, ...]:
        """Below the columns of the table, in their order."""
        speed = self.speed
        return (
            self.total,
            self.cards,
            self.memory.fits,
            self.memory.together,
            speed.first_token,
            speed.per_request,
            speed.meets,
            self.copies,
        )


COLUMNS = (
    label_column("copy_on"),
    Column("cards_total", "count", role="total"),
    Column("cards", "count"),
    Column("fits_memory", "check"),
    Column("together", "count"),
    Column("first_token", "second"),
    Column("request_speed", "token/second"),
    Column("meets_latency", "check"),
    Column("copies", "count"),
)


@dataclass(frozen=True)
class Search:
    """All candidates of an option."""

    option_id: str
    name: str
    candidates: tuple[Candidate, ...]

    @property
    def fewest(self) -> str | None:
        """The place of the one with the fewest cards; of several that with the fewest copies."""
        found = [
            (each.total.value, each.copies.value, place)
            for place, each in enumerate(self.candidates)
            if each.total.reason is None
        ]
        return str(min(found)[2]) if found else None

    @property
    def schedules(self) -> Iterator[Schedule]:
        """The workings of each candidate, then all side by side."""
        for each in self.candidates:
            steps = (each.cards, *_steps(each.memory), *each.speed.figures)
            shown = {step.key: alone(step) for step in (*steps, each.speed.typical.writing)}
            key = Key("sizing", self.option_id, each.key.name)
            yield replace(list_of(key, shown.values(), self.name), against=each.label)
        rows = tuple(
            Row(each.key, each.cells, label=each.label, whole=True, kind="memo")
            for each in self.candidates
        )
        yield Schedule(Key("search", self.option_id), COLUMNS, rows, self.name)


def search_of(
    path: Key, name: str, machines: Machines, load: Load, last_year: Figure
) -> Search | None:
    """None where the speed was measured, on cards that are what they are, or where nothing is asked of it."""
    serving = machines.serving
    asked = serving.least_speed is not None or serving.longest_wait is not None
    if not serving.is_estimated or not asked:
        return None
    found: list[Candidate] = []
    for place in range(DOUBLINGS):
        key = path / "search" / place
        more: Operand = found[-1].cards * 2 if found else Constant(1)
        cards = figure(key / "cards", "count", more, name)
        on_cards = serving.model_copy(update={"gpus_per_unit": cards, "replicas_per_unit": None})
        found.append(_candidate(key, name, cards, on_cards, _Asked(machines, load, last_year)))
    return Search(str(path.name), name, tuple(found))


@dataclass(frozen=True)
class _Asked:
    machines: Machines
    load: Load
    last_year: Figure

    def copies(self, speed: Speed) -> Expression:
        """Those that are busy in the busiest hour, rounded up."""
        arrivals = arrival_rate(self.machines, self.load.workload)
        seconds = speed.typical.seconds
        each: Expression = self.load.workload.output_tokens / speed.typical.writing
        busy = busiest(arrivals * (each if seconds is None else seconds), self.load, self.last_year)
        return maximum(1, rounded_up(self.machines.terms.peak(busy)))


def _candidate(key: Key, name: str, cards: Figure, serving: Serving, asked: _Asked) -> Candidate:
    workload = asked.load.workload
    context = context_on_the_way(key, name, workload)
    memory = memory_of(Unit(key, name, serving, workload, context, serving.concurrency))
    speed = speed_of_unit(Unit(key, name, serving, workload, context, memory.together))
    able = able_to_serve(memory, speed)
    copies = figure(
        key / "copies", "count", where(able, asked.copies(speed), Missing("unfit")), name
    )
    return Candidate(
        key=key,
        label=f"{cards.value:g} × {serving.card}",
        cards=cards,
        memory=memory,
        speed=speed,
        copies=copies,
        total=figure(key / "cards_total", "count", if_error(copies * cards, copies), name),
    )


def _steps(memory: Memory) -> Iterator[Figure]:
    yield from (memory.weights, *memory.steps, memory.cache, memory.overhead)
    yield from (memory.needed, memory.available, memory.fits)
