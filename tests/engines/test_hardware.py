"""Purchases and straight-line depreciation, by arithmetic that anyone can repeat."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proposals import model_of, one_option, value

LINE = "options.own.capex.0"
TEN_YEARS = "horizon: {years: 10}"


def charges(line: str, rest: str = TEN_YEARS) -> list[float]:
    """What the accrual view charges to each year for a single line."""
    model = model_of(one_option(f"[{line}]", rest=rest))
    return [value(model, f"{LINE}.expense.{year.key.split('.')[1]}") for year in model.years]


def test_a_purchase_is_quantity_times_unit_price() -> None:
    model = model_of(one_option("[{item: a, quantity: 2, unit_price: 25900}]"))
    assert value(model, f"{LINE}.amount") == 51_800  # 2 × 25,900
    assert value(model, "capex.total") == 51_800


def test_catalogue_hardware_brings_price_and_life() -> None:
    model = model_of(one_option("[{item: a, hardware: workstation_rtx4090}]"))
    assert value(model, "capex.total") == 25_900  # the sum of its bill of material
    assert value(model, f"{LINE}.life_years") == 3


def test_a_quoted_price_wins_over_the_catalogue() -> None:
    model = model_of(one_option("[{item: a, hardware: workstation_rtx4090, unit_price: 24000}]"))
    assert value(model, "capex.total") == 24_000


def test_deployment_is_paid_by_the_day() -> None:
    model = model_of(one_option("[{item: a, labour: deployment}]"))
    assert value(model, f"{LINE}.labour.days") == 15  # 2 + 3 + 2 + 3 + 3 + 2
    assert value(model, "capex.total") == 22_500  # 15 × 1,500
    task = f"{LINE}.task.1.amount"
    assert value(model, task) == 4_500  # Docker/K8s: 3 × 1,500


def test_depreciation_by_year_and_month() -> None:
    line = "{item: a, unit_price: 25900, life_years: 4, residual: 1900}"
    model = model_of(one_option(f"[{line}]"))
    assert value(model, f"{LINE}.annual_depreciation") == 6_000  # (25,900 − 1,900) / 4
    assert value(model, f"{LINE}.monthly_depreciation") == 500  # 6,000 / 12


def test_three_years_of_25_000_add_up_to_the_cent() -> None:
    # A third is 8,333.33…: 8,333.33 + 8,333.34 + 8,333.33 = 25,000.00, and nothing thereafter.
    years = charges("{item: a, unit_price: 25000, life_years: 3}")
    assert years[:3] == pytest.approx([8_333.33, 8_333.34, 8_333.33])
    assert years[3:] == [0] * 7
    assert sum(years) == 25_000


def test_a_life_of_two_and_a_half_years_ends_within_the_third() -> None:
    # 10,000 a year for two years, 5,000 for the half.
    years = charges("{item: a, unit_price: 25000, life_years: 2.5}")
    assert years == [10_000, 10_000, 5_000, *[0] * 7]


def test_a_life_beyond_the_horizon_leaves_a_book_value() -> None:
    model = model_of(one_option("[{item: a, unit_price: 25000, life_years: 5}]"))
    assert value(model, "tco.accrual.total") == 15_000  # 3 of 5 years at 5,000
    assert value(model, "tco.book_value") == 10_000


def test_a_line_without_life_is_charged_to_the_first_year() -> None:
    assert charges("{item: a, unit_price: 5000}") == [5_000, *[0] * 9]


@pytest.mark.parametrize(
    ("rounding", "paid", "first_charge"),
    [
        ("0.01", 999.99, 333.33),  # 3 × 333.33; a third of it
        ("0.1", 1000, 333.3),  # 999.99 → 1,000.0; 333.33… → 333.3
        ("1", 1000, 333),
        ("10", 1000, 330),
        ("100", 1000, 300),
    ],
)
def test_amounts_are_rounded_as_the_money_says(
    rounding: str, paid: float, first_charge: float
) -> None:
    line = "{item: a, quantity: 3, unit_price: 333.33, life_years: 3}"
    rest = f"{TEN_YEARS}\nmoney: {{rounding: {rounding}}}"
    years = charges(line, rest)
    assert years[0] == pytest.approx(first_charge)
    assert sum(years) == pytest.approx(paid)


@given(
    cents=st.integers(1, 10**9),
    life=st.decimals("0.1", "10", places=1),
    share=st.integers(0, 100),
    rounding=st.sampled_from(["0.01", "0.1", "1", "10"]),
)
@settings(max_examples=5, deadline=None)
def test_the_charges_of_a_whole_life_are_purchase_less_residual(
    cents: int, life: object, share: int, rounding: str
) -> None:
    price = cents / 100
    residual = cents * share // 10_000  # whole yuan, at most `share` percent of the price
    line = f"{{item: a, unit_price: {price}, life_years: {life}, residual: {residual}}}"
    rest = f"{TEN_YEARS}\nmoney: {{rounding: {rounding}}}"
    model = model_of(one_option(f"[{line}]", rest=rest))
    charged = value(model, f"{LINE}.expense.total")
    purchase = value(model, f"{LINE}.amount")
    # The residual itself may stand between two multiples of the rounding.
    assert abs(charged - (purchase - residual)) <= float(rounding) / 2 + 1e-6
    assert value(model, "tco.book_value") == pytest.approx(residual, abs=float(rounding) / 2 + 1e-6)


def test_deployment_as_a_share_counts_hardware_alone() -> None:
    machines = (
        "{item: a, hardware: workstation_rtx4090}, {item: b, kind: hardware, unit_price: 4100}"
    )
    model = model_of(
        one_option(f"[{machines}, {{item: c, unit_price: 500}}, {{item: d, deployment: {{}}}}]")
    )
    assert value(model, "options.own.capex.3.amount") == 3_000  # 10 % of 25,900 + 4,100
    assert value(model, "capex.total") == 33_500  # 25,900 + 4,100 + 500 + 3,000
    assert [item.kind for item in model.chosen.investments][2:] == ["other", "labour"]


def test_training_has_an_amount() -> None:
    model = model_of(one_option("[{item: a, training: {}}, {item: b, training: {amount: 4000}}]"))
    assert value(model, "capex.total") == 19_000  # 15,000 + 4,000
    assert {item.kind for item in model.chosen.investments} == {"training"}
