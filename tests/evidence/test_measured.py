"""Fields of the workload that say `from: usage_log`: the number of the log with its source, in packets too."""

import sys
from pathlib import Path

import pytest

from generator.api import Budget, load
from generator.cli import main
from generator.evidence.questions import LAST_MONTH
from generator.evidence.usage_log import read_usage_log
from generator.freshness import freshness_of
from generator.proposal.models.workload import Workload
from generator.proposal.observed import Observed
from generator.proposal.problems import ProblemList
from generator.provenance import manifest_for, sources_of
from generator.publish import publish

INPUT = """
proposal: {title: T, language: en, date: 2026-11-20}
evidence: {usage_log: {files: log.csv, columns: {time: at, input_tokens: read, task: task}}}
workload:
  monthly_requests: {from: usage_log}
  input_tokens: {value: 500, low: 100, from: usage_log, source: a plan}
  mix: {from: usage_log}
options: {api: {name: A, kind: cloud_api, input_price: 1, output_price: 1, price_currency: CNY}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [f"2026-10-{day:02},{100 + day},{'ab'[day % 2]}" for day in range(1, 32)]
    (tmp_path / "log.csv").write_text("\n".join(["at,read,task", *rows]), encoding="utf-8")
    (tmp_path / "input.yaml").write_text(INPUT, encoding="utf-8")
    return tmp_path / "input.yaml"


def notes(budget: Budget) -> dict[str, tuple[float, str, str]]:
    workload = budget.loaded.proposal.workload
    assert workload is not None
    figures = [workload.volume, workload.input_tokens, workload.mix["b"].share]
    sources = [(figure, figure.source) for figure in figures if figure.source is not None]
    return {figure.key: (figure.value, source.note, source.date) for figure, source in sources}


def test_the_source_names_file_period_rows_and_rule(path: Path) -> None:
    log = "usage log log.csv, 2026-10-01 to 2026-10-31, 31 rows · "
    tokens = "mean 116 of a successful request; 95% have at most 130"
    assert notes(load(path)) == {
        "workload.monthly_requests": (
            31,
            f"{log}31 requests in 2026-10, the last whole month",
            "2026-10-31",
        ),
        # What the file states itself counts; the log is told beside it.
        "workload.input_tokens": (500, f"a plan · {log}{tokens}", "2026-10-31"),
        "workload.mix.b.share": (0.5161, f"{log}51.61% of the first requests", "2026-10-31"),
    }


def test_a_stated_value_that_parts_from_the_log_is_told(path: Path) -> None:
    [told] = [each for each in load(path).check() if each.code == "W029"]
    assert told.message == "input_tokens is 500, and the usage log says 116"
    assert told.mark.line == 6
    near = load(path, {"workload.input_tokens": 120}).check()
    path.write_text(INPUT.replace("a plan", "a plan, note: they will read less"), encoding="utf-8")
    assert "W029" not in {each.code for each in (*near, *load(path).check())}


def test_explain_shows_the_query(path: Path) -> None:
    explained = load(path).explain("workload.monthly_requests")
    assert "FROM read_csv(['log.csv']" in explained
    assert explained.endswith(LAST_MONTH.removeprefix("WITH "))


def test_a_packet_needs_the_log_no_more_and_tells_when_it_is_another(path: Path) -> None:
    budget, packet = load(path), path.parent / "packet"
    publish(sources_of(budget.loaded), packet, manifest_for(budget.loaded, budget.packet))
    assert freshness_of(packet, str(path)).reasons == ()
    log = path.with_name("log.csv")
    log.write_text(log.read_text(encoding="utf-8") + "\n2026-10-31,9,a\n", encoding="utf-8")
    stale = freshness_of(packet, str(path)).reasons
    assert "the usage log is another, or says something else" in stale
    log.unlink()
    assert notes(load(packet)) == notes(budget)


def test_what_the_log_does_not_say_is_refused_with_its_place(path: Path) -> None:
    text = INPUT.replace("mix: {", "peak_factor: {from: usage_log}\n  retries: {")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemList) as refused:
        load(path)
    [problem] = refused.value.problems
    assert (problem.code, problem.mark.line) == ("E028", 8)
    assert "name the column that tells it" in problem.fix


def test_what_is_wrong_besides_files_that_are_not_there_is_told_at_once(path: Path) -> None:
    """And nothing of the fields for which they have no answer, nor twice what both of them look through."""
    path.with_name("log.csv").unlink()
    named = INPUT.replace("columns:", "colums: 1, columns:")
    gone = INPUT.replace("usage_log: {", "benchmarks: {files: gone.json}, usage_log: {")
    twice = "horizon: {years: 3, yeers: 4, years: 5}\n"
    found = []
    for text in (gone + twice, named + twice):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ProblemList) as refused:
            load(path)
        found.append([(problem.code, problem.mark.line) for problem in refused.value.problems])
    besides = [("E014", 9), ("E007", 9)]
    assert found == [[("E029", 3), ("E028", 3), *besides], [("E014", 3), *besides]]


@pytest.mark.parametrize("name", ["{{ capex.total }}", "\x07", "\ue000"])
def test_a_name_that_no_document_prints_is_refused(name: str, path: Path) -> None:
    log = path.with_name("log.csv")
    log.write_text(log.read_text(encoding="utf-8").replace(",a", f",{name}"), encoding="utf-8")
    with pytest.raises(ProblemList) as refused:
        load(path)
    assert [problem.code for problem in refused.value.problems] == ["E028"]


def test_without_duckdb_the_command_that_installs_it_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ProblemList, match="-m pip install duckdb"):
        load(path, {"evidence.usage_log.format": "nginx"})


def test_the_command_says_what_the_log_says(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", str(path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "usage log log.csv, 2026-10-01 to 2026-10-31, 31 rows"
    assert said[1].split()[:2] == ["monthly_requests", "31"]
    assert "  by task: b 51.61%, a 48.39%" in said


GROWING = """
proposal: {title: T, language: en, date: 2026-11-20}
evidence: {usage_log: {files: log.csv, columns: {time: at, prompt: text}}}
workload:
  monthly_requests: {from: usage_log}
  growth: {monthly: {from: usage_log}, months: 12}
