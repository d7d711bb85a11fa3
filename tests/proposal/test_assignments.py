"""`--set KEY=VALUE`: one value replaced in a copy of the tree."""

from typing import Any

import pytest

from generator.proposal.assignments import set_values, written_out
from generator.proposal.nodes import MappingNode, Scalar
from generator.proposal.problems import Mark, ProblemList
from generator.proposal.reading import read_nodes

TEXT = """
horizon: {years: 3, discount_rate: 8%}
workload:
  monthly_requests: {value: 20000, low: 10000}
  models: {qwen2.5: 40%}
benefits:
  - {item: API 费用替代, monthly: 15000}
money:
"""


@pytest.fixture
def root() -> MappingNode:
    return read_nodes(TEXT, "x.yaml")


def at(root: MappingNode, *steps: str | int) -> Any:
    node: Any = root
    for step in steps:
        node = node[step]
    return node


@pytest.mark.parametrize(
    ("assignment", "steps"),
    [
        ("horizon.years=5", ["horizon", "years"]),
        ("benefits.0.monthly=5", ["benefits", 0, "monthly"]),
        ("workload.monthly_requests=5", ["workload", "monthly_requests", "value"]),
        ("workload.monthly_requests.low=5", ["workload", "monthly_requests", "low"]),
        ("workload.models.qwen2.5=5", ["workload", "models", "qwen2.5"]),
        ("money.decimals=5", ["money", "decimals"]),
        ("tax.rate=5", ["tax", "rate"]),
        ("contingency=5", ["contingency"]),
    ],
)
def test_a_value_is_replaced_or_added(root: MappingNode, assignment: str, steps: list[str]) -> None:
    node = at(set_values(root, [assignment]), *steps)
    assert isinstance(node, Scalar)
    assert node == "5"
    assert node.mark == Mark("--set", 0, 0)
    assert node.path == ".".join(map(str, steps))


def test_the_rest_of_the_tree_and_the_original_stay(root: MappingNode) -> None:
    before = read_nodes(TEXT, "x.yaml")
    changed = set_values(root, ["horizon.years=5", "benefits.0.monthly=1", "tax.rate=13%"])
    assert root == before
    assert changed["workload"] is root["workload"]
    assert at(changed, "benefits", 0, "item") == "API 费用替代"
    assert list(changed) == ["horizon", "workload", "benefits", "money", "tax"]
    assert changed.key_marks["horizon"] == root.key_marks["horizon"]
    assert changed.key_marks["tax"] == Mark("--set", 0, 0)


def test_the_value_is_everything_behind_the_first_equals_sign(root: MappingNode) -> None:
    assert set_values(root, ["title=a=b: [c]"])["title"] == "a=b: [c]"


def test_spaces_around_the_equals_sign_do_not_count(root: MappingNode) -> None:
    assert at(set_values(root, ["horizon.years = 5 "]), "horizon", "years") == "5"


@pytest.mark.parametrize(
    ("assignment", "steps", "product"),
    [
        ("horizon.years=×2", ["horizon", "years"], "6"),
        ("horizon.discount_rate=x 1.5", ["horizon", "discount_rate"], "12%"),
        ("horizon.discount_rate=×50%", ["horizon", "discount_rate"], "4%"),
        ("benefits.0.monthly=*0.1", ["benefits", 0, "monthly"], "1500"),
        (
            "workload.monthly_requests=×1.0001",
            ["workload", "monthly_requests", "value"],
            "20002",
        ),
    ],
)
def test_a_factor_multiplies_what_is_stated(
    root: MappingNode, assignment: str, steps: list[str | int], product: str
) -> None:
    assert at(set_values(root, [assignment]), *steps) == product


def test_a_factor_stays_one_in_a_scenario(root: MappingNode) -> None:
    changed = set_values(root, ["scenarios.low.horizon.years=×2"])
    assert at(changed, "scenarios", "low", "horizon", "years") == "×2"


def test_there_must_be_a_number_to_multiply(root: MappingNode) -> None:
    with pytest.raises(ProblemList) as raised:
        set_values(root, ["tax.rate=×2"])
    assert raised.value.problems[0].message == (
        "'tax.rate' states no number of its own that could be multiplied"
    )


