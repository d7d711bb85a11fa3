"""Machines that follow the load, worked out by hand.

A million requests a month of 300 tokens, three times as many in the busiest hour, on machines that write 400 tokens a
second: one serves 400 × 3,600 × 8,760 ÷ 12 ÷ 300 ÷ 3 = 1,168,000 requests a month.
"""

from collections.abc import Iterator

import pytest

from generator.engines.model import Model
from generator.figures.evaluation import evaluate
from generator.figures.expression import Call
from generator.figures.figure import Figure
from generator.render.workbook.layout import Block, SheetPlan
from tests.proposals import model_of, value

ONE_SERVES = 1_168_000


def bought_as_needed(growth: str = "60%", **stated: str) -> Model:
    return model_of(text_of(growth, **stated))


def text_of(growth: str = "60%", **stated: str) -> str:
    """An input whose own option buys machines as needed, but for what is stated."""
    said = {
        "years": "3",
        "live": "",
        "again": "",
        "option": "units: auto",
        "serving": "gpu: rtx_4090, tokens_per_second: 400",
        "server": ", price_trend: -10%, life_years: 3",
        "opex": "",
        "others": "",
        "requests": "1000000",
        **stated,
    }
    load = growth
    if not growth.startswith("growth"):
        load = f"growth: {growth}\n  monthly_requests: {said['requests']}"
    return f"""
proposal: {{title: Stepped units}}
horizon: {{years: {said["years"]}, discount_rate: 8%, opex_growth: 0%{said["live"]}}}
workload:
  {load}
  input_tokens: 0
  output_tokens: 300
  peak_factor: 3
options:
  own:
    name: Own
    {said["option"]}
    serving: {{model: "qwen2.5:7b", {said["serving"]}}}
    capex:
      - {{item: Server, kind: hardware, unit_price: 60000{said["server"]}{said["again"]}}}
      - {{item: Set-up, unit_price: 20000}}
    opex:
      - {{item: Power, power: {{gpu: rtx_4090, pue: 1.5, tariff: 1}}}}
      - {{item: Labour, monthly: 3000}}
      {said["opex"]}
{said["others"]}"""


def by_year(model: Model, name: str, years: int = 3) -> list[float]:
    return [value(model, f"options.own.{name}.year_{year}") for year in range(1, years + 1)]


def purchases(model: Model) -> Iterator[tuple[float, float, float]]:
    """Month, units and amount of each purchase of machines."""
    for purchase in model.options["own"].outlay.purchases:
        if purchase.units is not None and purchase.units.value:
            yield purchase.month.value, purchase.units.value, purchase.amount.value


class TestUnits:
    def test_each_year_has_what_its_peak_needs(self) -> None:
        model = bought_as_needed()
        # 1, 1.6 and 2.56 million requests, at 1.168 million for each unit
        assert by_year(model, "service.units_there") == [1, 2, 3]
        served = [ONE_SERVES, 2 * ONE_SERVES, 3 * ONE_SERVES]
        assert by_year(model, "service.volume_served") == pytest.approx(served)
        assert by_year(model, "service.busy_share") == pytest.approx(
            [0.285388, 0.228311, 0.243531], abs=1e-6
        )

    def test_they_come_in_the_month_that_needs_them(self) -> None:
        model = bought_as_needed("{monthly: 5%}")
        capacity = model.options["own"].capacity
        assert capacity is not None
        assert capacity.throughput.fleet is not None
        there = [units.value for units in capacity.throughput.fleet.there]
        # 1.05⁴ = 1.2155 > 1.168 from month 5; 1.05¹⁸ = 2.41 > 2.336 from month 19 …
        assert [there.index(units) for units in (1, 2, 3, 4, 5)] == [1, 5, 19, 27, 33]
        assert [month for month, _, _ in purchases(model)] == [0, 4, 18, 26, 32]

    def test_they_stay_when_the_load_falls(self) -> None:
        model = bought_as_needed("growth: {by_year: [2000000, 4000000, 900000]}")
        assert by_year(model, "service.units_needed") == [2, 4, 1]
        assert by_year(model, "service.units_there") == [2, 4, 4]

    def test_where_the_load_stays_they_are_bought_once(self) -> None:
        model = bought_as_needed("0%")
        assert list(purchases(model)) == [(0, 1, 60_000)]

    def test_headroom_stays_free(self) -> None:
        # 1,000,000 ÷ 1,168,000 = 0.856 busy; with a fifth of it free 1.07
        model = bought_as_needed("0%", option="units: auto\n    headroom: 20%")
        assert by_year(model, "service.units_there") == [2, 2, 2]

    def test_a_unit_of_several_copies_serves_as_many_times_the_load(self) -> None:
        serving = "gpu: rtx_4090, bandwidth: 1008, {}"
        one = bought_as_needed(serving=serving.format("gpus_per_unit: 1"))
        four = bought_as_needed(serving=serving.format("gpus_per_unit: 4, replicas_per_unit: 4"))
        for name in ("unit_speed", "unit_speed_low", "reading_speed", "request_rate"):
            key = f"options.own.capacity.{name}"
            assert value(four, key) == pytest.approx(4 * value(one, key))
        for name in ("request_seconds", "request_speed", "memory_available", "memory_needed"):
            key = f"options.own.capacity.{name}"
            assert value(four, key) == pytest.approx(value(one, key))


