"""A whole model as JavaScript: with the values of the file, and with others, it gives what the model gives."""

import math
import os
import random
from collections.abc import Iterator

import pytest

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from generator.figures.figure import Figure
from generator.proposal.limits import limits_of
from tests.packets import NAMES, shipped
from tests.scripts import RunningScript, script_of, unlike

# Of each input; EVERY_CHANGE=50 tries more, of each shipped one.
COUNT = int(os.environ.get("EVERY_CHANGE", "1"))
SEED = 17


@pytest.fixture(scope="module", params=NAMES if COUNT > 1 else ("minimal", "ollama-platform"))
def model(request: pytest.FixtureRequest) -> Model:
    return shipped(request.param).model


@pytest.fixture(scope="module")
def script(model: Model) -> RunningScript:
    rows = (
        [cell for cell in row.cells if isinstance(cell, Figure)]
        for schedule in model.schedules.values()
        for row in schedule.rows
    )
    return script_of(model.figures.values(), rows, model.outlook.moves)


def test_it_gives_every_figure_of_the_model_with_its_reason(
    model: Model, script: RunningScript
) -> None:
    said = script.computed({})
    assert [item for key, item in model.figures.items() if unlike(said[key], item)] == []


def test_it_gives_what_the_model_gives_with_other_values(
    model: Model, script: RunningScript
) -> None:
    results = list(model.result_figures.values())
    for changed in changes(model):
        said, known = script.computed(changed), evaluate(results, changed)
        parting = [
            (item.key, said[item.key], float(known[item.key]))
            for item in results
            if parts(said[item.key], float(known[item.key]))
        ]
        assert parting == [], changed


def changes(model: Model) -> Iterator[dict[str, float]]:
    """A few stated numbers, each moved as far as its field allows, but by no more than a half."""
    chance, limits = random.Random(SEED), limits_of(model.proposal)
    stated = [key for key, item in model.result_figures.items() if item.is_input]
    for _ in range(COUNT):
        yield {
            key: float(f"{value:.12g}")
            for key in chance.sample([key for key in stated if key in limits], 4)
            for value in [model.figures[key].value * chance.uniform(0.5, 1.5)]
            if limits[key].least <= value <= limits[key].most
            and not (limits[key].choices or limits[key].whole)
        }


def parts(said: float | str, known: float) -> bool:
    if isinstance(said, str) or math.isnan(known):
        return isinstance(said, str) != math.isnan(known)
    return not math.isclose(said, known, rel_tol=1e-9, abs_tol=1e-9)
