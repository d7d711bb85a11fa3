"""Small proposals of every kind, for Hypothesis: the data of an input file, ready to be written as YAML."""

from typing import Any

import yaml
from hypothesis import strategies as st

Fields = dict[str, Any]

MONEY = st.integers(0, 10_000_000).map(lambda cents: cents / 100)
SHARE = st.integers(0, 100).map(lambda percent: f"{percent}%")
GROWTH = st.integers(-50, 100).map(lambda percent: f"{percent}%")
ROUNDING = st.sampled_from([0.01, 0.1, 1, 10, 100, 1000])


def line(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"item": st.just("甲"), **fields})


CAPEX = st.one_of(
    line(unit_price=MONEY),
    line(unit_price=MONEY, quantity=st.integers(1, 9), life_years=st.integers(1, 12)),
    line(unit_price=st.just(1000), life_years=st.just(2.5), residual=st.integers(0, 400)),
    line(hardware=st.just("server_a100")),
    line(labour=st.just("deployment")),
    line(training=st.just({})),
)
# Too large for one card, and not for three.
SERVING = st.fixed_dictionaries(
    {
        "model": st.just("qwen2.5:72b"),
        "gpu": st.just("rtx_4090"),
        "gpus_per_unit": st.sampled_from([1, 3]),
        "tokens_per_second": st.just(100),
    }
)
OPEX = st.one_of(
    line(monthly=MONEY),
    line(annual=MONEY, growth=GROWTH),
    line(hourly=st.integers(0, 100)),
    line(power=st.fixed_dictionaries({"gpu": st.just("rtx_4090"), "utilisation": SHARE})),
    line(labour=st.fixed_dictionaries({"hours": st.integers(0, 99), "rate": st.just(400)})),
    line(labour=st.sampled_from(["operations", {"rule": {}}])),
    line(hosting=st.fixed_dictionaries({"uplink_mbps": st.integers(0, 100)})),
    line(network=st.fixed_dictionaries({"kilobytes_per_request": st.integers(0, 5000)})),
    line(backup=st.fixed_dictionaries({"gigabytes": st.integers(0, 5000)})),
    line(software=st.just({}), growth=GROWTH),
)
BENEFIT = st.one_of(
    line(monthly=MONEY, confidence=SHARE),
    line(hours=st.integers(0, 200)),
    line(monthly=MONEY, already_weighted=st.just(True)),
)
OWN = st.fixed_dictionaries(
    {"name": st.just("自建"), "opex": st.lists(OPEX, max_size=3)},
    optional={"capex": st.lists(CAPEX, max_size=3), "serving": SERVING},
)
PER_REQUEST = {"price_per_request": st.sampled_from([0, 0.001, 0.4])}
PER_TOKEN = {"input_price": MONEY, "output_price": MONEY, "price_currency": st.just("USD")}
LONG = {"long_context_above": st.just(1000), "long_input_price": MONEY, "long_output_price": MONEY}
CLOUD = st.one_of(
    *(
        st.fixed_dictionaries({"name": st.just("云"), "kind": st.just("cloud_api")} | prices)
        for prices in (PER_REQUEST, PER_TOKEN, PER_TOKEN | LONG)
    )
)
RENTED = st.fixed_dictionaries(
    {
        "name": st.just("租用"),
        "kind": st.just("rented_gpu"),
        "hourly": st.sampled_from([0.001, 20]),
    },
    optional={"hours_per_day": st.integers(1, 24), "price_trend": GROWTH},
)
MIXED = st.fixed_dictionaries(
    {
        "name": st.just("混合"),
        "kind": st.just("hybrid"),
        "local": st.just("own"),
        "cloud": st.just("cloud"),
        "local_share": SHARE,
        "escalation": SHARE,
    }
)
IDLE = st.fixed_dictionaries(
    {"name": st.just("不变"), "kind": st.just("status_quo"), "monthly": MONEY},
    optional={"growth": GROWTH},
)
OPTIONS = st.fixed_dictionaries(
    {"own": OWN, "cloud": CLOUD, "rented": RENTED, "mixed": MIXED, "idle": IDLE}
)
WORKLOAD = st.fixed_dictionaries(
    {"monthly_requests": st.integers(1, 10**6)},
    optional={
        "growth": GROWTH,
        "input_tokens": st.integers(0, 2000),
        "output_tokens": st.integers(0, 2000),
        "retries": SHARE,
        "scales": st.just([20_000, 100_000]),
    },
)
HORIZON = st.fixed_dictionaries(
    {"years": st.integers(1, 4), "discount_rate": SHARE, "opex_growth": GROWTH}
)
RATES = {"USD": {"value": 7.2, "date": "2026-11-20"}}
HIDDEN = st.fixed_dictionaries(
    {},
    optional={
        "outage": st.just({"hours_per_year": 8, "loss_per_hour": 2000}),
        "technical_debt": st.fixed_dictionaries({"share_per_year": SHARE}),
        "migration": MONEY,
    },
)


@st.composite
def some_options(draw: st.DrawFn) -> Fields:
    """Options of some kinds; a mixed one needs the two that it mixes."""
    options: Fields = draw(OPTIONS)
    kept = draw(st.sets(st.sampled_from(sorted(options)), min_size=1, max_size=3))
    if "mixed" in kept:
        kept |= {"own", "cloud"}
    return {id: option for id, option in options.items() if id in kept}


@st.composite
def inputs(draw: st.DrawFn) -> str:
    """An input file with options of some kinds, any of them chosen."""
    options = draw(some_options())
    fields: Fields = {
        "proposal": {"title": "示例"},
        "money": {"rounding": draw(ROUNDING), "exchange_rates": RATES},
        "horizon": draw(HORIZON),
        "workload": draw(WORKLOAD),
        "options": options,
        "chosen": draw(st.sampled_from(sorted(options))),
        "benefits": draw(st.lists(BENEFIT, max_size=3)),
        "hidden_costs": draw(HIDDEN),
    }
    fields |= draw(
        st.fixed_dictionaries({}, optional={"contingency": SHARE, "tax": st.just({"rate": "13%"})})
    )
    return str(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False))
