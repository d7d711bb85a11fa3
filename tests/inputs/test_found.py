"""Kinds of fault that generated inputs have found: the smallest input that shows each is built, or is refused."""

import pytest
import yaml

from tests.inputs.building import Refused, faults_of
from tests.inputs.inputs import Input

pytestmark = pytest.mark.usefixtures("few_ranges")
# Years from which on a workbook is large enough to be built alone.
LONG = 10
MACHINE_AND_ROOM = (
    "{item: c, kind: hardware, unit_price: 9}, {item: d, unit_price: 5, per: once, month: 3}"
)
BUILT = {
    "machines of one's own are optimised, and no hybrid option": """
proposal: {title: a}
horizon: {years: 1}
workload: {monthly_requests: 20000}
options:
  own:
    name: b
    units: auto
    serving: {model: "qwen2.5:7b", gpu: rtx_4090}
    capex: [{item: c, kind: hardware, unit_price: 900}]
optimisations: {cache: {hit_rate: 20%, storage: 2, infrastructure: 10}}
""",
    "each machine needs work, rooms and licences": """
proposal: {title: a}
horizon: {years: 1}
workload: {monthly_tokens: 9000000000, growth: {monthly: 20%}}
tax: {rate: 13%, recoverable: no, prices_include_tax: false}
options:
  own:
    name: b
    units: auto
    serving: {model: "qwen2.5:7b", gpu: rtx_4090}
    capex:
      - {item: c, labour: {tasks: [{task: d, days: 3}]}, per: unit}
      - {item: e, credit: -3, per: unit}
    opex:
      - {item: f, hosting: {rack_units: 3}}
      - {item: g, labour: {rule: {base_hours: 5}}, per: unit}
      - {item: h, hourly: 2, per: unit}
      - {item: i, software: {}, per: unit}
""",
    "an option whose name is a word for money stands behind the number of a table": """
proposal: {title: a}
chosen: own
options:
  own: {name: 元, capex: [{item: b, unit_price: 1}]}
  other: {name: 万元, capex: [{item: b, unit_price: 2}]}
""",
    "a scenario whose name looks like a lost value": """
proposal: {title: a}
options: {own: {name: b, opex: [{item: c, monthly: 7}]}}
benefits: [{item: d, monthly: 900}]
scenarios: {nan: {benefits.0.monthly: ×0.5}, None: {benefits.0.monthly: ×2}}
""",
    "over one year the total of the years is one cell, with a sum of the same kind above it": """
proposal: {title: a}
horizon: {years: 1}
workload: {monthly_requests: 20000}
chosen: idle
options:
  idle: {name: Idle, kind: status_quo, monthly: 9000}
  cloud: {name: Cloud, kind: cloud_api, input_price: 8, output_price: 9, overhead: 5, integration: 70}
""",
    "person-days with more decimals than their total shows": """
proposal: {title: a}
options:
  own:
    name: b
    capex: [{item: c, labour: {tasks: [{task: d, days: 0.0001}, {task: e, days: 35.4444}]}}]
""",
    "a month is not rounded, the sum of the year is": """
proposal: {title: a}
money: {rounding: 1000}
options: {own: {name: b, opex: [{item: c, monthly: 8325}, {item: d, monthly: 203}]}}
""",
    "an amount that 万元 would show as nothing": """
proposal: {title: a}
money: {unit: 万元}
options: {own: {name: b, opex: [{item: c, hourly: 0.00078}]}}
approval: {ask: first_year}
""",
    "at no volume do two bills break even that stay the same, and no machine limits it": """
proposal: {title: a}
workload: {monthly_requests: 2000}
chosen: own
options:
  own: {name: b, opex: [{item: c, monthly: 7}]}
  other: {name: d, kind: status_quo, monthly: 9}
""",
    "the cash of benefits that save time too is asked for by a single month": """
proposal: {title: a}
options: {own: {name: b, capex: [{item: c, unit_price: 900}], opex: [{item: d, monthly: 7}]}}
benefits: [{item: e, monthly: 90}, {item: f, monthly: 20, cashable: false}]
""",
    "of two sums in a table, the parts of the first are rounded apart from it": """
proposal: {title: a}
options:
  own: {name: b, capex: [{item: c, unit_price: 0.6, funding: d}], opex: [{item: e, annual: 0.6, funding: d}]}
""",
    "an amount that is rounded to nothing, a quantity and a price stand beside each other as 0, 1, 2": """
proposal: {title: a}
money: {rounding: 10}
options: {own: {name: b, capex: [{item: c, training: {amount: 2}}], opex: [{item: d, monthly: 70}]}}
""",
    "a hybrid that goes live later than its machines pays its network from then on": """
proposal: {title: a}
workload: {monthly_requests: 9}
options:
  own:
    name: b
    serving: {model: "qwen2.5:3b", gpu: rtx_4090, model_speed: 10}
    capex: [{item: c, unit_price: 9000}]
    opex: [{item: d, network: {}}]
  cloud: {name: e, kind: cloud_api, price_per_request: 0.1}
  mixed: {name: f, kind: hybrid, local: own, cloud: cloud, local_share: 35%, go_live: 7}
optimisations: {}
chosen: mixed
""",
    "a purchase in a later month beside running costs that begin and end in different ones": """
proposal: {title: a}
horizon: {years: 1}
options:
  own:
    name: b
    capex: [{item: c, unit_price: 100, month: 3}]
    opex:
      - {item: d, monthly: 1, from: 4}
      - {item: e, monthly: 1, from: 5}
      - {item: f, monthly: 1, from: 6}
      - {item: g, monthly: 1, until: 8}
""",
    "many points of a benchmark, and the speed that each request is to have": """
proposal: {title: a}
workload: {monthly_requests: 20000}
options:
  own:
    name: b
    serving:
      model: "qwen2.5:7b"
      gpu: rtx_4090
      least_speed: 10
      measured:
        - {concurrency: 1, tokens_per_second: 40, first_token: 0.1}
        - {concurrency: 2, tokens_per_second: 70, first_token: 0.2}
        - {concurrency: 4, tokens_per_second: 120, first_token: 0.3}
        - {concurrency: 6, tokens_per_second: 150, first_token: 0.4}
        - {concurrency: 8, tokens_per_second: 170, first_token: 0.5}
        - {concurrency: 12, tokens_per_second: 190, first_token: 0.6}
        - {concurrency: 16, tokens_per_second: 200, first_token: 0.7}
        - {concurrency: 24, tokens_per_second: 205, first_token: 0.8}
    capex: [{item: c, kind: hardware, unit_price: 900}]
""",
    "a sum of costs leaves out the one above it, which a sum below lists by itself": """
proposal: {title: a}
horizon: {years: 3}
workload: {monthly_requests: 60}
options:
  own:
    name: b
    units: auto
    serving: {model: "qwen2.5:32b", gpu: rtx_4090}
    capex: [{item: c, kind: hardware, unit_price: 1}]
    opex:
      - {item: d, software: {}, per: unit}
      - {item: e, network: {}}
      - {item: f, labour: operations}
      - {item: g, annual: 2}
      - {item: h, security: {}}
  cloud: {name: i, kind: cloud_api, input_price: 6, output_price: 1}
  mixed: {name: j, kind: hybrid, local: own, cloud: cloud}
contingency: 10%
optimisations: {}
""",
    "the pay of a task stands above what a room costs for each machine": """
proposal: {title: a}
workload: {monthly_requests: 60}
options:
  own:
    name: b
    units: auto
    serving: {model: "qwen2.5:7b", gpu: rtx_4090}
    capex: [{item: c, kind: hardware, unit_price: 9}]
    opex:
      - {item: d, labour: {tasks: [{task: e, hours: 6}], rate: 910}}
      - {item: f, hosting: {rack_units: 3}}
""",
    "the price of a whole is less than its parts, below a line that is no part": """
proposal: {title: a}
money: {currency: GBP}
options:
  own:
    name: b
    capex:
      - {item: c, hardware: server_a100, unit_price: 154.8}
      - {item: d, unit_price: 9, parts: [{item: e, unit_price: {value: 8}}, {item: f, unit_price: {value: 2}}]}
""",
    "thirty scenarios that change a count": f"""
proposal: {{title: a}}
options: {{own: {{name: b, capex: [{{item: c, hardware: server_a100}}]}}}}
scenarios: {{{", ".join(f"s{n}: {{options.own.capex.0.quantity: {n}}}" for n in range(2, 32))}}}
""",
    "the name of a scenario among many is as long as a name may be": f"""
proposal: {{title: a}}
options: {{own: {{name: b, capex: [{{item: c, unit_price: 9}}]}}}}
scenarios: {{{", ".join(f"{'长' * (200 - n)}: {{options.own.capex.0.unit_price: {n}}}" for n in range(1, 13))}}}
""",
    "what is bought once stands between what is bought with each machine, twelve times": f"""
proposal: {{title: a}}
workload: {{monthly_requests: {{value: 20000, low: 9000, high: 90000}}, growth: {{yearly: 20%}}}}
options:
  own:
    name: b
    units: auto
    serving: {{model: "qwen2.5:7b", gpu: rtx_4090}}
    capex: [{", ".join(12 * [MACHINE_AND_ROOM])}]
  other: {{name: f, kind: cloud_api, price_per_request: 3, overhead: 0, integration: 0}}
chosen: own
""",
    "hundreds of millions with a part of a yuan, printed without it": """
proposal: {title: a}
options:
  own:
    name: b
    opex:
      - {item: c, annual: 800000000.4}
      - {item: d, annual: 800000000.4}
      - {item: e, annual: 800000000.4}
""",
    "what comes back is more than all that is paid, so that a waterfall falls below zero": """
proposal: {title: a}
workload: {monthly_requests: 0.01}
options:
  own:
    name: b
    serving: {model: "qwen2.5:32b", gpu: a100_80gb}
    capex: [{item: c, training: {}, resale: 1400000}]
  cloud: {name: d, kind: cloud_api, price_per_request: 300}
  mixed: {name: e, kind: hybrid, local: own, cloud: cloud}
optimisations: {}
chosen: own
""",
    "amounts of a cent and of hundreds of milliards side by side": """
proposal: {title: a}
options: {own: {name: b, opex: [{item: c, annual: 0.01}, {item: d, annual: 250000000000}]}}
benefits: [{item: e, monthly: 0.01}, {item: f, monthly: 30000000000}]
""",
    "two assumptions move the result alike, but for the last digits": """
proposal: {title: a}
options: {own: {name: b, opex: [{item: c, backup: {gigabytes: 0.03, price: 5200}, ramp: [100%]}]}}
benefits: [{item: d, monthly: 9}]
""",
    "the longest horizon": """
proposal: {title: a}
horizon: {years: 30}
options: {own: {name: b, capex: [{item: c, unit_price: 9}], opex: [{item: d, monthly: 0}]}}
""",
    "what is spent once stands still in the second year, so that one sum of the years reads another sheet": """
proposal: {title: a}
horizon: {years: 2, go_live: 12}
workload: {monthly_requests: 20000}
options: {cloud: {name: b, kind: cloud_api, input_price: 8, output_price: 6, overhead: 110}}
""",
}


