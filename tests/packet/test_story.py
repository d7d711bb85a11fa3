"""What decides which sentences a document holds, and what its charts show: each fact is seen both ways, so that a slip
in the code that reads it off the figures is caught. The slips are made here, one at a time."""

import gc
import inspect
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest

from generator.assembly import load, packet_of
from generator.engines import asking
from generator.packet import pictures, story
from generator.packet.charts import Chart
from generator.packet.packet import Packet
from generator.render.markdown import to_markdown
from tests.packets import ONE_YEAR, shipped, small

MACHINE = """
  machine:
    name: 自有
    capex: [{item: 工作站, unit_price: 36000, life_years: 4}]
    opex: [{item: 运维, monthly: 1000, growth: 0%}]
"""
# A 72B model needs more memory than the card has.
LARGE = """
  large:
    name: 大模型
    serving: {model: qwen2.5:72b, gpu: rtx_4090, tokens_per_second: 500}
    capex: [{item: 显卡, unit_price: 100, life_years: 3}]
workload: {monthly_requests: 1000}
"""
IDLE = "  idle: {{name: 维持现状, kind: status_quo, monthly: {monthly}, growth: 0%}}\n"
GAIN = """
benefits: [{{item: 工时, kind: efficiency, monthly: {monthly}, confidence: 100%, basis: 估算{more}}}]
"""
# The machine costs 36,000 + 36 × 1,000 = 72,000 over three years.
CASES = {
    # Nothing but cost.
    "alone": ("machine", MACHINE),
    # 36 × 1,500 = 54,000 without it.
    "dearer": ("machine", MACHINE + IDLE.format(monthly=1500)),
    # It replaces a bill of 36 × 5,000: a return of (180,000 − 72,000) / 36,000 = 3.
    "replaces": (
        "machine",
        MACHINE + IDLE.format(monthly=5000) + GAIN.format(monthly=5000, more=", replaces: idle"),
    ),
    # (36 × 2,300 − 72,000) / 36,000 = 0.3: above nothing, below a half.
    "modest": ("machine", MACHINE + GAIN.format(monthly=2300, more="")),
    # An option beside it cannot serve the load.
    "beside": ("machine", MACHINE + LARGE),
    # The chosen one cannot, although it would return 3,239 times what it costs.
    "unable": ("large", MACHINE + LARGE + GAIN.format(monthly=9000, more="")),
    # Carry on: no outlay.
    "idle": ("idle", MACHINE + IDLE.format(monthly=1500)),
}
SHIPPED = ("ollama-platform", "hybrid-routing")
# For each fact that holds or does not, where it holds.
HOLDS: Mapping[str, set[str]] = {
    "several_options": {"dearer", "replaces", "beside", "unable", "idle", *SHIPPED},
    "saves": {"replaces", *SHIPPED},
    "steep": {"unable", "ollama-platform"},
    "invests": {*CASES, *SHIPPED} - {"idle"},
    "depreciates": {*CASES, *SHIPPED} - {"idle"},
    "runs": {*CASES, *SHIPPED} - {"unable"},
    "runs_on_power": {"ollama-platform"},
    "has_benefits": {"replaces", "modest", "unable", *SHIPPED},
    "has_scenarios": {"replaces", "modest", "unable", *SHIPPED},
    "earns_monthly": {"replaces", "modest", "unable", *SHIPPED},
    "npv_positive": {"replaces", "modest", "unable", *SHIPPED},
    # A life of four years where three are counted.
    "leaves_book_value": {"alone", "dearer", "replaces", "modest", "beside", "hybrid-routing"},
}
# For each other fact, what it is where it is something.
TELLS: Mapping[str, Mapping[str, object]] = {
    "obstacle": {"unable": "memory"},
    "optimised": {"ollama-platform": "hybrid", "hybrid-routing": "hybrid"},
    "cheapest": {"dearer": "idle", "ollama-platform": "cloud_api", "hybrid-routing": "local_only"},
    "cheaper": {
        "dearer": ["idle"],
        "ollama-platform": ["cloud_api"],
        "hybrid-routing": ["local_only"],
    },
    "infeasible": {"beside": ["large"], "unable": ["large"]},
    "status_quo": {
        "dearer": "idle",
        "replaces": "idle",
        "ollama-platform": "do_nothing",
        "hybrid-routing": "as_today",
    },
    # In money of today the machine loses to the bill of 1,500; both stand beside what cannot serve.
    "best": {
        "dearer": "idle",
        "replaces": "idle",
        "unable": "machine",
        "idle": "machine",
        "ollama-platform": "cloud_api",
        "hybrid-routing": "local_only",
    },
    "same_money": {
        "replaces": ["idle"],
        "ollama-platform": ["do_nothing"],
        "hybrid-routing": ["as_today"],
    },
    "rival": {
        "dearer": "idle",
        "replaces": "idle",
        "idle": "machine",
        "ollama-platform": "cloud_api",
        "hybrid-routing": "local_only",
    },
    "others": {
        "beside": ["large"],
        "unable": ["machine"],
        "idle": ["machine"],
        "ollama-platform": ["cloud_api", "hybrid"],
        "hybrid-routing": ["local_only", "cloud_api"],
    },
    "alternatives": {
        "dearer": ["idle"],
        "replaces": ["idle"],
        "beside": ["large"],
        "unable": ["machine"],
        "idle": ["machine"],
        "ollama-platform": ["cloud_api", "hybrid", "do_nothing"],
        "hybrid-routing": ["local_only", "cloud_api", "as_today"],
    },
}
# How the chosen option stands to the best other one in money of today, and whether nothing is left to be said.
STANDING = {
    "dearer": ("dearer", False),
    "replaces": ("cheaper", True),
    "ollama-platform": ("dearer", True),
    "hybrid-routing": ("dearer", True),
}
# What is asked for, by its figure; the turning point that is nearest.
ASKED = {
    "ollama-platform": "capex.total",
    "hybrid-routing": "tco.without_transition.year_1",
    "alone": "capex.total",
}
NEAREST = {"dearer": "2,000元/月", "replaces": "2,000元/月", "ollama-platform": "2,306元/月"}
VERDICTS = {
    **dict.fromkeys(("alone", "dearer", "beside", "idle"), "benefits_unquantified"),
    **dict.fromkeys(("replaces", *SHIPPED), "recommend"),
    "modest": "assess",
    "unable": "reject",
}
# Of each series the first figure and the last, and how far along and how high each mark stands.
SHOWN = {
    "cost_by_year": [
        ("tco.capex.year_1", "tco.capex.year_3"),
        ("opex.year_1", "opex.year_3"),
        ("options.hybrid.transition.year_1", "options.hybrid.transition.year_3"),
    ],
    "cumulative_cash": [
        ("cash_flow.cumulative.month_0", "cash_flow.cumulative.month_36"),
        (
            "cash_flow.cumulative_present_value.month_0",
            "cash_flow.cumulative_present_value.month_36",
        ),
        ("return.live", ""),
        ("return.payback_months", ""),
    ],
    "cash_flow_by_year": [
        ("cash_flow_by_year.investment.year_1", "cash_flow_by_year.investment.year_3"),
        ("cash_flow_by_year.benefits.year_1", "cash_flow_by_year.benefits.year_3"),
        ("cash_flow_by_year.opex.year_1", "cash_flow_by_year.opex.year_3"),
    ],
    "options": [
        ("options.local_only.capex", "options.as_today.capex"),
        ("options.local_only.opex_total", "options.as_today.opex_total"),
        ("options.local_only.transition.total", "options.hybrid.transition.total"),
    ],
    "service": [
        (
            "options.hybrid.service.volume_asked.year_1",
            "options.hybrid.service.volume_asked.year_3",
        ),
        (
            "options.hybrid.service.volume_served.year_1",
            "options.hybrid.service.volume_served.year_3",
        ),
    ],
    "cumulative_cost": [
        ("options.hybrid.cumulative.month_0", "options.hybrid.cumulative.month_36"),
        ("options.local_only.cumulative.month_0", "options.local_only.cumulative.month_36"),
        ("options.cloud_api.cumulative.month_0", "options.cloud_api.cumulative.month_36"),
        ("options.as_today.cumulative.month_0", "options.as_today.cumulative.month_36"),
        ("break_even.cloud_api.month", "break_even.cloud_api.cost"),
        ("break_even.as_today.month", "break_even.as_today.cost"),
    ],
    "tornado": [("tornado.1.low", "tornado.5.low"), ("tornado.1.high", "tornado.5.high")],
    "optimisation": [
        ("optimisation.baseline.bar_whole", "optimisation.end.bar_whole"),
        ("optimisation.models.bar_from", "optimisation.spare.bar_from"),
        ("optimisation.models.bar_falls", "optimisation.spare.bar_falls"),
        ("optimisation.models.bar_rises", "optimisation.spare.bar_rises"),
    ],
    "plan": [
        ("drawn.first_week_0", "drawn.first_week_3"),
        ("drawn.last_week_0", "drawn.last_week_3"),
        ("drawn.live", ""),
    ],
}
NAMES = {
    "cost_by_year": ["一次性投入", "运营成本", "过渡期现有账单"],
    "cash_flow_by_year": ["一次性投入", "折算后收益", "运营成本"],
    "cumulative_cost": ["混合路由", "全部本地", "全部云端", "维持现状"],
    "tornado": ["取低值", "取高值"],
}


