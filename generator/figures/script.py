"""Turns figures into JavaScript that computes them anew from other values of the stated ones.

All numbers stand in one array `v`, the stated ones first, those of a row side by side: a row along time is a loop of
one formula. Loops and formulas are `steps`, each behind what it reads. A case is a copy of the array in which some
numbers are others and the steps that these move are taken once more; the steps that read cases are the last.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

from generator.figures.evaluation import in_order
from generator.figures.expression import (
    Argument,
    Call,
    Constant,
    Expression,
    Function,
    InCase,
    Missing,
    Ordinal,
    Series,
)
from generator.figures.figure import Figure

# By the id of a case: what it sets, and the figures that say to what.
Moves = Mapping[str, Sequence[tuple[Figure, Figure]]]
ARITHMETIC = Path(__file__).with_name("numbers.js")
EMPTY: Moves = {}
# A place of the array, or another whole number that may grow along a row.
HOLE = "@"
# Before the number of what a case answers.
ANSWER = "c["
FRAME = """@
const @;
let v = [], c = [];
function r(first, count, stride = 1) {
  const items = [];
  for (let at = 0; at < count; at++) items.push(v[first + at * stride]);
  return items;
}
const steps = [
@];
const cases = @, paths = @;
function compute(stated) {
  v = stated.slice();
  c = [];
  for (let at = 0; at < @; at++) steps[at]();
  for (const [sets, path, asks] of cases) {
    const kept = v;
    v = kept.slice();
    for (const [place, value] of sets) v[place] = kept[value];
    for (const at of paths[path]) steps[at]();
    for (const [place, answer] of asks) c[answer] = v[place];
    v = kept;
  }
  for (let at = @; at < steps.length; at++) steps[at]();
  return v;
}
"""


@dataclass
class Step:
    """Figures that stand side by side and have one formula.

    slopes: what each hole grows by from one to the next. reads: the places that each reads; read: those of all.
    """

    first: int
    text: str
    holes: tuple[int, ...]
    slopes: tuple[int, ...] = ()
    reads: list[frozenset[int]] = field(default_factory=list)
    read: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many figures."""
        return len(self.reads)

    @property
    def places(self) -> range:
        """Theirs."""
        return range(self.first, self.first + self.count)

    def takes(self, text: str, holes: tuple[int, ...]) -> bool:
        """Whether the next figure is one more of these."""
        if text != self.text or self.first + self.count in self.read:
            return False
        grown = tuple(hole - own for hole, own in zip(holes, self.holes, strict=True))
        if self.count == 1:
            self.slopes = grown
        return all(far == slope * self.count for far, slope in zip(grown, self.slopes, strict=True))

    def add(self, read: Iterable[int]) -> None:
        """One more figure, with the places that it reads."""
        self.reads.append(frozenset(read))
        self.read.update(read)

    def script(self) -> str:
        """A function that takes the step."""
        if self.count == 1:
            return f"()=>{{v[{self.first}]={_filled(self.text, map(str, self.holes))}}}"
        holes = (
            f"{hole}+{slope}*i" if slope not in (0, 1) else f"{hole}+i" if slope else str(hole)
            for hole, slope in zip(self.holes, self.slopes, strict=True)
        )
        formula = _filled(self.text, holes)
        return f"()=>{{for(let i=0;i<{self.count};i++)v[{self.first}+i]={formula}}}"

    def alone(self) -> Iterator[Step]:
        """Each of the figures as a step of its own."""
        for number, read in enumerate(self.reads):
            slopes = self.slopes or (0,) * len(self.holes)
            holes = zip(self.holes, slopes, strict=True)
            grown = tuple(hole + slope * number for hole, slope in holes)
            step = Step(self.first + number, self.text, grown)
            step.add(read)
            yield step


def _filled(text: str, holes: Iterable[str]) -> str:
    first, *rest = text.split(HOLE)
    return first + "".join(hole + part for hole, part in zip(holes, rest, strict=True))


@dataclass(frozen=True)
class Cases:
    """The cases that figures read. base: how many steps are taken before them."""

    base: int
    told: str
    paths: str