class TestCost:
    def test_each_purchase_at_the_price_of_its_month(self) -> None:
        model = bought_as_needed()
        assert list(purchases(model)) == [(0, 1, 60_000), (12, 1, 54_000), (24, 1, 48_600)]
        assert value(model, "capex.asked") == 60_000 + 20_000
        depreciation = [20_000, 38_000, 54_200]
        charged = [
            sum(
                value(model, f"options.own.capex.0.purchases.{number}.expense.year_{year}")
                for number in (1, 2, 3)
            )
            for year in (1, 2, 3)
        ]
        assert charged == pytest.approx(depreciation)

    def test_each_group_is_replaced_after_its_own_time(self) -> None:
        model = bought_as_needed(years="5", again=", replace: {after_years: 3}")
        bought: dict[float, float] = {}
        for month, _, amount in purchases(model):
            bought[month] = bought.get(month, 0) + amount
        # Month 36: one more and the first one again; month 48: two more and the second one again.
        assert bought == pytest.approx({0: 60_000, 12: 54_000, 24: 48_600, 36: 87_480, 48: 118_098})

    def test_current_is_that_of_all_units_at_the_load_of_the_year(self) -> None:
        model = bought_as_needed()
        # Idle 105 W, 600 W at full load: year 2 has two at 22.8 %: 2 × 218.0 W × 8,760 h × 1.5
        assert by_year(model, "opex.0.power.kwh") == pytest.approx([3_235.95, 5_729.4, 8_891.1])
        assert by_year(model, "opex.0") == pytest.approx([3_235.95, 5_729.4, 8_891.1])

    def test_a_stated_use_counts_for_each_unit(self) -> None:
        model = bought_as_needed(
            opex="- {item: More, power: {gpu: rtx_4090, utilisation: 40%, pue: 1.5, tariff: 1}}"
        )
        # 105 + 495 × 40 % = 303 W of each
        assert by_year(model, "opex.2") == pytest.approx([3_981.42, 7_962.84, 11_944.26])

    def test_what_each_needs_is_paid_for_each_and_the_rest_once(self) -> None:
        model = bought_as_needed("{monthly: 5%}", opex="- {item: Rack, monthly: 500, per: unit}")
        # Month 1 to 4 one unit, then two to month 12; two to month 18, three to 24.
        assert by_year(model, "opex.2")[:2] == [500 * (4 + 8 * 2), 500 * (6 * 2 + 6 * 3)]
        assert by_year(model, "opex.1") == [36_000] * 3
        spent = model.break_evens.spent["own"]
        assert spent[13].value - spent[12].value == pytest.approx(0, abs=200)