@cache
def packets() -> Mapping[str, Packet]:
    made = {name: shipped(name) for name in SHIPPED}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        for name, (chosen, options) in CASES.items():
            path.write_text(
                f"proposal: {{title: 平台}}\nchosen: {chosen}\noptions:{options}", encoding="utf-8"
            )
            made[name] = packet_of(load(str(path)))
    return made


def ids(fact: Any) -> object:
    """An option by its id, a benefit that is an option's bill by that option's."""
    if isinstance(fact, list | tuple):
        return [ids(each) for each in fact]
    if isinstance(fact, dict):
        return ids(fact["option"]) if "option" in fact else fact["id"]
    return fact


def right_facts(module: ModuleType) -> None:
    for name, packet in packets().items():
        told = module.tell(packet.model, packet.words, packet.numerals)
        facts = {key: value for key, value in asdict(told).items() if key != "turn"}
        for key, where in HOLDS.items():
            assert facts[key] == (name in where), (name, key)
        for key, said in TELLS.items():
            assert (ids(facts[key]) or None) == said.get(name), (name, key)
        if name in ASKED:
            figure = packet.figures[ASKED[name]]
            assert told.ask.exact == f"{figure.value:,.2f}"
        if name in STANDING:
            assert (told.best.chosen, told.best.reasoned) == STANDING[name], name
        if name in NEAREST:
            assert told.turn.value == NEAREST[name]


