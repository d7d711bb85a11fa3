"""What is paid, by account: the same money as the total cost."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

CAPEX = """[
  {item: server, unit_price: 6000, life_years: 2, replace: {after_years: 2}, resale_share: 10%, account: assets},
  {item: training, unit_price: 500, month: 13},
  {item: rack, unit_price: 900, account: assets}]"""
OPEX = "[{item: power, monthly: 100, account: energy}, {item: staff, monthly: 50}]"


def booked(capex: str = CAPEX, opex: str = OPEX) -> Model:
    return model_of(one_option(capex, opex, "horizon: {years: 3, opex_growth: 0%}"))


def by_year(model: Model, account: int) -> list[float]:
    return [value(model, f"accounts.{account}.year_{year}") for year in (1, 2, 3)]


def test_each_account_bears_its_lines() -> None:
    model = booked()
    # The server in months 0 and 24, the rack at once; 10 % of 6,000 come back in months 24 and 36.
    assert by_year(model, 1) == [6_900, 6_000 - 600, -600]
    assert by_year(model, 2) == [1_200, 1_200, 1_200]


def test_what_names_no_account_stands_by_itself() -> None:
    model = booked()
    # Training in month 13, staff 12 × 50 a year.
    assert by_year(model, 3) == pytest.approx([600, 600 + 500, 600])
    assert model.accounts is not None
    assert model.accounts.unaccounted == ("training", "staff")


def test_all_accounts_are_the_total_cost() -> None:
    model = booked()
    assert value(model, "accounts.total") == pytest.approx(value(model, "tco.total"))
    assert model.checks.failed.value == 0


def test_fiscal_years_bear_what_falls_into_their_months() -> None:
    """From July: six, twelve, twelve and six months; month 24 and its server belong to the third fiscal year."""
    horizon = "horizon: {years: 3, opex_growth: 0%, start: 2027-01, fiscal_year_starts: 7}"
    model = model_of(one_option(CAPEX, OPEX, horizon))
    years = range(1, 5)
    assets, energy = (
        [value(model, f"accounts.{n}.fiscal_year_{y}") for y in years] for n in (1, 2)
    )
    assert assets == [6_900, 0, 6_000 - 600, -600]
    assert energy == [600, 1_200, 1_200, 600]
    assert value(model, "accounts.total") == pytest.approx(value(model, "tco.total"))
    assert model.checks.failed.value == 0


def test_without_an_account_there_is_no_table() -> None:
    assert booked("[{item: a, unit_price: 100}]", "[{item: b, monthly: 1}]").accounts is None
