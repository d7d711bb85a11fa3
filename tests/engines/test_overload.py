"""Whoever moves the load knows what the machines serve: scenarios, ends of ranges and turning values say it (M5)."""

from functools import cache
from pathlib import Path

import pytest

from generator.assembly import load, packet_of
from generator.engines.model import Model
from generator.engines.scenarios import idle_scenarios
from generator.packet.overload import Overload, Turned
from generator.packet.packet import Packet
from generator.packet.verdict import key_of
from tests.proposals import model_of

# One card writes 120 tokens a second; with five times the average in its busiest hour it serves 210,240 a month.
TEXT = """
proposal: {title: Example, language: en}
horizon: {years: 3, opex_growth: 0%}
workload:
  monthly_requests: {value: 80000, low: 50000, high: 250000}
  input_tokens: 1000
  output_tokens: 300
  peak_factor: 5
options:
  own:
    name: Own
    serving: {model: qwen2.5:7b, gpu: rtx_4090, tokens_per_second: 120}
    capex: [{item: Server, unit_price: 20000}]
    opex: [{item: Care, monthly: 900}]
  api: {name: API, kind: cloud_api, price_per_request: 0.0060, integration: 0, overhead: 0}
chosen: own
benefits: [{item: Saving, monthly: 4000, confidence: 100%}]
scenarios:
  busy: {workload.monthly_requests: ×4}
  quiet: {workload.monthly_requests: ×0.5}
"""
VOLUME = "workload.monthly_requests"
WITHOUT_RANGE = TEXT.replace("{value: 80000, low: 50000, high: 250000}", "80000")


@cache
def model(text: str = TEXT, *assignments: str) -> Model:
    return model_of(text, assignments)


@cache
def document(folder: Path) -> Packet:
    path = folder / "input.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return packet_of(load(str(path)))


@pytest.mark.parametrize(("scenario", "factor"), [("base", 1), ("busy", 4), ("quiet", 0.5)])
def test_a_scenario_serves_where_the_file_with_its_values_does(
    scenario: str, factor: float
) -> None:
    again = model(WITHOUT_RANGE, f"{VOLUME}={80000 * factor:g}")
    told = model().figures[f"scenarios.{scenario}.options.own.capacity.feasible"]
    assert told.value == again.figures["options.own.capacity.feasible"].value
    assert model().figures[f"scenarios.{scenario}.return.npv"].value == pytest.approx(
        again.figures["return.npv"].value, rel=1e-12
    )
    expected = {"base": "reason_needed", "quiet": "reason_needed", "busy": "reject"}[scenario]
    assert key_of(again.verdict.level) == expected


def test_a_scenario_that_only_asks_too_much_is_no_idle_one() -> None:
    """Four times the load costs the same machine nothing more, and 20 % more is served."""
    text = TEXT.replace("×0.5", "×1.2")
    model = model_of(text)
    assert list(idle_scenarios(model.proposal, model.result_figures)) == ["quiet"]


def test_the_document_says_which_scenario_turns_the_verdict_and_what_asks_too_much(
    tmp_path: Path,
) -> None:
    story = document(tmp_path).story
    assert story.turned == (Turned(name="busy", serves=False, verdict="reject"),)
    volume = Overload(name="Monthly requests at the start", low=False, high=True)
    assert volume in story.overloads


def test_a_scenario_is_judged_by_its_own_values_reason_included(tmp_path: Path) -> None:
    """The API is the cheaper one, which asks for a reason; at four times its price it is not."""
    path = tmp_path / "input.yaml"
    path.write_text(
        TEXT.replace(
            "busy: {workload.monthly_requests: ×4}", "dear: {options.api.price_per_request: ×4}"
        ),
        encoding="utf-8",
    )
    packet = packet_of(load(str(path)))
    assert key_of(packet.model.verdict.level) == "reason_needed"
    assert packet.story.turned == (Turned(name="dear", serves=True, verdict="recommend"),)


def test_an_assumption_that_moves_no_money_is_listed_where_its_range_asks_too_much() -> None:
    prefix = f"sensitivity.{VOLUME}"
    figures = model().figures
    assert figures[f"{prefix}.npv_low"].value == figures[f"{prefix}.npv_high"].value
    assert figures[f"{prefix}.serves_low"].value == 1
    assert figures[f"{prefix}.serves_high"].value == 0
    # with what it serves at most the range is left out, as its ends are one
    assert f"{prefix}.npv_low" not in model(WITHOUT_RANGE).figures


class TestATurningVolume:
    """The API costs as much as the own server, 20,000 + 36 × 900, at 52,400 / 36 / 0.006 = 242,593 a month."""

    KEY = f"choice.api.{VOLUME}"

    def test_beyond_what_the_machines_serve_is_none(self) -> None:
        figures = model().figures
        assert figures[f"{self.KEY}.bearable"].value == pytest.approx(210_240)
        assert figures[f"{self.KEY}.switching"].reason == "steady_while_served"

    def test_within_it_is_told_and_served_there(self) -> None:
        dear = model(TEXT, "options.api.price_per_request=0.0100")
        told = dear.figures[f"{self.KEY}.switching"].value
        assert told == pytest.approx(145_555.56, abs=0.01)
        there = model(
            WITHOUT_RANGE, "options.api.price_per_request=0.0100", f"{VOLUME}={told:.12g}"
        )
        assert there.figures["options.own.capacity.feasible"].value == 1
        assert there.options["own"].tco.value == pytest.approx(there.options["api"].tco.value)

    def test_that_bends_is_sought_only_where_the_load_is_served(self) -> None:
        # 80,000 × (1 + g)² are served up to g = 62 %. At 0.009 a request both cost the same where
        # 12 × 80,000 × 0.009 × (1 + x + x²) = 52,400, at x = 1 + g = 1.805; at 0.0125 where x = 1.402.
        growth = "growth: {value: 20%, low: 0%, high: 90%}\n  input_tokens"
        text = TEXT.replace("input_tokens", growth)
        key = "choice.api.workload.growth.switching"
        beyond = model(text, "options.api.price_per_request=0.0090").figures[key]
        assert beyond.reason == "steady_while_served"
        within = model(text, "options.api.price_per_request=0.0125").figures[key]
        assert within.value == pytest.approx(0.402, abs=1e-3)
