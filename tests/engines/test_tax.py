"""Value-added tax: what counts net and what gross, to the cent, and by rate; numpy-financial's npv as oracle."""

import numpy_financial
import pytest

from generator.engines.model import Model
from generator.engines.postings import postings_of
from tests.proposals import model_of, one_option, value

# Server 113,000 at 13 %, licence 10,600 at 6 %, our own labour 20,000 without; monthly 1,060 at 6 %, 565 at 13 %, 3,000
# without; a bill of 10,600 is replaced, which holds 6 %.
BY_LINE = """
proposal: {title: tax}
horizon: {years: 3, discount_rate: 8%, opex_growth: 0%}
tax: {rate: 13%, prices_include_tax: true, recoverable: yes}
options:
  own:
    name: own
    capex:
      - {item: server, kind: hardware, unit_price: 113000, life_years: 4}
      - {item: licence, kind: software, unit_price: 10600, tax: 6%}
      - {item: set-up, kind: labour, unit_price: 20000}
    opex:
      - {item: hosting, monthly: 1060, tax: 6%}
      - {item: power, monthly: 565}
      - {item: staff, monthly: 3000, tax: 0%}
benefits: [{item: bill, kind: replaced_cost, monthly: 10600, confidence: 100%, tax: 6%}]
"""
# Net: 100,000 + 10,000 + 20,000 once, 1,000 + 500 + 3,000 a month, 10,000 of the bill.
NET = {"capex": 130_000, "opex": 4_500, "benefit": 10_000}
# As they stand: 143,600, 4,625 and 10,600.
GROSS = {"capex": 143_600, "opex": 4_625, "benefit": 10_600}
# The server with its 13,000 of tax, all else net.
SERVER_GROSS = {"capex": 143_000, "opex": 4_500, "benefit": 10_000}
CASES = [
    ("tax.recoverable=yes", NET, "net"),
    ("tax.recoverable=no", GROSS, "gross"),
    ("options.own.capex.0.tax_recoverable=no", SERVER_GROSS, "mixed"),
]


def by_line(*assignments: str, text: str = BY_LINE) -> Model:
    model = model_of(text, assignments)
    assert model.checks.failed.value == 0
    return model


@pytest.mark.parametrize(("treated", "expected", "basis"), CASES)
def test_what_comes_back_is_no_cost(treated: str, expected: dict[str, int], basis: str) -> None:
    model = by_line(treated)
    once, monthly, bill = expected["capex"], expected["opex"], expected["benefit"]
    assert value(model, "capex.total") == pytest.approx(once)
    assert value(model, "options.own.monthly_opex") == pytest.approx(monthly)
    assert value(model, "tco.total") == pytest.approx(once + 36 * monthly)
    flow = [-once, *[bill - monthly] * 36]
    assert value(model, "return.npv") == pytest.approx(numpy_financial.npv(0.08 / 12, flow))
    # The payment order is over the gross amount, whatever counts.
    assert value(model, "capex.with_tax") == pytest.approx(143_600)
    assert value(model, "capex.net_of_tax") == pytest.approx(130_000)
    assert model.taxed is not None
    assert model.taxed.by_rate is not None
    assert model.taxed.by_rate.basis == basis


@pytest.mark.parametrize("treated", [case[0] for case in CASES])
def test_each_rate_is_told_over_the_horizon(treated: str) -> None:
    model = by_line(treated)
    # 100,000 + 36 x 500; 10,000 + 36 x 1,000; 20,000 + 36 x 3,000.
    net = {1: 118_000, 2: 46_000, 3: 128_000}
    tax = {1: 15_340, 2: 2_760, 3: 0}
    for number, without in net.items():
        key = f"tax_by_rate.{number}"
        assert value(model, f"{key}.net_of_tax") == pytest.approx(without)
        assert value(model, f"{key}.tax_amount") == pytest.approx(tax[number])
        assert value(model, f"{key}.with_tax") == pytest.approx(without + tax[number])
    assert value(model, "tax_by_rate.2.tax_rate") == pytest.approx(0.06)


def test_prices_without_tax_come_to_the_same() -> None:
    text = BY_LINE.replace("113000", "100000").replace("10600", "10000").replace("1060,", "1000,")
    text = text.replace("565", "500").replace("include_tax: true", "include_tax: false")
    for treated in ("yes", "no"):
        net, gross = (by_line(f"tax.recoverable={treated}", text=each) for each in (text, BY_LINE))
        for key in ("capex.total", "tco.total", "return.npv", "tax_by_rate.total.tax_amount"):
            assert value(net, key) == pytest.approx(value(gross, key))


def test_a_rate_alone_leaves_amounts_as_they_are_stated() -> None:
    text = BY_LINE.replace(", recoverable: yes", "")
    assert value(by_line(text=text), "tco.total") == pytest.approx(143_600 + 36 * 4_625)


