"""The rules of a router, run over a log: what each tier is given, what that costs, and what a hybrid option takes."""

from pathlib import Path

import pytest

from generator.api import Budget, load
from generator.proposal.problems import ProblemList

# When, task, complexity, tokens of the answer, urgent, seconds, escalated, retry; and the tier that takes it.
CALLS = [
    ("chat", 1, 256, 0, 1, 0, 0),  # simple
    ("chat", 1, 257, 0, 1, 1, 0),  # standard: too long
    ("意图识别", "", 10, 0, 9, 0, 0),  # simple by its name
    ("chat", 2, 10, 1, 1, 1, 0),  # standard: not simple
    ("chat", 2, 1025, 0, 9, 1, 0),  # complex
    ("chat", 2, 2048, 1, 1, 0, 0),  # cloud: urgent and longer than 2,000
    ("chat", 2, 2049, 0, 1, 1, 0),  # cloud: longer than any tier takes; nothing local was tried
    ("chat", 1, 256, 0, 1, 0, 1),  # sent again: counted once
]
LOG = "at,task,level,read,written,urgent,seconds,escalated,again\n" + "".join(
    f"2026-10-{day:02},{task},{level},1000,{','.join(map(str, rest))}\n"
    for day, (task, level, *rest) in enumerate(CALLS, 1)
)
INPUT = """
proposal: {title: T, language: en, date: 2026-11-20}
evidence:
  usage_log:
    files: log.csv
    columns: {time: at, task: task, complexity: level, input_tokens: read, output_tokens: written, urgent: urgent,
      latency: seconds, escalated: escalated, retry: again}
  routing:
    slow_seconds: 8
    cloud_price: 0.5
    token_prices: {complex: {input_price: 10, output_price: 100}}
workload: {monthly_requests: 1000, mix: {chat: {share: 100%, complexity: 2}}}
optimisations: {routing: {simple_price: 0.002}}
options:
  own: {name: O, serving: {model: qwen2.5:7b, gpu: rtx_4090}, capex: [{item: S, unit_price: 1}]}
  api: {name: A, kind: cloud_api, input_price: 1, output_price: 1, price_currency: CNY}
  mixed: {name: M, kind: hybrid, local: own, cloud: api, local_share: {from: usage_log}, escalation: {from: usage_log}}
chosen: mixed
"""


@pytest.fixture(scope="module")
def budget(tmp_path_factory: pytest.TempPathFactory) -> Budget:
    return written(INPUT, tmp_path_factory.mktemp("routed"))


def written(text: str, folder: Path) -> Budget:
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    (folder / "input.yaml").write_text(text, encoding="utf-8")
    return load(folder / "input.yaml")


def test_each_request_goes_to_the_first_tier_that_takes_it(budget: Budget) -> None:
    found = budget.loaded.measured
    assert found is not None
    tiers = found.findings.tiers
    assert {tier: counts["requests"] for tier, counts in tiers.items()} == {
        "simple": 2,
        "standard": 2,
        "complex": 1,
        "cloud": 2,
    }
    assert [counts["escalated"] for counts in tiers.values()] == [0, 2, 1, 0]
    assert [counts["urgent"] for counts in tiers.values()] == [0, 1, 0, 1]
    assert [counts["slow"] for counts in tiers.values()] == [1, 0, 1, 0]


def test_the_tiers_cost_what_they_charge_and_a_failed_try_pays_twice(budget: Budget) -> None:
    complex_ = (10 * 1000 + 100 * 1025) / 1e6
    told = {
        "simple.cost": 2 * 0.002,  # as the routing of the optimisations states it
        "standard.cost": 2 * 0.005,
        "complex.cost": complex_,
        "complex.price": complex_,
        "cloud.cost": 2 * 0.5,
        "again.cost": 3 * 0.5,
        "cost": 0.004 + 0.01 + complex_ + 1 + 1.5,
        "all_standard": 7 * 0.005,
        "saving": 0.035 - 2.514 - complex_,
        "local.share": 5 / 7,
        "urgent.share": 2 / 7,
        "slow.share": 2 / 7,
    }
    assert {name: budget.value(f"evidence.routing.{name}") for name in told} == pytest.approx(told)


def test_a_hybrid_option_takes_its_shares(budget: Budget) -> None:
    assert budget.value("options.mixed.local_share") == pytest.approx(0.7143)
    assert budget.value("options.mixed.escalation") == pytest.approx(0.6)
    for key in ("options.mixed.local_share", "evidence.routing.cost"):
        assert "WHEN output_tokens <= 1024 THEN 'standard'" in budget.explain(key)
    told = "\n".join(budget.evidence())
    assert "standard: 2 requests (28.6%), of them 2 escalated, 1 urgent, 0 slow" in told
    assert "Saving against everything standard: Cost (CNY) −3" in told


def test_what_is_counted_elsewhere_needs_no_log(tmp_path: Path) -> None:
    counted = ", ".join(
        f"{tier}: {{requests: {number}, input_tokens: 9, output_tokens: 9}}"
        for number, tier in enumerate(("simple", "standard", "complex", "cloud"))
    )
    text = INPUT[: INPUT.index("evidence")] + INPUT[INPUT.index("workload") :]
    text = text.replace("{from: usage_log}", "50%")
    known = f"\nevidence: {{routing: {{counted: {{{counted}}}}}}}"
    budget = written(text + known, tmp_path)
    assert budget.value("evidence.routing.local.share") == 0.5
    # A request costs what the cloud option charges: 500 tokens read and 300 written at 1 a million.
    assert budget.value("evidence.routing.cloud.cost") == pytest.approx(3 * 0.0008)
    with pytest.raises(ProblemList, match="run over a log, and the file names none"):
        written(text + "\nevidence: {routing: {}}", tmp_path)


def test_what_cannot_be_told_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemList, match="no column has them"):
        written(INPUT.replace("output_tokens: written, ", ""), tmp_path)
    alone = INPUT.replace("cloud_price: 0.5", "urgent_tokens: 9")
    alone = alone[: alone.index("  api:")].replace("optimisations", "#") + "chosen: own\n"
    with pytest.raises(ProblemList, match="the tier 'cloud' charges for a request"):
        written(alone, tmp_path)