class Script:
    """The figures below some targets as JavaScript. rows: those that are to stand side by side, if they are among them.

    figures: in the order of the array, the stated ones first. places: of each in the array, by key.
    """

    def __init__(
        self, targets: Iterable[Figure], rows: Iterable[Sequence[Figure]] = (), moves: Moves = EMPTY
    ) -> None:
        self._moves = moves
        self._functions: dict[Function, str] = {}
        # By table and case what is asked there: the places, and under which numbers the answers stand.
        self._asked: dict[tuple[str, str], dict[int, int]] = {}
        below = {id(item): item for item in self._below(targets)}
        stated = [item for item in below.values() if item.is_input]
        placed = [item for row in rows for item in row if id(item) in below]
        every = dict.fromkeys(map(id, [*stated, *placed, *below.values()]))
        self.figures = tuple(below[number] for number in every)
        self.places = {item.key: place for place, item in enumerate(self.figures)}
        self.stated = len(stated)

    def _below(self, targets: Iterable[Expression]) -> Iterator[Figure]:
        """Also below what is asked in cases, and below what these set of it."""
        asked, known = list(targets), 0
        while known < len(asked):
            known = len(asked)
            order = in_order(asked)
            cases = [item for item in order if isinstance(item, InCase)]
            here = set(map(id, order))
            behind = (part for case in cases for part in self._behind(case, here))
            asked = [*dict.fromkeys([*asked, *behind])]
        return (item for item in order if isinstance(item, Figure))

    def _behind(self, case: InCase, here: Collection[int]) -> Iterator[Expression]:
        yield case.figure
        for number, value in () if case.case is None else self._moves[case.case]:
            if id(number) in here:
                yield value

    @cached_property
    def text(self) -> str:
        """A function `compute` of the stated numbers, which leaves every number in `v`."""
        steps = self._ordered()
        late = _reading_cases(steps)
        base = [step for step in steps if step.first not in late]
        steps = [*base, *(step for step in steps if step.first in late)]
        cases, paths = self._told_cases(base)
        functions = (f"{name}={_script(one)}" for one, name in self._functions.items())
        return _filled(
            FRAME,
            (
                ARITHMETIC.read_text(encoding="utf-8"),
                ",\n".join(functions),
                ",\n".join(step.script() for step in steps),
                cases,
                paths,
                str(len(base)),
                str(len(base)),
            ),
        )

    def _told_cases(self, base: Sequence[Step]) -> tuple[str, str]:
        """What each case sets, the number of its path and what is asked of it; and the paths, each a list of steps."""
        paths: dict[tuple[int, ...], int] = {}
        told = []
        for (_, id), asked in self._asked.items():
            moves = [
                (self.places[one.key], self.places[to.key])
                for one, to in self._moves[id]
                if one.key in self.places
            ]
            path = _path(base, {place for place, _ in moves}, set(asked))
            told.append([moves, paths.setdefault(path, len(paths)), list(asked.items())])
        return _json(told), _json(list(paths))

    def _ordered(self) -> list[Step]:
        """Each behind what it reads; rows that read each other by turns are taken apart."""
        steps = self._rows()
        while True:
            home = {place: step.first for step in steps for place in step.places}
            graph = {
                step.first: {home[place] for place in step.read if place in home} - {step.first}
                for step in steps
            }
            try:
                order = list(TopologicalSorter(graph).static_order())
            except CycleError as circle:
                apart = set(circle.args[1])
                steps = [
                    one
                    for step in steps
                    for one in (step.alone() if step.first in apart else [step])
                ]
            else:
                by_first = {step.first: step for step in steps}
                return [by_first[first] for first in order]

    def _rows(self) -> list[Step]:
        """The computed figures in their places, joined where they follow one formula."""
        steps: list[Step] = []
        for place, item in enumerate(self.figures[self.stated :], self.stated):
            holes: list[int] = []
            read: set[int] = set()
            assert item.definition is not None
            text = self._text(item.definition, holes, read)
            if not (steps and steps[-1].takes(text, tuple(holes))):
                steps.append(Step(place, text, tuple(holes)))
            steps[-1].add(read)
        return steps

    def _text(self, expression: Expression, holes: list[int], read: set[int]) -> str:
        """The formula with its holes; `read`: the places that it reads."""
        if isinstance(expression, Figure):
            place = self.places[expression.key]
            holes.append(place)
            read.add(place)
            return f"v[{HOLE}]"
        if isinstance(expression, Call):
            name = self._functions.setdefault(expression.function, f"f{len(self._functions)}")
            arguments = [self._argument(item, holes, read) for item in expression.arguments]
            return f"{name}({','.join(arguments)})"
        if isinstance(expression, Ordinal):
            holes.append(int(expression.value))
            return HOLE
        if isinstance(expression, Constant):
            return f"{expression.value:.17g}" if expression.value % 1 else f"{expression.value:.0f}"
        if isinstance(expression, Missing):
            return json.dumps(expression.reason)
        assert isinstance(expression, InCase)
        return self._case(expression, holes, read)

    def _argument(self, argument: Argument, holes: list[int], read: set[int]) -> str:
        if not isinstance(argument, Series):
            return self._text(argument, holes, read)
        places = [self.places[item.key] for item in argument if isinstance(item, Figure)]
        strides = {after - before for before, after in pairwise(places)}
        if len(places) != len(argument) or len(strides) > 1:
            return f"[{','.join(self._text(item, holes, read) for item in argument)}]"
        read.update(places)
        holes += (places[0], len(places), *strides)
        return f"r({','.join(HOLE * (2 + len(strides)))})"

    def _case(self, value: InCase, holes: list[int], read: set[int]) -> str:
        """What is asked in a case; of the one in use, the model itself."""
        if value.case is None:
            return self._text(value.figure, holes, read)
        assert isinstance(value.figure, Figure)
        asked = self._asked.setdefault((value.table, value.case), {})
        place = self.places[value.figure.key]
        if place not in asked:
            asked[place] = sum(map(len, self._asked.values()))
        holes.append(asked[place])
        return f"{ANSWER}{HOLE}]"


def _script(function: Function) -> str:
    """A choice looks at missing numbers itself."""
    return f"({function.script})" if function.chooses else f"passing({function.script})"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _reading_cases(steps: Iterable[Step]) -> set[int]:
    """The first places of the steps that read cases, or what reads them. steps: in their order."""
    late: set[int] = set()
    places: set[int] = set()
    for step in steps:
        if ANSWER in step.text or not places.isdisjoint(step.read):
            late.add(step.first)
            places.update(step.places)
    return late


def _path(steps: Sequence[Step], moved: set[int], asked: set[int]) -> tuple[int, ...]:
    """The numbers of the steps through which what is set moves what is asked."""
    forward = []
    for number, step in enumerate(steps):
        if not moved.isdisjoint(step.read):
            moved = moved.union(step.places)
            forward.append(number)
    path = []
    for number in reversed(forward):
        step = steps[number]
        if not asked.isdisjoint(step.places):
            asked = asked.union(step.read)
            path.append(number)
    return tuple(reversed(path))
