"""The ways to state a running line, each with the arithmetic of a month. Our figures are those of the data files."""

import pytest

from generator.engines.model import Model
from generator.proposal.problems import ProblemList
from tests.proposals import model_of, one_option, proposal_of, value

LINE = "options.own.opex.0"
LOAD = "workload: {monthly_requests: 1000000, growth: 50%}"


def running(line: str, rest: str = "", capex: str = "[]") -> Model:
    return model_of(one_option(capex, f"[{{item: a, {line}}}]", rest))


def monthly(line: str, rest: str = "", capex: str = "[]") -> float:
    """What a month of the first year costs."""
    return value(running(line, rest, capex), f"{LINE}.annual_amount") / 12


class TestPeople:
    def test_cost_their_salary_by_the_share_of_their_time(self) -> None:
        # 1.5 × 18,000 × 0.3
        assert monthly("labour: {people: 1.5, salary: 18000, share: 30%}") == pytest.approx(8_100)

    def test_without_a_share_work_on_nothing_else(self) -> None:
        assert monthly("labour: {people: 2, salary: 18000}") == 36_000


class TestHosting:
    def test_of_one_workstation_takes_four_units_and_hands_on_site(self) -> None:
        assert monthly("hosting: {}") == 8_100  # 4 × 1,150 + 3,500

    def test_adds_uplink_and_addresses(self) -> None:
        hosting = "hosting: {rack_units: 8, uplink_mbps: 10, ip_addresses: 2, remote_hands: 2000}"
        # 8 × 1,150 + 10 × 100 + 2 × 75 + 2,000
        assert monthly(hosting) == 12_350

    @pytest.mark.parametrize(
        ("name", "low", "high"),
        [("rack_unit_price", 800, 1500), ("ip_price", 50, 100), ("remote_hands", 2000, 5000)],
    )
    def test_keeps_the_range_of_our_figures(self, name: str, low: float, high: float) -> None:
        model = running("hosting: {ip_addresses: 1}")
        figure = model.figures[f"{LINE}.hosting.{name}"]
        assert figure.source is not None
        assert (figure.source.low, figure.source.high) == (low, high)
        assert figure.value == (low + high) / 2

    def test_shows_its_parts(self) -> None:
        [*rows] = running("hosting: {uplink_mbps: 10}").schedules["derivation.own"].rows
        assert [row.cells[0].value for row in rows] == [4_600, 1_000, 0, 3_500]  # type: ignore[union-attr]


class TestNetwork:
    def test_within_the_included_volume(self) -> None:
        # 1,000,000 × 50 kB = 50 GB a month; the 200 included are paid whole, at 0.8
        assert monthly("network: {}", LOAD) == pytest.approx(160)

    def test_beyond_it(self) -> None:
        # 6,000,000 × 50 kB = 300 GB: 200 × 0.8 + 100 × 1.2
        assert monthly("network: {}", "workload: {monthly_requests: 6000000}") == 280

    def test_requests_sent_again_travel_as_well(self) -> None:
        retried = "workload: {monthly_requests: 5000000, retries: 10%}"
        assert monthly("network: {}", retried) == pytest.approx(250)  # 160 + 75 GB × 1.2

    def test_grows_with_the_requests_and_with_prices(self) -> None:
        model = running("network: {kilobytes_per_request: 160}", LOAD)
        volumes = [value(model, f"{LINE}.network.volume.year_{year}") for year in (1, 2, 3)]
        assert volumes == [1_920, 2_880, 4_320]  # 160 GB × 12; half as much again each year
        # 2,400 × 0.8 = 1,920, of which 1,920 GB are sent
        # (2,400 × 0.8 + 480 × 1.2) × 1.05 = 2,496 × 1.05
        # (2,400 × 0.8 + 1,920 × 1.2) × 1.05² = 4,224 × 1.1025
        years = [value(model, f"{LINE}.year_{year}") for year in (1, 2, 3)]
        assert years == [1_920, 2_620.8, 4_656.96]

    @pytest.mark.parametrize(
        ("requests", "by_use", "fixed"),
        # Within the included volume nothing moves: 160 × 12. Beyond it every GB costs 1.2: 300 × 1.2 × 12 of 280 × 12.
        [(1_000_000, 0, 1_920), (6_000_000, 4_320, -960)],
    )
    def test_moves_with_the_requests_beyond_it(
        self, requests: int, by_use: float, fixed: float
    ) -> None:
        rest = (
            f"workload: {{monthly_requests: {requests}, scales: [8000000]}}\nhorizon: {{years: 1}}"
        )
        model = running("network: {}", rest)
        assert value(model, "options.own.by_use") == pytest.approx(by_use)
        assert value(model, "options.own.fixed") == pytest.approx(fixed)
        if fixed < 0:
            # 160 + 200 × 1.2 a month
            assert value(model, "scales.own.0") == pytest.approx(400 * 12)


