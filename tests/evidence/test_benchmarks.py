"""What benchmarks of every known tool say, read from samples that were written by hand after the tools' sources."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.api import load
from generator.cli import main
from generator.evidence.benchmarks import LARGEST, read_benchmarks
from generator.evidence.points import Spread, from_json
from generator.evidence.problem import LogProblem
from generator.freshness import freshness_of
from generator.proposal.problems import ProblemList
from generator.provenance import manifest_for, sources_of
from generator.publish import publish

VLLM = {
    "date": "20261126-200900",
    "backend": "openai",
    "model_id": "Qwen/Qwen2.5-14B-Instruct",
    "max_concurrency": 8,
    "gpu": "RTX 4090",
    "completed": 32,
    "failed": 1,
    "total_input_tokens": 32_000,
    "total_output_tokens": 8_000,
    "request_throughput": 1.6,
    "output_throughput": 400.0,
    "mean_ttft_ms": 350.0,
    "median_ttft_ms": 300.0,
    "p99_ttft_ms": 900.0,
    "mean_tpot_ms": 18.0,
    "mean_e2el_ms": 4842.0,
    "generated_texts": ["a text of somebody"],
}
SGLANG = {
    "backend": "sglang",
    "max_concurrency": None,
    "concurrency": 7.5,
    "completed": 10,
    "total_input_tokens": 10_240,
    "total_output_tokens": 1280,
    "total_output_tokens_retokenized": 1279,
    "output_throughput": 310.5,
    "mean_e2e_latency_ms": 3200.0,
    "p99_e2e_latency_ms": 4100.0,
    "median_ttft_ms": 210.0,
    "mean_tpot_ms": 20.0,
}
AIPERF: dict[str, Any] = {
    "schema_version": "1.5",
    "aiperf_version": "0.5.0",
    "start_time": "2026-11-26T16:08:57.327203",
    "input_config": {
        "models": {"items": [{"name": "m"}]},
        "phases": [
            {"name": "warmup", "concurrency": 2},
            {"name": "profiling", "concurrency": 32},
        ],
    },
    "request_count": {"avg": 256, "unit": "requests"},
    "input_sequence_length": {"avg": 1024.0, "unit": "tokens"},
    "output_sequence_length": {"avg": 126.5, "unit": "tokens"},
    "time_to_first_token": {"avg": 1.24, "p50": 0.786, "p95": 1.9, "p99": 2.09, "unit": "sec"},
    "request_latency": {"avg": 17525.9, "p99": 23110.5, "unit": "ms"},
    "output_token_throughput_per_user": {"avg": 7.71},
    "output_token_throughput": {"avg": 228.47, "unit": "tokens/sec"},
    "telemetry_data": {
        "endpoints": {"localhost:9400": {"gpus": {"gpu_0": {"gpu_name": "NVIDIA H100"}}}}
    },
}
GENAI = {
    "input_config": {"model": ["m"], "perf_analyzer": {"stimulus": {"concurrency": 16}}},
    "time_to_first_token": {"avg": 300.0, "unit": "ms"},
    "output_token_throughput": {"avg": 500.0, "unit": "tokens/sec"},
}
AIPERF_TABLE = """Metric,avg,min,max,sum,p50,p95,p99
Input Sequence Length (tokens),550.00,550,550,1,550,550,550
Time to First Token (ms),"1,165.73",56.5,2506,11601,153,196,985

