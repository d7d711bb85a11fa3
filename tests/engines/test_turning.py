"""Where a balance turns: a value that is told, put back into the model, brings it to nothing; what is not is said."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.engines.balance import Balance
from generator.engines.choice import Choice
from generator.engines.model import Model, compute
from generator.engines.ranges import HIGH, LOW
from generator.engines.turning import CLOSE
from generator.figures.figure import Figure
from generator.figures.schedule import Row, Schedule
from generator.packet.numerals import Numerals
from generator.packet.words import Words
from generator.proposal.problems import ProblemList
from generator.resources import templates_folder
from tests.inputs.inputs import Input, generated
from tests.packets import shipped
from tests.proposals import INPUTS, model_of, one_option, value

NUMERALS = Numerals(Words(templates_folder(), "zh-CN", "CNY"), 0, in_ten_thousands=False)
# Of each table; the others are alike.
TRIED = 4


def balances(model: Model) -> Iterator[tuple[Schedule, Balance]]:
    """Each table of turning values, and what turns there."""
    choice = Choice(model.chosen, model.options, model.ledger, model.worth.meetings)
    found = {f"choice.{other.id}": choice.balance(other) for other in choice.others}
    found["sensitivity"] = Balance(0, model.returns.npv)
    for key, balance in found.items():
        if key in model.schedules:
            yield model.schedules[key], balance


def cells(table: Schedule, row: Row) -> dict[str, Figure]:
    named = zip(table.columns[1:], row.cells, strict=True)
    return {column.key: cell for column, cell in named if isinstance(cell, Figure)}


def printed(figure: Figure) -> tuple[float, float]:
    """What the document prints, as a number, and half a unit of its last digit."""
    text = NUMERALS.near(figure).replace(",", "").replace("−", "-")
    scale = 100 if text.endswith("%") else 1
    text = text.removesuffix("%")
    decimals = len(text.partition(".")[2])
    if figure.unit != "ratio" and not decimals and len(text) > 4:
        return float(text), 0.5
    return float(text) / scale, 0.5 * 10**-decimals / scale


def balance_of(model: Model, balance: Balance) -> float:
    """The same balance of another model."""
    if balance.less is None:
        return model.returns.npv.value
    other = list(model.options.values())[balance.number - 1]
    return other.tco.value - model.chosen.tco.value


def modelled(made: Input, *assignments: str) -> Model | None:
    """The model of an input; None where a value is just at a limit, or belongs to what the catalogue states."""
    try:
        return compute(made.load(*assignments).proposal)
    except ProblemList:
        return None


def decided(made: Input) -> Input:
    """An input that leaves the choice to us with what we choose: at a turning point another option is the best."""
    model = modelled(made)
    return made if model is None else replace(made, data=made.data | {"chosen": model.chosen.id})


def assert_turns(made: Input, row: Row, told: dict[str, Figure], balance: Balance) -> None:
    """A hair below and above what is printed the balance has different signs, or it is nothing there already."""
    assert row.named is not None
    point, half = printed(told["switching"])
    ends = [cell.value for name, cell in told.items() if name[:3] in ("npv", "gap")]
    close = abs(ends[1] - ends[0]) / CLOSE
    places = (point - half, point + half)
    models = [modelled(made, f"{row.named.key}={place:.15g}") for place in places]
    around = [balance_of(model, balance) for model in models if model is not None]
    if len(around) == len(places):
        nothing = min(map(abs, around)) <= close
        assert nothing or around[0] * around[1] <= 0, (row.key, point, half, around)


@pytest.mark.parametrize("number", range(6))
def test_a_printed_value_put_back_into_the_model_gives_nothing(number: int) -> None:
    made = decided(generated(number))
    model = modelled(made)
    for table, balance in () if model is None else balances(model):
        told = [(row, cells(table, row)) for row in table.rows]
        found = [(row, own) for row, own in told if own["switching"].reason is None]
        for row, own in found[:TRIED]:
            assert_turns(made, row, own, balance)


@pytest.mark.parametrize("number", range(6))
def test_a_range_holds_the_value_and_keeps_the_limits_of_its_field(number: int) -> None:
    model = modelled(generated(number))
    for driver in () if model is None else model.outlook.drivers:
        low, now, high = driver.low.value, driver.input.value, driver.high.value
        assert low <= now <= high, driver.input.key
        assert driver.lowest <= low, driver.input.key
        assert high <= driver.highest, driver.input.key
        if driver.whole and not driver.is_ranged and now == round(now):
            assert (low, high) == (round(low), round(high)), driver.input.key


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_discount_rate_turns_at_the_internal_rate_of_return(path: Path) -> None:
    model = shipped(path.stem).model
    key = "sensitivity.horizon.discount_rate.switching"
    if key in model.figures:
        switching = model.figures[key]
        assert switching.definition is model.returns.irr
        assert switching.reason == model.returns.irr.reason


# 60 a year against 40 in the first year and 10 % more in each further one.
GROWING = """
proposal: {title: Example}
horizon: {years: 5, opex_growth: 0%}
options:
  own: {name: Own, opex: [{item: Care, annual: 60}]}
  idle: {name: Idle, kind: status_quo, monthly: 4, growth: 12%}