def test_each_case_has_its_verdict() -> None:
    assert {name: packet.verdict for name, packet in packets().items()} == VERDICTS


def right_ask(module: ModuleType) -> None:
    asked = {name: module.asked_of(packets()[name].model).key for name in ASKED}
    assert asked == ASKED


def right_charts(module: ModuleType) -> None:
    packet = packets()["hybrid-routing"]
    charts = module.charts_of(packet.model, packet.story, packet.words, packet.numerals)
    assert {chart.key: shown(chart) for chart in charts} == SHOWN
    named = {chart.key: [series.name for series in chart.series] for chart in charts}
    assert {key: named[key] for key in NAMES} == NAMES
    for chart in charts:
        assert chart.title == packet.words.word("charts", chart.key)


def shown(chart: Chart) -> list[tuple[str, str]]:
    lines = [[it.key for it in line.figures if it is not None] for line in chart.series]
    heights = ["" if mark.height is None else mark.height.key for mark in chart.marks]
    marks = zip((mark.position.key for mark in chart.marks), heights, strict=True)
    return [*((line[0], line[-1]) for line in lines), *marks]


@pytest.mark.parametrize(
    ("module", "right"),
    [(story, right_facts), (pictures, right_charts)],
    ids=["facts", "charts"],
)
def test_what_is_told_and_shown(module: ModuleType, right: Callable[[ModuleType], None]) -> None:
    right(module)