Metric,Value
Output Token Throughput (tokens/sec),42.19
Request Count,70.00
"""
LLAMA = {
    "gpu_info": "NVIDIA GeForce RTX 4080",
    "model_filename": "models/Qwen2.5-7B-Instruct-Q4_K_M.gguf",
    "n_depth": 512,
    "test_time": "2025-04-24T11:58:50Z",
}
READS = LLAMA | {"n_prompt": 512, "n_gen": 0, "n_depth": 0, "avg_ns": 64_000_000}
WRITES = LLAMA | {"n_prompt": 0, "n_gen": 128, "avg_ns": 1_024_000_000}
OLLAMA = [
    {"model": "llama3.2", "response": "The", "done": False},
    {
        "model": "llama3.2",
        "created_at": "2026-08-04T19:22:45.499127Z",
        "done": True,
        "total_duration": 3_000_000_000,
        "prompt_eval_count": 26,
        "prompt_eval_duration": 130_000_000,
        "eval_count": 200,
        "eval_duration": 2_000_000_000,
    },
]


def listed(records: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(record) for record in records)


def table(records: list[dict[str, Any]]) -> str:
    rows = [records[0], *(record.values() for record in records)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


# A file, its text, and of each point what is not nothing.
FILES = {
    "vllm.json": (
        json.dumps([VLLM]),
        [("vLLM", "Qwen/Qwen2.5-14B-Instruct", "RTX 4090", 8, 1000, 250, 400, None)],
    ),
    "sglang.jsonl": (
        listed([SGLANG, SGLANG | {"max_concurrency": 16}]),
        [("SGLang", "", "", at, 1024, 128, 310.5, None) for at in (7.5, 16)],
    ),
    "aiperf.json": (
        json.dumps(AIPERF),
        [("AIPerf", "m", "NVIDIA H100", 32, 1024, 126.5, 228.47, None)],
    ),
    "genai.json": (json.dumps(GENAI), [("GenAI-Perf", "m", "", 16, None, None, 500, None)]),
    "m-openai-chat-concurrency4/a.csv": (
        AIPERF_TABLE,
        [("AIPerf", "", "", 4, 550, None, 42.19, None)],
    ),
    "llama.csv": (
        table([READS, WRITES]),
        [
            ("llama-bench", "Qwen2.5-7B-Instruct-Q4_K_M", LLAMA["gpu_info"], 1, *tokens)
            for tokens in ((512, None, None, 8000), (512, 128, 125, None))
        ],
    ),
    "ollama.jsonl": (listed(OLLAMA), [("Ollama", "llama3.2", "", 1, 26, 200, 100, 200)]),
}


@pytest.mark.parametrize("name", FILES)
def test_each_tool_is_read_by_its_own_fields(name: str, tmp_path: Path) -> None:
    text, points = FILES[name]
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_benchmarks([name], "", {}, tmp_path)
    assert [
        (
            *(point.tool, point.model, point.card, point.concurrency),
            *(point.input_tokens, point.output_tokens, point.speed, point.reading),
        )
        for point in found.points
    ] == points
    assert from_json(found.to_json()) == found
    assert "somebody" not in found.to_json()


def test_seconds_are_seconds_whatever_their_unit(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(AIPERF), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(VLLM), encoding="utf-8")
    aiperf, vllm = read_benchmarks(["?.json"], "", {}, tmp_path).points
    assert aiperf.first_token == Spread(1.24, 0.786, 1.9, 2.09)
    assert aiperf.latency == Spread(17.5259, None, None, 23.1105)
    assert vllm.first_token == Spread(0.35, 0.3, None, 0.9)
    assert vllm.per_request == pytest.approx(1000 / 18)
    assert (vllm.failed, vllm.date) == (1, "2026-11-26")


HOSTILE = {
    "gone.json": (None, "there is no file"),
    "empty.json": (b"", "is empty"),
    "large.json": (b" " * (LARGEST + 1), "MiB"),
    "deep.json": (b"[" * 100_000, "cannot be read"),
    "broken.json": (b'{"output_throughput": ', "cannot be read"),
    "binary.json": (b"\xff\xfe\x00", "cannot be read"),
    "digits.json": (b'{"output_throughput": 1' + b"0" * 5000 + b"}", "cannot be read"),
    "other.json": (b'{"salary": 7}', "is no result of a benchmark that is known"),
    "nothing.json": (
        b'{"output_throughput": NaN, "total_output_tokens": 0, "max_concurrency": 1}',
        "no token was written",
    ),
    "unlimited.json": (
        b'{"output_throughput": 5, "total_output_tokens": 9, "max_concurrency": null}',
        "does not say how many requests ran at a time",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_result_is_refused(name: str, tmp_path: Path) -> None:
    data, message = HOSTILE[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(LogProblem, match=message):
        read_benchmarks([name], "", {}, tmp_path)


INPUT = """
proposal: {title: T, language: en, date: 2026-11-20}
evidence: {benchmarks: {files: [a.jsonl, "?.json"], model: qwen, gpu: RTX 4090}}
workload: {monthly_requests: 1000}
options: {api: {name: A, kind: cloud_api, input_price: 1, output_price: 1, price_currency: CNY}}
"""


def test_the_command_tells_the_points_and_a_packet_keeps_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "input.yaml"
    path.write_text(INPUT, encoding="utf-8")
    with pytest.raises(ProblemList) as refused:
        load(path)
    [problem] = refused.value.problems
    assert (problem.code, problem.mark.line) == ("E029", 3)
    (tmp_path / "a.jsonl").write_text(listed([SGLANG]), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(VLLM), encoding="utf-8")
    assert main(["evidence", str(path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "benchmarks a.jsonl, b.json, 2 points"
    assert told[3] == "  qwen · RTX 4090 · SGLang"
    assert "310.5 tokens/s in all" in told[4]
    budget, packet = load(path), tmp_path / "packet"
    publish(sources_of(budget.loaded), packet, manifest_for(budget.loaded, budget.packet))
    assert freshness_of(packet, str(path)).reasons == ()
    (tmp_path / "b.json").write_text(json.dumps(VLLM | {"failed": 0}), encoding="utf-8")
    stale = freshness_of(packet, str(path)).reasons
    assert "the benchmarks are others, or say something else" in stale
    (tmp_path / "b.json").unlink()
    assert load(packet).loaded.benchmarks == budget.loaded.benchmarks


SERVED = """
proposal: {title: T, language: en, date: 2026-11-28}
evidence: {benchmarks: {files: "*.json*", gpu: RTX 4090}}
workload: {monthly_requests: 100000, input_tokens: 1000, output_tokens: 250}
options:
  own:
    name: Own
    serving: {model: "qwen2.5:14b", gpu: rtx_4090, engine: vllm, concurrency: 12, tokens_per_second: {from: benchmarks}}
    opex: [{item: care, monthly: 500}]
