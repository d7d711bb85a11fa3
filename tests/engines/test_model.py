"""The model as a whole: sound for every proposal, and its readings agree."""

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.assembly import load
from generator.engines.model import Model, compute
from generator.figures.evaluation import evaluate
from tests.engines.generated import inputs
from tests.proposals import INPUTS, model_of

slow_to_generate = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
HEADLINES = ("capex.total", "opex.total", "tco.total", "benefits.monthly", "return.npv")


def model_from(path: Path, *assignments: str) -> Model:
    return compute(load(str(path), assignments).proposal)


def stated_values(model: Model) -> dict[str, float]:
    """Every input of the model by key."""
    return {
        key: figure.value
        for key, figure in model.figures.items()
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

    def test_a_set_value_changes_that_input_alone(self, path: Path) -> None:
        before = stated_values(model_from(path))
        for key in settable(model_from(path)):
            changed = before[key] * 0.5 or 0.25
            after = stated_values(model_from(path, f"{key}={changed:.15g}"))
            assert after == before | {key: changed}

    def test_a_figure_read_anew_is_the_figure_computed_anew(self, path: Path) -> None:
        model = model_from(path)
        targets = [model.figures[key] for key in HEADLINES]
        for key in settable(model):
            if key == "money.rounding":
                continue
            changed = model.figures[key].value * 0.5 or 0.25
            again = model_from(path, f"{key}={changed:.15g}").figures
            try:
                read = evaluate(targets, {key: changed})
            except KeyError:  # no headline depends on it, so none may move
                read = {target.key: target.value for target in targets}
            for target in targets:
                assert float(read[target.key]) == pytest.approx(again[target.key].value), key


def settable(model: Model) -> list[str]:
    """The inputs that `--set` can reach: all but the tasks of a list of the catalogue, and numbers of few values."""
    return [key for key in stated_values(model) if ".labour.tasks." not in key and key != "money.rounding"]


@given(inputs())
@slow_to_generate
def test_every_proposal_gives_a_sound_model(text: str) -> None:
    assert_sound(model_of(text))


@given(text=inputs(), data=st.data())
@slow_to_generate
def test_reading_anew_is_computing_anew(text: str, data: st.DataObject) -> None:
    model = model_of(text)
    key = data.draw(st.sampled_from(settable(model)))
    changed = model.figures[key].value * 0.5 or 0.25
    targets = [model.figures[name] for name in (*HEADLINES, "return.roi", "return.payback_months")]
    again = model_of(text, [f"{key}={changed:.15g}"]).figures
    try:
        read = evaluate(targets, {key: changed})
    except KeyError:
        read = {target.key: target.value for target in targets}
    for target in targets:
        expected = again[target.key].value
        assert float(read[target.key]) == pytest.approx(expected, nan_ok=True)


def test_a_proposal_of_years_is_computed_in_a_moment() -> None:
    years = model_of(
        "proposal: {title: a}\nhorizon: {years: 10}\n"
        "options: {own: {name: b, opex: [{item: c, monthly: 1}]}}"
    )
    assert len(years.flow.net) == 121
