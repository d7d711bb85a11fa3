"""`budget bench`: what it tells of servers whose delays are known, and what it never does."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.responses import Response

from generator.cli import main
from generator.evidence.benchmarks import read_benchmarks
from generator.measuring.calls import Call
from generator.measuring.interfaces import INTERFACES, Piece
from generator.measuring.plan import Plan
from generator.measuring.problem import MeasuringProblem
from generator.measuring.results import OWN, result_of
from generator.measuring.run import Level, measure
from generator.measuring.target import target_of
from tests.measuring.servers import Batching, Place, Talking, event, place, refusing

Capture = pytest.CaptureFixture[str]
PLAN: dict[str, Any] = {
    "levels": (1,),
    "prompt_tokens": 7,
    "output_tokens": 3,
    "repetitions": 5,
    "warm_up": 2,
    "limit": 9,
    "seconds": 9,
}
# Milliseconds by which a busy machine may be late.
BUSY = 250
QUICK = ("--prompt-tokens", "30", "--output-tokens", "9", "--repetitions", "1")


@pytest.fixture(scope="module")
def here() -> Iterator[Place]:
    with place() as found:
        yield found


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def bench(address: str, *options: str) -> int:
    return main(["bench", address, "--model", "m:1", *QUICK, *options])


def results(file: str = "bench-m-1.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(file).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", ["", "/v1/chat/completions", "/api/generate"])
def test_what_is_measured_is_what_the_server_does(
    path: str, here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUR_KEY", "sk-1")
    server = Talking(first=0.03, gap=0.005, tokens=9)
    here.server = server
    assert (
        bench(here.address + path, "--concurrency", "4,1", "--key-from", "OUR_KEY", "--gpu", "H20")
        == 0
    )
    one, four = results()
    assert [each["max_concurrency"] for each in (one, four)] == [1, 4]
    assert server.most == 4
    for each in (one, four):
        assert (each["model_id"], each["gpu"]) == ("m:1", "H20")
        # No less than the server waits; a busy machine adds to it.
        assert 30 <= each["median_ttft_ms"] < 30 + BUSY
        assert each["median_ttft_ms"] + 20 < each["median_e2el_ms"]
        assert 2.5 <= each["mean_tpot_ms"] < 5 + BUSY / 8
        assert (
            70 <= each["median_e2el_ms"] <= each["p95_e2el_ms"] <= each["p99_e2el_ms"] < 70 + BUSY
        )
        assert each["total_output_tokens"] == 9 * each["completed"] == 9 * each["max_concurrency"]
        assert each["p99_e2el_ms"] / 1000 <= each["duration"] < (70 + BUSY) / 1000
        assert each["output_throughput"] * each["duration"] == pytest.approx(9 * each["completed"])
        assert each[OWN]["median_request_tokens_per_second"] == pytest.approx(
            9000 / each["median_e2el_ms"], rel=0.2
        )
        # The server counts three tokens in a word of ours, which the warm-up finds out.
        assert each["total_input_tokens"] == 30 * each["completed"]
    prompts = [str(body.get("prompt") or body["messages"]) for body in server.asked]
    assert len(set(prompts)) == len(prompts) == 2 + 1 + 4
    assert set(server.headers) == {"Bearer sk-1"}
    text = Path("bench-m-1.json").read_text(encoding="utf-8")
    assert not any(each in text for each in ("127.0.0.1", "sk-1", "secret"))
    points = read_benchmarks(["*.json"], "", {}, Path()).points
    assert [(each.tool, each.card, each.concurrency, each.output_tokens) for each in points] == [
        ("budget bench", "H20", 1, 9),
        ("budget bench", "H20", 4, 9),
    ]
    assert [each.speed for each in points] == [each["output_throughput"] for each in (one, four)]


def test_the_effect_of_a_batcher_is_measured(here: Place) -> None:
    """As docs/benchmarks.md finds what requests share."""
    machine = partial(Batching, overhead=0.08, writing=0.01, tokens=2)
    here.server = machine(window=0.5, largest=8)
    assert bench(here.address, "--concurrency", "1,8", "-o", "shared.json") == 0
    here.server = machine(window=0, largest=1)
    assert bench(here.address, "--concurrency", "8", "-o", "alone.json") == 0
    (one, eight), [alone] = results("shared.json"), results("alone.json")
    waiting, full = (1 / each["request_throughput"] for each in (one, eight))
    overhead = (waiting - 0.5 - full) * 8 / 7
    assert 0.07 < overhead < 0.2
    assert 0.008 < full - overhead / 8 < 0.05
    # Eight calls of 0.09 seconds instead of one of 0.16.
    effect = eight["request_throughput"] / alone["request_throughput"]
    assert 2 < effect < 8


def test_failures_are_counted_and_told(here: Place, capsys: Capture) -> None:
    def busy(number: int, _body: object) -> Response | None:
        return refusing(503) if number > 2 and number % 2 else None

    here.server = Talking(refusal=busy)
    assert bench(here.address, "--concurrency", "4") == 1
    [found] = results()
    assert (found["completed"], found["failed"], found[OWN]["failures"]) == (2, 2, {"HTTP 503": 2})
    assert "4 at once: 2 failed: HTTP 503\n" in capsys.readouterr().err


def test_a_server_that_refuses_is_heard_but_not_obeyed(
    here: Place, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("OUR_KEY", "sk-1")
    refusal = lambda *_: refusing(401, "\x1b[2Jthe key sk-1 is unknown")  # noqa: E731
    here.server = Talking(refusal=refusal)
    assert bench(here.address, "--key-from", "OUR_KEY") == 2
    assert capsys.readouterr().err.endswith("HTTP 401: ␛[2Jthe key … is unknown\n")
    assert not list(Path().iterdir())


def test_a_server_that_knows_less_is_asked_for_less(here: Place) -> None:
    def strict(_number: int, body: dict[str, Any]) -> Response | None:
        return refusing(400) if "ignore_eos" in body else None

    server = Talking(refusal=strict)
    here.server = server
    assert bench(here.address, "--concurrency", "1") == 0
    assert ["ignore_eos" in body for body in server.asked] == [True, False, False]


def test_it_ends_in_time(here: Place, capsys: Capture) -> None:
    """Two answers warm up, a third takes more than its share, so that no fourth is begun; two more never come."""

    def slow(number: int, _body: object) -> None:
        here.server.first = {1: 0, 2: 0, 3: 0.6}.get(number, 9)

    here.server, begun = Talking(refusal=slow), time.perf_counter()
    assert bench(here.address, "--seconds", "1", "--concurrency", "1,2", "--repetitions", "2") == 1
    assert time.perf_counter() - begun < 1.5
    told = capsys.readouterr().err.splitlines()
    assert told[1] == "1 at once: 1 of 2 requests in its share of the time: --seconds"
    assert told[2] == "2 at once: 2 were cut off at the end of the time: --seconds"
    assert [each["completed"] for each in results()] == [1]
    plan = Plan(**{**PLAN, "seconds": 0.1})
    with pytest.raises(MeasuringProblem, match="no answer within"):
        measure(plan, target_of(here.address, "m", "", "", remote=False), 1, print)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["http://192.0.2.1:8000"], "192.0.2.1 is another machine: --remote"),
        (["http://u:p@127.0.0.1"], "an address holds no key"),
        (["ftp://127.0.0.1"], "is no address"),
        (["http://[::1"], "is no address"),
        (["http://[::1]:1", "--requests", "16"], "17 requests, and at most 16 are sent"),
        (["http://[::1]:1", "--concurrency", "0,2"], "numbers from 1 to 256"),
        (["http://[::1]:1", "--seconds", "86400"], "--seconds goes from 1 to 3,600"),
        (["http://[::1]:1", "--key-from", "NONE"], "no key in the variable NONE"),
        (["http://[::1]:1", "-o", "mine.json"], "mine.json exists and was left as it is"),
    ],
)
def test_what_is_never_done(options: list[str], told: str, capsys: Capture) -> None:
    Path("mine.json").write_text("mine", encoding="utf-8")
    assert bench(*options) == 2
    assert told in capsys.readouterr().err
    assert [each.read_text() for each in Path().iterdir()] == ["mine"]


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Also where the tests run in the background of a shell, which has Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize(("typed", "written"), [("y\n", True), (None, False)], ids=str)
def test_ctrl_c_offers_what_was_measured(
    typed: str | None,
    written: bool,
    here: Place,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    def stop(number: int, _body: object) -> None:
        if number == 4:
            os.kill(os.getpid(), signal.SIGINT)

    asked = StringIO(typed)
    asked.isatty = lambda: typed is not None  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", asked)
    here.server = Talking(gap=0.05, refusal=stop)
    assert bench(here.address, "--concurrency", "1,2") == 2
    assert "levels" in capsys.readouterr().err
    assert Path("bench-m-1.json").exists() == written
    assert not written or len(results()) == 1


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"choices": [{"delta": None, "text": "a"}]}, Piece(True)),
        ({"choices": [7], "usage": []}, Piece()),
        ({"choices": {}, "usage": {"completion_tokens": "many"}}, Piece()),
        ({"usage": {"completion_tokens": -1, "prompt_tokens": 10**30}}, Piece()),
        ({"error": {"message": "out of memory"}}, Piece(error=True)),
        ({"choices": [{"delta": {"reasoning_content": "hm"}}]}, Piece(True)),
    ],
)
def test_answers_of_any_shape_are_read(told: object, expected: Piece) -> None:
    assert INTERFACES["chat"].piece(event(told)) == expected


def test_a_line_without_end_is_a_failure(here: Place, capsys: Capture) -> None:
    endless = lambda *_: Response(b"data: " + b"a" * 2_000_000)  # noqa: E731
    here.server = Talking(refusal=endless)
    assert bench(here.address) == 2
    assert "the answer makes no sense" in capsys.readouterr().err


def test_percentiles_are_those_of_numpy() -> None:
    """As vLLM computes them."""
    seconds = [0.3, 0.1, 0.9, 0.2, 0.5]
    calls = [Call(start=i, latency=s, first=s / 2, output_tokens=3) for i, s in enumerate(seconds)]
    plan = Plan(**PLAN)
    target = target_of("http://localhost", "m", "", "", remote=False)
    level = Level(concurrency=1, calls=tuple(calls), cut=0)
    found = result_of(level, plan, target, seed=1)
    assert found is not None
    for name, percentile in (("p95", 95), ("p99", 99), ("median", 50)):
        expected = 1000 * np.percentile(seconds, percentile)
        assert found[f"{name}_e2el_ms"] == pytest.approx(expected)
    assert found["std_e2el_ms"] == pytest.approx(1000 * np.std(seconds))
    assert found["mean_tpot_ms"] == pytest.approx(1000 * np.mean(seconds) / 4)
    assert (found["duration"], found["total_input_tokens"]) == (4.5, 35)
