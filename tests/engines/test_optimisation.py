"""Lowering the cost step by step, worked out by hand; the oracle stands beside each number.

One own machine: qwen2.5:7b writes 120 tokens a second on an RTX 4090 with Q4_K_M (4.89 bits); 72b writes 12. A year
has 31,536,000 seconds, so that 2,628,000 requests a month are one a second; the peak factor is 1.
"""

import datetime
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.engines.model import Model
from generator.engines.plausibility import doubts_about
from generator.proposal.problems import ProblemList
from tests.proposals import INPUTS, model_of, value

ONE_A_SECOND = 2_628_000
BASE: dict[str, Any] = {
    "proposal": {"title": "Example"},
    "horizon": {"years": 3, "opex_growth": "0%"},
    "workload": {"monthly_requests": ONE_A_SECOND, "output_tokens": 240, "peak_factor": 1},
    "options": {
        "own": {
            "name": "Own",
            "serving": {
                "model": "qwen2.5:7b",
                "gpu": "rtx_4090",
                "units": 3,
                "tokens_per_second": 120,
            },
            "capex": [
                {"item": "machines", "kind": "hardware", "quantity": 3, "unit_price": 10_000},
                {"item": "room", "kind": "facility", "unit_price": 6_000},
            ],
            "opex": [{"item": "labour", "monthly": 1_000}],
        },
        "api": {
            "name": "API",
            "kind": "cloud_api",
            "price_per_request": 0.01,
            "overhead": 100,
            "integration": 500,
        },
        "both": {"name": "Both", "kind": "hybrid", "local": "own", "cloud": "api"},
    },
    "chosen": "own",
    "optimisations": {"option": "own", "baseline": "FP16"},
}
# The last kind is no common task.
KINDS: dict[str, Any] = {"文本分类": "40%", "代码生成": {"share": "35%"}, "要素抽取": "25%"}
TIERED = {
    "文本分类": {"share": "60%", "output_tokens": 100},
    "翻译": {"share": "30%", "output_tokens": 400},
    "长文档问答": {"share": "10%", "output_tokens": 3000},
}
CACHE = {"hit_rate": "35%", "storage": 200, "infrastructure": 500}
STEPS = ("baseline", "models", "quantisation", "cache", "batching", "routing", "spare")


def model(
    steps: dict[str, Any] | None = None,
    workload: dict[str, Any] | None = None,
    hybrid: dict[str, Any] | None = None,
    **fields: Any,
) -> Model:
    """The example with other steps and another load; a hybrid option's fields let the steps end at that."""
    options = BASE["options"] | {"both": BASE["options"]["both"] | (hybrid or {})}
    option = {} if hybrid is not None else {"option": "own"}
    changed = {
        "options": options,
        "workload": BASE["workload"] | (workload or {}),
        "optimisations": {"baseline": "FP16"} | option | (steps or {}),
    }
    return model_of(as_text(BASE | changed | fields))


def as_text(fields: dict[str, Any]) -> str:
    return str(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False))


def after(computed: Model, step: str, measure: str) -> float:
    return value(computed, f"optimisation.{step}.{measure}")


def savings(computed: Model) -> dict[str, float]:
    assert computed.optimisation is not None
    steps = computed.optimisation.steps
    return {step.key: step.saving.value for step in steps if step.saving is not None}


