"""Turns some of the changes between two inputs into the numbers of the input in which just these are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compare.alignment import Change, Pair, aligned, merged, plain
from generator.compare.overrides import Overridden
from generator.compare.sameness import Numbers, agree
from generator.engines.asking import asked_of
from generator.engines.model import Model, compute
from generator.figures.figure import Figure
from generator.figures.key import Key
from generator.proposal.loading import FactsFor, Loaded, proposal_of
from generator.proposal.nodes import ROOT, MappingNode
from generator.proposal.problems import ProblemList

if TYPE_CHECKING:
    from generator.proposal.models.proposal import Proposal

# To read off a model takes two of them to be computed.
FEWEST_AT_ONCE = 5

# Stands in the place of the key of whatever figure is asked for: old and new may ask for different ones.
ASK = Key("ask")
# Below it stand the changes of the catalogue beside the input.
CATALOGUE = Key("catalogue")
Made = frozenset[Change]
NOTHING: Made = frozenset()


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

    def __init__(self, old: Model, new: Model, inputs: Inputs, facts_for: FactsFor) -> None:
        self._inputs = inputs
        self._facts_for = facts_for
        # What was computed or read off a model already.
        self._models: dict[Made, Model | None] = {frozenset(inputs.changes): new}
        if self._is_in_old_order():
            self._models[NOTHING] = old
        self._known: dict[Made, Numbers | None] = {}
        self._read: dict[Made, Mapping[Made, Numbers]] = {}
        self._overridden = Overridden(inputs.changes, old.proposal, new.proposal)

    def numbers(self, made: Collection[Change]) -> Numbers | None:
        """Those of the input in which just these changes are made; None where that is no valid input."""
        key = frozenset(made)
        if key not in self._known:
            self._known[key] = self._numbers(key)
        return self._known[key]

    def _numbers(self, made: Made) -> Numbers | None:
        known = self._models.get(made)
        proposal = self._proposal(made) if known is None else known.proposal
        if proposal is None:
            return None
        other = made - self._overridden.changes
        if other not in self._read:
            self._read[other] = self._read_at_once(other)
        found = self._read[other].get(made & self._overridden.numbers)
        if found is not None:
            return found
        return numbers_of(compute(proposal) if known is None else known)

    def _proposal(self, made: Made) -> Proposal | None:
        """What the input says; None where it is not valid."""
        own = merged(self._inputs.catalogue, made, ROOT)
        try:
            own_nodes = own if isinstance(own, MappingNode) else None
            return proposal_of(self._nodes(made), own_nodes, self._facts_for)
        except ProblemList:
            return None

    def _nodes(self, made: Made) -> MappingNode:
        nodes = merged(self._inputs.input, made, ROOT)
        assert isinstance(nodes, MappingNode)
        return nodes

    def _is_in_old_order(self) -> bool:
        """Whether lines stand where they did: in all states they stand as in the new input."""
        old = self._inputs.input.old
        return old is not None and plain(self._nodes(NOTHING)) == plain(old)

    def _model(self, made: Made) -> Model | None:
        if made not in self._models:
            proposal = self._proposal(made)
            self._models[made] = None if proposal is None else compute(proposal)
        return self._models[made]

    def _read_at_once(self, other: Made) -> Mapping[Made, Numbers]:
        """All states in which numbers are changed besides, up to each change of the file and one by one."""
        changes = self._inputs.changes
        numbers = [each for each in changes if each in self._overridden.numbers]
        before = [frozenset(changes[:end]) for end in range(len(changes) + 1)]
        asked = [state for state in before if state - self._overridden.changes == other]
        is_last = other == before[-1] - self._overridden.changes
        if len(numbers if is_last else asked) < FEWEST_AT_ONCE:
            return {}
        first, last = self._model(other), self._model(other | self._overridden.changes)
        if first is None or last is None:
            return {}
        ends = [frozenset(numbers[:end]) for end in range(len(numbers) + 1)]
        states = list(dict.fromkeys([*(frozenset({each}) for each in numbers), *ends]))
        pair = aligned(self._inputs.input.old, self._nodes(other), ROOT)
        read = self._overridden.read(first, pair, states, ASK)
        found = dict(zip(states, read, strict=True))
        return found if agree(found[ends[-1]], numbers_of(last)) else {}


def numbers_of(model: Model) -> Numbers:
    """Every result by its key, and what is asked for; None for a figure without a value."""
    figures = model.result_figures
    values = {key: value_of(figure) for key, figure in figures.items()}
    return {**values, ASK: value_of(asked_of(model))}


def value_of(figure: Figure) -> float | None:
    """None where it has none."""
    return None if figure.reason is not None else figure.value
