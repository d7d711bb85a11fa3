"""Returns without the benefits that bring no cash; the oracle is the same proposal that never states them."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

BILL = "{item: bill, monthly: 4000, confidence: 90%}"
OTHER = "{item: fees, monthly: 500, from: 4}"
TIME = "{item: time, hours: 30, rate: 200, confidence: 50%, cashable: false}"
LATER = "{item: later, monthly: 2000, from: 7, ramp: {months: 3}, cashable: false}"


def returns(*benefits: str) -> Model:
    capex = "[{item: a, unit_price: 60000}, {item: b, unit_price: 5000, month: 18, resale: 800}]"
    rest = f"horizon: {{years: 3}}\nbenefits: [{', '.join(benefits)}]"
    model = model_of(one_option(capex, "[{item: a, monthly: 700}]", rest))
    assert model.checks.failed.value == 0
    return model


@pytest.mark.parametrize("lines", [(TIME,), (LATER,), (TIME, LATER), (OTHER, TIME)])
def test_are_those_of_the_cashable_benefits_alone(lines: tuple[str, ...]) -> None:
    with_all = returns(BILL, *lines)
    alone = returns(BILL, *(line for line in lines if line == OTHER))
    for measure in ("npv", "payback_months"):
        without = value(alone, f"return.{measure}")
        assert value(with_all, f"return.{measure}_cashable") == pytest.approx(without)
        assert value(with_all, f"return.{measure}") != pytest.approx(without)


def test_are_not_told_where_all_benefits_bring_cash() -> None:
    assert "return.npv_cashable" not in returns(BILL).result_figures
