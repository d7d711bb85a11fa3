"""Turns some of the changes between two inputs into the numbers of the input in which just these are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.compare.alignment import Change, Pair, aligned, merged
from generator.engines.asking import asked_of
from generator.engines.model import Model, compute
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.loading import FactsFor, Loaded, proposal_of
from generator.proposal.nodes import ROOT, MappingNode
from generator.proposal.problems import ProblemList

# Stands in the place of the key of whatever figure is asked for: old and new may ask for different ones.
ASK = Key("ask")
# Below it stand the changes of the catalogue beside the input.
CATALOGUE = Key("catalogue")
Numbers = Mapping[str, float | None]
Made = frozenset[Change]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Two inputs, each with the catalogue beside it, as one; and the changes between them in the order of the file."""

    input: Pair
    catalogue: Pair
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, old: Loaded, new: Loaded) -> Inputs:
        """What the catalogues say differently comes first."""
        catalogues = [None if each.own is None else each.own.nodes for each in (old, new)]
        catalogue = Pair("", "", None, None)
        if any(each is not None for each in catalogues):
            catalogue = aligned(catalogues[0], catalogues[1], CATALOGUE)
        pair = aligned(old.nodes, new.nodes, ROOT)
        return cls(pair, catalogue, (*catalogue.changes, *pair.changes))


class States:
    """The numbers of every input on the way from the old to the new one that was asked for."""

    def __init__(self, inputs: Inputs, facts_for: FactsFor) -> None:
        self._inputs = inputs
        self._facts_for = facts_for
        self._known: dict[Made, Numbers | None] = {}

    def numbers(self, made: Collection[Change]) -> Numbers | None:
        """Those of the input in which just these changes are made; None where that is no valid input."""
        key = frozenset(made)
        if key not in self._known:
            model = self.model(key)
            self._known[key] = None if model is None else numbers_of(model)
        return self._known[key]

    def model(self, made: Made) -> Model | None:
        """The model of that input."""
        nodes = merged(self._inputs.input, made, ROOT)
        own = merged(self._inputs.catalogue, made, ROOT)
        assert isinstance(nodes, MappingNode)
        try:
            own_nodes = own if isinstance(own, MappingNode) else None
            return compute(proposal_of(nodes, own_nodes, self._facts_for))
        except ProblemList:
            return None


def numbers_of(model: Model) -> Numbers:
    """Every result by its key, and what is asked for; None for a figure without a value."""
    figures = model.result_figures
    values = {key: value_of(figure) for key, figure in figures.items()}
    return {**values, ASK: value_of(asked_of(model))}


def value_of(figure: Figure) -> float | None:
    """None where it has none."""
    return None if figure.reason is not None else figure.value
