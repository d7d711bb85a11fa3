"""Capacity, worked out by hand: 20,000 requests of 300 output tokens a month, peak factor 3, on one RTX 4090."""

import pytest

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from generator.figures.figure import Figure
from tests.proposals import model_of, value

# As published of the reference card.
CARD = "model: qwen2.5:7b, gpu: rtx_4090, tokens_per_second: 120"
OWN = "options.own.capacity"


def served(serving: str = CARD, workload: str = "monthly_requests: 20000", rest: str = "") -> Model:
    return model_of(f"""
proposal: {{title: Example}}
workload: {{input_tokens: 500, output_tokens: 300, peak_factor: 3, {workload}}}
options:
  own:
    name: Own
    serving: {{{serving}}}
    capex: [{{item: machine, unit_price: 30000, life_years: 3}}]
    opex: [{{item: labour, monthly: 500}}]
{rest}
""")


def obstacle(model: Model) -> str:
    capacity = model.options["own"].capacity
    assert capacity is not None
    return capacity.obstacle


class TestMemory:
    def test_weights_cache_and_margin(self) -> None:
        model = served()
        # 7.61 × 4.89 / 8
        assert value(model, f"{OWN}.weights_memory") == pytest.approx(4.651_612_5)
        # 2 × 28 layers × 4 heads × 128 × 2 bytes × 4,096 tokens × 4 requests = 939,524,096 bytes
        assert value(model, f"{OWN}.cache_memory") == pytest.approx(0.939_524_096)
        # (4.6516125 + 0.939524096) × 1.1
        assert value(model, f"{OWN}.memory_needed") == pytest.approx(6.150_250_3)
        assert value(model, f"{OWN}.memory_available") == 24
        assert obstacle(model) == ""

    def test_a_72b_model_does_not_fit_one_rtx_4090(self) -> None:
        # 72.7 × 4.89 / 8 = 44.4 GB of weights alone
        model = served("model: qwen2.5:72b, gpu: rtx_4090")
        assert obstacle(model) == "memory"
        assert value(model, f"{OWN}.feasible") == 0
        assert value(model, f"{OWN}.largest_volume") == 0

    def test_but_it_fits_three(self) -> None:
        # (44.44 + 2 × 80 × 8 × 128 × 2 × 4,096 × 4 / 1e9 = 5.37) × 1.1 = 54.8 of 3 × 24
        model = served("model: qwen2.5:72b, gpu: rtx_4090, gpus_per_unit: 3")
        assert value(model, f"{OWN}.memory_needed") == pytest.approx(54.787, abs=0.001)
        assert obstacle(model) == ""

    def test_a_long_context_fills_it_as_well(self) -> None:
        # 57,344 bytes a token × 131,072 × 4 = 30.1 GB of cache
        assert obstacle(served(f"{CARD}, context: 131072")) == "memory"

    def test_finer_quantisation_takes_more(self) -> None:
        # 7.61 × 16 / 8
        weights = value(served(f"{CARD}, quantisation: FP16"), f"{OWN}.weights_memory")
        assert weights == pytest.approx(15.22)


class TestThroughput:
    def test_demand_speed_and_use(self) -> None:
        model = served()
        # 20,000 × 300 × 12 / (365 × 24 × 3,600) = 72,000,000 / 31,536,000
        assert value(model, f"{OWN}.average_demand") == pytest.approx(2.283_105)
        assert value(model, f"{OWN}.peak_demand") == pytest.approx(6.849_315)  # × 3
        assert value(model, f"{OWN}.unit_speed") == 120
        assert value(model, f"{OWN}.units_needed") == 1
        assert value(model, f"{OWN}.utilisation") == pytest.approx(0.019_025_88)  # 2.283105 / 120
        # 120 × 31,536,000 / 12 / 300 / 3
        assert value(model, f"{OWN}.largest_volume") == pytest.approx(350_400)

    def test_too_few_units_are_an_obstacle(self) -> None:
        # 500,000 requests: 57.08 on average, 171.2 at the peak, of 120 → 2 units
        model = served(workload="monthly_requests: 500000")
        assert value(model, f"{OWN}.units_needed") == 2
        assert obstacle(model) == "throughput"
        assert obstacle(served(f"{CARD}, units: 2", "monthly_requests: 500000")) == ""

    def test_the_busiest_year_counts(self) -> None:
        # 300,000 requests: 102.7 at the peak of year 1, × 1.2² = 147.9 of year 3
        model = served(workload="monthly_requests: 300000, growth: 20%")
        assert value(model, f"{OWN}.peak_demand") == pytest.approx(147.945, abs=0.001)
        assert obstacle(model) == "throughput"

    def test_a_shrinking_load_is_busiest_in_the_first_year(self) -> None:
        model = served(workload="monthly_requests: 300000, growth: -20%")
        assert value(model, f"{OWN}.peak_demand") == pytest.approx(102.740, abs=0.001)

    def test_requests_sent_again_are_served_again(self) -> None:
        model = served(workload="monthly_requests: 20000, retries: 50%")
        assert value(model, f"{OWN}.average_demand") == pytest.approx(3.424_658)  # 2.283105 × 1.5

    def test_a_measured_speed_wins(self) -> None:
        assert value(served(CARD.replace("120", "95")), f"{OWN}.unit_speed") == 95

    def test_the_verdict_is_live(self) -> None:
        feasible = served().figures[f"{OWN}.feasible"]
        cases = evaluate([feasible], {"workload.monthly_requests": [20_000, 350_400, 351_000]})
        assert list(cases[feasible.key]) == [1, 1, 0]