class TestTheMix:
    def test_each_kind_is_given_a_model_and_spares_memory(self) -> None:
        schedule = model(workload={"mix": KINDS}).schedules["mix"]
        texts = [[cell for cell in row.cells if isinstance(cell, str)] for row in schedule.rows]
        assert texts == [
            ["1", "qwen2.5:1.5b", "fair", "1"],
            ["3", "qwen2.5:14b", "excellent", "3"],
            ["2", "qwen2.5:7b", "very_good", "2"],  # unknown: as of complexity 2
        ]
        computed = model(workload={"mix": KINDS})
        rows = computed.schedules["precision"].rows
        assert [row.cells[1:] for row in rows] == [
            ("Q4_0", "Q3_K_S", "Q4_0"),
            ("Q5_K_M", "Q8_0", "Q5_K_M"),
            ("Q4_K_M", None, "Q4_K_M"),
        ]
        # 1.54 billion × 4.66 bits / 8; (72.7 − 1.54) × 4.66 / 8
        assert value(computed, "workload.mix.文本分类.weights") == pytest.approx(0.897_05)
        assert value(computed, "workload.mix.文本分类.spared") == pytest.approx(41.450_7)

    def test_it_is_shown_without_optimisations_too(self) -> None:
        fields = BASE | {"workload": BASE["workload"] | {"mix": KINDS}}
        del fields["optimisations"]
        computed = model_of(as_text(fields))
        assert computed.optimisation is None
        assert len(computed.schedules["mix"].rows) == 3

    def test_what_nobody_has_classified_is_told(self) -> None:
        assert codes(model(workload={"mix": KINDS})) & {"W013", "W015"} == {"W013"}
        classified = {"share": "25%", "complexity": 1}
        assert "W013" not in codes(model(workload={"mix": KINDS | {"要素抽取": classified}}))

    def test_answers_that_are_not_as_long_as_the_workload_says_are_told(self) -> None:
        # 0.4 × 240 + 0.35 × 240 + 0.25 × 400 = 280, not 240
        longer = {"share": "25%", "complexity": 1, "output_tokens": 400}
        assert "W015" in codes(model(workload={"mix": KINDS | {"要素抽取": longer}}))


class TestTheMachines:
    def test_of_each_step(self) -> None:
        computed = model({"cache": {"hit_rate": "40%", "storage": 0, "infrastructure": 0}})
        # 72b in FP16 writes 12 × 4.89 / 16 = 3.6675 tokens a second: 240 / 3.6675
        assert after(computed, "baseline", "work") == pytest.approx(65.439_673)
        assert after(computed, "baseline", "units_needed") == 66
        # 7b: 120 × 4.89 / 16 = 36.675; then 120, and 60 % of the requests
        assert after(computed, "models", "work") == pytest.approx(6.543_967)
        assert after(computed, "quantisation", "work") == pytest.approx(2)
        assert after(computed, "cache", "work") == pytest.approx(1.2)
        needed = [after(computed, step, "units_needed") for step in STEPS[1:4]]
        assert needed == [7, 2, 2]

    def test_what_only_holds_the_model_counts_as_well(self) -> None:
        # (72.7 × 16 / 8 + 5.369 of cache) × 1.1 = 165.85 GB of 24, while one request in 100 seconds keeps none busy
        computed = model(workload={"monthly_requests": ONE_A_SECOND / 100})
        assert after(computed, "baseline", "memory") == pytest.approx(165.845_6, abs=1e-3)
        assert after(computed, "baseline", "units_needed") == 7
        assert after(computed, "models", "units_needed") == 1

    def test_kinds_of_request_share_the_machines(self) -> None:
        mix = {"文本分类": {"share": "50%", "output_tokens": 70}, "长文档问答": {"share": "50%"}}
        computed = model(workload={"mix": mix, "output_tokens": 420})
        # 0.5 × 70 / 350 + 0.5 × 420 / 28
        assert after(computed, "quantisation", "work") == pytest.approx(7.6)
        # 1.54 and 32.5 billion × 4.89 / 8, cache of 0.4698 and 4.2950 GB, and a tenth
        assert after(computed, "quantisation", "memory") == pytest.approx(28.129_7, abs=1e-3)

    def test_a_measured_speed_is_the_start_of_the_others(self) -> None:
        own = BASE["options"]["own"]
        serving = own["serving"] | {"tokens_per_second": 480}
        computed = model(options=BASE["options"] | {"own": own | {"serving": serving}})
        assert value(computed, "optimisation.unit_factor") == 4  # 480 / 120
        assert after(computed, "quantisation", "work") == pytest.approx(0.5)  # 240 / 480


