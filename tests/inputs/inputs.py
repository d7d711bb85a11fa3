"""An input by its number, as the files that somebody would have written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import ceil
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from generator.assembly import load
from generator.proposal.loading import Loaded
from generator.proposal.models.own_catalogue import OwnCatalogue
from generator.proposal.models.proposal import Proposal
from generator.proposal.nodes import NULLS
from generator.proposal.own_catalogue import FILE_NAME
from generator.proposal.problems import ProblemList
from tests.inputs.rules import scenarios_of
from tests.inputs.shapes import Point, goals
from tests.inputs.walk import Data, Walk, points_of

# How many inputs show every point of the models once. Further numbers show them again, in other company.
MANY = 175
ATTEMPTS, ATTEMPTS_ALONE = 3, 30
CATALOGUE_KINDS = {"hardware": "hardware", "gpus": "gpu", "models": "model"}


@dataclass(frozen=True)
class Input:
    """The data of an input and of the catalogue beside it, which may be empty."""

    data: Data
    catalogue: Data

    def write(self, folder: Path) -> str:
        """Write the files; returns the path of the input."""
        path = folder / "input.yaml"
        path.write_text(as_yaml(self.data), encoding="utf-8")
        if self.catalogue:
            (folder / FILE_NAME).write_text(as_yaml(self.catalogue), encoding="utf-8")
        return str(path)

    def load(self, *assignments: str) -> Loaded:
        """Read and validate it as `check` does, with other values for some fields. Raises ProblemList."""
        with TemporaryDirectory() as folder:
            return load(self.write(Path(folder)), assignments)

    @cached_property
    def is_accepted(self) -> bool:
        """Whether `check` finds nothing wrong in it."""
        try:
            self.load()
        except ProblemList:
            return False
        return True


class _Dumper(yaml.SafeDumper):
    """Quotes what the reader would take for nothing; all else is read as it is typed."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def _as_typed(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, "'" if text in NULLS else None)


_Dumper.yaml_implicit_resolvers = {}
_Dumper.add_multi_representer(str, _as_typed)
_Dumper.add_representer(str, _as_typed)


def as_yaml(data: Data) -> str:
    """The text of a file, numbers without quotes."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000))


@cache
def generated(number: int) -> Input:
    """The input of a number: one of a few that are to show the same, the first that `check` accepts."""
    return _accepted(number, _points_of(number))


def showing(point: Point) -> Input:
    """An input that shows one point, in more and more company, which some need; accepted if any of many is."""
    for attempt in range(ATTEMPTS_ALONE):
        company = Random(attempt).sample(goals(), attempt)
        # Every eighth number is extreme, and more often refused for an amount.
        made = _accepted(8 * attempt + 1, [point, *company])
        if point in points_shown(made) and made.is_accepted:
            break
    return made


def points_shown(made: Input) -> set[Point]:
    """What of the models an input has."""
    both = ((Proposal, made.data), (OwnCatalogue, made.catalogue))
    return {point for model, data in both for point in points_of(model, data)}


def _points_of(number: int) -> Sequence[Point]:
    shown = ceil(len(goals()) / MANY)
    places = (divmod(at, len(goals())) for at in range(number * shown, (number + 1) * shown))
    return [_shuffled(times)[place] for times, place in places]


@cache
def _shuffled(times: int) -> Sequence[Point]:
    """All points, in an order of their own each time: of two that cannot stand in one input either is shown once."""
    return Random(times).sample(goals(), len(goals()))


def _accepted(number: int, points: Sequence[Point]) -> Input:
    for attempt in range(ATTEMPTS):
        made = _drawn(Walk.of(number, points, Random(number + attempt / 10)))
        if made.is_accepted:
            break
    return made


def _drawn(walk: Walk) -> Input:
    catalogue: Data = {}
    if any(owner == OwnCatalogue.__name__ for owner, _ in walk.wanted):
        catalogue = walk.section(OwnCatalogue)
        walk.names = {kind: list(catalogue.get(name, ())) for name, kind in CATALOGUE_KINDS.items()}
    data = walk.section(Proposal)
    made = Input(data, catalogue)
    if "scenarios" not in data:
        return made
    try:
        proposal = made.load().proposal
    except ProblemList:
        return made
    return replace(made, data=data | {"scenarios": scenarios_of(proposal, walk)})