# A set-up of 20,000, a rack of 500 a month for each machine, and a cloud for 0.0028 a request: no growth.
STEPS = """
proposal: {title: Steps}
horizon: {years: 3, opex_growth: 0%}
workload:
  monthly_requests: 1000000
  input_tokens: 0
  output_tokens: 300
  peak_factor: 3
  scales: [500000, 1168000, 1168001, 2000000, 5000000]
options:
  own:
    name: Own
    units: auto
    serving: {model: "qwen2.5:7b", gpu: rtx_4090, tokens_per_second: 400}
    capex:
      - {item: Server, kind: hardware, unit_price: 60000}
      - {item: Set-up, unit_price: 20000, per: once}
    opex:
      - {item: Rack, monthly: 500, per: unit}
      - {item: Power, power: {gpu: rtx_4090, pue: 1.5, tariff: 1}}
  api: {name: API, kind: cloud_api, price_per_request: 0.0028, overhead: 0, integration: 0}
chosen: own
"""


class TestVolume:
    def test_each_volume_has_the_machines_that_it_needs(self) -> None:
        model = model_of(STEPS)
        totals = [104_923.475, 108_643.4, 190_782.50556875, 195_415.7, 458_539.25]
        calls = [50_400, 117_734.4, 117_734.5008, 201_600, 504_000]
        for place, (own, cloud, units) in enumerate(
            zip(totals, calls, (1, 1, 2, 2, 5), strict=True)
        ):
            assert value(model, f"scales.own.{place}") == pytest.approx(own, abs=0.05)
            assert value(model, f"scales.api.{place}") == pytest.approx(cloud, abs=0.05)
            assert value(model, f"scales.own.{place}.units_there") == units

    def test_own_machines_cost_no_more_between_volumes_that_the_model_itself_tells(self) -> None:
        """Each machine costs 60,000 + 18,000 + 4,139 of idling in three years, a request a month 0.10080 − 0.00557."""
        rows = model_of(STEPS).schedules["even_volumes"].rows
        told = [[cell.value for cell in row.cells[:2] if isinstance(cell, Figure)] for row in rows]
        saved = 0.1008 - 4.5 * 8.76 * 495 / ONE_SERVES / 3
        for (first, last), units in zip(told, (1, 2, 3, 4), strict=True):
            assert first == pytest.approx((20_000 + 82_139.1 * units) / saved, abs=3)
            # With the fourth it stays so: a fifth costs less than the requests that it takes over.
            assert units == 4 or last == ONE_SERVES * units

    @pytest.mark.parametrize(
        "load", ["monthly_tokens: 300000000", "growth: {by_year: [1000000, 1000000, 1000000]}"]
    )
    def test_all_that_is_the_same_where_the_volume_follows_from_other_numbers(
        self, load: str
    ) -> None:
        texts = (STEPS, STEPS.replace("monthly_requests: 1000000", load))
        for table in ("volumes", "even_volumes"):
            stated, following = (
                [
                    [cell.value for cell in row.cells if isinstance(cell, Figure)]
                    for row in model_of(text).schedules[table].rows
                ]
                for text in texts
            )
            assert following == [pytest.approx(cells, nan_ok=True) for cells in stated]

    def test_another_volume_buys_the_machines(self) -> None:
        """What a table of volumes shows is what the model says at that volume."""
        model = bought_as_needed("0%")
        total, feasible = "options.own.tco", "options.own.capacity.feasible"
        targets = [model.result_figures[key] for key in (total, feasible)]
        for volume, units in ((1, 1), (ONE_SERVES, 1), (ONE_SERVES + 1, 2), (5_000_000, 5)):
            found = evaluate(targets, {"workload.monthly_requests": float(volume)})
            machines = units * 60_000 + 20_000 + 3 * 36_000
            # 105 W idle of each, and 495 W more as far as they are busy
            power = 3 * 1.5 * 8.76 * (105 * units + 495 * volume / ONE_SERVES / 3)
            assert found[total] == pytest.approx(machines + power, abs=0.1)
            assert found[feasible] == 1

    def test_there_is_no_largest_volume_and_no_single_one_to_break_even(self) -> None:
        model = bought_as_needed()
        assert (
            model.result_figures["options.own.capacity.largest_volume"].reason == "bought_as_needed"
        )