def test_later_assignments_win(root: MappingNode) -> None:
    assert at(set_values(root, ["horizon.years=4", "horizon.years=5"]), "horizon", "years") == "5"


@pytest.mark.parametrize(
    ("assignment", "code", "message"),
    [
        ("horizon.years", "E004", "'horizon.years' is not KEY=VALUE"),
        ("=5", "E004", "'=5' is not KEY=VALUE"),
        ("horizon..years=5", "E004", "'horizon..years=5' is not KEY=VALUE"),
        ("benefits.1.monthly=5", "E018", "'benefits' has no item '1'"),
        ("benefits.first.monthly=5", "E018", "'benefits' has no item 'first'"),
        ("benefits.-1=5", "E018", "'benefits' has no item '-1'"),
        ("horizon.years.low=5", "E018", "'horizon.years' is one value and has no 'low'"),
        ("title=\x1b[31m", "E019", "invisible character U+001B in 'title'"),
        (".".join("a" * 65) + "=5", "E005", "is nested deeper than 64 levels"),
    ],
)
def test_an_impossible_assignment_is_refused(
    root: MappingNode, assignment: str, code: str, message: str
) -> None:
    with pytest.raises(ProblemList) as raised:
        set_values(root, [assignment])
    (problem,) = raised.value.problems
    assert problem.code == code
    assert message in problem.message
    assert problem.mark.file == "--set"


def test_all_impossible_assignments_are_reported_at_once(root: MappingNode) -> None:
    with pytest.raises(ProblemList) as raised:
        set_values(root, ["nonsense", "horizon.years=5", "benefits.9=5"])
    assert [problem.code for problem in raised.value.problems] == ["E004", "E018"]


TREE = """\
benefits: [{item: a, monthly: 3}, {item: b, hours: 2}, {item: c, monthly: {value: 4}}]
options: {own: {capex: [{item: x, unit_price: 5}]}, cloud: {monthly: 6}}
scenarios: {low: {benefits.*.monthly: 0.5}}
"""


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("benefits.*.monthly=×2", ["benefits.0.monthly=×2", "benefits.2.monthly=×2"]),
        ("options.*.capex.*.unit_price = 7", ["options.own.capex.0.unit_price=7"]),
        ("options.*.growth=1%", ["options.own.growth=1%", "options.cloud.growth=1%"]),
        ("options.*.growth=×2", ["options.*.growth=×2"]),
        ("scenarios.low.benefits.*.monthly=×2", ["scenarios.low.benefits.*.monthly=×2"]),
        ("proposal.title=2*3", ["proposal.title=2*3"]),
    ],
)
def test_a_star_stands_for_the_entries_that_state_the_field(typed: str, used: list[str]) -> None:
    assert list(written_out(read_nodes(TREE, "x.yaml"), [typed])) == used


RANGED = "a: {value: 10, low: 8, high: 20%}\nb: {value: 10, low: 8, high: 12}\nc: {value: 5}\n"


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        (["b=9"], ["b=9"]),
        (["b=×2"], ["b=×2", "b.high=20"]),
        (["b=5"], ["b=5", "b.low=5"]),
        # What was said before counts, and so does what is said after.
        (["b.low=1", "b=5", "b=30", "b=2"], ["b.low=1", "b=5", "b=30", "b.high=30", "b=2"]),
        (["c=900", "b=many"], ["c=900", "b=many"]),
    ],
)
def test_a_value_beyond_its_range_takes_the_end_along(typed: list[str], used: list[str]) -> None:
    assert list(written_out(read_nodes(RANGED, "x.yaml"), typed)) == used


def test_a_number_that_is_left_to_our_data_keeps_their_range() -> None:
    ours, tree = {"e.d": (3.0, 5.0), "b": (0.0, 1.0)}, read_nodes(RANGED, "x.yaml")
    typed = ["e.d=4", "e.d=6", "b=9", "e.f=1", "e.g=x"]
    kept = ["e.d.value=4", "e.d.low=3", "e.d.high=5", "e.d=6", "e.d.high=6"]
    assert list(written_out(tree, typed, ours.get)) == [*kept, *typed[2:]]