class TestWhatItCosts:
    def test_idle_machines_are_paid_for(self) -> None:
        # (1 − 0.0190259) × (30,000 / 3 + 500 × 12)
        idle = value(served(), "options.own.idle_cost")
        assert idle == pytest.approx(15_695.59, abs=0.01)

    def test_current_follows_the_load_unless_its_use_is_stated(self) -> None:
        own = """
proposal: {title: Example}
workload: {monthly_requests: 20000, output_tokens: 300}
options:
  own:
    name: Own
    serving: {model: qwen2.5:7b, gpu: rtx_4090, tokens_per_second: 120}
    opex: [{item: a, power: {gpu: rtx_4090}}]
"""
        watts = "options.own.opex.0.power.average_watts"
        assert value(model_of(own), watts) == pytest.approx(114.417_808)  # 105 + 495 × 0.0190259
        stated = own.replace("rtx_4090}}", "rtx_4090, utilisation: 30%}}")
        assert value(model_of(stated), watts) == pytest.approx(253.5)  # 105 + 495 × 0.3
        elsewhere = own.replace(
            "    serving: {model: qwen2.5:7b, gpu: rtx_4090, tokens_per_second: 120}\n", ""
        )
        assert value(model_of(elsewhere), watts) == pytest.approx(253.5)  # the default of 30 %

    def test_without_a_workload_nothing_is_said(self) -> None:
        model = model_of("""
proposal: {title: Example}
options:
  own: {name: Own, serving: {model: qwen2.5:7b, gpu: rtx_4090}, opex: [{item: a, monthly: 1}]}
""")
        assert model.options["own"].capacity is None
        assert model.options["own"].idle_cost is None


class TestOtherKinds:
    REST = """
  rented:
    name: Rented
    kind: rented_gpu
    hourly: 8
    count: 2
    hours_per_day: 12
    serving: {model: qwen2.5:7b, gpu: rtx_4090, tokens_per_second: 120}
  api: {name: API, kind: cloud_api, price_per_request: 0.01}
  both: {name: Both, kind: hybrid, local: own, cloud: api, local_share: 60%}
chosen: own
"""

    def test_a_rented_machine_serves_while_it_is_booked(self) -> None:
        model = served(rest=self.REST)
        rented = "options.rented.capacity"
        assert value(model, f"{rented}.average_demand") == pytest.approx(4.566_210)  # × 24 / 12
        assert value(model, f"{rented}.utilisation") == pytest.approx(0.019_025_88)  # of 2 × 120

    def test_a_hybrid_serves_its_local_share(self) -> None:
        model = served(rest=self.REST)
        average = value(model, "options.both.capacity.average_demand")
        assert average == pytest.approx(1.369_863)  # 2.283105 × 0.6
        # (1 − 0.0114155) × 16,000: the fixed cost does not shrink with the share
        assert value(model, "options.both.idle_cost") == pytest.approx(15_817.35, abs=0.01)

    def test_the_comparison_marks_each_option_that_says_what_serves_it(self) -> None:
        model = served("model: qwen2.5:72b, gpu: rtx_4090", rest=self.REST)
        options = model.schedules["options"]
        place = [column.key for column in options.columns].index("feasible") - 1
        cells = {row.label: row.cells[place] for row in options.rows}
        marks = {name: cell.value for name, cell in cells.items() if isinstance(cell, Figure)}
        assert marks == {"Own": 0, "Rented": 1, "Both": 0}


@pytest.mark.parametrize("growth", ["0%", "15%", "-15%"])
def test_the_largest_volume_is_served_and_one_more_is_not(growth: str) -> None:
    """One statement whatever the load does (M6), and totals at other volumes follow it (M5)."""

    def at(requests: int) -> Model:
        scales = f"scales: [{most}, {most + 1}]"
        return served(workload=f"monthly_requests: {requests}, growth: {growth}, {scales}")

    most = 1
    most = int(value(at(20_000), f"{OWN}.largest_volume"))
    assert value(at(most), f"{OWN}.feasible") == 1
    assert value(at(most + 1), f"{OWN}.feasible") == 0
    figures = at(20_000).figures
    assert figures["scales.own.0"].value == figures["options.own.tco"].value
    assert figures["scales.own.1"].reason == "infeasible"
