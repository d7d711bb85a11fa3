"""A go-live that is late: each case of the table is the file with that go-live."""

import pytest

from tests.packets import shipped
from tests.proposals import INPUTS, model_of, one_option, value

TEXT = one_option(
    "[{item: Box, unit_price: 100}]",
    "[{item: Care, monthly: 10, growth: 0%}]",
    """
horizon: {years: 1, go_live: 3, discount_rate: 0%}
benefits: [{item: Saving, monthly: 50, confidence: 100%}]
""",
)


def test_the_arithmetic_of_a_delay() -> None:
    model = model_of(TEXT)
    # Live in month 3: 10 × 50 − 12 × 10 − 100 = 280; a month later 9 × 50 − 220 = 230, which costs 50.
    assert value(model, "return.npv") == 280
    assert value(model, "delays.0.npv") == 230
    assert value(model, "delays.0.month_costs") == 50
    # After month 3 the balance is −130; each month from the fourth adds 40.
    assert value(model, "delays.0.payback_months") == 3 + 130 / 40
    assert [value(model, f"delays.{number}.go_live") for number in range(3)] == [4, 6, 9]


@pytest.mark.parametrize("name", ["hybrid-routing", "ollama-platform"])
def test_a_delay_is_the_file_with_a_later_go_live(name: str) -> None:
    text = next(path for path in INPUTS if path.stem == name).read_text(encoding="utf-8")
    model = shipped(name).model
    for number in range(3):
        live = value(model, f"delays.{number}.go_live")
        again = model_of(text, [f"horizon.go_live={live:g}"])
        for measure in ("npv", "payback_months"):
            found = value(model, f"delays.{number}.{measure}")
            assert found == pytest.approx(value(again, f"return.{measure}"), rel=1e-12)


def test_other_delays_may_be_stated_and_none_passes_the_horizon() -> None:
    model = model_of(TEXT + "sensitivity: {delays: [2, 9, 10]}")
    assert len(model.outlook.delays) == 2
    assert value(model, "delays.0.npv") == 280 - 2 * 50
    assert value(model, "delays.1.go_live") == 12


@pytest.mark.parametrize(
    ("said", "instead"), [("go_live: 3, ", ""), ("monthly: 50", "monthly: 50, from: 1")]
)
def test_nothing_waits_for_a_go_live(said: str, instead: str) -> None:
    assert "delays" not in model_of(TEXT.replace(said, instead)).schedules


def test_one_of_the_customary_delays_may_be_another() -> None:
    """A file without a list is given one; the number that is set in it has the name of the list's."""
    model = model_of(TEXT, ["sensitivity.delays.0=2"])
    assert [delay.late.value for delay in model.outlook.delays] == [2, 3, 6]
    assert model.figures["sensitivity.delays.0"].key.parts == ("sensitivity", "delays", 0)