class TestBatching:
    def test_the_fixed_time_of_a_call_is_shared(self) -> None:
        computed = model({"batching": {"overhead": 1.2}}, {"monthly_requests": 10 * ONE_A_SECOND})
        assert after(computed, "batching", "batch") == pytest.approx(6)  # 1 + 10 × 0.5
        assert after(computed, "quantisation", "work") == pytest.approx(3.2)  # 2 + 1.2
        assert after(computed, "batching", "work") == pytest.approx(2.2)  # 2 + 1.2 / 6
        assert after(computed, "batching", "throughput") == pytest.approx(1.454_545)  # 3.2 / 2.2

    def test_a_batch_is_no_larger_than_allowed(self) -> None:
        computed = model({"batching": {"overhead": 1.2}}, {"monthly_requests": 20 * ONE_A_SECOND})
        assert after(computed, "batching", "batch") == 8  # not 1 + 20 × 0.5

    def test_what_the_cache_answers_waits_for_nobody(self) -> None:
        cache = {"hit_rate": "40%", "storage": 0, "infrastructure": 0}
        steps = {"cache": cache, "batching": {"overhead": 1.2}}
        computed = model(steps, {"monthly_requests": 10 * ONE_A_SECOND})
        assert after(computed, "batching", "batch") == pytest.approx(4)  # 1 + 10 × 0.6 × 0.5


class TestTheCache:
    def test_by_itself(self) -> None:
        """50,000 × 0.15 = 7,500 without; 32,500 × 0.15 + 700 = 5,575 with: the field's example, its sums corrected."""
        steps = {"cache": CACHE | {"cost_per_request": 0.15}}
        computed = model(steps, {"monthly_requests": 50_000})
        assert after(computed, "cache", "hits") == 17_500
        assert after(computed, "cache", "monthly_saving") == pytest.approx(1_925)
        assert after(computed, "cache", "roi") == pytest.approx(2.75)  # 1,925 / 700
        assert after(computed, "cache", "payback_days") == pytest.approx(
            10.909_091
        )  # 700 / (1,925 / 30)

    def test_one_that_saves_nothing_is_never_paid_back(self) -> None:
        steps = {"cache": CACHE | {"cost_per_request": 0.01}}
        computed = model(steps, {"monthly_requests": 50_000})
        assert after(computed, "cache", "monthly_saving") == pytest.approx(-525)  # 175 − 700
        assert computed.figures["optimisation.cache.payback_days"].reason == "not_paid_back"

    def test_its_cost_is_a_line_of_the_option(self) -> None:
        # 700 × 36 at 0 % growth, beside what the option costs without it: 36,000 bought and 1,000 × 36
        computed = model({"cache": CACHE})
        assert value(computed, "options.own.cache.total") == 25_200
        assert value(computed, "options.own.tco") == 36_000 + 36_000 + 25_200

    def test_a_hybrid_option_pays_for_its_misses_alone(self) -> None:
        shares = {"local_share": "80%", "escalation": "5%"}
        computed = model({"cache": CACHE}, {"monthly_requests": 50_000}, shares)
        # 0.65 × (1 − 0.8 + 0.8 × 0.05)
        assert value(computed, "options.both.cloud_share") == pytest.approx(0.156)
        # 50,000 × 0.156 × 0.01 × 36
        assert value(computed, "options.both.calls.total") == pytest.approx(2_808)
        # what a request pays in the cloud, on average: 0.24 × 0.01
        assert after(computed, "cache", "request_price") == pytest.approx(0.0024)
        # its local machines see 0.65 × 0.8 of 50,000 × 240 × 12 / 31,536,000 tokens a second
        average = value(computed, "options.both.capacity.average_demand")
        assert average == pytest.approx(2.374_429)


