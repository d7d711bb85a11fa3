"""The model as a whole: sound for every proposal, and its readings agree."""

import math
from pathlib import Path
from random import Random

import pytest

from generator.assembly import load
from generator.engines.model import Model, compute
from generator.figures.evaluation import evaluate
from generator.proposal.limits import Limits, limits_of
from generator.proposal.problems import ProblemList
from tests.inputs.inputs import generated
from tests.packets import shipped
from tests.proposals import INPUTS, model_of

# Every eighth has amounts at the limits of their fields.
GENERATED = [number for number in range(10) if number % 8]
HEADLINES = (
    "capex.total",
    "opex.total",
    "tco.total",
    "benefits.monthly",
    "return.npv",
    "return.roi",
    "return.payback_months",
    "return.irr_effective",
)


def model_from(path: Path, *assignments: str) -> Model:
    if not assignments:
        return shipped(path.stem).model
    return compute(load(str(path), assignments).proposal)


def generated_model(number: int, *assignments: str) -> Model:
    """The model of a generated input; the test is skipped where the input itself is refused."""
    made = generated(number)
    try:
        proposal = made.load(*assignments).proposal
    except ProblemList:
        if assignments:
            raise
        pytest.skip("check refuses it")
    return compute(proposal)


def stated_values(model: Model) -> dict[str, float]:
    """Every input of the results by key."""
    return {
        key: figure.value
        for key, figure in model.result_figures.items()
        if figure.is_input and figure.source and figure.source.kind != "control"
    }


def assert_sound(model: Model) -> None:
    """All checks pass, and a figure without a value says why in a word that some engine stated."""
    assert model.figures["checks.failed"].value == 0
    for key, figure in model.figures.items():
        assert math.isfinite(figure.value) or figure.reason != "undefined", key


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
class TestEveryShippedInput:
    def test_is_sound(self, path: Path) -> None:
        assert_sound(model_from(path))

    def test_every_input_has_a_source(self, path: Path) -> None:
        for figure in model_from(path).figures.values():
            assert figure.is_input == (figure.source is not None)

    def test_a_set_value_changes_that_input_alone_and_reads_as_if_overridden(
        self, path: Path
    ) -> None:
        model = model_from(path)
        before = stated_values(model)
        keys = settable(model)
        for key in keys[:: 1 + len(keys) // 3]:  # of a large input, some
            changed = another_value(model, key)
            again = model_from(path, f"{key}={changed:.15g}")
            assert stated_values(again) == before | {key: changed}
            assert_same_reading(model, {key: changed}, again)


def assert_same_reading(model: Model, overrides: dict[str, float], again: Model) -> None:
    """Headlines read with overrides are those of the model computed anew."""
    targets = [model.result_figures[key] for key in HEADLINES]
    try:
        read = evaluate(targets, overrides)
    except KeyError:  # no headline depends on it, so none may move
        read = {target.key: target.value for target in targets}
    for key in HEADLINES:
        expected = again.result_figures[key].value
        assert float(read[key]) == pytest.approx(expected, nan_ok=True), (key, overrides)


def another_value(model: Model, key: str) -> float:
    """Half way from an input's value to the lower end of what it may be, or to the upper one if it stands there.

    What comes whole gets one more.
    """
    figure, limits = model.result_figures[key], limits_of(model.proposal).get(key, Limits())
    assert figure.source is not None
    if limits.whole:
        return figure.value + 1
    lows = (limits.minimum, limits.above, figure.source.low)
    highs = (limits.maximum, figure.source.high, figure.value + 1)
    low = max((low for low in lows if low is not None), default=0.0)
    high = min(high for high in highs if high is not None)
    return float(f"{(figure.value + (high if figure.value == low else low)) / 2:.12g}")


def settable(model: Model) -> list[str]:
    """The inputs that `--set` can reach alone: not those behind the name of a task list, nor the shares of a mix, which
    are a whole together, nor one of a few allowed numbers."""
    named = [
        key.rpartition(".tasks.")[0] for key in model.result_figures if ".labour.tasks." in key
    ]
    return [
        key
        for key in stated_values(model)
        if key != "money.rounding"
        and not key.startswith(tuple(named))
        and not (key.startswith("workload.mix.") and key.endswith(".share"))
    ]


@pytest.mark.parametrize("number", GENERATED)
def test_every_proposal_gives_a_sound_model(number: int) -> None:
    assert_sound(generated_model(number))


@pytest.mark.parametrize("number", GENERATED)
def test_reading_anew_is_computing_anew(number: int) -> None:
    model = generated_model(number)
    key = Random(number).choice(settable(model))
    changed = another_value(model, key)
    try:
        again = generated_model(number, f"{key}={changed:.15g}")
    except ProblemList:
        pytest.skip("the other value does not fit the rest of the input")
    if again.chosen.id != model.chosen.id:
        pytest.skip("the input leaves the choice to us, and another option is then the best")
    assert_same_reading(model, {key: changed}, again)


def test_a_proposal_of_years_is_computed_in_a_moment() -> None:
    years = model_of(
        "proposal: {title: a}\nhorizon: {years: 10}\n"
        "options: {own: {name: b, opex: [{item: c, monthly: 1}]}}"
    )
    assert len(years.flow.net) == 121
