"""The ways to state a running line, each with the arithmetic of a month. Our figures are those of the data files."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, one_option, value

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
        # 1,000,000 × 50 kB = 50 GB a month, of 200 included at 0.8
        assert monthly("network: {}", LOAD) == pytest.approx(40)

    def test_beyond_it(self) -> None:
        # 6,000,000 × 50 kB = 300 GB: 200 × 0.8 + 100 × 1.2
        assert monthly("network: {}", "workload: {monthly_requests: 6000000}") == 280

    def test_requests_sent_again_travel_as_well(self) -> None:
        retried = "workload: {monthly_requests: 1000000, retries: 10%}"
        assert monthly("network: {}", retried) == pytest.approx(44)  # 55 GB × 0.8

    def test_grows_with_the_requests_and_with_prices(self) -> None:
        model = running("network: {kilobytes_per_request: 160}", LOAD)
        volumes = [value(model, f"{LINE}.network.volume.year_{year}") for year in (1, 2, 3)]
        assert volumes == [1_920, 2_880, 4_320]  # 160 GB × 12; half as much again each year
        # 1,920 × 0.8 = 1,536
        # (2,400 × 0.8 + 480 × 1.2) × 1.05 = 2,496 × 1.05
        # (2,400 × 0.8 + 1,920 × 1.2) × 1.05² = 4,224 × 1.1025
        years = [value(model, f"{LINE}.year_{year}") for year in (1, 2, 3)]
        assert years == [1_536, 2_620.8, 4_656.96]

    def test_is_paid_by_use(self) -> None:
        model = running("network: {}", "workload: {monthly_requests: 1000000}\nhorizon: {years: 1}")
        assert value(model, "options.own.by_use") == 480  # 40 × 12
        assert value(model, "options.own.fixed") == 0


def test_backup_is_size_times_price() -> None:
    assert monthly("backup: {gigabytes: 240}") == 36  # 240 × 0.15


def test_software_and_security_have_an_amount() -> None:
    assert monthly("software: {}") == 500
    assert monthly("security: {}") == 2_000
    assert monthly("security: {monthly: 900}") == 900


class TestLabour:
    def test_by_our_task_list(self) -> None:
        # (20 + 8 + 4) × 400 + 1,000 audit + 3,500 on call
        assert monthly("labour: operations") == 17_300

    @pytest.mark.parametrize(
        ("rate", "on_call", "total"),
        # 32 × 300 + 1,000 + 2,000; 32 × 500 + 1,000 + 5,000
        [(300, 2_000, 12_600), (500, 5_000, 22_000)],
    )
    def test_the_list_s_range_follows_from_its_parts(
        self, rate: float, on_call: float, total: float
    ) -> None:
        model = running("labour: operations")
        ends = [model.figures[f"{LINE}.labour.{key}"] for key in ("rate", "tasks.2.monthly")]
        for figure, end in zip(ends, (rate, on_call), strict=True):
            assert figure.source is not None
            assert end in (figure.source.low, figure.source.high)
        amounts = f"{{task: b, monthly: 1000}}, {{task: c, monthly: {on_call}}}"
        tasks = f"[{{task: a, hours: 32}}, {amounts}]"
        assert monthly(f"labour: {{rate: {rate}, tasks: {tasks}}}") == total

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