optimisations: {cache: {hit_rate: {value: 90%, from: usage_log}, storage: 1, infrastructure: 1}}
options:
  api: {name: A, kind: cloud_api, input_price: 1, output_price: 1, price_currency: CNY}
  own: {name: O, serving: {model: qwen2.5:7b, gpu: rtx_4090}, capex: [{item: S, unit_price: 1}]}
chosen: own
"""


def test_growth_and_the_floor_of_a_cache_come_from_the_log(path: Path) -> None:
    """It doubles from month to month, and one text in two was there before."""
    days = [(month, day) for month in (8, 9, 10) for day in (1, 30) for _ in range(2**month)]
    rows = [f"2026-{month:02}-{day:02},{n // 2}" for n, (month, day) in enumerate(days)]
    path.with_name("log.csv").write_text("\n".join(["at,text", *rows]), encoding="utf-8")
    path.write_text(GROWING, encoding="utf-8")
    budget = load(path)
    assert budget.value("workload.growth.monthly") == 1
    assert "regr_slope" in budget.explain("workload.growth.monthly")
    [told] = [each.message for each in budget.check() if each.code == "W029"]
    assert told == "cache.hit_rate is 90%, and the usage log says 50%"
    assert load(path, {"optimisations.cache.hit_rate.value": "52%"}).value(
        "optimisations.cache.hit_rate"
    ) == pytest.approx(0.52)


def test_every_field_that_may_come_from_a_log_has_an_answer(path: Path) -> None:
    columns = dict.fromkeys(("time",), "at") | dict.fromkeys(
        ("input_tokens", "output_tokens", "cached_tokens", "batch", "retry"), "read"
    )
    log = path.with_name("log.csv")
    log.write_text(log.read_text(encoding="utf-8") + "\n2026-10-31,0,a\n", encoding="utf-8")
    found = read_usage_log("log.csv", "own", columns, path.parent)
    fields = {
        name
        for name, field in Workload.model_fields.items()
        if any(isinstance(mark, Observed) for mark in _marks(field))
    }
    assert len(fields) == 7
    assert fields <= found.answers.keys()


def _marks(field: object) -> list[object]:
    inner = getattr(getattr(field, "annotation", None), "__args__", ())
    nested = [mark for part in inner for mark in getattr(part, "__metadata__", ())]
    return [*getattr(field, "metadata", ()), *nested]
