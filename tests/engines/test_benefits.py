"""Benefits before and after weighting; the oracle is the reference proposal's own table."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

REFERENCE = """[
  {item: API bill, kind: replaced_cost, monthly: 15000, confidence: 100%},
  {item: Efficiency, monthly: 12000, confidence: 85%},
  {item: Support, monthly: 8000, confidence: 90%}]"""


def with_benefits(benefits: str, rest: str = "") -> Model:
    return model_of(
        one_option(opex="[{item: a, monthly: 1}]", rest=f"benefits: {benefits}\n{rest}")
    )


def test_the_reference_proposal_s_benefits() -> None:
    model = with_benefits(REFERENCE)
    weighted = [value(model, f"benefits.{index}.weighted") for index in range(3)]
    assert weighted == [15_000, 10_200, 7_200]  # × 1, × 0.85, × 0.9
    assert value(model, "benefits.monthly") == 32_400
    assert value(model, "benefits.annual") == 388_800
    assert value(model, "benefits.unweighted") == 35_000


def test_a_weighted_amount_is_never_weighted_again() -> None:
    line = "[{item: a, monthly: 10200, confidence: 85%, already_weighted: true}]"
    assert value(with_benefits(line), "benefits.monthly") == 10_200


def test_saved_hours_are_worth_their_rate() -> None:
    model = with_benefits("[{item: a, hours: 30, rate: 400, confidence: 50%}]")
    assert value(model, "benefits.0.value") == 12_000  # 30 × 400
    assert value(model, "benefits.monthly") == 6_000


def test_hours_of_many_people() -> None:
    model = with_benefits("[{item: a, people: 12, hours: 2.5, rate: 400, confidence: 50%}]")
    assert value(model, "benefits.0.value") == 12_000  # 12 × 2.5 × 400
    assert value(model, "benefits.monthly") == 6_000


def test_without_a_stated_confidence_a_cautious_one_counts() -> None:
    model = with_benefits("[{item: a, monthly: 1000}]")
    assert value(model, "benefits.monthly") == 800  # 80 %
    source = model.figures["benefits.0.confidence"].source
    assert source is not None
    assert source.kind == "default"


def test_the_weighted_amount_is_rounded_where_it_is_made() -> None:
    model = with_benefits("[{item: a, monthly: 333.33, confidence: 33%}]", "money: {rounding: 1}")
    assert value(model, "benefits.monthly") == 110  # 109.9989
    assert value(model, "benefits.annual") == 1_320


def test_no_benefit_is_worth_nothing() -> None:
    assert value(with_benefits("[]"), "benefits.monthly") == pytest.approx(0)


def test_a_customary_confidence_that_multiplies_nothing_is_not_shown() -> None:
    """Beside 200 that stay 200 no 80 % may stand; one that the file states is shown as stated."""
    benefits = "[{item: a, monthly: 200, already_weighted: true}, {item: b, monthly: 50}]"
    model = model_of(one_option(opex="[{item: c, monthly: 10}]", rest=f"benefits: {benefits}"))
    schedule = model.schedules["benefits"]
    place = [column.key for column in schedule.columns].index("confidence") - 1
    assert [row.cells[place] is None for row in schedule.rows] == [True, False, True]
