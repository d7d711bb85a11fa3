"""What a hybrid option takes over from the two that it is made of."""

from generator.engines.model import Model
from generator.figures.figure import Figure
from tests.proposals import model_of, value

TEXT = """
proposal: {title: Example}
chosen: mixed
workload: {monthly_requests: 1000000}
options:
  own:
    name: Own
    capex:
      - {item: 工作站, unit_price: 3000, quantity: 2, life_years: 3, kind: hardware, residual: 600}
      - {item: 部署, labour: deployment}
    opex: [{item: 运维, monthly: 1000, growth: 0%}, {item: 网络, network: {}, growth: 0%}]
  api: {name: API, kind: cloud_api, price_per_request: 0.01, overhead: 0, integration: 0}
  mixed: {name: Mixed, kind: hybrid, local: own, cloud: api, local_share: 50%, escalation: 0%}
"""


def cells(model: Model, schedule: str, row: int) -> list[float | str | None]:
    shown = model.schedules[schedule].rows[row].cells
    return [cell.value if isinstance(cell, Figure) else cell for cell in shown]


def test_its_capex_table_is_as_full_as_the_own_options() -> None:
    model = model_of(TEXT)
    # 2 × 3,000 over 3 years, less 600 left: 1,800 a year, 150 a month
    assert cells(model, "capex.mixed", 0) == [6_000, 2, 3_000, 3, 1_800, 150, "hardware", None]
    for row in (0, 1):
        assert cells(model, "capex.mixed", row) == cells(model, "capex.own", row)


def test_its_task_list_is_shown_as_well() -> None:
    total = model_of(TEXT).schedules["labour.options.mixed.own_part.capex.1"].rows[-1]
    assert [cell.value for cell in total.cells[:2]] == [22_500, 15]  # type: ignore[union-attr]


def test_all_requests_travel_through_it() -> None:
    model = model_of(TEXT)
    # 200 GB × 0.8 × 36 months, paid whole; 500,000 calls × 0.01 × 36; 1,000 × 36
    assert value(model, "options.mixed.own_part.opex.1.total") == 5_760
    assert value(model, "options.mixed.by_use") == 180_000
    assert value(model, "options.mixed.local.total") == 36_000


def test_the_reserve_is_the_same_share_of_every_option_s_one_time_cost() -> None:
    model = model_of(TEXT.replace("integration: 0", "integration: 4000") + "contingency: 10%\n")
    assert value(model, "options.api.capex") == 4_400
    own, mixed = value(model, "options.own.capex"), value(model, "options.mixed.capex")
    assert mixed == own + 4_400


def test_its_power_is_that_of_its_own_machines() -> None:
    power = "{item: 电力, power: {tdp: 1000, base_watts: 0, utilisation: 100%, pue: 1, tariff: 1}}, {item: 网络"
    model = model_of(TEXT.replace("{item: 网络", power))
    assert value(model, "power.annual_kwh") == 8_760
    assert value(model, "power.annual_cost") == 8_760