class TestRouting:
    @pytest.mark.parametrize(
        ("tokens", "complexity", "expected"),
        [
            (256, 1, "simple"),
            (256, 2, "standard"),  # short, but no simple request
            (257, 1, "standard"),
            (1024, 4, "standard"),
            (1025, 1, "complex"),
            (2048, 3, "complex"),
            (2049, 3, "cloud"),
        ],
    )
    def test_a_kind_of_request_goes_to_one_tier(
        self, tokens: int, complexity: int, expected: str
    ) -> None:
        kind = {"share": "100%", "complexity": complexity, "output_tokens": tokens}
        computed = model({"routing": {}}, {"mix": {"kind": kind}}, {})
        tiers = {
            tier: value(computed, f"optimisation.routing.{tier}")
            for tier in ("simple", "standard", "complex", "cloud")
        }
        assert {tier for tier, share in tiers.items() if share} == {expected}
        assert sum(tiers.values()) == pytest.approx(1)

    @pytest.mark.parametrize(("tokens", "cloud"), [(2000, 0), (2001, 0.3), (2049, 1)])
    def test_long_answers_that_cannot_wait_go_to_the_cloud(self, tokens: int, cloud: float) -> None:
        kind = {"share": "100%", "complexity": 3, "output_tokens": tokens, "urgent": "30%"}
        computed = model({"routing": {}}, {"mix": {"kind": kind}}, {})
        assert value(computed, "optimisation.routing.cloud") == pytest.approx(cloud)

    def test_the_tiers_at_their_prices(self) -> None:
        load = {"mix": TIERED, "monthly_requests": 100_000}
        computed = model({"routing": {"cloud_price": 0.5}}, load, {})
        # 60,000 × 0.001 + 30,000 × 0.005 + 10,000 × 0.5
        assert value(computed, "optimisation.routing.cost") == pytest.approx(5_210)
        assert value(computed, "optimisation.routing.average_price") == pytest.approx(0.0521)
        # 100,000 × 0.005 − 5,210: cheap local tiers do not outweigh a dear cloud
        assert value(computed, "optimisation.routing.tier_saving") == pytest.approx(-4_710)
        assert value(computed, "optimisation.routing.tier_saving_share") == pytest.approx(-9.42)
        assert value(computed, "optimisation.routing.cloud.cost_share") == pytest.approx(
            5_000 / 5_210
        )

    def test_without_a_price_of_its_own_the_cloud_costs_what_the_option_charges(self) -> None:
        computed = model({"routing": {}}, {"mix": TIERED, "monthly_requests": 100_000}, {})
        # 60,000 × 0.001 + 30,000 × 0.005 + 10,000 × 0.01
        assert value(computed, "optimisation.routing.cost") == pytest.approx(310)

    def test_the_rules_give_the_local_share_unless_one_is_stated(self) -> None:
        by_rules = model({"routing": {}}, {"mix": TIERED}, {"escalation": "0%"})
        assert value(by_rules, "options.both.cloud_share") == pytest.approx(0.1)
        shares = {"escalation": "0%", "local_share": "70%"}
        stated = model({"routing": {}}, {"mix": TIERED}, shares)
        assert value(stated, "options.both.cloud_share") == pytest.approx(0.3)
        assert "W014" in codes(stated)
        assert "W014" not in codes(by_rules)

    def test_what_goes_to_the_cloud_is_not_written_here(self) -> None:
        computed = model({"routing": {}}, {"mix": TIERED}, {})
        # 0.6 × 100 / 350 + 0.3 × 400 / 120; without the rest its model is not kept in memory either
        assert after(computed, "routing", "work") == pytest.approx(1.171_429)
        assert after(computed, "routing", "memory") < after(computed, "quantisation", "memory") / 2


class TestTheStart:
    """Without a baseline of one's own the steps start from the option without them, which somebody proposed."""

    def started(self, steps: dict[str, Any], workload: dict[str, Any] | None = None) -> Model:
        changed = {
            "workload": BASE["workload"] | (workload or {}),
            "optimisations": {"option": "own"} | steps,
        }
        return model_of(as_text(BASE | changed))

    def test_is_the_option_with_its_own_model(self) -> None:
        computed = self.started({"cache": CACHE})
        assert set(savings(computed)) == {"cache", "spare"}
        # 240 tokens at 120 a second for each of the requests that arrive in one: two machines of 10,000 beside 42,000
        assert after(computed, "baseline", "work") == pytest.approx(2)
        assert after(computed, "baseline", "tco") == 62_000
        assert "qwen2.5:72b" not in {
            row.label for row in computed.schedules["optimisation_models"].rows
        }

    def test_models_by_task_are_a_step_where_there_are_tasks(self) -> None:
        computed = self.started({"cache": CACHE}, {"mix": KINDS})
        assert set(savings(computed)) == {"models", "cache", "spare"}
        assert after(computed, "baseline", "memory") < after(computed, "models", "memory")

    def test_it_ends_where_it_ends_with_a_baseline(self) -> None:
        ends = {
            run.optimisation.end.value
            for run in (self.started({"cache": CACHE}), model({"cache": CACHE}))
            if run.optimisation is not None
        }
        assert len(ends) == 1