RENTED = """
  rented:
    name: Rented
    kind: rented_gpu
    units: auto
    hourly: 10
    hours_per_day: 12
    rents: {reserved_one_year: 8, spot: 6}
    PLACE
    serving: {model: "qwen2.5:7b", gpu: rtx_4090, tokens_per_second: 800}
chosen: own
"""


class TestGoLive:
    def test_machines_come_with_the_go_live_and_cost_nothing_before(self) -> None:
        model = bought_as_needed(
            live=", go_live: 5", opex="- {item: Rack, monthly: 500, per: unit}"
        )
        assert list(purchases(model)) == [
            (4, 1, 60_000),
            (12, 1, pytest.approx(60_000 * 0.9 ** (8 / 12), abs=0.01)),
            (24, 1, pytest.approx(60_000 * 0.9 ** (20 / 12), abs=0.01)),
        ]
        assert value(model, "capex.asked") == 60_000 + 20_000
        assert by_year(model, "opex.2") == [500 * 8, 500 * 24, 500 * 36]
        # 8 of 12 months of the first year of all the time: 3,235.95
        assert by_year(model, "opex.0") == pytest.approx([2_157.3, 5_729.4, 8_891.1])
        # Written off from month 5 on
        assert value(model, "options.own.capex.0.purchases.1.expense.year_1") == pytest.approx(
            60_000 / 36 * 8, abs=0.01
        )

    def test_a_lead_brings_each_machine_earlier(self) -> None:
        lead = "units: auto\n    lead: 2"
        model = bought_as_needed(
            option=lead, live=", go_live: 5", opex="- {item: Rack, monthly: 500, per: unit}"
        )
        assert [month for month, _, _ in purchases(model)] == [2, 10, 22]
        # Months 3 to 10 one, 11 to 22 two, then three.
        assert by_year(model, "opex.2") == [500 * (8 + 2 * 2), 500 * (10 * 2 + 2 * 3), 500 * 36]
        assert by_year(model, "service.busy_share")[0] == pytest.approx(0.285388 * 8 / 12, abs=1e-6)

    def test_in_a_later_year_the_years_before_have_none(self) -> None:
        model = bought_as_needed("{monthly: 5%}", live=", go_live: 14")
        assert by_year(model, "service.units_there")[0] == 0
        assert by_year(model, "service.volume_asked")[0] == 0
        # 1.05¹³ = 1.8856 takes two from month 14 on
        assert next(purchases(model)) == (13, 2, 120_000)
        assert value(model, "options.own.capacity.utilisation") == pytest.approx(
            1.05**13 * 1_000_000 / ONE_SERVES / 3 / 2
        )

    def test_a_later_go_live_moves_what_the_model_says(self) -> None:
        early = bought_as_needed(live=", go_live: 5")
        late = bought_as_needed(live=", go_live: 13")
        total = early.result_figures["options.own.tco"]
        assert evaluate([total], {"horizon.go_live": 13.0})["options.own.tco"] == pytest.approx(
            value(late, "options.own.tco")
        )


class TestRented:
    def test_rent_is_paid_for_the_machines_that_each_month_needs(self) -> None:
        """In 12 hours a day at twice the speed one serves as many as one of one's own."""
        falling = "growth: {by_year: [2000000, 4000000, 900000]}"
        model = bought_as_needed(falling, others=RENTED.replace("PLACE", "headroom: 0%"))
        rent = [value(model, f"options.rented.rent.year_{year}") for year in (1, 2, 3)]
        assert rent == [2 * 43_800, 4 * 43_800, 43_800]
        capacity = model.options["rented"].capacity
        assert capacity is not None
        assert (capacity.throughput.units.value, capacity.feasible.value) == (4, 1)
        for key, reason in (
            ("break_even.rented.hours_per_day", "hours_move_machines"),
            ("options.rented.rents.reserved_one_year.tco", "given_back"),
        ):
            assert model.result_figures[key].reason == reason
        spot = value(model, "options.rented.rents.spot.gap")
        assert spot == pytest.approx(-0.4 * 7 * 43_800)

    def test_from_the_go_live_on(self) -> None:
        others = RENTED.replace("PLACE", "lead: 1").replace("hourly: 10", "hourly: 100")
        model = bought_as_needed("0%", live=", go_live: 7", others=others)
        assert value(model, "options.rented.rent.year_1") == 438_000 / 12 * 7
        # 12 hours a day from month 6 on
        month = value(model, "break_even.rented.month")
        hours = value(model, "break_even.rented.hours")
        assert hours == pytest.approx((month - 5) * 365)


