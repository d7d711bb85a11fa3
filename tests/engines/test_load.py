"""The load over the years: by a rate a year, by the month for some months, or as stated for each year."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, value

TEXT = """
proposal: {title: T}
horizon: {years: 3, opex_growth: 0%}
workload: {monthly_requests: 1000, growth: {monthly: 8%, months: 12}, peak_factor: 3}
options:
  own:
    name: own
    serving: {model: "qwen2.5:7b", gpu: rtx_4090, tokens_per_second: 400}
    opex:
      - {item: staff, monthly: 100}
      - item: net
        network: {kilobytes_per_request: 1000, included_gigabytes: 2, included_price: 0, excess_price: 3}
  cloud: {name: cloud, kind: cloud_api, price_per_request: 0.1, overhead: 0, integration: 0}
  mix: {name: mix, kind: hybrid, local: own, cloud: cloud, local_share: 50%, escalation: 0%}
chosen: cloud
benefits: [{item: b, monthly: 1000}]
"""
BY_YEAR = TEXT.replace(
    "monthly_requests: 1000, growth: {monthly: 8%, months: 12}",
    "growth: {by_year: [1000, 1600, 900]}",
)


def by_year(model: Model, key: str) -> list[float]:
    return [value(model, f"{key}{year}") for year in (1, 2, 3)]


class TestGrowthByTheMonth:
    MODEL = model_of(TEXT)

    def test_the_stated_volume_is_month_one_and_twelve_steps_lead_into_months_2_to_13(self) -> None:
        months = [value(self.MODEL, f"workload.height.0.month_{month}") for month in range(1, 37)]
        assert months == pytest.approx([1.08**steps for steps in range(13)] + [1.08**12] * 23)

    def test_a_year_is_the_sum_of_its_months(self) -> None:
        # 1,000 × (1.08^12 − 1) / 0.08; then 12 × 1,000 × 1.08^12
        requests = by_year(self.MODEL, "workload.requests.year_")
        assert requests == [18_977, 30_218, 30_218]
        calls = by_year(self.MODEL, "options.cloud.opex_year_")
        assert calls == pytest.approx([1_897.71, 3_021.80, 3_021.80])

    def test_a_month_is_as_high_as_the_load(self) -> None:
        spent = [
            value(self.MODEL, f"options.cloud.spent.month_{month}") for month in (1, 7, 13, 36)
        ]
        assert spent == pytest.approx(
            [100, 100 * 1.08**6, 100 * 1.08**12, 100 * 1.08**12], abs=0.01
        )

    def test_included_volume_counts_by_the_month(self) -> None:
        """2 GB of each month are free: those before 1.08^10 pay nothing, whatever is left over of them."""
        beyond = [max(0, 1.08 ** min(month, 12) - 2) * 3 for month in range(36)]
        paid = by_year(self.MODEL, "options.own.opex.1.year_")
        assert paid == pytest.approx([sum(beyond[y : y + 12]) for y in (0, 12, 24)], abs=0.01)

    def test_the_hybrid_pays_its_share_of_the_calls(self) -> None:
        mixed = by_year(self.MODEL, "options.mix.opex_year_")
        local = by_year(self.MODEL, "options.own.opex_year_")
        calls = by_year(self.MODEL, "options.cloud.opex_year_")
        assert mixed == pytest.approx(
            [a + b / 2 for a, b in zip(local, calls, strict=True)], abs=0.02
        )

    def test_machines_are_judged_at_the_highest_month(self) -> None:
        average = value(self.MODEL, "options.own.capacity.average_demand")
        peak = value(self.MODEL, "options.own.capacity.peak_demand")
        assert peak == pytest.approx(average * 3 * 1.08**12)
        busy = value(self.MODEL, "options.own.capacity.utilisation")
        assert busy == pytest.approx(average / 400 * 18.977126 / 12)

    def test_calls_wait_for_the_go_live_and_the_load_does_not(self) -> None:
        model = model_of(TEXT, ["horizon.go_live=7"])
        first = value(model, "options.cloud.opex_year_1")
        assert first == pytest.approx(100 * sum(1.08**steps for steps in range(6, 12)), abs=0.01)
        assert by_year(model, "workload.requests.year_")[0] == 18_977

    def test_a_scenario_moves_all_of_it(self) -> None:
        scenario = TEXT + "scenarios: {fast: {workload.growth.monthly: 12%}}"
        faster = model_of(TEXT, ["workload.growth.monthly=12%"])
        told = value(model_of(scenario), "scenarios.fast.tco.total")
        assert told == pytest.approx(value(faster, "tco.total"))

    def test_it_keeps_every_check(self) -> None:
        assert self.MODEL.checks.failed.value == 0


def test_stages_follow_each_other_and_the_last_may_last_to_the_end() -> None:
    model = model_of(TEXT, ["workload.growth.months=360"])
    endless = model_of(TEXT.replace(", months: 12", ""))
    assert value(model, "tco.total") == value(endless, "tco.total")
    stages = model_of(
        TEXT.replace("{monthly: 8%, months: 12}", "[{monthly: 8%, months: 12}, {monthly: -1%}]")
    )
    height = value(stages, "workload.height.1.month_24")
    assert height == pytest.approx(1.08**12 * 0.99**11)  # 23 steps in all


class TestVolumesByYear:
    MODEL = model_of(BY_YEAR)

    def test_requests_and_calls(self) -> None:
        assert by_year(self.MODEL, "workload.requests.year_") == [12_000, 19_200, 10_800]
        assert by_year(self.MODEL, "options.cloud.opex_year_") == [1_200, 1_920, 1_080]

    def test_the_first_is_the_stated_volume(self) -> None:
        assert value(self.MODEL, "workload.monthly_requests") == 1_000
        average = value(self.MODEL, "options.own.capacity.average_demand")
        peak = value(self.MODEL, "options.own.capacity.peak_demand")
        assert peak == pytest.approx(average * 3 * 1.6)

    def test_twice_as_many_in_every_year_cost_twice_as_much(self) -> None:
        scenario = BY_YEAR + "scenarios: {twice: {workload.growth.by_year.*: ×2}}"
        assert value(model_of(scenario), "scenarios.twice.tco.total") == 2 * value(
            self.MODEL, "tco.total"
        )

    def test_a_machine_that_serves_the_largest_volume_serves_it_in_every_year(self) -> None:
        largest = value(self.MODEL, "options.own.capacity.largest_volume")
        stated = [
            f"workload.growth.by_year.{y}={largest * height}"
            for y, height in enumerate((1, 1.6, 0.9))
        ]
        assert value(model_of(BY_YEAR, stated), "options.own.capacity.serves_peak") == 1
        assert (
            value(
                model_of(BY_YEAR, [*stated, f"workload.growth.by_year.1={largest * 1.7}"]),
                "options.own.capacity.serves_peak",
            )
            == 0
        )


def test_a_rate_a_year_may_be_stated_by_its_name() -> None:
    rate = TEXT.replace("{monthly: 8%, months: 12}", "60%")
    named = TEXT.replace("{monthly: 8%, months: 12}", "{yearly: 60%}")
    known = TEXT.replace("{monthly: 8%, months: 12}", "{value: 60%, low: 20%, note: a guess}")
    totals = {value(model_of(text), "tco.total") for text in (rate, named, known)}
    # 1,000 × 12 × 0.1 × (1 + 1.6 + 2.56)
    assert sorted(totals) == pytest.approx([6_192])
    assert "workload.growth" in model_of(known).result_figures


def test_a_load_by_the_month_needs_no_table_of_starts() -> None:
    assert "starts" not in TestGrowthByTheMonth.MODEL.schedules
