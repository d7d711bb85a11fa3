"""A scenario built alone: the file as it would be if it stated what the scenario assumes."""

import pytest

from generator.catalog.catalogue import Catalogue
from generator.engines.model import Model, compute
from generator.engines.scenarios import MEASURES
from generator.proposal.loading import load_with
from generator.proposal.problems import ProblemList
from tests.compare.sides import OLD

INPUT = (
    OLD.replace("monthly_requests: 100000", "monthly_requests: {value: 100000, low: 90000}")
    + """
scenarios:
  worse:
    benefits.*.monthly: ×0.6
    workload.monthly_requests: ×0.5
    options.own.opex.*.growth: 8%
    horizon.discount_rate: 5%
"""
)


def model(scenario: str = "") -> Model:
    return compute(load_with(INPUT, "input.yaml", Catalogue, scenario=scenario).proposal)


def test_a_scenario_built_alone_equals_its_column() -> None:
    """Below the stated range of the requests as well."""
    beside, alone = model().figures, model("worse").result_figures
    for key in ("tco.total", *MEASURES):
        column = beside[f"scenarios.worse.{key}"]
        assert (column.value, column.reason) == pytest.approx(
            (alone[key].value, alone[key].reason), nan_ok=True
        )


def test_the_document_says_which_scenario_it_tells_and_has_no_others() -> None:
    worse = load_with(INPUT, "input.yaml", Catalogue, scenario="worse").proposal
    assert worse.proposal.title == "Platform (worse)"
    assert worse.scenarios == {}


def test_base_is_the_file_itself() -> None:
    base = load_with(INPUT, "input.yaml", Catalogue, scenario="base").proposal
    assert list(base.scenarios) == ["worse"]


def test_an_unknown_scenario_is_told() -> None:
    with pytest.raises(ProblemList, match="did you mean 'worse'"):
        model("wors")


def test_an_unknown_scenario_is_told_with_all_that_is_set_wrong() -> None:
    with pytest.raises(ProblemList) as raised:
        load_with(INPUT, "input.yaml", Catalogue, ["nonsense", "horizon.years=0"], scenario="wors")
    assert [each.code for each in raised.value.problems] == ["E018", "E004", "E011"]


def test_who_names_a_volume_is_told_where_it_is_stated() -> None:
    by_year = INPUT.replace(
        "monthly_requests: {value: 100000, low: 90000}", "growth: {by_year: [9, 9, 9]}"
    )
    with pytest.raises(ProblemList, match=r"'workload\.growth\.times' or 'workload\.growth\.by_y"):
        load_with(by_year, "input.yaml", Catalogue)