def made_of(text: str) -> Input:
    """Over one year where it says nothing of years, which is quick."""
    return Input({"horizon": {"years": "1"}} | yaml.load(text, yaml.BaseLoader), {})


@pytest.mark.parametrize("text", BUILT.values(), ids=list(BUILT))
def test_it_is_built(text: str) -> None:
    made = made_of(text)
    long = int(made.data["horizon"]["years"]) > LONG
    assert faults_of(made, ["xlsx"] if long else ["md", "xlsx"], verified=False) == []


TOO_LARGE = (
    "{name: Own, capex: [{item: a, unit_price: 1000000000001}]}",
    "{name: Own, capex: [{item: a, quantity: 1000000, unit_price: 1000001}]}",
)


@pytest.mark.parametrize("option", TOO_LARGE)
def test_an_amount_that_is_too_large_is_refused(option: str) -> None:
    with pytest.raises(
        Refused,
        match=r"E011 1000000000001|E024 .* is 1,000,001,000,000: amounts go up to 1,000,000,000,000",
    ):
        faults_of(made_of(f"proposal: {{title: a}}\noptions: {{own: {option}}}"))


def test_an_account_that_quotes_a_figure_is_refused_as_any_name_is() -> None:
    line = "{item: b, monthly: 7, account: '净现值 {{ return.npv }}'}"
    with pytest.raises(Refused, match="E020 a name cannot quote a figure"):
        faults_of(made_of(f"proposal: {{title: a}}\noptions: {{own: {{name: c, opex: [{line}]}}}}"))