class TestTheCacheBeforeAllOptions:
    STEPS: ClassVar[dict[str, Any]] = {
        "cache": {"hit_rate": "40%", "storage": 10, "infrastructure": 0}
    }

    def totals(self, *apart: str, hit_rate: str = "40%") -> dict[str, float]:
        """Those of an option each; `apart`: which of them do without."""
        options = {
            id: option | ({"optimisations": False} if id in apart else {})
            for id, option in BASE["options"].items()
        }
        steps = {"cache": self.STEPS["cache"] | {"hit_rate": hit_rate}}
        computed = model(steps, options=options)
        return {id: option.tco.value for id, option in computed.options.items()}

    def test_spares_the_calls_of_a_cloud_at_its_own_cost(self) -> None:
        # 36 months of 2,628,000 requests at 0.01, four in ten of which are spared for 10 a month
        spared = 36 * (ONE_A_SECOND * 0.01 * 0.4 - 10)
        assert self.totals("api")["api"] - self.totals()["api"] == pytest.approx(spared)

    def test_counts_once_where_a_hybrid_option_is_made_of_two_that_have_it(self) -> None:
        assert self.totals("api")["both"] == pytest.approx(self.totals()["both"])

    def test_what_does_without_costs_the_same_at_any_hit_rate(self) -> None:
        assert self.totals("api")["api"] == self.totals("api", hit_rate="90%")["api"]

    def test_the_option_at_which_the_steps_end_cannot_do_without(self) -> None:
        with pytest.raises(ProblemList, match="E021"):
            self.totals("own")


class TestTheWaterfall:
    def test_in_money(self) -> None:
        computed = model()
        # a machine 10,000; room 6,000 and labour 36,000 whatever their number
        assert value(computed, "optimisation.bill.per_unit") == 10_000
        assert value(computed, "optimisation.bill.fixed") == 42_000
        totals = {step: after(computed, step, "tco") for step in ("baseline", "models", "spare")}
        assert totals == {
            "baseline": 702_000,
            "models": 112_000,
            "spare": 72_000,
        }  # 66, 7, 3 of them
        # 59, 5 machines less, then one bought beyond the two that are needed
        assert savings(computed) == {
            "models": 590_000,
            "quantisation": 50_000,
            "spare": -10_000,
        }

    def test_the_reserve_on_machines_moves_with_them(self) -> None:
        computed = model(contingency="10%")
        # 3,600 of reserve, 30,000 / 36,000 of it for machines
        assert value(computed, "optimisation.bill.per_unit") == pytest.approx(11_000)
        assert value(computed, "optimisation.bill.fixed") == pytest.approx(42_600)

    def test_the_cloud_comes_with_routing_and_the_rest_stays_whole(self) -> None:
        computed = model(hybrid={"local_share": "50%", "escalation": "0%"})
        # 500 + 100 × 36 + 2,628,000 × 0.5 × 0.01 × 36
        assert value(computed, "optimisation.bill.cloud") == pytest.approx(477_140)
        # two machines become one
        assert savings(computed)["routing"] == pytest.approx(10_000 - 477_140)

    def test_too_few_machines_are_told_as_spare_ones_below_nothing(self) -> None:
        computed = model(workload={"monthly_requests": 3 * ONE_A_SECOND})
        assert after(computed, "quantisation", "units_needed") == 6
        assert savings(computed)["spare"] == 30_000

    def test_with_every_step_switched_off_it_is_flat(self) -> None:
        largest = {"models": {"largest": "qwen2.5:7b"}, "monthly_requests": 1.5 * ONE_A_SECOND}
        computed = model({"baseline": "Q4_K_M"}, largest)
        assert set(savings(computed).values()) == {0}

    def test_it_ends_at_the_only_hybrid_option_unless_another_is_named(self) -> None:
        by_default = model(hybrid={}).optimisation
        named = model({"option": "own"}, hybrid={}).optimisation
        assert by_default is not None
        assert named is not None
        assert (by_default.option.id, named.option.id) == ("both", "own")


