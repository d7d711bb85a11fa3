"""Turns the text of an input, or the cost lines of one option, into a proposal and its model."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from generator.catalog.catalogue import Catalogue
from generator.engines.model import Model, compute
from generator.proposal.assignments import set_values
from generator.proposal.models.proposal import Proposal
from generator.proposal.reading import read_nodes
from generator.proposal.validation import validate

INPUTS = sorted((Path(__file__).parent.parent / "inputs").glob("*.yaml"))


def proposal_of(text: str, assignments: Sequence[str] = ()) -> Proposal:
    """Raises ProblemList with all that is wrong."""
    nodes = set_values(read_nodes(text, "input.yaml"), assignments)
    return validate(nodes, Catalogue("zh-CN"))


def model_of(text: str, assignments: Sequence[str] = ()) -> Model:
    """Kept for the tests of a module, which ask for the same one again and again."""
    return _model_of(text, tuple(assignments))


@lru_cache(maxsize=16)
def _model_of(text: str, assignments: tuple[str, ...]) -> Model:
    return compute(proposal_of(text, assignments))


def one_option(capex: str = "[]", opex: str = "[]", rest: str = "") -> str:
    """An input with one option `own`; `rest` stands at the top level."""
    return f"""
proposal: {{title: Example}}
options:
  own: {{name: Own, capex: {capex}, opex: {opex}}}
{rest}
"""


def value(model: Model, key: str) -> float:
    """The value of a figure by its key; the outlook is computed for figures of its own alone, as it takes longest."""
    figures = model.result_figures
    return (figures if key in figures else model.figures)[key].value