Slip = tuple[str, str]
SLIPS: list[tuple[ModuleType, Callable[[ModuleType], None], Slip]] = [
    *(
        (story, right_facts, slip)
        for slip in (
            ("tco.value < chosen.tco.value)", "tco.value > chosen.tco.value)"),
            ("option is not model.chosen", "option is model.chosen"),
            ("return not option.obstacle", "return bool(option.obstacle)"),
            ('== "status_quo"), None', '!= "status_quo"), None'),
            ("chosen.tco.value < idle.tco.value", "chosen.tco.value > idle.tco.value"),
            ("worth >= least", "worth <= least"),
            ("worth <= -least", "worth >= -least"),
            ("value <= -least", "value >= -least"),
            ("roi.value > STEEP", "roi.value < STEEP"),
            ("several_options=bool(others)", "several_options=not others"),
            ("cheaper[0] if cheaper", "cheaper[-1] if not cheaper"),
            ("invests=bool(chosen.investments)", "invests=bool(chosen.running)"),
            ("annual_depreciation is not None", "annual_depreciation is None"),
            ("runs=bool(chosen.running)", "runs=bool(chosen.investments)"),
            ('Key("power", chosen.id) in', 'Key("power", chosen.id) not in'),
            ("bool(model.benefits.weighted)", "True"),
            ("len(model.outlook.scenarios) > 1", "len(model.outlook.scenarios) > 0"),
            ("monthly_net.value > 0", "monthly_net.value < 0"),
            ("npv.value >= 0", "npv.value < 0"),
            ("model.ownership.book_value, numerals", "model.ownership.total, numerals"),
            ("best = ranked[0]", "best = ranked[-1]"),
            ("benefit.replaces is not None and", "benefit.replaces is None and"),
            ('if option.kind != "status_quo")', 'if option.kind == "status_quo")'),
            ("model.optimisation is None", "model.optimisation is not None"),
        )
    ),
    *(
        (asking, right_ask, slip)
        for slip in (
            ('"tco.without_transition.year_1"', '"tco.year_1"'),
            ("if what in asks", "if what not in asks"),
        )
    ),
    *(
        (pictures, right_charts, slip)
        for slip in (
            ('BY_YEAR = ("capex", "opex"', 'BY_YEAR = ("opex", "capex"'),
            ('("investment", "benefits", "opex"', '("investment", "opex", "benefits"'),
            ('"cumulative_net": flow.cumulative', '"cumulative_net": flow.net'),
            ("flow.worth}", "flow.present}"),
            ("Mark(payback, label)", "Mark(self.model.returns.npv, label)"),
            ("option is not model.chosen", "option is model.chosen"),
            ("label.format(name=point.name, month=whole(point.month)), point.cost", "label"),
            ("_down(table, part)) for", "_down(table, parts[0])) for"),
            ('"effect_low": "tornado_low"', '"effect_low": "tornado_high"'),
            ('"effect_high": "tornado_high"}', '"effect_low": "tornado_high"}'),
            ('"cost_by_year", self.model', '"cash_flow_by_year", self.model'),
            ('_down(bars, f"bar_{part}")', '_down(bars, "bar_from")'),
        )
    ),
]


def slip_of(part: object) -> str:
    return part[0] if isinstance(part, tuple) else ""


@pytest.mark.parametrize(("module", "right", "slip"), SLIPS, ids=slip_of)
def test_slips_are_caught(
    module: ModuleType, right: Callable[[ModuleType], None], slip: Slip
) -> None:
    source = inspect.getsource(module)
    assert slip[0] in source
    slipped = ModuleType(module.__name__)
    exec(compile(source.replace(*slip, 1), slip[0], "exec"), slipped.__dict__)
    with pytest.raises((AssertionError, AttributeError, KeyError, StopIteration, IndexError)):
        right(slipped)


def test_a_benefit_that_is_not_the_bill_in_every_year_is_not_called_the_same_money(
    tmp_path: Path,
) -> None:
    """A bill that grows, and a benefit that stays; or one that states nothing and is the bill."""
    text = """
proposal: {title: T}
options:
  own: {name: Own, capex: [{item: Box, unit_price: 900}]}
  idle: {name: Idle, kind: status_quo, monthly: 100, growth: 10%}
chosen: own
benefits: [{item: Bill, monthly: 100, replaces: idle}]
"""
    for said, instead, alike in (
        ("", "", False),
        ("growth: 10%", "growth: 0%", True),
        ("monthly: 100, replaces", "replaces", True),
        ("monthly: 100, replaces", "by_year: [100, 110, 121], replaces", True),
    ):
        path = tmp_path / "input.yaml"
        path.write_text(text.replace(said, instead), encoding="utf-8")
        [same] = packet_of(load(str(path))).story.same_money
        assert same.alike is alike


def test_a_load_that_is_stated_for_each_year_has_no_rate(tmp_path: Path) -> None:
    text = to_markdown(small(tmp_path, "workload: {growth: {by_year: [900, 1300, 1800]}}\n"))
    assert "首年每月900次请求，以后各年按申报数（" in text


def test_nothing_of_a_packet_outlives_its_last_user(tmp_path: Path) -> None:
    """What holds itself would, until unused things are looked for: seldom, and long in a program that stays open."""
    one, two = ONE_YEAR, ONE_YEAR.replace("1", "2")
    to_markdown(small(tmp_path, one))
    gc.freeze()
    try:
        # The model of the last input is kept.
        to_markdown(small(tmp_path, two))
        to_markdown(small(tmp_path, one))
        assert gc.collect() == 0
    finally:
        gc.unfreeze()
