"""Where the recommendation turns: checked against the model built from the input that is changed to that value."""

import math
from pathlib import Path

import pytest

from generator.engines import ranges
from generator.engines.model import Model, compute
from generator.engines.outlook import CHOICE, RANGES, SCENARIOS
from generator.figures.evaluation import evaluate, figures_below
from tests.packets import shipped
from tests.proposals import INPUTS, model_of, proposal_of, value

# 100 paid once and 10 a month, against 30 a month as today; one year, nothing grows.
TEXT = """
proposal: {title: Example}
horizon: {years: 1, opex_growth: 0%}
options:
  own:
    name: Own
    capex: [{item: Box, unit_price: 100}]
    opex: [{item: Care, monthly: 10}]
  idle: {name: Idle, kind: status_quo, monthly: 30, growth: 0%}
chosen: own
"""


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(TEXT)


def test_the_arithmetic_of_a_turning_point(model: Model) -> None:
    # 12 × 30 − (100 + 12 × 10) = 140; at 24 a month 68, at 36 a month 212
    assert value(model, "choice.idle.options.idle.monthly.gap_low") == pytest.approx(68)
    assert value(model, "choice.idle.options.idle.monthly.gap_high") == pytest.approx(212)
    # both cost 220 at 18.33 a month, 38.9 % less than 30
    switching = value(model, "choice.idle.options.idle.monthly.switching")
    assert switching == pytest.approx(220 / 12)
    room = value(model, "choice.idle.options.idle.monthly.room")
    assert room == pytest.approx(220 / 12 / 30 - 1)
    # the box may cost 140 more, which is more than twice as much: nobody would expect that
    box = "choice.idle.options.own.capex.0.unit_price"
    assert value(model, f"{box}.slope") == pytest.approx(-1)
    assert model.figures[f"{box}.switching"].reason == "no_switch"
    dear = model_of(TEXT, ["options.own.capex.0.unit_price=150"])
    assert value(dear, f"{box}.switching") == pytest.approx(240)


def test_the_nearest_turn_comes_first(model: Model) -> None:
    rows = next(s for s in model.outlook.schedules if s.key == "choice.idle").rows
    rooms = [abs(model.figures[f"{row.key}.room"].value) for row in rows]
    known = [room for room in rooms if not math.isnan(room)]
    assert known == sorted(known)
    assert rooms[: len(known)] == known


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_at_an_amount_s_turning_point_both_options_cost_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    model = shipped(path.stem).model
    chosen = model.chosen
    tables = (s for s in model.outlook.schedules if s.key.startswith("choice."))
    for table in tables:
        other = table.key.removeprefix("choice.")
        for row in table.rows[:2]:
            named = row.named
            assert named is not None
            point = model.figures[f"{row.key}.switching"].value
            if math.isnan(point) or not named.unit.startswith("money"):
                continue
            again = model_of(text, [f"{named.key}={point:.12g}"])
            costs = again.options[chosen.id].tco.value, again.options[other].tco.value
            assert costs[0] == pytest.approx(costs[1], rel=1e-4), named.key


def test_a_share_cannot_be_more_than_all() -> None:
    text = TEXT.replace(
        "{item: Care, monthly: 10}",
        "{item: Power, power: {gpu: rtx_4090, utilisation: 30%, tariff: 0.02}}",
    )
    model = model_of(text)
    key = "choice.idle.options.own.opex.0.power.utilisation"
    # Even a card that never rests costs far less than 240 a year.
    distance = value(model, "options.idle.tco") - value(model, "options.own.tco")
    assert 0.3 - distance / value(model, f"{key}.slope") > 1
    assert model.figures[f"{key}.switching"].reason == "no_switch"


def test_what_moves_both_alike_is_no_matter_of_choice() -> None:
    """A hybrid takes over all of the local option's lines: their prices cancel out."""
    text = """
proposal: {title: Example}
horizon: {years: 1, opex_growth: 0%}
workload: {monthly_requests: 100}
options:
  own: {name: Own, opex: [{item: Care, monthly: 33.33}]}
  cloud: {name: Cloud, kind: cloud_api, price_per_request: 1, overhead: 0, integration: 0}
  mixed: {name: Mixed, kind: hybrid, local: own, cloud: cloud, local_share: 50%}
chosen: mixed
"""
    model = model_of(text)
    rows = next(s for s in model.outlook.schedules if s.key == "choice.own").rows
    assert "choice.own.options.own.opex.0.monthly" not in {row.key for row in rows}
    assert "choice.own.workload.monthly_requests" in {row.key for row in rows}


def test_one_option_leaves_nothing_to_choose() -> None:
    alone = model_of(TEXT.split("  idle:", maxsplit=1)[0])
    assert [table.key for table in alone.outlook.cases] == [SCENARIOS, RANGES]


def test_what_is_not_listed_moves_the_net_present_value_by_under_a_twentieth() -> None:
    text = INPUTS[[path.stem for path in INPUTS].index("ollama-platform")].read_text("utf-8")
    model = model_of(text)
    table = next(table for table in model.outlook.schedules if table.key == "sensitivity")
    listed = {
        item.key for row in table.rows for item in (row.named, *row.alike) if item is not None
    }
    now, omitted = model.returns.npv.value, 0
    for figure in figures_below([model.returns.npv]).values():
        if not figure.is_input or figure.key in listed or figure.key.startswith("money."):
            continue
        lower: dict[str, float] = {figure.key: figure.value * 0.8}
        moved = abs(float(evaluate([model.returns.npv], lower)["return.npv"]) - now)
        assert moved < 0.05 * now, figure.key
        omitted += moved > 0
    # Factors of one product, such as tariff and PUE, count as one.
    assert 0 < table.omitted < omitted
    assert {CHOICE, RANGES} <= {table.key for table in model.outlook.cases}


def test_of_a_model_too_large_for_a_sheet_the_strongest_are_kept(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert model.outlook.complete  # looked for when it is first asked
    monkeypatch.setattr(ranges, "MOST_CELLS", 0)
    monkeypatch.setattr(ranges, "FEWEST", 1)
    # One of its own: the other is kept.
    cut = compute(proposal_of(TEXT))
    assert not cut.outlook.complete
    # One more box is 100, a fifth of the care 24; against doing nothing a fifth of its 30 a month is 72.
    kept = [driver.input.key for driver in cut.outlook.drivers]
    assert kept == ["options.own.capex.0.quantity", "options.idle.monthly"]