chosen: own
"""
GROWTH = "choice.idle.options.idle.growth"


def test_what_bends_is_solved_on_the_model_itself() -> None:
    model = model_of(GROWING)
    # Σ 48 × (1 + g)^k, k = 0 … 4, is 300 where g = 11.18 %; the line through 9.6 and 14.4 % says 11.08 %.
    assert value(model, f"{GROWTH}.switching") == pytest.approx(0.111793, abs=1e-6)
    assert value(model, f"{GROWTH}.left") == pytest.approx(0, abs=0.02)


def test_what_the_range_holds_is_said_where_no_value_is_told() -> None:
    beyond = model_of(GROWING, ["options.idle.monthly=9"])
    assert beyond.figures[f"{GROWTH}.switching"].reason == "steady_in_range"
    assert beyond.figures[f"{GROWTH}.room"].reason == "no_room"


MACHINES = """
proposal: {title: Example}
horizon: {years: 1, opex_growth: 0%}
options:
  own: {name: Own, capex: [{item: Box, quantity: 1, unit_price: 100}]}
  idle: {name: Idle, kind: status_quo, monthly: 12, growth: 0%}
chosen: own
"""


def test_whole_things_move_in_whole_steps_and_have_no_turning_value() -> None:
    model = model_of(MACHINES)
    key = "options.own.capex.0.quantity"
    assert (value(model, f"{key}.low"), value(model, f"{key}.high")) == (1, 2)
    # One box costs 100, two 200, doing nothing 144.
    assert model.figures[f"choice.idle.{key}.switching"].reason == "turns_in_range"
    many = model_of(MACHINES, [f"{key}=30"])
    assert (value(many, f"{key}.low"), value(many, f"{key}.high")) == (24, 36)


def test_a_share_of_a_negative_number_goes_both_ways() -> None:
    text = GROWING.replace("growth: 12%", "growth: -10%")
    model = model_of(text)
    assert value(model, "options.idle.growth.low") == pytest.approx(-0.12)
    assert value(model, "options.idle.growth.high") == pytest.approx(-0.08)


def test_a_day_has_no_more_than_its_hours() -> None:
    text = GROWING.replace(
        "{name: Idle, kind: status_quo, monthly: 4, growth: 12%}",
        "{name: Idle, kind: rented_gpu, hourly: 0.01, hours_per_day: 22, opex: []}",
    )
    drivers = {driver.input.key: driver for driver in model_of(text).outlook.drivers}
    (rent,) = (driver for key, driver in drivers.items() if key.startswith("options.idle.hourly"))
    assert [factor.key for factor in rent.alike] == ["options.idle.hours_per_day"]


def test_factors_of_one_product_are_one_assumption() -> None:
    text = one_option(rest="benefits: [{item: Saving, monthly: 50, confidence: 60%}]")
    (driver,) = (d for d in model_of(text).outlook.drivers if d.input.unit == "money/month")
    assert driver.input.key == "benefits.0.monthly"
    assert [factor.key for factor in driver.alike] == ["benefits.0.confidence"]


def test_a_factor_with_a_range_of_its_own_is_moved_by_that() -> None:
    own = "{value: 60%, low: 30%, high: 70%}"
    text = one_option(rest=f"benefits: [{{item: Saving, monthly: 50, confidence: {own}}}]")
    (driver,) = (d for d in model_of(text).outlook.drivers if d.alike)
    assert driver.input.key == "benefits.0.confidence"
    assert (driver.low.value, driver.high.value) == (0.3, 0.7)


def test_what_adding_in_another_order_leaves_is_no_effect() -> None:
    """One machine less than one is none: that end of its range is the value itself."""
    figures = shipped("minimal").model.figures
    effects = [figures[f"tornado.{place}.{end}"].value for place in (1, 3) for end in (LOW, HIGH)]
    assert all(effects[:2])
    assert effects[2] == 0
