"""How cells of the workbook show numbers."""

import pytest

from generator.figures.expression import Missing
from generator.figures.figure import figure
from generator.figures.key import Key
from generator.render.workbook.styles import number_format
from tests.packets import shipped


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("money/request", 0.0000066, "#,##0.00#######"),
        ("money/kWh", 1.2, "#,##0.00####"),
        ("USD/million_token", 0.0375, "#,##0.00####"),
        ("money/USD", 7.1, "#,##0.00####"),
        ("money", 0.0000066, "#,##0.00#######"),
        ("money", 61_400, "#,##0.00"),
    ],
)
def test_a_small_price_shows_the_digits_that_tell_it_from_others(
    unit: str, value: float, shown: str
) -> None:
    packet = shipped("ollama-platform")
    assert number_format(figure(Key("x"), unit, value), packet) == f"{shown};[Red]-{shown}"


def test_a_price_without_value_has_a_format() -> None:
    packet = shipped("ollama-platform")
    assert number_format(figure(Key("x"), "money/request", Missing("no_workload")), packet)
