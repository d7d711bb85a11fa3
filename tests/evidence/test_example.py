"""The log of docs/usage-log is what its generator makes, and its proposal stands on it without a doubt."""

from pathlib import Path

import pytest

from benchmarks.usage_log import SMALL, write
from generator.api import load
from generator.evidence.usage_log import read_usage_log

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "usage-log" / "platform.yaml"


def test_the_example_stands_on_its_log(tmp_path: Path) -> None:
    budget = load(EXAMPLE)
    found = budget.loaded.measured
    assert found is not None
    assert budget.check() == ()
    assert budget.value("workload.monthly_requests") == 2635
    write(tmp_path / "calls.csv.gz", SMALL)
    columns = {"task": "task", "retry": "retried", "prompt": "cache_key"}
    again = read_usage_log("calls.csv.gz", "litellm", columns, tmp_path)
    told = {name: answer.text for name, answer in found.findings.answers.items()}
    assert {name: answer.text for name, answer in again.answers.items()}.items() <= told.items()
    assert budget.value("options.mixed.local_share") == pytest.approx(0.9933)
