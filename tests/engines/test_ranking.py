"""An option that cannot serve the load has no rank, is no runner-up and breaks even with nobody.

A 72B model in Q4_K_M needs some 50 GB; an RTX 4090 has 24, so three of them hold it and one does not.
"""

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from tests.proposals import model_of, value

LARGE = "{model: qwen2.5:72b, gpu: rtx_4090, tokens_per_second: 500, gpus_per_unit: %d}"
OTHERS = """
  dear: {name: Dear, opex: [{item: a, monthly: 3000, growth: 0%}]}
  idle: {name: Idle, kind: status_quo, monthly: 2000, growth: 0%}
"""


def compared(
    cards: int = 1, chosen: str = "dear", others: str = OTHERS, assignments: tuple[str, ...] = ()
) -> Model:
    """The cheapest option by far, `large`, whose cards may be too few, beside others."""
    text = f"""
proposal: {{title: Example}}
chosen: {chosen}
workload: {{monthly_requests: 1000}}
options:
  large:
    name: Large
    serving: {LARGE % cards}
    opex: [{{item: a, monthly: 100, growth: 0%}}]
{others}"""
    return model_of(text, assignments)


def reasons(model: Model, prefix: str) -> set[str | None]:
    return {figure.reason for key, figure in model.figures.items() if key.startswith(prefix)}


def ranks(model: Model) -> dict[str, float | str | None]:
    found = {id: model.figures[f"options.{id}.rank"] for id in model.options}
    return {id: figure.reason or figure.value for id, figure in found.items()}


def test_it_has_no_rank_and_the_others_close_up() -> None:
    assert ranks(compared(cards=3)) == {"large": 1, "dear": 3, "idle": 2}
    assert ranks(compared(cards=1)) == {"large": "infeasible", "dear": 2, "idle": 1}


def test_it_is_never_the_runner_up() -> None:
    # 36 × 100 − 36 × 3,000 against 36 × 2,000 − 36 × 3,000
    assert value(compared(cards=3), "savings.vs_runner_up") == -104_400
    assert value(compared(cards=1), "savings.vs_runner_up") == -36_000
    assert value(compared(cards=1), "savings.premium") == 36_000


def test_without_any_other_that_serves_there_is_no_runner_up() -> None:
    only = OTHERS.replace("  idle: {name: Idle, kind: status_quo, monthly: 2000, growth: 0%}\n", "")
    model = compared(cards=1, others=only)
    assert model.figures["savings.vs_runner_up"].reason == "infeasible"
    assert value(model, "savings.premium") == 0
    assert value(compared(cards=3, others=only), "savings.vs_runner_up") == -104_400


def test_it_breaks_even_with_nobody() -> None:
    assert reasons(compared(cards=1), "break_even.large.month") == {"infeasible"}
    model = compared(cards=1)
    for name in ("cost", "requests", "requests_per_hour"):
        assert model.figures[f"break_even.large.{name}"].reason == "infeasible"
    assert model.figures["break_even.large.hours"].reason == "not_hourly"
    assert model.figures["break_even.idle.month"].reason == "never_within_horizon"


def test_where_it_is_the_chosen_one_nothing_breaks_even() -> None:
    model = compared(cards=1, chosen="large")
    for id in ("dear", "idle"):
        assert model.figures[f"break_even.{id}.month"].reason == "infeasible"
    assert value(compared(cards=3, chosen="large"), "break_even.idle.month") == 0


def test_all_of_it_follows_the_inputs_live() -> None:
    model = compared(cards=1)
    wanted = ["options.large.rank", "options.dear.rank", "savings.vs_runner_up"]
    cards = {"options.large.serving.gpus_per_unit": [3.0]}
    read = evaluate([model.figures[key] for key in wanted], cards)
    assert [float(read[key][0]) for key in wanted] == [1, 3, -104_400]