CACHES = st.fixed_dictionaries(
    {
        "hit_rate": st.integers(0, 100).map(lambda percent: f"{percent}%"),
        "storage": st.integers(0, 999),
        "infrastructure": st.integers(0, 999),
    }
)
BATCHES = st.fixed_dictionaries({"overhead": st.sampled_from([0, 0.3, 2])})
MEASURES = {"cache": CACHES, "batching": BATCHES}
KIND = st.fixed_dictionaries(
    {"share": st.just("25%")},
    optional={
        "complexity": st.integers(1, 4),
        "output_tokens": st.integers(0, 4000),
        "urgent": st.sampled_from(["0%", "40%"]),
    },
)
LOADS = st.fixed_dictionaries(
    {
        "mix": st.fixed_dictionaries(dict.fromkeys(("文本分类", "代码生成", "甲", "乙"), KIND)),
        "monthly_requests": st.integers(1, 10 * ONE_A_SECOND),
    }
)
SHARES = st.fixed_dictionaries(
    {}, optional={"local_share": st.sampled_from(["0%", "60%"]), "escalation": st.just("7%")}
)
OWN_STEPS = st.fixed_dictionaries({}, optional=MEASURES)
HYBRID_STEPS = st.fixed_dictionaries({}, optional=MEASURES | {"routing": st.just({})})


@given(
    ending=st.tuples(OWN_STEPS, st.none()) | st.tuples(HYBRID_STEPS, SHARES),
    load=LOADS,
    rounding=st.sampled_from([0.01, 1, 100]),
    contingency=st.sampled_from(["0%", "7.5%"]),
)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_always_closes(
    ending: tuple[dict[str, Any], dict[str, Any] | None],
    load: dict[str, Any],
    rounding: float,
    contingency: str,
) -> None:
    steps, hybrid = ending
    fields = {"money": {"rounding": rounding}, "contingency": contingency}
    computed = model(steps, load, hybrid, **fields)
    optimisation = computed.optimisation
    assert optimisation is not None
    end = pytest.approx(optimisation.option.tco.value)
    assert optimisation.end.value == end
    assert optimisation.start.value - sum(savings(computed).values()) == end
    assert computed.figures["checks.failed"].value == 0
    lost = [key for key, item in computed.figures.items() if item.reason == "undefined"]
    assert lost == []


def codes(computed: Model) -> set[str]:
    return {doubt.code for doubt in doubts_about(computed, datetime.date(2026, 11, 23))}


class TestFromToday:
    def test_leaving_the_bill_of_today_is_the_first_step(self) -> None:
        text = next(path for path in INPUTS if path.stem == "ollama-platform").read_text("utf-8")
        computed = model_of(text)
        assert computed.optimisation is not None
        first, second = computed.optimisation.steps[:2]
        assert (first.key, second.key) == ("today", "baseline")
        bill = value(computed, "options.do_nothing.tco")
        assert (first.tco.value, first.saving) == (bill, None)
        assert value(computed, "optimisation.baseline.saving") == bill - second.tco.value
        end = value(computed, "options.hybrid.tco")
        assert computed.optimisation.saving.value == pytest.approx(bill - end)
        without = model_of(text, ["optimisations.from_today=false"])
        assert without.optimisation is not None
        assert without.optimisation.start.value == second.tco.value

    def test_needs_a_bill_of_today(self) -> None:
        with pytest.raises(ProblemList) as raised:
            model({"from_today": True})
        assert [problem.code for problem in raised.value.problems] == ["E021"]
