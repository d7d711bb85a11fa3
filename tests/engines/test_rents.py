"""A rented option at other prices of its hour: what each tells is what the file comes to with that price."""

import pytest

from tests.proposals import model_of, value

TEXT = """
proposal: {title: rents}
horizon: {years: 3}
options:
  rented:
    name: rented
    kind: rented_gpu
    hourly: 3.4
    count: 2
    price_trend: -3%
    rents: {on_demand: 3.4, reserved_one_year: 2.6, reserved_three_years: 1.9, spot: 1.5}
    opex: [{item: run, monthly: 100}]
"""


@pytest.mark.parametrize(
    ("name", "price"),
    [("on_demand", 3.4), ("reserved_one_year", 2.6), ("reserved_three_years", 1.9), ("spot", 1.5)],
)
def test_is_what_the_file_comes_to_with_that_price(name: str, price: float) -> None:
    told = value(model_of(TEXT), f"options.rented.rents.{name}.tco")
    again = value(model_of(TEXT, [f"options.rented.hourly={price}"]), "options.rented.tco")
    # Years are rounded to cents before they are added.
    assert told == pytest.approx(again, abs=0.03)


def test_nothing_is_told_where_there_are_no_other_prices() -> None:
    lines = [line for line in TEXT.splitlines() if "rents:" not in line]
    assert "rents.rented" not in model_of("\n".join(lines)).schedules
