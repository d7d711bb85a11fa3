"""A table of cases is the model recomputed: each column equals the figures built anew from the case's inputs."""

import math

from generator.figures.cases import Case, tabulate
from generator.figures.evaluation import evaluate
from generator.figures.expression import Missing, Ordinal
from generator.figures.figure import Figure, figure
from generator.figures.functions import (
    if_error,
    internal_rate,
    pick,
    product_sum,
    running_sum,
    sum_of,
    where,
)
from generator.figures.key import Key
from generator.figures.substitution import substituted
from tests.figures.sheet import given


def small_model(price: Figure, saving: Figure) -> tuple[Figure, Figure, Figure]:
    """Price is paid once; two periods bring the saving. Total, its running sums' last, and the period of recovery."""
    flows = [
        figure(Key("flow", "0"), "money", -price),
        *(figure(Key("flow", n), "money", saving * 1) for n in (1, 2)),
    ]
    sums = [figure(Key("sum", n), "money", running_sum(flows[: n + 1])) for n in range(3)]
    total = figure(Key("total"), "money", sum_of(flows))
    rate = figure(
        Key("rate"), "ratio", where(total > 0, internal_rate(flows, 0.1), Missing("no_irr"))
    )
    return total, sums[2], rate


def test_every_case_is_the_model_with_its_inputs() -> None:
    price, saving = given("price", 100), given("saving", 60)
    targets = small_model(price, saving)
    cases = [Case("base", {}), Case("dear", {"price": 130}), Case("rich", {"saving": 80})]
    table = tabulate("table", targets, cases)
    # -100 + 60 + 60 · -130 + 60 + 60 · -100 + 80 + 80
    assert table.values["total"] == [20, -10, 60]
    assert table.values["price"] == [100, 130, 100]
    # 100 = 60 / 1.1307 + 60 / 1.1307²; numpy-financial: irr([-100, 60, 60]) = 0.130662
    assert math.isclose(table.values["rate"][0], 0.1306623862918075, rel_tol=1e-12)
    assert math.isnan(table.values["rate"][1])


def test_a_missing_value_says_why_in_its_own_case() -> None:
    targets = small_model(given("price", 100), given("saving", 60))
    table = tabulate("table", targets, [Case("base", {}), Case("dear", {"price": 130})])
    assert table.number("rate", 1)[1] == "no_irr"
    assert table.in_case(targets[2], "dear").reason == "no_irr"
    assert table.in_case(targets[0], "dear").value == -10


def test_what_one_range_reads_stands_together() -> None:
    targets = small_model(given("price", 100), given("saving", 60))
    table = tabulate("table", targets, [Case("dear", {"price": 130})])
    (group,) = table.groups
    keys = [str(row.key) for row in group.blocks.rows]
    first = keys.index("flow.0")
    # Only flow.0 moves, but the internal rate reads all three as one range.
    assert keys[first : first + 3] == ["flow.0", "flow.1", "flow.2"]
    blocks = [[row.key for row in block] for block in group.blocks.together]
    assert ["flow.0", "flow.1", "flow.2"] in blocks
    assert keys.index("total") > first
    assert [item.key for item in group.changed] == ["price"]


def test_a_case_repeats_only_what_it_moves() -> None:
    price, hours, wage = given("price", 100), given("hours", 8), given("wage", 50)
    work = figure(Key("work"), "money", hours * wage)
    costs = [figure(Key("cost", n), "money", price * n) for n in range(40)]
    targets = [
        figure(Key("total"), "money", sum_of([work, *costs])),
        figure(Key("net"), "money", work * 2),
    ]
    ends = [Case("hours", {"hours": 9}), Case("wage", {"wage": 60}), Case("price", {"price": 110})]
    table = tabulate("table", targets, ends)
    rows = {group.places: [row.key for row in group.rows] for group in table.groups}
    # The factors of one product move the same and stand side by side; no case of them moves the 40 costs.
    assert rows[0, 1] == ["hours", "wage", "work", "total", "net"]
    assert len(rows[2,]) == 1 + 40 + 1
    # 8 · 50 + 100 · (0 + 1 + … + 39) = 400 + 78,000
    assert table.values["total"] == [78_450, 78_480, 86_200]
    assert table.values["net"] == [900, 960, 800]


def test_what_a_formula_reads_beside_a_moving_range_rests_there() -> None:
    price, weight = given("price", 100), given("weight", 0.5)
    flows = [figure(Key("flow", n), "money", price * n) for n in range(3)]
    weights = [figure(Key("weight", n), "factor", weight**n) for n in range(3)]
    worth = figure(Key("worth"), "money", product_sum(flows, weights))
    (group,) = tabulate("table", [worth], [Case("dear", {"price": 130})]).groups
    assert group.blocks.resting == {"weight.0", "weight.1", "weight.2"}


def test_a_choice_that_no_input_decides_moves_with_the_branch_taken() -> None:
    price, rebate = given("price", 100), given("rebate", 10)
    month = figure(Key("month"), "month", Ordinal(5, start=0))
    paid = figure(Key("paid"), "money", where(month == 0, price, rebate * 2))
    undecided = figure(Key("undecided"), "money", where(rebate > 0, price, 1))
    total = figure(Key("total"), "money", paid + undecided)
    (group,) = tabulate("table", [total], [Case("dear", {"price": 130})]).groups
    assert [row.key for row in group.rows] == ["price", "undecided", "total"]


def test_what_no_target_depends_on_is_left_out() -> None:
    targets = small_model(given("price", 100), given("saving", 60))
    table = tabulate("table", targets, [Case("odd", {"elsewhere": 1})])
    assert [group.changed for group in table.groups] == [()]
    assert table.values["total"] == [20]


def test_substitution_stops_at_what_it_replaces() -> None:
    total, last, _ = small_model(given("price", 100), given("saving", 60))
    assert substituted(total, {"flow.1": 0}).value == -40
    assert substituted(last, {"sum.2": 7}).value == 7
    assert substituted(total, {"nothing": 1}) is total


def test_nothing_by_nothing_is_no_number_where_a_case_picks_it_either() -> None:
    nothing, month = given("nothing", 0), given("month", 1)
    share = pick([nothing, nothing], month + 1) / nothing
    told = figure(Key("told"), "ratio", if_error(share, 7))
    assert evaluate([told], {"month": 0.0}) == {"told": 7}
