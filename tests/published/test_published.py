"""Published cases, each an input file beside this one and the source's own figures."""

from pathlib import Path

import pytest

from generator.assembly import load
from generator.engines.model import Model, compute

HERE = Path(__file__).parent


def model_of(name: str) -> Model:
    return compute(load(str(HERE / f"{name}.yaml")).proposal)


def value(model: Model, key: str) -> float:
    return model.figures[key].value


class TestLenovoPress:
    """LP2368, 2026 edition: outlay / (rate of the cloud − own running cost of an hour)."""

    @pytest.mark.parametrize(
        ("alternative", "published"),
        [
            ("on_demand", 2_720),  # 250,141.80 / (98.32 − 6.37)
            ("one_year", 4_423),  # 250,141.80 / (62.92 − 6.37)
            ("three_years", 6_800),  # 250,141.80 / (43.16 − 6.37) = 6,799.18: rounded up in print
            ("five_years", 7_591),  # 250,141.80 / (39.32 − 6.37)
        ],
    )
    def test_system_a_breaks_even_after_these_hours(self, alternative: str, published: int) -> None:
        hours = value(model_of("lenovo-system-a"), f"break_even.{alternative}.hours")
        assert hours == pytest.approx(published, abs=1)

    def test_system_d_saves_five_sixths(self) -> None:
        model = model_of("lenovo-system-d")
        own = value(model, "options.own.tco")  # 461,567.50 + 12.6 × 43,800
        cloud = value(model, "options.cloud.tco")  # 142.42 × 43,800
        assert own == pytest.approx(1_013_447.50)
        assert 1 - own / cloud == pytest.approx(0.838, abs=0.0005)

    def test_system_b_needs_four_hours_a_day(self) -> None:
        # (277,897.75 + 8.79 × 43,800) / (84.81 × 365 × 5)
        hours = value(model_of("lenovo-system-b"), "break_even.cloud.hours_per_day")
        assert hours == pytest.approx(4.3, abs=0.05)


class TestRearchitectingLLMs:
    """Manning, §12.9."""

    def test_a_rented_gpu_needs_625_requests_an_hour(self) -> None:
        # 2.50 / 0.004
        hourly = value(model_of("manning-rearchitecting-llms"), "break_even.api.requests_per_hour")
        assert hourly == pytest.approx(625)

    def test_a_routed_request_costs_a_tenth_of_a_cent(self) -> None:
        # 2.50 / 2,950 + 4.2 % × 0.004: an escalated request pays both legs
        cost = value(model_of("manning-rearchitecting-llms"), "options.routed.cost_per_request")
        assert cost == pytest.approx(0.001015, abs=5e-7)


class TestCloudCheck:
    def test_a_small_load_costs_37_yuan_a_month(self) -> None:
        # 20,000 × (500 × 0.15 + 300 × 0.60) / 1M = 5.10 USD × 7.2
        model = model_of("domain-cloud-api")
        assert value(model, "options.cloud_api.calls.monthly_amount") == pytest.approx(36.72)

    def test_the_total_holds_integration_and_overhead(self) -> None:
        # 20,000 + 12 × (36.72 + 3,000) in year 1; overhead grows by 5 %, the price of a call does not
        model = model_of("domain-cloud-api")
        overhead = 36_000 * (1 + 1.05 + 1.05**2)
        assert value(model, "options.cloud_api.tco") == pytest.approx(
            20_000 + 3 * 12 * 36.72 + overhead
        )

    def test_owning_never_pays_back_at_any_of_the_three_scales(self) -> None:
        # The often printed table (even in month 14 at 100k, in month 5 at 500k) follows from no stated price.
        model = model_of("domain-cloud-api")
        assert model.figures["break_even.cloud_api.month"].reason == "never_within_horizon"
        for scale in range(3):
            own, cloud = (
                value(model, f"scales.{option}.{scale}") for option in ("on_premise", "cloud_api")
            )
            assert own > cloud
