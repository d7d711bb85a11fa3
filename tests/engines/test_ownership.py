"""Total cost of ownership of the published example, whose totals follow from its lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.assembly import load
from generator.engines.model import Model, compute
from tests.proposals import INPUTS, model_of, one_option, value


@pytest.fixture(scope="module")
def published() -> Model:
    (path,) = (path for path in INPUTS if path.stem == "published-example")
    return compute(load(str(path)).proposal)


def test_capex(published: Model) -> None:
    # 25,000 + 3,000 + 5,000 + 15 × 1,500 + 5,000
    assert value(published, "capex.total") == 60_500


def test_opex_of_each_year(published: Model) -> None:
    # 12 × (184 + 200 + 8,000 + 36 + 1,000), then 5 % more each year
    assert value(published, "opex.year_1") == 113_040
    assert value(published, "opex.year_2") == pytest.approx(118_692)
    assert value(published, "opex.year_3") == pytest.approx(124_626.6)


def test_total_cost(published: Model) -> None:
    assert value(published, "tco.year_1") == 173_540  # 60,500 + 113,040
    assert value(published, "tco.total") == pytest.approx(416_858.6)
    assert value(published, "options.on_premise.tco") == pytest.approx(416_858.6)
    assert value(published, "tco.cumulative.year_3") == pytest.approx(416_858.6)


def test_the_purchase_is_paid_in_the_first_year_alone(published: Model) -> None:
    assert [value(published, f"tco.capex.year_{year}") for year in (1, 2, 3)] == [60_500, 0, 0]


def test_the_accrual_view_spreads_what_has_a_service_life(published: Model) -> None:
    # 28,000 / 3 = 9,333.33 of hardware a year; software, labour and training, 32,500, in year 1
    assert value(published, "tco.accrual.year_1") == pytest.approx(113_040 + 32_500 + 9_333.33)
    assert value(published, "tco.accrual.year_2") == pytest.approx(118_692 + 9_333.34)
    assert value(published, "tco.accrual.total") == pytest.approx(416_858.6)
    assert value(published, "tco.book_value") == pytest.approx(0, abs=1e-9)


def test_saving_against_doing_nothing(published: Model) -> None:
    # 595,800 (12 × 15,000, growing by 10 %) − 416,858.60
    assert value(published, "savings.vs_do_nothing") == pytest.approx(178_941.4)


@given(
    price=st.integers(0, 10**7),
    life=st.integers(1, 12),
    monthly=st.integers(0, 10**6),
    years=st.integers(1, 10),
)
@settings(max_examples=6, deadline=None)
def test_cash_is_accrual_and_what_is_not_yet_written_off(
    price: int, life: int, monthly: int, years: int
) -> None:
    model = model_of(
        one_option(
            f"[{{item: a, unit_price: {price}, life_years: {life}}}]",
            f"[{{item: b, monthly: {monthly}}}]",
            f"horizon: {{years: {years}}}",
        )
    )
    written_off = min(1, years / life)
    assert value(model, "tco.book_value") == pytest.approx(price * (1 - written_off), abs=0.006)
    assert value(model, "tco.total") == pytest.approx(
        value(model, "tco.accrual.total") + value(model, "tco.book_value")
    )