class TestHybrid:
    """Three in five requests stay: 0.6, 0.96 and 1.536 million, on 1, 1 and 2 machines."""

    OTHERS = """
  api: {name: API, kind: cloud_api, price_per_request: 0.0028, overhead: 0, integration: 0}
  mixed: {name: Mixed, kind: hybrid, local: own, cloud: api, local_share: 60%}
chosen: own
"""

    def test_its_machines_are_those_of_its_share_of_the_load(self) -> None:
        rack = "- {item: Rack, monthly: 500, per: unit}"
        mixed = bought_as_needed(others=self.OTHERS, opex=rack, live=", go_live: 5")
        alone = bought_as_needed(requests="600000", opex=rack, live=", go_live: 5")
        assert value(mixed, "options.mixed.capex") == value(alone, "options.own.capex")
        for line in ("opex.0", "opex.1", "opex.2"):
            for year in (1, 2, 3):
                part = f"{line}.year_{year}"
                own = value(alone, f"options.own.{part}")
                assert value(mixed, f"options.mixed.own_part.{part}") == pytest.approx(own)
        assert value(mixed, "options.mixed.idle_cost") == pytest.approx(
            value(alone, "options.own.idle_cost")
        )

    def test_a_fixed_number_of_them_draws_current_for_its_share(self) -> None:
        mixed = bought_as_needed(others=self.OTHERS, option="", server="")
        alone = bought_as_needed(requests="600000", option="", server="")
        assert value(mixed, "options.mixed.own_part.opex.0.total") == value(
            alone, "options.own.opex.0.total"
        )
        assert value(mixed, "options.mixed.local.total") == 3 * 36_000


def test_what_is_bought_in_any_of_many_months_is_one_sum() -> None:
    """36 amounts named one by one are no formula that a reader can check."""
    taxed = bought_as_needed(
        "{monthly: 5%}",
        opex="- {item: Rack, monthly: 500, tax: 6%}",
        others="tax: {rate: 13%, recoverable: no}\n",
    )
    paid = taxed.result_figures["tax_by_rate.options.own.capex.0.counted"]
    assert isinstance(paid.definition, Call)
    assert len(paid.definition.parts) == 36


def test_requests_that_can_wait_come_outside_the_busiest_hour() -> None:
    """Half of them: the peak is 3 × 50 % + 50 % = 2 instead of 3 times the average."""
    text = text_of(requests="1700000")
    waiting = text.replace(
        "peak_factor: 3", "peak_factor: 3, batch_share: 50%".replace(", ", "\n  ")
    )
    assert by_year(model_of(text), "service.units_there") == [2, 3, 4]
    assert by_year(model_of(waiting), "service.units_there") == [1, 2, 3]


def test_months_of_machines_are_no_paper() -> None:
    plan = SheetPlan("power", "Power", _blocks(STEPS), model_of(STEPS).timings.months)
    assert plan.on_paper.periods == ()
    assert plan.on_paper.last_column < plan.last_column


def _blocks(text: str) -> tuple[Block, ...]:
    schedules = model_of(text).schedules
    steps, months = schedules["capacity.own"], schedules["fleet.own"]
    return (
        Block(steps, 6, (1, 3)),
        Block(months, 30, (1, *range(3, len(months.columns) + 2))),
    )
