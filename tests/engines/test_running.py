"""Running lines: a month, a year, and the years of the horizon with growth."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

LINE = "options.own.opex.0"


def running(line: str, rest: str = "") -> Model:
    return model_of(one_option(opex=f"[{line}]", rest=rest))


def years_of(model: Model) -> list[float]:
    return [value(model, f"{LINE}.year_{year}") for year in range(1, len(model.years) + 1)]


def test_a_monthly_amount_is_paid_twelve_times() -> None:
    model = running("{item: a, monthly: 8000}")
    assert value(model, f"{LINE}.annual_amount") == 96_000  # 12 × 8,000


def test_a_yearly_amount_shows_its_month() -> None:
    model = running("{item: a, annual: 12000}")
    assert value(model, f"{LINE}.annual_amount") == 12_000
    assert value(model, f"{LINE}.monthly_amount") == 1_000


def test_labour_is_hours_times_rate() -> None:
    model = running("{item: a, labour: {hours: 20, rate: 400}}")
    assert value(model, f"{LINE}.labour.monthly") == 8_000  # 20 × 400
    assert value(model, f"{LINE}.annual_amount") == 96_000


def test_an_hourly_amount_runs_around_the_clock() -> None:
    model = running("{item: a, hourly: 2.5}")
    assert value(model, f"{LINE}.annual_amount") == 21_900  # 2.5 × 24 × 365


def test_the_general_growth_compounds() -> None:
    model = running("{item: a, annual: 113040}")  # 5 % unless stated
    # 113,040 × 1.05 = 118,692; × 1.05 = 124,626.60
    assert years_of(model) == [113_040, 118_692, 124_626.6]
    assert value(model, f"{LINE}.total") == pytest.approx(356_358.6)


def test_a_line_s_own_growth_wins() -> None:
    assert years_of(running("{item: a, annual: 1000, growth: 10%}")) == [1_000, 1_100, 1_210]
    assert years_of(running("{item: a, annual: 1000, growth: 0%}")) == [1_000] * 3
    assert years_of(running("{item: a, annual: 1000, growth: -50%}")) == [1_000, 500, 250]


def test_every_year_is_rounded_by_itself() -> None:
    # 100.05 × 1.05 = 105.0525; × 1.05² = 110.305125
    line = "{item: a, annual: 100.05}"
    assert years_of(running(line)) == [100.05, 105.05, 110.31]
    assert years_of(running(line, "money: {rounding: 10}")) == [100, 110, 110]  # of 100, not 100.05


def test_doing_nothing_goes_on_and_grows() -> None:
    model = model_of("""
proposal: {title: Example}
options: {idle: {name: Idle, kind: status_quo, monthly: 15000, growth: 10%}}
""")
    # 180,000 + 198,000 + 217,800
    assert value(model, "options.idle.tco") == pytest.approx(595_800)
    assert value(model, "options.idle.monthly_opex") == 15_000