class TestBackup:
    def test_is_size_times_price(self) -> None:
        assert monthly("backup: {gigabytes: 240}") == 36  # 240 × 0.15

    def test_follows_the_models_where_no_size_is_typed(self) -> None:
        rest = "workload: {monthly_requests: 1000, mix: {代码生成: 60%, 翻译: 40%}}"
        text = one_option(opex="[{item: Copies, backup: {}}]", rest=rest)
        serving = "serving: {model: qwen2.5:7b, gpu: rtx_4090}, capex"
        model = model_of(text.replace("capex", serving))
        # 7.61 and 14.7 billion weights of 4.89 bits: 4.65 + 8.99 GB at 0.15
        assert value(model, f"{LINE}.backup.models_kept") == pytest.approx(13.637, abs=0.001)
        assert value(model, f"{LINE}.backup.monthly") == pytest.approx(2.0455, abs=0.0001)

    def test_follows_the_cards_where_no_model_is_known(self) -> None:
        cards = "{item: P, power: {gpu: rtx_4090, count: 4}}, {item: Q, power: {tdp: 300, memory_gb: 48}}"
        model = model_of(one_option(opex=f"[{{item: Copies, backup: {{}}}}, {cards}]"))
        assert value(model, f"{LINE}.backup.models_kept") == 144  # 4 × 24 + 48
        assert value(model, f"{LINE}.backup.monthly") == pytest.approx(21.6)

    @pytest.mark.parametrize(
        "cards", ["", ", {item: P, power: {tdp: 300}}", ", {item: P, power: {gpu: own, tdp: 300}}"]
    )
    def test_needs_a_size_or_models_or_cards_of_known_memory(self, cards: str) -> None:
        with pytest.raises(ProblemList) as raised:
            proposal_of(one_option(opex=f"[{{item: Copies, backup: {{}}}}{cards}]"))
        assert [problem.code for problem in raised.value.problems] == ["E012"]


def test_software_and_security_have_an_amount() -> None:
    assert monthly("software: {}") == 500
    assert monthly("security: {}") == 2_000
    assert monthly("security: {monthly: 900}") == 900


class TestLabour:
    def test_by_our_task_list(self) -> None:
        # (20 + 8 + 4) × 400 + 1,000 audit + 3,500 on call
        assert monthly("labour: operations") == 17_300

    def test_by_a_list_of_one_s_own(self) -> None:
        tasks = "[{task: 巡检, hours: 5}, {task: 值班, monthly: 1200}]"
        assert monthly(f"labour: {{tasks: {tasks}}}") == 3_200  # 5 × 400 + 1,200

    def test_by_rule_rises_with_each_line_of_hardware(self) -> None:
        machines = "[{item: a, hardware: workstation_rtx4090, quantity: 9}, {item: b, kind: hardware, unit_price: 1}]"
        assert monthly("labour: {rule: {}}") == 8_000  # 20 × 400
        assert monthly("labour: {rule: {}}", capex=machines) == 9_600  # 20 × (1 + 0.1 × 2) × 400
        by_hand = "labour: {rule: {base_hours: 30, allowance: 50%}, rate: 100}"
        assert monthly(by_hand, capex=machines) == 6_000  # 30 × (1 + 0.5 × 2) × 100


@pytest.mark.parametrize("growth", ["", ", growth: 10%"])
def test_every_line_may_grow_on_its_own(growth: str) -> None:
    model = running(f"software: {{}}{growth}")
    # 6,000 × 1.05 unless stated
    assert value(model, f"{LINE}.year_2") == (6_600 if growth else 6_300)
