"""`budget bench` against llama.cpp's own server with a model of random weights, by what the server counts itself.

`.ci/run` installs the server; without it this is left out.
"""

import json
from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks.tiny_llama import NAME, PACKAGES, serving
from generator.cli import main

pytestmark = pytest.mark.skipif(
    not (PACKAGES / "xllamacpp").is_dir(), reason=".ci/run installs the server"
)


def counted(address: str) -> dict[str, float]:
    with urlopen(f"{address}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return {name.partition(":")[2]: float(value) for name, value in pairs}


def test_the_server_has_read_and_written_as_many_tokens(tmp_path: Path) -> None:
    # Twice 2 requests to warm up, and what was measured at 1 and 4 at once, by both interfaces.
    options = ["--model", NAME, "--concurrency", "1,4", "--repetitions", "2"]
    options += ["--prompt-tokens", "150", "--output-tokens", "16"]
    found = []
    with serving(tmp_path, parallel=4) as address:
        for api in ("completions", "chat"):
            file = tmp_path / f"{api}.json"
            assert main(["bench", address, "--api", api, *options, "-o", str(file)]) == 0
            found += json.loads(file.read_text(encoding="utf-8"))
        told = counted(address)
    assert [each["completed"] for each in found] == [2, 8, 2, 8]
    written = sum(each["total_output_tokens"] for each in found)
    assert (written, told["tokens_predicted_total"]) == (20 * 16, 24 * 16)
    read = sum(each["total_input_tokens"] for each in found)
    assert read == pytest.approx(20 * 150, rel=0.2)
    assert 0 < told["prompt_tokens_total"] - read < 4 * 200
    assert told["n_busy_slots_per_decode"] > 1
