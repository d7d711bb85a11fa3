"""Turns the file `catalogue.yaml` beside an input into entries that the input may refer to, each number with its line.

hardware:
  our_server:
    parts:
      - {item: GPU server, price: 98000}
      - {item: NVMe storage, price: 6000}
    life_years: 5
    date: 2026-11-02
    source: quote of our supplier
gpus:
  our_card: {tdp: 350, memory_gb: 48, bandwidth: 864}
models:
  our_model: {parameters: 9.2, layers: 42, kv_heads: 8, head_dim: 128, model_speed: 100}
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.figures.figure import Figure, Source
from generator.proposal.context import Entries, Facts, Parts
from generator.proposal.nodes import MappingNode, Node, Scalar
from generator.proposal.problems import Mark, Problem, ProblemList
from generator.proposal.reading import Kind, ReadAllTheSame, read_nodes, read_text
from generator.proposal.validation import validated
from generator.wording.saying import said

if TYPE_CHECKING:
    from generator.proposal.models.own_catalogue import Entry, Machine, OwnCatalogue

FILE_NAME = "catalogue.yaml"
CATALOGUE = Kind(
    "catalogue",
    "gpus:",
    said("write for instance 'gpus: {{our_card: {{tdp: 350}}}}', or delete the file"),
)
# The code of an entry that no catalogue has.
OF_AN_ENTRY = "E018"
Known = TypeVar("Known", bound=Facts)
ABOUT = ("path", "date", "source")


@dataclass(frozen=True)
class OwnFile:
    """The catalogue beside an input: its name as messages tell it, its text, and what keeps it from being read."""

    file: str
    text: str
    refused: ProblemList | None = None

    @cached_property
    def nodes(self) -> MappingNode:
        """Its tree. Raises ProblemList."""
        if self.refused is not None:
            raise ProblemList(self.refused.problems)
        return read_nodes(self.text, self.file, CATALOGUE)


def own_file_beside(path: str) -> OwnFile | None:
    """The catalogue file beside an input, if there is one, also one that cannot be read."""
    file = Path(path).parent / FILE_NAME
    if path == "-" or not os.path.lexists(file):
        return None
    if file.exists() and not file.is_file():
        fix = said("move it elsewhere: a file of this name beside an input is its catalogue")
        found = Problem("E001", Mark(str(file), 0, 0), said("this is no file"), fix)
        return OwnFile(str(file), "", ProblemList([found]))
    try:
        return OwnFile(str(file), read_text(str(file)))
    except ProblemList as refused:
        return OwnFile(str(file), "", refused)


def unfit(own: OwnFile | None, nodes: MappingNode, facts: Facts) -> ReadAllTheSame | None:
    """What is wrong with a catalogue beside an input that is read without it; None where nothing is."""
    if own is None:
        return None
    tree: MappingNode | None = None
    try:
        tree = own.nodes
        _read(tree, facts)
    except ReadAllTheSame as found:
        problems = (*found.problems, *found.others(lambda rest: _read(rest, facts)))
    except ProblemList as refused:
        problems = refused.problems
    else:
        return None
    if tree is None:
        return ReadAllTheSame(problems, nodes, lambda other: other.code == OF_AN_ENTRY)
    names = {name for kind in tree.values() if isinstance(kind, MappingNode) for name in kind}
    naming = {mark.place for mark in _naming(nodes, names)}
    return ReadAllTheSame(problems, nodes, lambda other: other.mark.place in naming)


def _naming(node: Node, names: Collection[str]) -> Iterator[Mark]:
    """Where one of some names stands."""
    if isinstance(node, Scalar):
        if node in names:
            yield node.mark
    else:
        for below in node.values() if isinstance(node, MappingNode) else node:
            yield from _naming(below, names)


def with_own_entries(facts: Known, nodes: MappingNode | None) -> Known:
    """The facts, with the entries of the user's own catalogue, where there is one. Raises ProblemList."""
    if nodes is None:
        return facts
    own = _read(nodes, facts)
    parts = {name: _parts(machine) for name, machine in own.hardware.items()}
    return facts.extended(_entries(own), parts)


def _read(nodes: MappingNode, facts: Facts) -> OwnCatalogue:
    from generator.proposal.models.own_catalogue import OwnCatalogue

    return validated(OwnCatalogue, nodes, facts)


def _entries(own: OwnCatalogue) -> Entries:
    return {
        "hardware": {name: dict(_of_machine(machine)) for name, machine in own.hardware.items()},
        "gpu": {name: dict(_numbers(card)) for name, card in own.gpus.items()},
        "model": {name: dict(_numbers(model)) for name, model in own.models.items()},
    }


def _parts(machine: Machine) -> Parts:
    return [(part.item, {"unit_price": _stated(part.price, machine)}) for part in machine.parts]


def _of_machine(machine: Machine) -> Iterator[tuple[str, tuple[float, Source]]]:
    price = sum(part.price.value for part in machine.parts)
    yield "unit_price", (price, _source(machine.parts[0].price, machine, f"{price:.15g}"))
    if machine.life_years is not None:
        yield "life_years", _stated(machine.life_years, machine)


def _numbers(entry: Entry) -> Iterator[tuple[str, tuple[float, Source]]]:
    for name in type(entry).model_fields:
        number = getattr(entry, name)
        if name not in ABOUT and number is not None:
            yield name, _stated(number, entry)


def _stated(number: Figure, entry: Entry) -> tuple[float, Source]:
    assert number.source is not None
    return number.value, _source(number, entry, number.source.text)


def _source(number: Figure, entry: Entry, text: str) -> Source:
    """The line of the number; its own date and note, or those of its entry."""
    typed = number.source
    assert typed is not None
    date = typed.date or str(entry.date or "")
    return Source("catalog", typed.place, text, date, typed.note or str(entry.source or ""))