chosen: own
"""
RUNS = [VLLM, VLLM | {"max_concurrency": 16, "output_throughput": 640, "mean_ttft_ms": 750}]


def input_of(folder: Path, text: str, records: list[dict[str, Any]]) -> Path:
    (folder / "a.jsonl").write_text(listed(records), encoding="utf-8")
    path = folder / "input.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_speed_from_benchmarks_is_told_with_tool_card_file_and_day(tmp_path: Path) -> None:
    path = input_of(tmp_path, SERVED, [*RUNS, RUNS[1] | {"output_throughput": 660}])
    budget = load(path)
    # 400 at 8, the mean of two runs at 16.
    assert budget.value("options.own.capacity.unit_speed") == pytest.approx(525)
    told = budget.explain("options.own.capacity.unit_speed")
    about = "benchmark vLLM · Qwen/Qwen2.5-14B-Instruct · RTX 4090 · a.jsonl · 2026-11-26"
    assert f"650 · {about}" in told
    assert "min(1, max(0, (options.own.capacity.together" in told
    packet = budget.packet
    charts = {chart.key: [series.name for series in chart.series] for chart in packet.charts}
    assert charts["benchmark_speed"] == ["Written in all", "For each request"]
    assert charts["benchmark_wait"] == ["First token", "First token P99", "Whole request"]
    [first, second] = packet.tables["benchmark.own"].rows
    assert first[:6] == ("1", "8", "1,000", "250", "400", "50")
    assert (first[-1], second[-1]) == (about, "")
    assert about not in {cell for row in packet.tables["register"].rows for cell in row}


def test_reading_that_was_timed_apart_is_brought_along(tmp_path: Path) -> None:
    alone = SERVED.replace("engine: vllm, concurrency: 12, ", "concurrency: 1, ")
    budget = load(input_of(tmp_path, alone, OLLAMA))
    assert budget.value("options.own.capacity.unit_speed") == 100
    assert budget.value("options.own.capacity.reading_speed") == 200
    whole = alone.replace(
        "tokens_per_second: {", "tokens_per_second: 90, prefill_tokens_per_second: {"
    )
    with pytest.raises(ProblemList, match="do not say how fast prompts are read"):
        load(input_of(tmp_path, whole, RUNS))


@pytest.mark.parametrize(
    ("second", "choice", "told"),
    [
        ({"model_id": "other"}, "model: other", "add model: … with one of Qwen"),
        ({"gpu": "H100"}, "gpu: H100", "add gpu: … with one of H100, RTX 4090"),
        ({"total_input_tokens": 64_000}, "input_tokens: 2000", "one of 1000, 2000"),
    ],
)
def test_points_of_several_kinds_are_told_apart(
    second: dict[str, Any], choice: str, told: str, tmp_path: Path
) -> None:
    other = VLLM | {"max_concurrency": 12, "output_throughput": 700} | second
    path = input_of(tmp_path, SERVED, [VLLM, other])
    with pytest.raises(ProblemList) as refused:
        load(path)
    [problem] = refused.value.problems
    assert problem.code == "E029"
    assert told in problem.fix
    path = input_of(
        tmp_path, SERVED.replace("from: benchmarks", f"from: benchmarks, {choice}"), [VLLM, other]
    )
    assert load(path).value("options.own.capacity.unit_speed") == pytest.approx(700)


def test_what_budget_bench_writes_is_read(tmp_path: Path) -> None:
    run = VLLM | {"budget_bench": {"tool": "budget 1.0"}}
    path = input_of(tmp_path, SERVED, [run])
    found = load(path).loaded.benchmarks
    assert found is not None
    assert found.points[0].tool == "budget bench"