def test_a_reserve_bears_the_tax_of_its_lines() -> None:
    """10 % of 130,000 without and of 143,600 with tax."""
    model = by_line(text=BY_LINE + "contingency: 10%\n")
    assert value(model, "capex.total") == pytest.approx(143_000)
    assert value(model, "capex.with_tax") == pytest.approx(1.1 * 143_600)


OPTIONS = """
proposal: {title: tax}
horizon: {years: 2, opex_growth: 0%, go_live: 4}
chosen: mixed
contingency: 5%
workload: {monthly_requests: 3000, input_tokens: 500, output_tokens: 300}
options:
  own:
    name: own
    serving: {model: "qwen2.5:7b", gpu: rtx_4090}
    capex:
      - {item: server, kind: hardware, unit_price: 113000, life_years: 1, residual: 11300, replace: {after_years: 1}}
      - {item: rack, unit_price: 2260, resale: 113}
      - {item: set-up, deployment: {hardware_share: 10%}}
      - {item: trade-in, credit: -565}
    opex:
      - {item: power, power: {gpu: rtx_4090, tariff: 1.13}}
      - {item: spare, hourly: 1.13}
      - {item: yearly, annual: 1130}
      - {item: people, labour: {hours: 2, rate: 400}}
      - {item: room, hosting: {rack_units: 1, rack_unit_price: 113, remote_hands: 0}}
      - {item: traffic, network: {included_price: 1.13}}
      - {item: copies, backup: {gigabytes: 10, price: 1.13}}
      - {item: seats, by_year: [113, 226]}
  cloud: {name: cloud, kind: cloud_api, price_per_request: 0.0226, overhead: 113, integration: 1130}
  rented: {name: rented, kind: rented_gpu, hourly: 1.13}
  mixed: {name: mixed, kind: hybrid, local: own, cloud: cloud}
  today: {name: today, kind: status_quo, monthly: 2260}
benefits:
  - {item: bill, kind: replaced_cost, replaces: today}
  - {item: fees, kind: replaced_cost, annual: 1130}
  - {item: time, hours: 10, rate: 100}
"""


@pytest.mark.parametrize("chosen", ["own", "cloud", "rented", "mixed"])
def test_all_options_and_bills_are_treated_alike(chosen: str) -> None:
    """All prices and credits hold 13 %; the wages hold none, and neither does time that is saved."""
    rule = "tax: {rate: 13%, credit_rate: 13%, prices_include_tax: true, recoverable: RULE}\n"
    plain = model_of(OPTIONS, (f"chosen={chosen}",))
    same = model_of(OPTIONS + rule.replace("RULE", "no"), (f"chosen={chosen}",))
    net = model_of(OPTIONS + rule.replace("RULE", "yes"), (f"chosen={chosen}",))
    wages = {"own": 24 * 800, "mixed": 24 * 800, "cloud": 0, "rented": 0, "today": 0}
    for id, own in wages.items():
        gross = value(plain, f"options.{id}.tco")
        assert value(same, f"options.{id}.tco") == pytest.approx(gross)
        expected = (gross - own) / 1.13 + own
        assert value(net, f"options.{id}.tco") == pytest.approx(expected, abs=1)
    assert value(net, "benefits.1.weighted_annual") == pytest.approx(800, abs=0.01)
    assert value(net, "benefits.2.weighted") == value(plain, "benefits.2.weighted")


@pytest.mark.parametrize(
    ("chosen", "recoverable"), [("own", "yes"), ("cloud", "no"), ("rented", "yes"), ("mixed", "no")]
)
def test_what_is_posted_has_the_tax_of_the_table(chosen: str, recoverable: str) -> None:
    rule = f"tax: {{rate: 13%, recoverable: {recoverable}}}"
    model = by_line(f"chosen={chosen}", "horizon.transition=false", text=OPTIONS + rule)
    posted = sum(posting.tax for posting in postings_of(model))
    told = value(model, "tax_by_rate.total.tax_amount")
    assert posted == pytest.approx(told, abs=1)


def test_a_file_with_one_rate_for_all_says_what_it_said() -> None:
    model = model_of(one_option("[{item: a, unit_price: 113}]", rest="tax: {rate: 13%}"))
    assert value(model, "capex.total") == 113
    assert value(model, "capex.net_of_tax") == pytest.approx(100)
    assert "capex.tax_amount" not in model.result_figures


def test_a_grant_bears_no_tax_unless_it_says_so() -> None:
    """Prices hold 13 %: of 1,130 a month 1,000 count; 113 of grant stay 113, of a discount 100 are left."""
    opex = "[{item: a, monthly: 1130}, {item: grant, credit: -113}, {item: less, credit: -113, tax: 13%}]"
    tax = "horizon: {years: 1}\ntax: {rate: 13%, prices_include_tax: true, recoverable: yes}"
    model = model_of(one_option("[{item: grant, credit: -226}]", opex, tax))
    assert value(model, "opex.year_1") == pytest.approx(12 * (1_000 - 113 - 100))
    assert value(model, "capex.total") == -226
