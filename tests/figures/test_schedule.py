"""A schedule: a table of figures and texts with one cell for each column."""

import pytest

from generator.figures.expression import Ordinal
from generator.figures.figure import figure
from generator.figures.functions import sum_of
from generator.figures.key import Key
from generator.figures.schedule import Column, Row, Schedule, label_column
from tests.figures.sheet import given

YEARS = [figure(Key("year", n), "year", Ordinal(n)) for n in (1, 2)]
POWER = [given("power.1", 3331), given("power.2", 3331)]
LABOUR = [given("labour.1", 96_000), given("labour.2", 100_800)]


def opex() -> Schedule:
    power = figure(Key("power", "total"), "money", sum_of(POWER))
    labour = figure(Key("labour", "total"), "money", sum_of(LABOUR))
    years = [figure(Key("opex", n), "money", POWER[n] + LABOUR[n]) for n in (0, 1)]
    total = figure(Key("opex", "total"), "money", sum_of(years))
    return Schedule(
        "opex",
        (
            label_column(),
            Column("note", role="text"),
            Column("total", "money", role="total"),
            *(
                Column(f"year_{n}", "money", role="period", period=year)
                for n, year in enumerate(YEARS)
            ),
        ),
        (
            Row("power", ("30 %", power, *POWER)),
            Row("labour", (None, labour, *LABOUR), label="运维人力"),
            Row("total", ("", total, *years), kind="total"),
        ),
    )


def test_the_time_axis_is_made_of_figures() -> None:
    assert [year.value for year in opex().periods] == [1, 2]


def test_a_list_has_no_time_axis() -> None:
    lines = Schedule(
        "capex", (label_column(), Column("amount", "money")), (Row("gpu", (POWER[0],)),)
    )
    assert lines.periods == ()


def test_figures_come_row_by_row_after_the_axis() -> None:
    assert [item.key for item in opex().figures()] == [
        *("year.1", "year.2"),
        *("power.total", "power.1", "power.2"),
        *("labour.total", "labour.1", "labour.2"),
        *("opex.total", "opex.0", "opex.1"),
    ]


def test_rows_add_up() -> None:
    *_, total, year_1, year_2 = (item.value for item in opex().figures())
    assert (year_1, year_2) == (99_331, 104_131)  # 3,331 + 96,000 and 3,331 + 100,800
    assert total == 203_462


def test_a_row_that_does_not_fit_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match=r"opex\.power: 2 cells for 2 columns"):
        Schedule("opex", (label_column(), Column("amount")), (Row("power", (POWER[0], POWER[1])),))
